"""`veer people invite`: giving somebody a role here."""

from __future__ import annotations

import argparse
import sys

from ..codes import ANSWERED, refuse
from ..installation import installation
from ..options import Commands, command, group


def add(commands: Commands) -> None:
    example = "veer people invite official@example.org --role official"
    inner = group(commands, "people", "accounts and roles", "invite", example)
    parser = command(inner, "invite", "give somebody a role; a mail lets them choose a password", example)
    parser.add_argument("email", metavar="EMAIL")
    parser.add_argument("--role", metavar="ROLE", required=True, help="official, signer, auditor, administrator ...")
    parser.add_argument("--name", default="", help="how the account is called until they say so themselves")
    parser.add_argument("--lang", default="en", metavar="CODE", help="language of the mail (default: en)")
    parser.set_defaults(run=invite, json=False)


def invite(arguments: argparse.Namespace) -> int:
    with installation():
        from django.conf import settings
        from django.core.exceptions import ValidationError

        from veer.access.roles import IncompatibleRoles, UnknownRole
        from veer.access.who import SYSTEM
        from veer.people import acts

        if arguments.lang not in dict(settings.LANGUAGES):
            raise refuse(f'no mail in "{arguments.lang}"', field="lang", hint=", ".join(dict(settings.LANGUAGES)))
        try:
            acts.invite(arguments.email, role=arguments.role, by=SYSTEM, name=arguments.name, language=arguments.lang)
        except ValidationError:
            raise refuse(f'"{arguments.email}" is not an e-mail address', code="format", field="email") from None
        except (UnknownRole, IncompatibleRoles) as error:
            raise refuse(str(error), code="role", field="role") from None
        except OSError as error:
            raise refuse(f"the account is made, but the mail could not be sent: {error}", code="mail") from None
    sys.stdout.write(f"invited {arguments.email} as {arguments.role}\n")
    return ANSWERED
