"""Runs with their answers, a line with its reasons, what a lock costs; each as somebody may see it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from veer import placement
from veer.access import policy
from veer.access.who import Who
from veer.journal.acts import looked
from veer.matching.acts.common import latest
from veer.matching.acts.hand import current, shut
from veer.matching.acts.solving import groups_of, locked, solution_of
from veer.matching.models import Answer, Line, Lock, Offer, Run, Seeker, Spot
from veer.matching.policy import LINES, OFFERS, RUNS, SEEKERS, purpose_of, worked
from veer.matching.sources import SOURCES, Source
from veer.people.models import Person
from veer.sponsorship.queries import own_group, own_groups

__all__ = ["current", "groups_of", "locked"]


def runs_for(who: Who) -> list[Run]:
    """Runs that somebody may see, the latest first."""
    return list(policy.only(Run.objects.all(), RUNS.kind, who, purpose_of(who)).order_by("-asked_at", "id")[:100])


def run_for(who: Who, run_id: UUID) -> Run:
    found: Run = policy.obtain(Run.objects.all(), RUNS.kind, who, purpose_of(who), run_id)
    return found


def sources_of(who: Who) -> list[Source]:
    """The sources for which somebody may ask a run."""
    return [SOURCES[one] for one in worked(who)]


def is_latest(run: Run) -> bool:
    """Whether something can still be done on it."""
    return latest(run.source) == run


def last_answer(run: Run) -> Answer | None:
    """The last answer, whatever became of it."""
    return run.answers.order_by("-number").first()


def lines_for(who: Who, run: Run) -> list[Line]:
    """The lines of a run in the public order; households of one's own are not among them."""
    found = policy.only(run.lines.select_related("spot"), LINES.kind, who, purpose_of(who))
    return list(found.order_by("code"))


def seconds(who: Who, run: Run) -> int:
    """What waits in a run for somebody's hand as the second: places that another accepted, and locks to be signed."""
    if not is_latest(run):
        return 0
    lines = policy.only(run.lines.all(), LINES.kind, who, purpose_of(who)).filter(
        state__in=(Line.ACCEPTED, Line.OVERRIDDEN), spot__isnull=False
    )
    locks = run.locks.filter(second=True, kept_at__isnull=False, signed_at=None, lifted_at=None)
    return lines.exclude(decided_by=who.account).count() + locks.exclude(made_by=who.account).count()


def line_for(who: Who, line_id: UUID) -> Line:
    """One line; the look is written down with the household's own."""
    purpose = purpose_of(who)
    records = Line.objects.select_related("run", "spot")
    found: Line = policy.obtain(records, LINES.kind, who, purpose, line_id)
    looked(found.household, who.ref, next(role for role in LINES.roles_for[purpose] if who.has(role)), purpose)
    return found


def lock_for(who: Who, lock_id: UUID) -> Lock:
    found = Lock.objects.select_related("run", "line", "spot", "other", "answer").filter(pk=lock_id).first()
    if found is None:
        raise policy.NotThere("placement_lock")
    policy.obtain(Line.objects.all(), LINES.kind, who, purpose_of(who), found.line_id)
    return found


def locks_of(who: Who, run: Run) -> list[Lock]:
    """What was kept in a run, the latest first; those about a household of one's own are not among them."""
    mine = policy.only(run.lines.all(), LINES.kind, who, purpose_of(who))
    found = run.locks.filter(kept_at__isnull=False, line__in=mine).select_related("line", "spot", "other")
    return list(found.order_by("-kept_at", "id"))


def called(lines: list[Line]) -> dict[UUID, str]:
    """The names of the persons of some lines."""
    return {one.pk: one.name for one in Person.objects.filter(pk__in={line.person for line in lines}).order_by("pk")}


def lines_by_code(run: Run) -> dict[str, Line]:
    """All that was proposed in a run that somebody was allowed to see, by the code that its document knows."""
    return {one.code: one for one in run.lines.order_by("code")}


def spots_of(run: Run) -> dict[str, Spot]:
    return {one.code: one for one in run.spots.order_by("code")}


@dataclass(frozen=True, slots=True)
class Why:
    """Why a household is proposed its place: the place, the next two, what it would rather have, what shut the others.

    `shut`: (reason in words, places). `scarce`: the place that more room would open, and of what.
    """

    here: placement.Option | None
    next: tuple[placement.Option, ...]
    wish: tuple[placement.Option, ...]
    shut: list[tuple[str, list[Spot]]]
    full: list[Spot]
    scarce: tuple[Spot, int] | None


def why(line: Line) -> Why | None:
    """None while nothing is proposed."""
    answer = current(line.run_id)
    if answer is None:
        return None
    spots, source = spots_of(line.run), SOURCES[line.run.source]
    found = placement.explain(solution_of(answer), line.code)
    by_rule = shut(line)
    full = [spots[code] for code in found.shut if code not in by_rule]
    scarce = (spots[found.scarce[0]], found.scarce[1]) if found.scarce else None
    told = [(source.against(reason), [spots[code] for code in codes]) for reason, codes in sorted(line.shut.items())]
    return Why(found.here, found.next, found.wish, told, full, scarce)


@dataclass(frozen=True, slots=True)
class Scarce:
    """A place of which there is too little: what room for one person more would be worth, of a thousand."""

    spot: Spot
    price: float


def scarce(run: Run) -> list[Scarce]:
    """Places by what one person more there would be worth at the prices that prove the answer, the dearest first."""
    answer = current(run.pk)
    if answer is None or answer.solution is None:
        return []
    today = answer.solution["prices"].get("score", {"places": {}, "shared": []})
    prices = answer.solution.get("ahead", today)
    worth = {code: sum(prices["places"].get(code, [])) for code in spots_of(run)}
    for one in prices["shared"]:
        for code in one["places"]:
            worth[code] += one["price"]
    found = [Scarce(spot, worth[code]) for code, spot in spots_of(run).items() if round(worth[code])]
    return sorted(found, key=lambda one: (-one.price, one.spot.code))


def choices(line: Line) -> list[Spot]:
    """The places that an override may name: those that no rule shuts, the one proposed left out."""
    shut_ = shut(line)
    return [one for code, one in spots_of(line.run).items() if code not in shut_ and one.pk != line.spot_id]


def document(run: Run, answer: Answer) -> tuple[dict[str, Any], dict[str, Any]]:
    """The instance under the locks of an answer, as anybody proves it again: the instance, and its solution."""
    instance, locks = run.instance, answer.locks
    cases = {one["id"]: n for n, one in enumerate(instance["cases"])}
    places = {one["id"]: n for n, one in enumerate(instance["places"])}
    barred = {(cases[case], places[place]) for case, place in locks["must_not"]}
    whole = {
        **instance,
        "pairs": [pair for pair in instance["pairs"] if (pair[0], pair[1]) not in barred],
        "fixed": [[cases[case], places[place]] for case, place in locks["must"]],
        "clusters": [*instance["clusters"], *([cases[one] for one in group] for group in locks["keep_with"])],
    }
    return whole, answer.solution or {}


@dataclass(frozen=True, slots=True)
class Fair:
    """How a group fared. `share`: its worth over the best that each could have had; `alike`: at least nine tenths."""

    group: str
    households: int
    placed: float | None
    share: float | None
    alike: bool | None


@dataclass(frozen=True, slots=True)
class Report:
    """Fairness of the latest answer: everybody first, then each group; and pairs of whom one could fault it."""

    groups: list[Fair]
    envy: list[tuple[str, ...]]


def report(run: Run) -> Report | None:
    answer = current(run.pk)
    if answer is None:
        return None
    solution = solution_of(answer)
    instance, placed = solution.instance, solution.placed
    rows = placement.fairness(instance, placed, groups_of(run))
    found = [Fair(one.group, one.cases, one.placed, one.share, one.alike) for one in rows]
    return Report(found, placement.envy(locked(run, answer.locks), placed))


@dataclass(frozen=True, slots=True)
class Reasons:
    """How often lines were overridden, and why. `share`: of a hundred overrides."""

    lines: int
    overridden: int
    by: list[tuple[str, int, int]]


def reasons(run: Run) -> Reasons:
    counted: dict[str, int] = {}
    kept = run.locks.filter(kept_at__isnull=False)
    for reason in kept.order_by("reason").values_list("reason", flat=True):
        counted[reason] = counted.get(reason, 0) + 1
    overridden = sum(counted.values())
    rows = [(reason, number, 100 * number // overridden) for reason, number in counted.items()]
    return Reasons(run.lines.count(), overridden, rows)


# ---------- Both sides of an offer ----------


def seekers_for(who: Who) -> list[Seeker]:
    """Households that look for a sponsor, the longest first; none for whoever does not work on them."""
    for purpose, wanted in SEEKERS.roles_for.items():
        if who.has(*wanted):
            found = policy.only(Seeker.objects.filter(ended_at=None), SEEKERS.kind, who, purpose)
            return list(found.select_related("person").order_by("since", "made_at", "id"))
    return []


def offers_of(lines: list[Line]) -> list[Offer]:
    """What both sides said to the offers of some lines that somebody was allowed to see."""
    found = Offer.objects.filter(line__in=[one.pk for one in lines]).select_related("line__spot", "seeker__person")
    return list(found.order_by("-made_at", "id"))


def own_offers(who: Who) -> list[Offer]:
    """Offers to the households of those for whom somebody acts, the latest first."""
    return list(policy.only(Offer.objects.all(), OFFERS.kind, who, policy.OWN).order_by("-made_at", "id"))


def own_offer(who: Who, offer_id: UUID) -> Offer:
    records = Offer.objects.select_related("seeker")
    found: Offer = policy.obtain(records, OFFERS.kind, who, policy.OWN, offer_id)
    return found


def group_offers(who: Who) -> list[Offer]:
    """Offers to the groups of which somebody is a member, the latest first."""
    groups = [one.pk for one in own_groups(who)]
    return list(Offer.objects.filter(group__in=groups).select_related("seeker").order_by("-made_at", "id"))


def group_offer(who: Who, offer_id: UUID) -> Offer:
    """One of them. What the household says of itself, and its answer, are not for the page."""
    found = Offer.objects.filter(pk=offer_id).select_related("seeker").first()
    if found is None:
        raise policy.NotThere(OFFERS.kind)
    own_group(who, found.group)
    return found
