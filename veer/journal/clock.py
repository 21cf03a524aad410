"""The one reader of the time. Everything else is told what time it is, so that any day of the law can be tried.

Instants are in UTC; a legal day is a date in the time zone of the law that asks. In a demo or a test `VEER_NOW` moves
the clock: it starts at that instant and runs on from there. On a real installation it may not be set at all.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


class ClockMoved(RuntimeError):
    """Somebody tried to move the clock of a real installation."""


def now() -> datetime:
    """The present instant, in UTC."""
    return _held if _held is not None else datetime.now(UTC) + _shift


def today(zone: str) -> date:
    """The legal day that it is now in `zone`, for example Europe/Brussels."""
    return now().astimezone(ZoneInfo(zone)).date()


def moved() -> bool:
    """Whether the clock shows another time than the world's; pages then say so."""
    return _held is not None or _shift != timedelta(0)


@contextmanager
def held(at: datetime) -> Iterator[None]:
    """Hold the clock still at an instant: for tests, and for a demo that tells of the past."""
    global _held
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    before, _held = _held, at.astimezone(UTC)
    try:
        yield
    finally:
        _held = before


def _shift_from_environment() -> timedelta:
    wanted = os.environ.get("VEER_NOW", "")
    if not wanted:
        return timedelta(0)
    if os.environ.get("VEER_DEMO") != "1":
        raise ClockMoved("VEER_NOW moves the clock in a demo and in tests only (VEER_DEMO=1)")
    start = datetime.fromisoformat(wanted)
    return (start if start.tzinfo else start.replace(tzinfo=UTC)) - datetime.now(UTC)


_held: datetime | None = None
_shift = _shift_from_environment()
