"""What a decision rests on although nobody checked it: told to whoever proposes it, and to whoever signs it."""

from typing import Any

from veer.cases import facts
from veer.cases.standing import Standing
from veer.people.facts import VERIFIED
from veer.rules import Pack


def unchecked(standing: Standing) -> list[str]:
    """Facts that were said but are not verified, and that the outcome needs: verify these, and it is proved.

    One fact after the other is left out, and stays out where the law says the same without it; so points beyond the
    mark, and all that cannot turn a no, are not named. Where the law gives no outcome yet, there is nothing to prove.
    """
    values, states = standing.known
    outcome = standing.answer["outcome"]
    if outcome == "maybe":
        return []
    needed: dict[str, Any] = dict(values)
    for together in _parts([fact for fact in values if states[fact] != VERIFIED], standing.pack):
        fewer = {fact: value for fact, value in needed.items() if fact not in together}
        said = facts.answer_of_law(standing.case, fewer, {fact: states[fact] for fact in fewer}, record=standing.record)
        if said["outcome"] == outcome:
            needed = fewer
    return [fact for fact in needed if states[fact] != VERIFIED]


def _parts(loose: list[str], pack: Pack) -> list[set[str]]:
    """In which order facts are left out: a record with all its fields first, then each fact by itself."""
    records = [fact for fact in loose if fact in pack.facts and pack.facts[fact].type.kind == "record"]
    whole = [{fact for fact in loose if fact == record or fact.startswith(f"{record}.")} for record in records]
    return [*whole, *({fact} for fact in reversed(loose) if fact not in records)]
