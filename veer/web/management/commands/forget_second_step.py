"""`manage.py forget_second_step ADDRESS`: for somebody who lost their telephone, their key and their recovery codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from veer.access.who import SYSTEM
from veer.people.models import Account
from veer.web import second_factor


class Command(BaseCommand):
    help = "Take away somebody's app, passkeys and recovery codes. Look at a document of theirs first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        account = Account.objects.filter(email__iexact=options["email"]).first()
        if account is None:
            raise CommandError(f"no account has the address {options['email']}", returncode=2)
        if not second_factor.forget(account, SYSTEM):
            raise CommandError(f"{account} has no second step", returncode=2)
        self.stdout.write(f"{account} signs in without a second step now, and is signed out everywhere.")
