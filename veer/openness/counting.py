"""The open numbers of every route: counted at night from cases and the headers of the journal, in a few queries.

How many queries does not depend on how many routes there are. Only cases that were sent are counted, and nothing of a
person is read: no name, no country, no answer. Who was asked for by name is counted apart, in `people`.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import zip_longest
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Case as Choice
from django.db.models import CharField, Count, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import TruncMonth

from veer.access import roles
from veer.cases.models import Case, Decision, Term
from veer.journal import clock
from veer.journal.models import Entry
from veer.openness import models, people, queries, suppression
from veer.rules.model import Route, Statistic

ENDINGS, WAITING, LATE, DAYS = "endings", "waiting", "late", "days."
TOTAL = models.Count.TOTAL
TOO_LATE = "too_late"
MEDIAN, NINE_IN_TEN = "median", "nine_in_ten"
UNDECIDED = "-"  # the row of cases without a signed decision, where days are told by outcome
UNTIL = (30, 91, 182, 365)  # days: where the columns of "how long" part
LONGS = ("month", "quarter", "half", "year", "longer")

Key = tuple[str, str]  # pack, route


@dataclass(frozen=True, slots=True)
class Counted:
    """A route whose law says what is to be counted of it."""

    pack: Any
    route: Route

    @property
    def key(self) -> Key:
        return self.pack.id, self.route.id

    def of(self, *kinds: str) -> list[Statistic]:
        return [one for one in self.route.statistics.values() if one.kind in kinds]

    @property
    def monthly(self) -> bool:
        """Whether its endings are told by month. One table only: two with the same people would tell on each other."""
        return any("month" in one.by for one in self.of("endings", "share"))

    @property
    def endings(self) -> list[str]:
        """The endings that are columns, in the law's order; cases that go on in another route ended here too."""
        steps = self.route.procedure.steps.values() if self.route.procedure else ()
        all_ = dict.fromkeys("goes_on" if step.goes_on else step.ends or "" for step in steps)
        asked = [one.of for one in self.of("endings", "share")]
        if all(asked):
            return [ending for ending in all_ if any(ending in of for of in asked)]
        return [ending for ending in all_ if ending]

    @property
    def steps(self) -> set[str]:
        """The steps at which somebody is counted as waiting; none named: all of them."""
        asked = [one.of for one in self.of("waiting")]
        return {step for of in asked for step in of} if all(asked) else set()

    @property
    def by_step(self) -> bool:
        """Whether who waits is told by step, and not by whose turn it is. One table only, for the same reason."""
        return any("step" in one.by for one in self.of("waiting"))

    def below(self, *kinds: str) -> int:
        """Under how many nobody is told how many: the strictest of these statistics, of all where none is meant."""
        return max(one.hide_below for one in self.of(*kinds) or self.route.statistics.values())


def counted_routes() -> list[Counted]:
    """The routes in force here of which something is to be counted, in the order of their packs."""
    found = [Counted(pack, route) for pack in queries.packs() for route in pack.routes.values()]
    return [one for one in found if counts(one.route)]


def counts(route: Route) -> bool:
    """Whether the law says of a route what is to be counted."""
    return bool(route.statistics) and route.procedure is not None


@transaction.atomic
def count() -> int:
    """Count everything anew; gives the number of cells. What is shown meanwhile is what was counted before."""
    routes, now = counted_routes(), clock.now()
    cells = [*_endings(routes, now), *_waiting(routes, now), *_late(routes, now), *_days(routes, now)]
    cells += _people(routes, now)
    models.Count.objects.all().delete()
    models.Count.objects.bulk_create(cells, batch_size=500)
    return len(cells)


def _by_zone(routes: Sequence[Counted]) -> dict[str, list[Counted]]:
    found: dict[str, list[Counted]] = {}
    for one in routes:
        found.setdefault(one.pack.time_zone, []).append(one)
    return found


def _of(routes: Sequence[Counted], case: str = "") -> Q:
    """Cases of these routes, under whatever version of their law, that were sent."""
    which = Q(pk__in=[])
    for one in routes:
        which |= Q(**{f"{case}law__pack": one.key[0], f"{case}route": one.key[1]})
    return which & Q(**{f"{case}submitted_at__isnull": False})


def _table(
    one: Counted, table: str, rows: Sequence[str], columns: Sequence[str], cells: list[list[suppression.Shown]],
    now: datetime,
) -> Iterator[models.Count]:  # fmt: skip
    """The cells of a table as they are kept; a row or a column of totals comes last."""
    for row_place, (row, line) in enumerate(zip([*rows, TOTAL], cells, strict=False)):
        for column_place, (column, shown) in enumerate(zip([*columns, TOTAL], line, strict=False)):
            yield models.Count(
                pack=one.key[0], route=one.key[1], table=table, row=row, column=column, row_place=row_place,
                column_place=column_place, number=shown.number, how=shown.how, counted_at=now,
            )  # fmt: skip


def _people(routes: Sequence[Counted], now: datetime) -> Iterator[models.Count]:
    """Who was asked for by name in the files of a route."""
    known = {one.key: one for one in routes}
    for key, found in people.tables([(one.key, one.pack.time_zone) for one in routes], now):
        yield from _table(known[key], found.name, found.rows, found.columns, found.cells, now)


# ---------- How cases ended ----------


def _endings(routes: Sequence[Counted], now: datetime) -> Iterator[models.Count]:
    """Cases by how and when they ended, with their sums. A share is computed from what is shown here."""
    for zone, there in _by_zone([one for one in routes if one.of("endings", "share")]).items():
        found: dict[Key, Counter[tuple[str, str]]] = {one.key: Counter() for one in there}
        month = TruncMonth("ended_at", tzinfo=ZoneInfo(zone))
        ended = Case.objects.filter(_of(there), ended_at__isnull=False).annotate(month=month)
        grouped = ended.order_by().values_list("law__pack", "route", "ends", "month").annotate(n=Count("pk"))
        for pack, route, ends, when, n in grouped:
            found[pack, route][ends, f"{when:%Y-%m}"] += n
        for one in there:
            yield from _endings_of(one, found[one.key], now)


def _endings_of(one: Counted, found: Counter[tuple[str, str]], now: datetime) -> Iterator[models.Count]:
    columns, by = one.endings, Counter[tuple[str, str]]()
    for (ends, month), n in found.items():
        by[ends, month if one.monthly else month[:4]] += n
    rows = sorted({period for ends, period in by if ends in columns})
    inner = [[by[ending, period] for ending in columns] for period in rows]
    yield from _table(one, ENDINGS, rows, columns, suppression.protect(inner, below=one.below("endings", "share")), now)


# ---------- Who waits, and for whom ----------


def _waiting(routes: Sequence[Counted], now: datetime) -> Iterator[models.Count]:
    """Open cases by whose turn it is, or by their step, and how long ago they were sent."""
    asked = [one for one in routes if one.of("waiting")]
    ages = [
        When(submitted_at__gt=now - timedelta(days), then=Value(long)) for days, long in zip(UNTIL, LONGS, strict=False)
    ]
    open_ = Case.objects.filter(_of(asked), ended_at=None).annotate(
        long=Choice(*ages, default=Value(LONGS[-1]), output_field=CharField())
    )
    found: dict[Key, Counter[tuple[str, str, str]]] = {one.key: Counter() for one in asked}
    grouped = open_.order_by().values_list("law__pack", "route", "step", "ball", "long").annotate(n=Count("pk"))
    for pack, route, step, ball, long, n in grouped:
        found[pack, route][step, ball or "", long] += n
    for one in asked:
        steps = one.steps
        by = Counter[tuple[str, str]]()
        for (step, ball, long), n in found[one.key].items():
            if step in steps or not steps:
                by[step if one.by_step else ball, long] += n
        rows = sorted({row for row, _long in by})
        inner = [[by[row, long] for long in LONGS] for row in rows]
        yield from _table(one, WAITING, rows, LONGS, suppression.protect(inner, below=one.below("waiting")), now)


def _late(routes: Sequence[Counted], now: datetime) -> Iterator[models.Count]:
    """The terms of the authority that are over, by clock. How many run is not told, nor a sum: beside who waits it
    would give away what is hidden there."""
    for zone, there in _by_zone([one for one in routes if one.of("waiting")]).items():
        today = now.astimezone(ZoneInfo(zone)).date()
        late = Term.objects.filter(_of(there, "case__"), case__ended_at=None, last_day__lt=today)
        grouped = (
            late.filter(duty__in=roles.AUTHORITY).order_by().values_list("case__law__pack", "case__route", "clock")
        )
        by = {(pack, route, name): n for pack, route, name, n in grouped.annotate(n=Count("pk"))}
        for one in there:
            rows = [clock_.id for clock_ in one.route.clocks.values() if clock_.duty in roles.AUTHORITY]
            shown = [[_plain(by.get((*one.key, name), 0), one.below("waiting"))] for name in rows]
            yield from _table(one, LATE, rows, (TOO_LATE,), shown, now)


def _plain(number: int, below: int) -> suppression.Shown:
    """A number that stands in no sum."""
    hidden = 0 < number < below
    return suppression.Shown(suppression.HIDDEN if hidden else suppression.EXACT, None if hidden else number)


# ---------- How long it took ----------


def _days(routes: Sequence[Counted], now: datetime) -> Iterator[models.Count]:
    """The days from one act to another. How many cases they are of is not told: beside the endings it would give away
    what is hidden there."""
    for round_ in zip_longest(*[[(one, statistic) for statistic in one.of("days")] for one in routes]):
        asked = {one.key: (one, statistic) for one, statistic in filter(None, round_)}
        found: dict[Key, dict[str, list[int]]] = {key: {} for key in asked}
        for pack, route, first, last, outcome in _spans(list(asked.values())).iterator(chunk_size=5000):
            one, statistic = asked[pack, route]
            zone = ZoneInfo(one.pack.time_zone)
            began, ended = first.astimezone(zone).date(), last.astimezone(zone).date()
            row = _row(statistic, ended, outcome)
            found[pack, route].setdefault(row, []).append((ended - began).days)
        for key, (one, statistic) in asked.items():
            rows = sorted(found[key])
            shown = [_spread(sorted(found[key][row]), statistic.hide_below) for row in rows]
            yield from _table(one, DAYS + statistic.id, rows, (MEDIAN, NINE_IN_TEN), shown, now)


def _row(statistic: Statistic, ended: date, outcome: str | None) -> str:
    """The row of a case among others of its time, of its outcome, or of both: `2026`, `2026-03/refuse`, `grant`."""
    parts = [f"{ended:%Y-%m}"] if "month" in statistic.by else [f"{ended:%Y}"] if "year" in statistic.by else []
    parts += [outcome or UNDECIDED] if "outcome" in statistic.by else []
    return "/".join(parts) or TOTAL


def _spans(asked: Sequence[tuple[Counted, Statistic]]) -> QuerySet[Case, Any]:
    """When the first act of a statistic was done in each case, when after it the second, and what was decided last;
    that is not looked up where nothing is told by it."""
    acts = {}
    for number, name in enumerate(("from_act", "to_act")):
        which = [
            When(law__pack=one.key[0], route=one.key[1], then=Value(statistic.of[number])) for one, statistic in asked
        ]
        acts[name] = Choice(*which, default=Value(""), output_field=CharField())
    entries = Entry.objects.filter(chain=OuterRef("pk")).order_by("position").values("at")
    signed = Decision.objects.filter(case=OuterRef("pk"), signed_at__isnull=False).order_by("-signed_at", "id")
    wanted = any("outcome" in statistic.by for _one, statistic in asked)
    outcome = Subquery(signed.values("outcome")[:1]) if wanted else Value("", output_field=CharField())
    return (
        Case.objects.filter(_of([one for one, _statistic in asked]))
        .annotate(**acts)
        .annotate(first=Subquery(entries.filter(act=OuterRef("from_act"))[:1]))
        .annotate(last=Subquery(entries.filter(act=OuterRef("to_act"), at__gte=OuterRef("first"))[:1]))
        .annotate(outcome=outcome)
        .filter(first__isnull=False, last__isnull=False)
        .order_by("pk")
        .values_list("law__pack", "route", "first", "last", "outcome")
    )


def _spread(days: Sequence[int], below: int) -> list[suppression.Shown]:
    """The days within which half of the cases were done, and nine in ten: of too few not, nine in ten from twice as
    many on, for else it is the time of one case."""
    return [
        _within(days, 5) if len(days) >= below else suppression.Shown(suppression.HIDDEN, None),
        _within(days, 9) if len(days) >= 2 * below else suppression.Shown(suppression.HIDDEN, None),
    ]


def _within(days: Sequence[int], tenths: int) -> suppression.Shown:
    """The least number of days within which so many tenths of the cases were done."""
    return suppression.Shown(suppression.EXACT, days[(len(days) * tenths + 9) // 10 - 1])
