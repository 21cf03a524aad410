"""When a household comes, by its file: the day of the journey where it is known, else the terms of the law."""

from dataclasses import dataclass
from datetime import date, timedelta

from veer.cases.standing import Standing, as_day
from veer.municipalities.forecast import Expected, half_way
from veer.rules.model import Clock

# The law's own words: the step at which each term is the next one, in order; acts and a fact of the journey.
WAY = {
    "contact": "contact",
    "screening": "screening",
    "proposed": "signing",
    "granted": "visa",
    "visa_issued": "journey",
}
ON_THE_WAY, ARRIVE, JOURNEY = "on_the_way", "arrive", "travel.on"
FLIES, FIRST_PLACE, CENTRE = "resettle.travels_on", "resettle.first_place", "centre"  # of whom the state resettles
DAYS = {"days": 1, "weeks": 7, "months": 30, "years": 365, "working_days": 1.4}


@dataclass(frozen=True, slots=True)
class Way:
    """How far a household is: `coming`, with when; `here`, since a day; `open` (a refusal, or it is looked at again);
    `over`."""

    state: str
    expected: Expected | None = None
    since: date | None = None


def way_of(standing: Standing, persons: int) -> Way:
    case, today = standing.case, standing.today
    if case.ended_at:
        return Way("over")
    arrived = next((event.day for event in standing.events if event.act == ARRIVE), None)
    if arrived:
        return Way("here", since=arrived)
    if case.step == ON_THE_WAY:
        day = as_day(standing.known[0].get(JOURNEY)) or today
        return Way("coming", Expected(persons, day, day, day))
    if case.step not in WAY:
        return Way("open")
    return Way("coming", _expected(standing, persons, today))


def _expected(standing: Standing, persons: int, today: date) -> Expected:
    """The day of the journey where a visa has one; else what is left of the running term, and the terms after it."""
    steps = list(WAY)
    step = standing.case.step
    fixed = as_day(standing.known[0].get(JOURNEY)) if step == steps[-1] else None
    terms = [WAY[one] for one in steps[steps.index(step) :]]
    running = {one.clock.id: one for one in standing.due_on(today) if one.open}
    first = running.get(terms[0])
    if first is None:
        left = _days(standing.route.clocks[terms[0]])  # it begins with the next act
    else:
        left = max((first.last_day - today).days, 0) if first.last_day else 0
    likely = today + timedelta(days=left + sum(_days(standing.route.clocks[one]) for one in terms[1:]))
    return Expected(persons, fixed, fixed or half_way(today, likely), fixed or likely)


def resettled(standing: Standing, persons: int) -> Expected | None:
    """When a household that the state resettles comes to its municipality: on the day of its journey, or where it goes
    to a centre first, when the term of the centre is over. None while nobody knows a day, and once it is there."""
    step, known, today = standing.case.step, standing.known[0], standing.today
    if step == CENTRE:
        last = next((one.last_day for one in standing.due_on(today) if one.clock.id == CENTRE and one.open), None)
        return Expected(persons, None, today, last or today)
    day = as_day(known.get(FLIES))
    if any(event.act == ARRIVE for event in standing.events):
        day = today
    if day is None or known.get(FIRST_PLACE) != CENTRE:
        return Expected(persons, day, day, day) if day else None
    return Expected(persons, None, day, day + timedelta(days=_days(standing.route.clocks[CENTRE])))


def _days(clock: Clock) -> int:
    """About how many days a term lasts."""
    length = clock.length
    assert length is not None  # each of these terms has one
    return round(sum(getattr(length, unit) * days for unit, days in DAYS.items()))
