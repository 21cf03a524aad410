"""What an official, a desk or a court can do on a file, in the order in which it matters.

A long procedure gives many acts at one step. Those that move the case, keep a term or open the way to one that does
stand first; the others stand behind a fold, by what they are, each with the reason why it cannot be done yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from veer.cases.acts.offers import Offer
from veer.cases.standing import Standing
from veer.rules.model import Act

LAWFUL = (
    "record",
    "announce",
    "notify",
    "summon",
    "hear",
    "remark",
    "extend",
    "move_law",
)  # acts with a page of the law
LATER = ("extend", "move_law", "ask_document")  # for when something is missing, never what a file waits for
FEW = 4  # so many need no fold


@dataclass(frozen=True, slots=True)
class Way:
    """An act with where it is done."""

    offer: Offer
    url: str


def acts(standing: Standing, can: Sequence[Offer]) -> dict[str, Any]:
    """`first`: what the law wants next; `more`: the rest by family, as {"title", "ways"}; `many`: how many that are."""
    ways = [Way(one, _address(standing, one)) for one in can if one.does in (*LAWFUL, "ask_document")]
    few = len(ways) <= FEW
    opens = set() if few else _opening(standing)
    first = [one for one in ways if one.offer.ready and (few or _wanted(standing, one.offer, opens))]
    rest = [one for one in ways if one not in first]
    groups = [
        {"title": title, "ways": [one for one in rest if one.offer.does in family]} for title, family in _families()
    ]
    return {"first": first, "more": [group for group in groups if group["ways"]], "many": len(rest)}


def _families() -> list[tuple[str, tuple[str, ...]]]:
    return [
        (_("Write down what happened"), ("record", "hear", "remark")),
        (_("Tell the person, or ask"), ("announce", "notify", "summon", "ask_document")),
        (_("More time"), ("extend",)),
        (_("Another version of the law"), ("move_law",)),
    ]


def _address(standing: Standing, offer: Offer) -> str:
    page = "cases:ask" if offer.does == "ask_document" else "cases:lawful"
    return reverse(page, args=[standing.case.pk, offer.id])


def _wanted(standing: Standing, offer: Offer, opens: set[str]) -> bool:
    """Whether the case goes on by it, a running term is kept by it, or the step is there for it and it is not done."""
    act = standing.procedure.acts[offer.id]
    if offer.does in LATER:
        return False
    if _moves(standing, act) or any(offer.id in due.clock.meets for due in standing.due_on(standing.today) if due.open):
        return True
    return offer.id not in _done_here(standing) and (act.from_ == _here(standing, act) or act.id in opens)


def _here(standing: Standing, act: Act) -> tuple[str, ...]:
    return (standing.steps[act.branch].id,)


def _moves(standing: Standing, act: Act) -> bool:
    here = standing.steps[act.branch].id
    return bool(act.opens) or any(to != here for to in act.to.values())


def _done_here(standing: Standing) -> set[str]:
    """The acts since the case came to the step where it is."""
    done: set[str] = set()
    for event in standing.events:
        if any("/" not in move and move != standing.case.step for move in event.moves):
            done.clear()
        done.add(event.act)
    return done


def _opening(standing: Standing) -> set[str]:
    """The acts for which one that moves the case waits: because it comes after them, or after a term that they start,
    or because they ask what it has to know; and those for which these wait."""
    acts, clocks = standing.procedure.acts, standing.route.clocks
    waits = [
        one for one in acts.values() if standing.case.step in one.from_ and not one.branch and _moves(standing, one)
    ]
    seen: set[str] = set()
    while waits:
        one = waits.pop()
        terms = [clocks[name] for name in one.after_clocks if name in clocks]
        unknown = _unknown(standing, one)
        asks = (act.id for act in acts.values() if unknown & set(act.asks))
        before = {*one.after, *asks, *(name for term in terms for name in term.starts)} - seen
        seen |= before
        waits += [acts[name] for name in before if name in acts]
    return seen


def _unknown(standing: Standing, act: Act) -> set[str]:
    """The facts that an act waits for, as long as it is not known whether the law gives it."""
    return set() if act.when is None else set(standing.settled_by(f"procedure.acts.{act.id}"))
