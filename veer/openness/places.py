"""How many places there are this year and what is left of them, of every programme side by side, from its ledger.

Each programme has a ledger of its own. What one gives is never taken from another: a place is taken by a statement that
knows one ledger alone.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from veer.cases import law
from veer.cases.listed import labelled
from veer.openness import queries, words
from veer.quotas.models import Quota as Ledger
from veer.quotas.queries import WORDS, Balance, Explained, Line, explain
from veer.quotas.shares import shares
from veer.rules.model import Quota

REASONS: dict[str, Promise] = {
    "draw": gettext_lazy("drawn"),
    "protocol": gettext_lazy("by protocol"),
    "emergency": gettext_lazy("emergency"),
    "withdrawn": gettext_lazy("withdrawn"),
    "household": gettext_lazy("the family grew or became smaller"),
    "travel prevented": gettext_lazy("the journey was prevented"),
    "agreed": gettext_lazy("agreed"),
}
BESIDE: dict[str, Promise] = {
    "family_unity": gettext_lazy("Beside it: so that no family is split"),
    "carried": gettext_lazy("Beside it: visas of an earlier year whose journey was prevented"),
}


@dataclass(frozen=True, slots=True)
class Sum:
    """One subtraction in words: places by the law, what moved, what was taken by which reason, what is left.

    `apart`: so many of the places are reserved by protocol; of them `waits` are not used yet, and are not free.
    """

    words: str
    law: int | None
    moved: int
    places: int
    lines: tuple[tuple[str, str], ...]
    taken: int
    free: int
    parts: tuple["Sum", ...] = ()
    apart: int = 0
    waits: int = 0


def programmes() -> list[dict[str, Any]]:
    """Every route in force that has places, by pack and route: its title and its subtractions of this year."""
    found = []
    for pack in law.in_force():
        year = queries.today(pack).year
        for route in pack.routes.values():
            sums = [one for quota in route.quotas.values() for one in _of(pack, route, quota, year)]
            if sums:
                title, lang = words.route_title(pack, route.id), words.attributes(pack)
                told = {"pack": pack.id, "route": route.id, "title": title, "lang": lang, "year": year, "sums": sums}
                found.append({**told, "source": words.citations(pack, next(iter(route.quotas.values())).marks.source)})
    return found


def _of(pack: Any, route: Any, quota: Quota, year: int) -> list[Sum]:
    """The subtraction of a quota, and of what stands beside it; from the law alone where nothing was opened yet."""
    begins, scope = date(year, 1, 1), f"{pack.id}/{route.id}"
    places = quota.places_on(begins)
    said = {name: words.say(pack, route.id, f"quotas.{quota.id}.{name}") for name in quota.parts}
    said[quota.id] = words.say(pack, route.id, f"quotas.{quota.id}")
    by_law = {**shares(places, quota.parts), quota.id: places} if quota.parts else {quota.id: places}
    ledgers = {one.name: one for one in Ledger.objects.filter(scope=scope, begins=begins, parent=None).order_by("name")}
    if quota.id not in ledgers:
        return [_sum(_unopened(quota, places, by_law, begins), said, by_law)] if places else []
    beside = {name: str(text) for name, text in BESIDE.items() if name in ledgers}
    whole = _sum(explain(ledgers[quota.id].pk), said, by_law)
    return [whole, *(_sum(explain(ledgers[name].pk), beside, {}) for name in beside)]


def _unopened(quota: Quota, places: int, by_law: dict[str, int], begins: date) -> Explained:
    def nothing(name: str, number: int, parts: tuple[Explained, ...] = ()) -> Explained:
        return Explained(Ledger(name=name, begins=begins), Balance(number, number, 0, 0), (), parts)

    return nothing(quota.id, places, tuple(nothing(name, by_law[name]) for name in sorted(quota.parts)))


def _sum(told: Explained, said: dict[str, str], by_law: dict[str, int]) -> Sum:
    balance, law_says = told.balance, by_law.get(told.quota.name)
    order = {name: place for place, name in enumerate(by_law)}
    parts = sorted(told.parts, key=lambda one: order.get(one.quota.name, len(order)))  # as the law names them
    below = () if told.quota.parent_id else tuple(_sum(part, said, by_law) for part in parts)
    own = told.parts if told.quota.parent_id else ()  # what was set apart of a part
    apart = sum(one.balance.places for one in own) + sum(one.apart for one in below)
    waits = sum(one.balance.free for one in own) + sum(one.waits for one in below)
    return Sum(
        said.get(told.quota.name, told.quota.name),
        law_says,
        balance.places - law_says if law_says is not None else 0,
        balance.places,
        tuple((_words(one), one.minus) for one in told.lines),
        balance.reserved + balance.confirmed,
        balance.free - waits,
        below,
        apart,
        waits,
    )


def _words(line: Line) -> str:
    return labelled(str(WORDS[line.kind]), REASONS.get(line.reason, line.reason.replace("_", " ")))


def together(found: list[dict[str, Any]]) -> dict[str, int]:
    """All programmes added up: the places of one come on top of those of the other."""
    wholes = [one["sums"][0] for one in found]
    return {name: sum(getattr(one, name) for one in wholes) for name in ("places", "taken", "free")}


def moves(quota: Quota, said: str) -> str:
    """From which day on what the parts have left goes to which part, in words."""
    day = date.fromisoformat(f"2000-{quota.unused['from']}")
    told = {"day": date_format(day, "MONTH_DAY_FORMAT"), "part": said}
    return _("From %(day)s on what the parts have left goes to: %(part)s.") % told
