"""Telling both sides of an offer that there is something to answer: in their language, and only where it is safe."""

from functools import partial
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from veer.matching.models import Offer
from veer.people.queries import account_of, may_be_notified
from veer.sponsorship.queries import Group


def offer_made(offer: Offer) -> int:
    """Write to the household and to the leads of the group when the surrounding transaction holds: to how many.

    What there is to answer is not said in a mail that others may read.
    """
    household = account_of(offer.seeker.person_id)
    told = 0
    if household is not None and household.email and may_be_notified(offer.seeker.person_id, "mail"):
        told += _later(str(household.email), offer.seeker.case.language, offer, "matching:household")
    for address, language in _leads(offer.group):
        told += _later(address, language, offer, "matching:sponsor")
    return told


def _leads(group_id: UUID) -> list[tuple[str, str]]:
    """The addresses of the leads, and the language of the file that the group began with."""
    group = Group.objects.select_related("person").get(pk=group_id)
    leads = group.members.filter(lead=True, left_at=None, account__email__gt="").order_by("agreed_at", "id")
    return [(address, group.person.language) for address in leads.values_list("account__email", flat=True)]


def _later(address: str, language: str, offer: Offer, page: str) -> int:
    with translation.override(language):
        words = {"until": offer.until, "site": settings.SITE_URL, "path": reverse(page, args=[offer.pk])}
        subject, body = _("Veer: something to answer"), render_to_string("matching/mail/offer.txt", words)
    transaction.on_commit(partial(send_mail, subject, body, None, [address]), robust=True)
    return 1
