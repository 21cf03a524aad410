"""`manage.py send_letters`: send what still waits in the outbox."""

from typing import Any

from django.core.management.base import BaseCommand

from veer.letters.acts import send_waiting, unsure


class Command(BaseCommand):
    help = "Send the letters that still wait, and name those of which nobody knows whether they left."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"sent {send_waiting()}")
        for sending in unsure():
            self.stderr.write(f"unsure: {sending.letter_id}, claimed at {sending.claimed_at:%Y-%m-%d %H:%M} UTC")
