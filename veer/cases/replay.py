"""What a draft of the law would have answered where there is a decision: the same facts, on the same day."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from veer.cases import clocks, facts
from veer.cases.models import Decision, Document
from veer.journal.queries import headers
from veer.rules import InputError, Pack, program
from veer.rules.answer import evaluated, outcome
from veer.rules.lower import Program

REFUSED = "refused"  # in place of an outcome: the draft cannot take the facts
BATCH = 200


@dataclass(frozen=True, slots=True)
class Changed:
    """A decided case whose answer would be another: by its number, nothing else of it."""

    number: str
    was: str
    now: str


@dataclass
class Replay:
    """`counts`: by the answer as it was and as it would be, those that stay the same among them."""

    decisions: int = 0
    changed: list[Changed] = field(default_factory=list)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)


def replay(draft: Pack, route: str, progress: Callable[[int], None]) -> Replay:
    """Every signed decision on a route of this pack, whatever version it stood on, under the draft instead.

    Each stands on the facts that were frozen with it, on its own day. Raises PackError where the draft has no meaning.
    """
    done, compiled = Replay(), program(draft, route)
    signed = Decision.objects.filter(case__route=route, law__pack=draft.id, signed_at__isnull=False)
    found = signed.select_related("case__given").order_by("signed_at", "id")
    for decision in found.iterator(chunk_size=BATCH):
        was, now = decision.answer["outcome"], _answer(draft, compiled, decision)
        done.decisions += 1
        done.counts[was, now] += 1
        if was != now:
            done.changed.append(Changed(decision.case.given.number, was, now))
        progress(done.decisions)
    return done


def _answer(draft: Pack, compiled: Program, decision: Decision) -> str:
    day = date.fromisoformat(decision.answer["on"])
    values = {name: value for name, value in decision.facts["values"].items() if name in draft.facts}
    states = {name: state for name, state in decision.facts["states"].items() if name in values}
    given = {**facts.nested({**values, **_record(draft, compiled, decision)}), "_states": states}
    try:
        return outcome(*evaluated(compiled, given, day, day))
    except InputError:
        return REFUSED


def _record(draft: Pack, compiled: Program, decision: Decision) -> dict[str, Any]:
    """What the file itself told when the decision was proposed: days of acts, kinds of document."""
    asked = {name: declared for name, declared in compiled.facts.items() if facts.told_by_record(name)}
    if not asked:
        return {}
    then = decision.proposed_at
    found: dict[str, Any] = {
        name: None for name, declared in asked.items() if name.startswith(facts.EVENT) and declared.optional
    }
    for act, at in headers(decision.case_id).filter(at__lte=then).values_list("act", "at"):
        if facts.EVENT + act in asked:
            found[facts.EVENT + act] = clocks.legal_day(at, draft.time_zone).isoformat()
    there = Document.objects.filter(case=decision.case_id, added_at__lte=then).exclude(state=Document.REFUSED)
    kinds = set(there.values_list("kind", flat=True))
    found |= {name: name.removeprefix(facts.DOCUMENT) in kinds for name in asked if name.startswith(facts.DOCUMENT)}
    return found
