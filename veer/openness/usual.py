"""How long a route usually takes: from the open numbers, as they were counted last."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from veer.openness import counting, numbers
from veer.openness.models import Count
from veer.rules.model import Route, Statistic


@dataclass(frozen=True, slots=True)
class Usual:
    """What is known of the time: of which period and in words, both empty where nothing is shown yet; where more is."""

    period: str
    said: str
    url: str


def answering(route: Route) -> Statistic | None:
    """The statistic of the days until somebody signs an answer, else the first that counts days."""
    days = [one for one in route.statistics.values() if one.kind == "days"] if counting.counts(route) else []
    acts = route.procedure.acts if route.procedure else {}
    answered = [one for one in days if acts[one.of[1]].does == "sign"]
    return next(iter([*answered, *days]), None)


def of_routes(pack: Any) -> dict[str, Usual]:
    """By route, of those whose law says that days are to be counted. One query for all of them."""
    asked = {route.id: one for route in pack.routes.values() if (one := answering(route))}
    kept: dict[str, dict[str, dict[str, int]]] = {}
    cells = Count.objects.filter(pack=pack.id, table__startswith=counting.DAYS, number__isnull=False)
    for route, table, row, column, number in cells.order_by("row").values_list(
        "route", "table", "row", "column", "number"
    ):
        if route in asked and table == counting.DAYS + asked[route].id:
            kept.setdefault(route, {}).setdefault(row, {})[column] = number
    return {route: _usual(pack.id, route, kept.get(route, {})) for route in asked}


def _usual(pack: str, route: str, rows: dict[str, dict[str, int]]) -> Usual:
    """The latest period of which half is told; periods are years or months, or one for all."""
    url = reverse("openness:numbers_of", args=[pack, route])
    told = [row for row, cells in rows.items() if counting.MEDIAN in cells]
    if not told:
        return Usual("", "", url)
    cells = rows[told[-1]]
    half, nine = cells[counting.MEDIAN], cells.get(counting.NINE_IN_TEN)
    if nine is None:
        said = _("half within %(half)s days") % {"half": half}
    else:
        said = _("half within %(half)s days, nine in ten within %(nine)s") % {"half": half, "nine": nine}
    return Usual(numbers.period(told[-1]), said, url)
