"""Telling colleagues of a municipality that there is something to read: in their language, and never what it is."""

from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from veer.municipalities.models import Body


def tell_colleagues(body: Body, path: str) -> int:
    """Write to everybody who acts for it with an account when the surrounding transaction holds: to how many."""
    if body.organisation is None:
        return 0
    members = body.organisation.members.filter(until=None, account__email__gt="").order_by("since", "id")
    told = list(members.values_list("account__email", "account__language"))
    for email, language in told:
        with translation.override(language):
            words = {"municipality": body.name, "site": settings.SITE_URL, "path": path}
            subject = _("Veer: something for your municipality")
            text = render_to_string("municipalities/mail/notice.txt", words)
        transaction.on_commit(partial(send_mail, subject, text, None, [email]), robust=True)
    return len(told)
