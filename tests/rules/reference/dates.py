"""Days, months and years the way a clerk counts them: on the calendar, complete ones only.

n years after 29 February falls on 1 March where there is none; a month that lacks the day turns on the
first of the next.
"""

from datetime import date, timedelta


def day(value):
    return value if isinstance(value, date) else date.fromisoformat(value)


def add_months(start, months):
    year, month0 = divmod(start.year * 12 + start.month - 1 + months, 12)
    try:
        return date(year, month0 + 1, start.day)
    except ValueError:  # no such day in that month
        return date(year + (month0 + 1) // 12, (month0 + 1) % 12 + 1, 1)


def add_years(start, years):
    return add_months(start, 12 * years)


def add_days(start, days):
    return start + timedelta(days=days)


def months_between(start, end):
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - 1 if end.day < start.day else months


def years_between(start, end):
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def days_between(start, end):
    return (end - start).days


def easter(year):
    """Easter Sunday: the Sunday after the full moon of the epact (Knuth, The Art of Computer Programming, 1.3.2)."""
    golden, century = year % 19 + 1, year // 100 + 1
    skipped, moon = 3 * century // 4 - 12, (8 * century + 5) // 25 - 5
    epact = (11 * golden + 20 + moon - skipped) % 30
    epact += epact == 24 or (epact == 25 and golden > 11)
    full = date(year, 3, 1) + timedelta(days=(44 - epact if epact <= 23 else 74 - epact) - 1)
    return full + timedelta(days=7 - full.isoweekday() % 7)


def is_off(calendar, when):
    """Is a day no working day of a calendar, as its file writes it?"""
    if when.strftime("%A").lower() in calendar.get("weekend", []):
        return True
    for feast in calendar.get("holidays", {}).values():
        here = (
            feast["on"] == when.strftime("%m-%d") if "on" in feast
            else day(feast["date"]) == when if "date" in feast
            else easter(when.year) + timedelta(days=feast["easter"]) == when
        )  # fmt: skip
        if here and in_period(feast.get("in_force"), when):
            return True
    return False


def working_days_between(calendar, start, end):
    """One by one; backwards they count the other way."""
    if end < start:
        return -working_days_between(calendar, end, start)
    return sum(not is_off(calendar, start + timedelta(days=n + 1)) for n in range((end - start).days))


def in_period(period, when):
    """`{from, until}`, both inclusive, either open."""
    if not period:
        return True
    first, last = period.get("from"), period.get("until")
    return (first is None or day(first) <= when) and (last is None or when <= day(last))
