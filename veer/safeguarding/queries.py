"""Reading what was reported. A concern is obtained through `concern_for`, which checks access and notes the look."""

from dataclasses import dataclass
from uuid import UUID

from veer.access import policy, roles
from veer.access.who import Who
from veer.cases import law
from veer.journal import clock
from veer.journal.acts import looked
from veer.people.queries import names
from veer.safeguarding.models import Concern
from veer.safeguarding.policy import CONCERNS


def concerns_for(who: Who) -> list[Concern]:
    """What nobody has decided on yet, the first due in front; then what was decided, the latest in front."""
    found = policy.only(Concern.objects.all(), CONCERNS.kind, who, policy.HANDLE)
    waiting = list(found.filter(decided_at=None).order_by("due_at", "id"))
    return waiting + list(found.filter(decided_at__isnull=False).order_by("-decided_at", "id")[:100])


def concern_for(who: Who, concern_id: UUID) -> Concern:
    asked = Concern.objects.select_related("case__given", "stop")
    found: Concern = policy.obtain(asked, CONCERNS.kind, who, policy.HANDLE, concern_id)
    looked(found.pk, who.ref, roles.INTEGRITY, policy.HANDLE)
    return found


def file_words(concern: Concern, lang: str) -> str:
    """What the file is about, in the law's words: no more of it is read here."""
    case = concern.case
    return "" if case is None else law.words(law.pack_of(case), case.route, "title", lang, case.route)


def named(concern: Concern) -> dict[str, str]:
    """Who reported, where they were signed in, and who looks at it."""
    called = names({concern.account, concern.owner})
    return {
        "reporter": called.get(concern.account, "") if concern.account else "",
        "owner": called.get(concern.owner, "") if concern.owner else "",
    }


@dataclass(frozen=True, slots=True)
class Triage:
    """How concerns fare: how many there were, how many of them wait, how many of these too long."""

    raised: int
    waiting: int
    late: int


def triage() -> Triage:
    """Of all concerns, for everybody: numbers that name nobody."""
    waiting = Concern.objects.filter(decided_at=None)
    return Triage(Concern.objects.count(), waiting.count(), waiting.filter(due_at__lt=clock.now()).count())
