"""The classes of data about signing in: accounts that nobody uses, sessions, answers kept behind a code."""

from collections.abc import Iterator
from datetime import datetime, time
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from veer.access.models import Grant
from veer.cases import retention
from veer.cases.clocks import legal_day
from veer.cases.keeping import ERASED, Finder, Item, Period, read_periods
from veer.cases.models import Case
from veer.journal import clock
from veer.journal.acts import Ref, erase
from veer.journal.models import Entry
from veer.matching import keeping as placed
from veer.municipalities import keeping as municipal
from veer.openness.models import SavedAnswers
from veer.people.models import Account, Link, Membership
from veer.safeguarding import keeping as concerns
from veer.sponsorship import coming_keeping as coming
from veer.sponsorship import keeping as sponsors

CLASSES = (
    *retention.CLASSES, *placed.CLASSES, "accounts", "sessions", "saved_answers", concerns.CLASS, coming.CLASS,
    *sponsors.CLASSES,
    municipal.CLASS,
)  # fmt: skip


def finders() -> list[Finder]:
    """Where everything that is held is found."""
    return [
        *retention.finders(),
        placed.placements,
        accounts,
        sessions,
        saved_answers,
        concerns.concerns,
        concerns.alerts,
        concerns.audits,
        coming.households,
        sponsors.groups,
        sponsors.receipts,
        sponsors.draws,
        sponsors.asked_members,
        sponsors.identities,
        municipal.municipalities,
    ]


def periods() -> dict[str, Period]:
    """The periods of this installation."""
    return read_periods(settings.RETENTION, CLASSES)


def accounts() -> Iterator[Item]:
    """Accounts: since the last sign-in. Whoever held a role is named by what they signed and read."""
    for account in Account.objects.filter(is_active=True).order_by("id"):
        last = account.last_login or account.made_at
        since = legal_day(last, settings.TIME_ZONE) if last else None
        kept = "" if last else "nobody knows since when it is unused"
        yield Item(
            "accounts", Ref("account", account.pk), since, 1, partial(_account, account), _needed(account) or kept
        )


def _needed(account: Account) -> str:
    own = Link.objects.filter(account=account, relation=Link.SELF, until=None).values("person")
    if Grant.objects.filter(account=account.pk).exists():
        return "held a role here: decisions and readings name them"
    if Membership.objects.filter(account=account, until=None).exists():
        return "works for an organisation that acts for people"
    if Case.objects.filter(person__in=own, submitted_at__isnull=False, ended_at=None).exists():
        return "a file of theirs is open"
    return ""


def _account(account: Account) -> None:
    """Nobody signs in with it any more, and nothing says whose it was."""
    for model in (EmailAddress, Authenticator, SocialAccount, UserSession):
        model.objects.filter(user=account).delete()
    Link.objects.filter(account=account, until=None).update(until=clock.now())
    for entry in list(Entry.objects.filter(chain=account.pk, payload__isnull=False).exclude(act=ERASED).order_by("id")):
        erase(entry)
    account.email, account.name, account.code_digest, account.is_active = None, "", None, False
    account.set_unusable_password()
    account.save()


def sessions() -> Iterator[Item]:
    """Sessions that ended, and where somebody was last seen, a day at a time."""
    over = Session.objects.filter(expire_date__lt=clock.now())
    if count := over.count():
        first = over.order_by("expire_date").values_list("expire_date", flat=True)[0]
        yield _together("sessions", first, count, over)
    seen = UserSession.objects.order_by("last_seen_at")
    days = {legal_day(at, settings.TIME_ZONE) for at in seen.values_list("last_seen_at", flat=True)}
    for day in sorted(days):
        zone = ZoneInfo(settings.TIME_ZONE)
        whole = (datetime.combine(day, time.min, zone), datetime.combine(day, time.max, zone))
        rows = UserSession.objects.filter(last_seen_at__range=whole)
        yield _together("sessions", whole[0], rows.count(), rows)


def saved_answers() -> Iterator[Item]:
    """Answers behind a code: gone after the day that was promised when they were kept."""
    for day in SavedAnswers.objects.order_by("until").values_list("until", flat=True).distinct():
        rows = SavedAnswers.objects.filter(until=day)
        yield Item("saved_answers", NOBODY, day, rows.count(), partial(_delete, rows))


NOBODY = Ref("installation", UUID(int=0))


def _together(kind: str, at: datetime, count: int, rows: QuerySet[Any]) -> Item:
    return Item(kind, NOBODY, legal_day(at, settings.TIME_ZONE), count, partial(_delete, rows))


def _delete(rows: QuerySet[Any]) -> None:
    rows.delete()
