"""Links by which a municipality without account acts: made, sent once, opened, used, taken back.

A link is a signed id of a row. Who guesses finds nothing: without the signature there is no page, and what it is for,
until when, and whether it was taken back is in the row and never in the address.
"""

import logging
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from veer.access import policy
from veer.access.who import SYSTEM, Who
from veer.journal import clock
from veer.journal.acts import Ref, append
from veer.municipalities.acts.common import LINK, for_officials
from veer.municipalities.models import Asked, Body, Link
from veer.municipalities.queries import has_accounts, term_of
from veer.municipalities.rules import LINK_DAYS, SOON, periods

log = logging.getLogger(__name__)
SALT = "veer.municipalities.link"


class NoAddress(ValueError):
    """The municipality has no address to write to."""


def token(link: Link) -> str:
    """What stands in the address of a link."""
    return signing.Signer(salt=SALT).sign(link.pk.hex)


def opened(said: str) -> Link:
    """The link of an address, or `NotThere`: a wrong signature and a link that never was are one answer."""
    try:
        found = Link.objects.select_related("body", "asked__case").filter(pk=signing.Signer(salt=SALT).unsign(said))
        return found.get()
    except (signing.BadSignature, ValueError, Link.DoesNotExist):
        raise policy.NotThere(LINK) from None


def count_opening(link: Link) -> None:
    """A look changes nothing but how often there was one: programs that read mail open links too."""
    Link.objects.filter(pk=link.pk).update(opened=F("opened") + 1)


def why_shut(link: Link) -> str:
    """`revoked`, `over` or `used`; nothing while it works. One for a remark is used once."""
    if link.revoked_at:
        return "revoked"
    if link.purpose == Link.REMARK and link.used_at:
        return "used"
    return "over" if link.until < today() else ""


def today() -> date:
    return clock.today(settings.TIME_ZONE)


def used(link: Link) -> None:
    Link.objects.filter(pk=link.pk).update(used_at=clock.now())


@transaction.atomic
def link_for_remark(asked: Asked, by: Ref, account: UUID | None) -> Link:
    """A link for one file's remark, good as long as the law's term."""
    term = term_of(asked.case)
    until = term.last_day if term and term.last_day else today()
    return _made(Link(body=asked.body, purpose=Link.REMARK, asked=asked, until=until), by, account)


@transaction.atomic
def link_for_places(body_id: UUID, by: Who) -> Link:
    """A link to declare places. Raises `NoAddress`."""
    for_officials(by)
    body = Body.objects.get(pk=body_id)
    if not body.email:
        raise NoAddress
    return _for_places(body, by.ref, by.account)


def _for_places(body: Body, by: Ref, account: UUID | None) -> Link:
    link = Link(body=body, purpose=Link.PLACES, until=today() + timedelta(days=LINK_DAYS))
    return _made(link, by, account)


def _made(link: Link, by: Ref, account: UUID | None) -> Link:
    link.email, link.made_at, link.made_by = link.body.email, clock.now(), account
    link.save(force_insert=True)
    told = {"purpose": link.purpose, "municipality": link.body.name, "email": link.email, "until": link.until}
    append(Ref(LINK, link.pk), "make_link", by, payload={**told, "until": link.until.isoformat()})
    transaction.on_commit(partial(send, link.pk), robust=True)
    return link


@transaction.atomic
def revoke_link(link_id: UUID, by: Who) -> Link:
    """From now on the link does nothing."""
    for_officials(by)
    found = Link.objects.select_for_update().filter(pk=link_id).first()
    if found is None:
        raise policy.NotThere(LINK)
    if found.revoked_at is None:
        found.revoked_at, found.revoked_by = clock.now(), by.account
        found.save(update_fields=["revoked_at", "revoked_by"])
        append(Ref(LINK, found.pk), "revoke_link", by.ref)
    return found


def follow_address(body: Body, by: Who) -> None:
    """A municipality is written to elsewhere: what was mailed before does nothing any more, and whatever still waited
    for an answer is sent to the new address. Whoever had the old one is perhaps no colleague any more."""
    live = body.links.filter(revoked_at=None, until__gte=today()).exclude(email=body.email)
    for before in live.order_by("made_at", "id"):
        revoke_link(before.pk, by)
        if body.email and before.used_at is None:
            again = Link(body=body, purpose=before.purpose, asked=before.asked, until=before.until)
            _made(again, by.ref, by.account)


# ---------- Sending ----------


def send(link_id: UUID) -> bool:
    """Send a link that was not sent. Whoever comes second finds it taken; a message that failed is tried again."""
    mine = Link.objects.filter(pk=link_id, sent_at=None, revoked_at=None, until__gte=today())
    if not mine.update(sent_at=clock.now()):
        return False
    link = Link.objects.select_related("body", "asked__case").get(pk=link_id)
    try:
        with translation.override(link.body.language):
            path = reverse("municipalities:by_link", args=[token(link)])
            words = {"link": link, "site": settings.SITE_URL, "path": path}
            subject = _("Veer: something for your municipality")
            send_mail(subject, render_to_string("municipalities/mail/link.txt", words), None, [link.email])
    except OSError as problem:  # the mail server did not take it: the link waits for the next round
        log.warning("link %s was not taken by the mail server: %s", link_id, problem)
        Link.objects.filter(pk=link_id).update(sent_at=None)
        return False
    return True


def send_due() -> int:
    """Make the links that the days bring, and send what waits. How many were sent.

    A municipality without accounts that has declared nothing for the next quarter is asked once, soon before it begins.
    """
    now = today()
    following = periods(now)[1]
    if following.begins - now <= SOON:
        for body in Body.objects.exclude(email="").exclude(declarations__begins=following.begins).order_by("key"):
            asked = body.links.filter(purpose=Link.PLACES, made_at__date__gte=following.begins - SOON).exists()
            if not asked and not has_accounts(body):
                _for_places(body, SYSTEM.ref, None)
    waiting = Link.objects.filter(sent_at=None, revoked_at=None, until__gte=now).order_by("made_at", "id")
    return sum(send(pk) for pk in list(waiting.values_list("pk", flat=True)))
