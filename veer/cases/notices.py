"""Telling a person that a last day comes near: once, in their language, and only where it is safe to write."""

from datetime import date

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from veer.cases.models import Case
from veer.people.queries import account_of, may_be_notified


def term_comes_near(case: Case, last_day: date) -> bool:
    """Write to the person when the surrounding transaction holds; whether there was an address to write to.

    What the term is about is not said in a mail that others may read: the file says it.
    """
    account = account_of(case.person_id)
    if account is None or not account.email or not may_be_notified(case.person_id, "mail"):
        return False
    address = account.email
    with translation.override(case.language):
        subject = _("Veer: a last day comes near")
        words = {"person": case.person, "number": case.given.number, "last_day": last_day, "site": settings.SITE_URL}
        body = render_to_string("cases/mail/term.txt", {**words, "path": reverse("cases:file", args=[case.pk])})
    transaction.on_commit(lambda: _send(subject, body, address), robust=True)
    return True


def _send(subject: str, body: str, address: str) -> None:
    send_mail(subject, body, None, [address])
