"""Asking somebody by e-mail to join a group, telling them that they are asked, and taking it back."""

from datetime import timedelta
from functools import partial
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from veer.access import policy
from veer.access.who import Who
from veer.journal import clock
from veer.people.queries import confirmed_emails
from veer.sponsorship.acts.common import led, write
from veer.sponsorship.counting import agreed
from veer.sponsorship.models import Group, Member

MOST_A_DAY = 20  # e-mails that one group asks: nobody floods strangers with mails through us


class AsksTooMany(ValueError):
    """A group asks more people in a day than any group needs."""


class AlreadyThere(ValueError):
    """Whoever reads this e-mail is a member, or was asked and has not agreed yet."""


@transaction.atomic
def ask_member(group_id: UUID, email: str, by: Who, *, lead: bool = False, keeps_money: bool = False) -> Member:
    """Ask somebody to join, and tell them by mail. They are a member once they agree with an account of their own.

    Raises `AlreadyThere` or `AsksTooMany`.
    """
    group, address = led(group_id, by), email.strip().lower()
    if group.members.filter(email=address, account=None, left_at=None).exists() or address in _members(group):
        raise AlreadyThere
    now = clock.now()
    if group.members.filter(asked_at__gt=now - timedelta(days=1)).count() > MOST_A_DAY:
        raise AsksTooMany
    member = Member.objects.create(group=group, email=address, lead=lead, keeps_money=keeps_money, asked_at=now)
    write(group, "ask_member", by.ref, {"member": str(member.pk), "lead": lead, "keeps_money": keeps_money})
    transaction.on_commit(partial(_tell, address))
    return member


@transaction.atomic
def take_back_asking(group_id: UUID, member_id: UUID, by: Who) -> None:
    """Whoever was asked and has not agreed yet is asked no more; their e-mail goes."""
    group = led(group_id, by)
    asked = group.members.filter(pk=member_id, account=None, left_at=None)
    if not asked.update(left_at=clock.now(), email=""):
        raise policy.NotThere("member")
    write(group, "take_back_asking", by.ref, {"member": str(member_id)})


def _members(group: Group) -> set[str]:
    """The e-mails that the members of a group read."""
    return {address.lower() for one in agreed(group) if one.account_id for address in confirmed_emails(one.account_id)}


def _tell(email: str) -> None:
    """That a group asks, and nothing of which: the address may be mistyped, and a name can say anything."""
    words = {"link": settings.SITE_URL + reverse("sponsorship:mine"), "site": settings.SITE_URL}
    send_mail(
        _("A group of sponsors asks you to join it"),
        render_to_string("sponsorship/mail/asked.txt", words),
        None,
        [email],
    )
