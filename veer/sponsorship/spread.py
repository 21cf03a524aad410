"""How arrivals are spread over municipalities: a limit that is shown, and stops nobody."""

from dataclasses import dataclass

from veer.cases.clocks import legal_day
from veer.quotas.queries import persons_held
from veer.sponsorship.models import Application, Home, Municipality
from veer.sponsorship.rules import Sponsors, today


@dataclass(frozen=True, slots=True)
class Spread:
    """Persons with a place this year in a municipality, and the soft limit of the law.

    `inhabitants`: None where nobody wrote down how many they are; then the limit is what every municipality may get.
    """

    municipality: str
    inhabitants: int | None
    persons: int
    limit: int

    @property
    def over(self) -> int:
        return max(0, self.persons - self.limit)


def spread(law: Sponsors) -> list[Spread]:
    """Every municipality with a home of a sponsor or a number of inhabitants, by name."""
    homes = dict(Home.objects.order_by("group").values_list("group", "municipality"))
    files = Application.objects.filter(group__in=homes).order_by("case").values_list("case", "group")
    held, year = persons_held(case for case, _group in files), today(law).year
    persons: dict[str, int] = dict.fromkeys(homes.values(), 0)
    for case, group in files:
        one = held.get(case)
        if one is not None and legal_day(one.since, law.pack.time_zone).year == year:
            persons[homes[group]] += one.persons
    known = dict(Municipality.objects.order_by("name").values_list("name", "inhabitants"))
    names = sorted({*persons, *known})
    return [Spread(one, known.get(one), persons.get(one, 0), limit_of(law, known.get(one))) for one in names]


def limit_of(law: Sponsors, inhabitants: int | None) -> int:
    """Persons a year: so many for 100,000 inhabitants, never less than what every municipality may get."""
    share = (inhabitants or 0) * law.limit("municipality_per_100000") // 100_000
    return max(law.limit("municipality_floor"), share)
