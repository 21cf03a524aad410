"""How concentrated help, places and decisions are. Of too few nothing is computed: a share of three says nothing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from uuid import UUID

from veer.cases.models import Decision
from veer.people.models import Link
from veer.people.queries import names
from veer.safeguarding.rules import Law
from veer.sponsorship.queries import Group, Outcome, files_of_groups, known_of_groups, outcome_of, refuses, stands

FAR = 2.0  # standard errors from what all officials together grant: further is unusual


@dataclass(frozen=True, slots=True)
class Rate:
    """Of the decisions that an official proposed and that were signed, how many grant; `unusual`: far from the rest."""

    name: str
    decided: int
    granted: int
    percent: int | None
    unusual: bool


@dataclass(frozen=True, slots=True)
class Concentration:
    """`top`: what part of all mandates the busiest helpers hold, in a hundred. `spread`: the sum of the squared shares
    of municipalities, from 0 to 10,000 where all groups are in one. None: too few to say. `lost`: sponsors of whose
    people some did not ask for protection or cannot be found."""

    mandates: int
    top: int | None
    homes: int
    spread: int | None
    rates: list[Rate]
    lost: list[tuple[str, Outcome]]


def concentration(found: Law) -> Concentration:
    limits, known = found.safeguards.limits, known_of_groups()
    helpers = _helpers([one.leads for one in known])
    places = Counter(one.municipality.strip().lower() for one in known if one.municipality.strip())
    return Concentration(
        helpers.total(),
        share(helpers, limits["top_helpers"], limits["fewest"]),
        places.total(),
        herfindahl(places, limits["fewest"]),
        _rates(limits["fewest"]),
        _outcomes(),
    )


def _outcomes() -> list[tuple[str, Outcome]]:
    """By sponsor, what became of those who arrived; sponsors of whom nobody was lost sight of are not among them."""
    brought, one_of = Group.objects.filter(comings__isnull=False).distinct().order_by("name", "id"), stands()
    sponsors = {one_of.get(one.pk, one.pk): one for one in reversed(brought)}
    found = [(one.name, outcome_of(one)) for one in reversed(sponsors.values())]
    return [(name, one) for name, one in found if one.known < one.arrived]


def share(counted: Counter[str], top: int, fewest: int) -> int | None:
    """What part of all the most frequent ones have, in a hundred."""
    total = counted.total()
    return None if total < fewest else round(100 * sum(n for _one, n in counted.most_common(top)) / total)


def herfindahl(counted: Counter[str], fewest: int) -> int | None:
    """The sum of the squared shares, in ten thousandths."""
    total = counted.total()
    return None if total < fewest else round(10_000 * sum(n * n for n in counted.values()) / total**2)


def rates(decided: Iterable[tuple[UUID, bool]], called: dict[UUID, str], fewest: int) -> list[Rate]:
    """By official, from (who proposed, whether it grants); those with fewer than `fewest` are told without a rate."""
    rows = list(decided)
    of_each, granted = Counter(who for who, _yes in rows), Counter(who for who, yes in rows if yes)
    whole = granted.total() / len(rows) if rows else 0.0
    found = []
    for who, number in of_each.items():
        enough, own = number >= fewest, granted[who] / number
        error = sqrt(whole * (1 - whole) / number)
        unusual = enough and abs(own - whole) > FAR * error
        found.append(Rate(called.get(who, ""), number, granted[who], round(100 * own) if enough else None, unusual))
    return sorted(found, key=lambda one: (not one.unusual, one.name))


def _rates(fewest: int) -> list[Rate]:
    signed = Decision.objects.filter(case__in=files_of_groups(), signed_at__isnull=False).select_related("case")
    decided = [(one.proposer, not refuses(one)) for one in signed.order_by("signed_at", "id")]
    return rates(decided, names({who for who, _yes in decided}), fewest)


def _helpers(sponsors: Iterable[tuple[UUID, ...]]) -> Counter[str]:
    """For how many leads of sponsors each helper acts now; of a sponsor that has two for one."""
    stand = {lead: leads[0] for leads in sponsors for lead in leads}
    open_ones = Link.objects.filter(person__in=stand, until=None, accepted_at__isnull=False)
    rows = open_ones.exclude(relation=Link.SELF).order_by("id").values_list("person", "account", "organisation")
    acts_for = {(stand[lead], str(organisation or account)) for lead, account, organisation in rows}
    return Counter(helper for _sponsor, helper in acts_for)
