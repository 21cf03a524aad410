"""How long what was reported is kept: from when it was decided. Erased, it still says that there was one."""

from collections.abc import Iterator
from functools import partial

from django.conf import settings

from veer.cases.clocks import legal_day
from veer.cases.keeping import Item
from veer.journal.acts import Ref, erase
from veer.journal.queries import entries
from veer.safeguarding.acts.audits import AUDIT
from veer.safeguarding.acts.concerns import CHAIN
from veer.safeguarding.acts.interests import CHAIN as INTEREST
from veer.safeguarding.acts.networks import CHAIN as ALERT
from veer.safeguarding.models import Alert, Audit, Concern, Interest

CLASS = "concerns"


def concerns() -> Iterator[Item]:
    for one in Concern.objects.exclude(told="").order_by("raised_at", "id"):
        since = legal_day(one.decided_at, settings.TIME_ZONE) if one.decided_at else None
        yield Item(
            CLASS, Ref(CHAIN, one.pk), since, 1, partial(_forget, one), "" if since else "nobody has decided on it"
        )
    yield from _interests()


def _interests() -> Iterator[Item]:
    """Why somebody did not work on a file, once that is over; that they said so stays."""
    for one in Interest.objects.filter(over_at__isnull=False).exclude(why="").order_by("over_at", "id"):
        since = legal_day(one.over_at, settings.TIME_ZONE) if one.over_at else None
        yield Item(CLASS, Ref(INTEREST, one.pk), since, 1, partial(_unsay_interest, one))


def _unsay_interest(interest: Interest) -> None:
    Interest.objects.filter(pk=interest.pk).update(why="")


def alerts() -> Iterator[Item]:
    """Why an alert was resolved as it was; that there was one stays."""
    for one in Alert.objects.exclude(reason="").order_by("found_at", "id"):
        since = legal_day(one.resolved_at, settings.TIME_ZONE) if one.resolved_at else None
        yield Item(CLASS, Ref(ALERT, one.pk), since, 1, partial(_silence, one))


def audits() -> Iterator[Item]:
    """What an auditor wrote; that there was an audit and what came of it stays."""
    for one in Audit.objects.exclude(reason="").order_by("done_at", "id"):
        since = legal_day(one.done_at, settings.TIME_ZONE) if one.done_at else None
        yield Item(CLASS, Ref(AUDIT, one.pk), since, 1, partial(_unsay, one))


def _unsay(audit: Audit) -> None:
    Audit.objects.filter(pk=audit.pk).update(reason="")


def _silence(alert: Alert) -> None:
    Alert.objects.filter(pk=alert.pk).update(reason="")


def _forget(concern: Concern) -> None:
    Concern.objects.filter(pk=concern.pk).update(
        told="", about="", number="", contact="", reason="", account=None, case=None, stop=None, freeze=None
    )
    for entry in list(entries(concern.pk).filter(payload__isnull=False)):
        erase(entry)
