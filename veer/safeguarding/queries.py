"""Reading what was reported. A concern is obtained through `concern_for`, which checks access and notes the look."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F, Q

from veer.access import policy, roles
from veer.access.who import Who
from veer.cases import law
from veer.cases.clocks import legal_day
from veer.journal import clock
from veer.journal.acts import looked
from veer.people.queries import names
from veer.safeguarding.models import Alert, Audit, Caught, Concern, Interest, Round
from veer.safeguarding.policy import ALERTS, CONCERNS
from veer.safeguarding.rules import law_of_safeguards
from veer.sponsorship.queries import names_of_groups

CELL = (roles.INTEGRITY,)


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


def file_words(concern: Concern | Audit, lang: str) -> str:
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
    """Of all concerns, for everybody: numbers that name nobody, as they stood when the month began. A number that rose
    today would tell a sponsor that somebody reported today."""
    found = law_of_safeguards()
    zone = found.pack.time_zone if found else settings.TIME_ZONE
    began = datetime.combine(clock.today(zone).replace(day=1), time(), ZoneInfo(zone))
    raised = Concern.objects.filter(raised_at__lt=began)
    waiting = raised.filter(Q(decided_at=None) | Q(decided_at__gte=began))
    return Triage(raised.count(), waiting.count(), waiting.filter(due_at__lt=began).count())


def alerts_for(who: Who) -> list[Alert]:
    """What nobody has resolved yet, the oldest first; then what was, the latest first."""
    found = policy.only(Alert.objects.all(), ALERTS.kind, who, policy.HANDLE)
    waiting = list(found.filter(resolved_at=None).order_by("found_at", "id"))
    return waiting + list(found.filter(resolved_at__isnull=False).order_by("-resolved_at", "id")[:100])


def alert_for(who: Who, alert_id: UUID) -> Alert:
    found: Alert = policy.obtain(Alert.objects.all(), ALERTS.kind, who, policy.HANDLE, alert_id)
    looked(found.pk, who.ref, roles.INTEGRITY, policy.HANDLE)
    return found


def groups_in(alert: Alert) -> dict[str, str]:
    """The groups of an alert by id, as they are called."""
    caught = list(alert.caught.order_by("group").values_list("group", flat=True))
    return {str(group): name for group, name in names_of_groups(caught).items()}


def groups_of(alerts: Iterable[Alert]) -> dict[UUID, list[str]]:
    """Of each of several alerts, how its groups are called."""
    found: dict[UUID, set[UUID]] = {one.pk: set() for one in alerts}
    for alert, group in Caught.objects.filter(alert__in=found).order_by("group").values_list("alert", "group"):
        found[alert].add(group)
    called = names_of_groups({group for caught in found.values() for group in caught})
    return {alert: [name for group, name in called.items() if group in caught] for alert, caught in found.items()}


def owners(alerts: Iterable[Alert]) -> dict[UUID, str]:
    return names({one.owner for one in alerts})


def open_alerts() -> int:
    """How many wait for somebody, for everybody."""
    return Alert.objects.filter(resolved_at=None).count()


# ---------- Audits ----------


def rounds() -> list[Round]:
    """All rounds, the latest first: for everybody."""
    return list(Round.objects.order_by("-listed_at", "name"))


def round_named(name: str) -> Round:
    found = Round.objects.filter(name=name).first()
    if found is None:
        raise policy.NotThere("audit_round")
    return found


def value_due(found: Round) -> date | None:
    """Until when both halves are entered by auditors; None once it is drawn, or where no law says."""
    law = law_of_safeguards()
    if law is None or found.drawn_at is not None:
        return None
    return legal_day(found.listed_at, law.pack.time_zone) + timedelta(days=law.safeguards.limits["value_days"])


def is_late(found: Round) -> bool:
    law, last = law_of_safeguards(), value_due(found)
    return law is not None and last is not None and clock.today(law.pack.time_zone) > last


def may_enter_late(found: Round, who: Who) -> bool:
    """Whether an official enters a half because the auditors did not in time."""
    return who.has(roles.OFFICIAL) and not who.has(roles.AUDITOR) and is_late(found)


def published(found: Round) -> list[dict[str, Any]]:
    """The lot in the form that anybody verifies. Nothing of it names somebody."""
    return [{"seed": found.seed, "ids": found.ids, "commitment": found.commitment, "order": found.order}]


def audits_for(who: Who) -> list[Audit]:
    """What was drawn, those that nobody has done in front."""
    policy.require(who, "audit_files")
    drawn = Audit.objects.filter(drawn=True).exclude(case__person__in=who.near).select_related("case__given", "round")
    return list(drawn.order_by(F("done_at").desc(nulls_first=True), "round__listed_at", "lot"))


def audit_for(who: Who, audit_id: UUID) -> Audit:
    found = next((one for one in audits_for(who) if one.pk == audit_id), None)
    if found is None:
        raise policy.NotThere("audit")
    return found


def audited() -> tuple[int, int]:
    """How many were drawn, and how many of them are done: for everybody."""
    drawn = Audit.objects.filter(drawn=True)
    return drawn.count(), drawn.filter(done_at__isnull=False).count()


# ---------- Interests ----------


def interests_of(who: Who) -> list[Interest]:
    """On whom somebody does not work, by their own word; for whoever works here."""
    if not who.works_here:
        raise policy.NotThere("interest")
    found = Interest.objects.filter(account=who.account, over_at=None).select_related("case__given")
    return list(found.order_by("-said_at", "id"))
