"""Officials who are away, and who stands in for them. Nothing of a file moves: coming back leaves all as it was."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veer.access import policy, roles
from veer.access.queries import roles_of
from veer.access.who import Who
from veer.cases.errors import BadData
from veer.cases.models import Absence
from veer.journal import clock
from veer.journal.acts import Ref, append, lock

AWAY, BACK = "away", "back"


def today() -> date:
    """The day where the authority is."""
    return clock.today(settings.TIME_ZONE)


def say_away(by: Who, first: date, last: date, deputy: UUID) -> Absence:
    """I am away from one day to another, both among it; `deputy` stands in for me. What I said before ends."""
    policy.require(by, "say_away")
    errors = {}
    if last < first:
        errors["last"] = _("The last day comes after the first.")
    elif last < today():
        errors["last"] = _("These days are over.")
    if deputy == by.account or roles.OFFICIAL not in roles_of(deputy):
        errors["deputy"] = _("Choose a colleague who handles files.")
    elif _overlaps(deputy, first, last):
        errors["deputy"] = _("This colleague is away in these days too.")
    if errors:
        raise BadData(errors)
    with transaction.atomic():
        lock(by.account, "account")
        now = clock.now()
        Absence.objects.filter(account=by.account, ended_at=None).update(ended_at=now)
        made = Absence.objects.create(account=by.account, deputy=deputy, first=first, last=last, said_at=now)
        told = {"first": first.isoformat(), "last": last.isoformat(), "deputy": deputy}
        append(Ref("account", by.account), AWAY, by.ref, payload=told, at=now)
        return made


def come_back(by: Who) -> bool:
    """I am back, or do not go. False where nothing was said."""
    with transaction.atomic():
        lock(by.account, "account")
        now = clock.now()
        ended = Absence.objects.filter(account=by.account, ended_at=None).update(ended_at=now)
        if ended:
            append(Ref("account", by.account), BACK, by.ref, at=now)
        return bool(ended)


def absences(day: date) -> list[Absence]:
    """Everybody's that are not over: going on, or still to come, the first to begin first."""
    return list(Absence.objects.filter(ended_at=None, last__gte=day).order_by("first", "id"))


def going_on(found: Iterable[Absence], day: date) -> dict[UUID, Absence]:
    """Of these, the absences of this very day, by who is away."""
    return {one.account: one for one in found if one.first <= day <= one.last}


def is_away(account: UUID, day: date) -> bool:
    return Absence.objects.filter(account=account, ended_at=None, first__lte=day, last__gte=day).exists()


def deputies(holder: UUID, day: date) -> frozenset[UUID]:
    """Who stands in for somebody on this day."""
    held = Absence.objects.filter(account=holder, ended_at=None, first__lte=day, last__gte=day)
    return frozenset(held.order_by("id").values_list("deputy", flat=True))


def _overlaps(account: UUID, first: date, last: date) -> bool:
    return Absence.objects.filter(account=account, ended_at=None, first__lte=last, last__gte=first).exists()
