"""`manage.py load_law`: activate the packs that come with the program."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

import veer
from veer.access.who import SYSTEM
from veer.cases.law import activate, store
from veer.rules import load_pack

BUNDLED = Path(veer.__file__).parent / "law"


class Command(BaseCommand):
    help = (
        "Store and activate law packs: those that come with the program, or the folders named. With --store-only they "
        "are stored, to be proposed and signed on the page of the versions of the law."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folders", nargs="*", help="folders of packs; none named: all that come with the program")
        parser.add_argument("--store-only", action="store_true", help="store, and activate nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        named = [Path(folder) for folder in options["folders"]]
        for folder in named or sorted(path.parent for path in BUNDLED.glob("*/pack.yaml")):
            pack = load_pack(folder)
            stored = store(pack) if options["store_only"] else activate(pack, SYSTEM)
            self.stdout.write(f"{pack.id} {pack.version} {stored.hash[:12]}")
