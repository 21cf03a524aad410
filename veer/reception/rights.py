"""The right to a place, from the law of a file: whether it holds today, and until when its clocks run."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from veer.cases import facts, law
from veer.cases.models import NEVER, Case, Term
from veer.cases.standing import Standing
from veer.journal.models import Entry
from veer.reception.lists import LawOfPlaces, law_of_places
from veer.reception.models import Stay
from veer.rules.model import Right
from veer.rules.model.reception import DEPARTURE
from veer.rules.time.rights import Held, rights_on


@dataclass(frozen=True, slots=True)
class RightToPlace:
    """A right that holds now, or perhaps. `opens`: the kind of place it opens; none where it only keeps one."""

    held: Held
    opens: str | None

    @property
    def departing(self) -> bool:
        return self.opens == DEPARTURE


def right_of(
    case: Case,
    by_law: LawOfPlaces | None = None,
    journal: list[Entry] | None = None,
    known: Callable[[UUID], facts.Values] | None = None,
) -> RightToPlace | None:
    """The right to a place by the law of the file; which of its rights are one, the law of places in force says.
    `by_law` and `journal` (the entries of the file): where they were read already. `known`: who tells what is known in
    a file, for many at once; asked only where a right depends on it.

    A right that opens a place comes before one that only keeps it.
    """
    reception = (by_law or law_of_places(law.pack_of(case).id)).reception
    if reception is None:
        return None
    standing = Standing(case, shown=True)
    if journal is not None:
        standing.entries = journal
    named = [right for right in standing.route.rights.values() if right.id in {*reception.opens, *reception.keeps}]
    steps = {branch: step.id for branch, step in standing.steps.items()}

    def best(among: list[Right], holds: Mapping[str, bool | None]) -> RightToPlace | None:
        held = rights_on(among, standing.events, steps, standing.today, holds)
        found = [RightToPlace(one, reception.opens.get(one.right.id)) for one in held if one.state != "later"]
        return min(found, key=lambda one: one.opens is None, default=None)

    # Most rights to a place ask nothing of the facts, and asking the engine takes longer than all the rest.
    if best(named, {}) is None:  # not even if all that they ask were so
        return None
    plain = best([right for right in named if right.when is None], {})
    if plain is not None and plain.opens:
        return plain
    if known is not None:
        standing.known = known(case.pk)
    return best(named, standing.holds)


def run_until(cases: Iterable[Case]) -> dict[UUID, date]:
    """Of each file the latest last day of a clock that still runs in it; a file in which none has one is not there."""
    terms = Term.objects.filter(case__in=cases, last_day__lt=NEVER).order_by("last_day")
    return dict(terms.values_list("case", "last_day"))


def stays(case: Case) -> bool:
    """Whether the household of this file has a place."""
    return Stay.objects.filter(wait__case=case, until=None).exists()
