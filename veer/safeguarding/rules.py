"""What the law in force says of safeguards, and by when somebody decides on a concern."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from veer.cases import law
from veer.cases.clocks import legal_day
from veer.rules import Pack
from veer.rules.model import Length
from veer.rules.model.safeguards import Safeguards
from veer.rules.time.counting import begin, last_day


@dataclass(frozen=True, slots=True)
class Law:
    """The law of safeguards that is in force, and its pack."""

    pack: Pack
    safeguards: Safeguards

    @property
    def concerns(self) -> dict[str, str]:
        """What can be reported, in the reader's language."""
        return {one: self.said(f"concerns.{one}") for one in self.safeguards.concerns}

    @property
    def outcomes(self) -> dict[str, str]:
        """What can come of it."""
        return {one: self.said(f"outcomes.{one}") for one in self.safeguards.outcomes}

    def said(self, path: str) -> str:
        return self.pack.text("safeguards", path, (get_language() or "en").split("-")[0])

    def freezes(self, kind: str) -> bool:
        found = self.safeguards.concerns.get(kind)
        return found is not None and found.freezes


def law_of_safeguards() -> Law | None:
    """None where no law of safeguards is in force."""
    for pack in law.in_force():
        if pack.safeguards is not None:
            return Law(pack, pack.safeguards)
    return None


def due(found: Law, kind: str, at: datetime) -> datetime:
    """Until when somebody decides on a concern of this kind: an hour, or the end of the last working day."""
    declared = found.safeguards.concerns[kind]
    if declared.hours:
        return at + timedelta(hours=declared.hours)
    pack = found.pack
    counting = pack.countings[found.safeguards.counting]
    term = begin(legal_day(at, pack.time_zone), None, counting, pack.calendars)
    day = last_day(term, Length(working_days=declared.working_days), counting, pack.calendars)
    return datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(pack.time_zone))
