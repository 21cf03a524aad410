"""`manage.py load_law`: activate the packs that come with the program."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

import veer
from veer.access.who import SYSTEM
from veer.cases.law import activate
from veer.rules import load_pack

BUNDLED = Path(veer.__file__).parent / "law"


class Command(BaseCommand):
    help = "Store and activate law packs: those that come with the program, or the folders named."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folders", nargs="*", help="folders of packs; none named: all that come with the program")

    def handle(self, *args: Any, **options: Any) -> None:
        named = [Path(folder) for folder in options["folders"]]
        for folder in named or sorted(path.parent for path in BUNDLED.glob("*/pack.yaml")):
            pack = load_pack(folder)
            stored = activate(pack, SYSTEM)
            self.stdout.write(f"{pack.id} {pack.version} {stored.hash[:12]}")
