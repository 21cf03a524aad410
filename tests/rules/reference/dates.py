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


def in_period(period, when):
    """`{from, until}`, both inclusive, either open."""
    if not period:
        return True
    first, last = period.get("from"), period.get("until")
    return (first is None or day(first) <= when) and (last is None or when <= day(last))
