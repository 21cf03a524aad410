"""Post: whose name stands under a mail; and the demo's, kept in a folder and shown at /demo/mail, not sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage as Message
from pathlib import Path
from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from veer.journal import clock


@dataclass(frozen=True, slots=True)
class Sender:
    """Who a mail about an account is from: by its name, not by the address that the program listens at."""

    name: str = "Veer"
    domain: str = "Veer"
    url: str = ""


class AccountMail(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        super().send_mail(template_prefix, email, {**context, "current_site": Sender(url=settings.SITE_URL)})


class KeptMail(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            name = f"{clock.now():%Y%m%dT%H%M%S%f}-{uuid4().hex[:12]}.eml"
            fresh = _folder() / f".{name}"
            fresh.write_bytes(message.message().as_bytes())
            fresh.rename(_folder() / name)
        return len(email_messages)


def kept() -> list[tuple[str, Message]]:
    """All kept messages with their names, newest first."""
    names = sorted((path.stem for path in _folder().glob("[!.]*.eml")), reverse=True)
    return [(name, read(name)) for name in names]


def read(name: str) -> Message:
    """One kept message. Raises KeyError when there is none of that name."""
    known = {path.stem: path for path in _folder().glob("[!.]*.eml")}
    return message_from_bytes(known[name].read_bytes(), policy=policy.default)


def sent_at(message: Message) -> datetime:
    """When a message was sent; its head says it in UTC without saying so."""
    written: datetime = message["Date"].datetime
    return written if written.tzinfo else written.replace(tzinfo=UTC)


def _folder() -> Path:
    folder = Path(settings.DATA_DIR) / "mail"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
