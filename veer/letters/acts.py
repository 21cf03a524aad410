"""Keeping a letter and sending it: kept in the transaction of the act, sent after it holds, never twice."""

import logging
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import translation

from veer.journal import clock
from veer.journal.acts import Ref
from veer.letters import render
from veer.letters.models import Letter, Sending

log = logging.getLogger(__name__)
ABANDONED = timedelta(minutes=15)


def keep(
    subject: Ref,
    recipient: UUID,
    name: str,
    paper: render.Paper,
    content: bytes,
    *,
    email: str | None,
    postal: str | None,
) -> Letter:
    """Put a rendered letter in the outbox. It leaves when the surrounding transaction holds, and only then.

    With neither address it is read in the account or at a desk, and leaves for nowhere.
    """
    now = clock.now()
    with transaction.atomic():
        letter = Letter.objects.create(
            subject_kind=subject.kind,
            subject_id=subject.id,
            recipient_id=recipient,
            name=name,
            language=paper.lang,
            title=paper.title,
            digest=render.digest(content),
            pdf=content,
            made_at=clock.now(),
        )
        Sending.objects.create(
            letter=letter,
            way=Sending.MAIL if email else Sending.POST if postal else Sending.ACCOUNT,
            address=email or postal or "",
            queued_at=now,
            claimed_at=None if email or postal else now,
            sent_at=None if email or postal else now,
        )
        transaction.on_commit(lambda: send(letter.pk), robust=True)
    return letter


def send(letter_id: UUID) -> bool:
    """Send one letter, unless somebody else is sending it or has. What goes by post waits for whoever prints it."""
    mine = Sending.objects.filter(letter=letter_id, way=Sending.MAIL, claimed_at=None).update(
        claimed_at=clock.now(), attempts=F("attempts") + 1
    )
    if not mine:
        return False
    sending = Sending.objects.select_related("letter").get(letter=letter_id)
    try:
        _mail(sending)
    except OSError as problem:
        # The mail server did not take it: give the claim back, so that the next round tries again.
        log.warning("letter %s was not taken by the mail server: %s", letter_id, problem)
        Sending.objects.filter(letter=letter_id).update(claimed_at=None, problem=str(problem)[:300])
        return False
    Sending.objects.filter(letter=letter_id).update(sent_at=clock.now(), problem=None)
    return True


def send_waiting() -> int:
    """Send what still waits: after a restart, or when the mail server was away. Gives how many left."""
    waiting = Sending.objects.filter(way=Sending.MAIL, claimed_at=None).order_by("queued_at", "letter")
    return sum(send(letter_id) for letter_id in list(waiting.values_list("letter", flat=True)))


def printed(letter_id: UUID) -> bool:
    """Somebody printed a letter and put it in the post."""
    now = clock.now()
    done = Sending.objects.filter(letter=letter_id, way=Sending.POST, claimed_at=None).update(
        claimed_at=now, sent_at=now
    )
    return bool(done)


def unsure() -> list[Sending]:
    """Letters claimed and never confirmed: the machine died while sending. Somebody must look, not a retry."""
    since = clock.now() - ABANDONED
    return list(Sending.objects.filter(sent_at=None, claimed_at__lt=since).order_by("claimed_at"))


def _mail(sending: Sending) -> None:
    """Tell that there is a letter, with the letter attached: the very bytes that were kept."""
    letter = sending.letter
    with translation.override(letter.language):
        words = {"letter": letter, "site": settings.SITE_URL}
        body = render_to_string("letters/mail/letter.txt", words)
    message = EmailMessage(letter.title, body, None, [sending.address], headers={"Message-ID": _message_id(letter)})
    message.attach(f"{letter.name}.pdf", bytes(letter.pdf), "application/pdf")
    message.send()


def _message_id(letter: Letter) -> str:
    return f"<letter.{letter.pk}@veer>"
