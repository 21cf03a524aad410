"""`manage.py load_law`: store law packs; in a demonstration also put them in force."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

import veer
from veer.access.who import SYSTEM
from veer.cases.law import activate, store
from veer.rules import load_pack

BUNDLED = Path(veer.__file__).parent / "law"


class Command(BaseCommand):
    help = (
        "Store law packs: those that come with the program, or the folders named. With --store-only they wait to be "
        "proposed and signed on the page of the versions of the law. Without it a demonstration puts them in force."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folders", nargs="*", help="folders of packs; none named: all that come with the program")
        parser.add_argument("--store-only", action="store_true", help="store, and activate nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        store_only = options["store_only"]
        if not store_only and not settings.DEMO:
            raise CommandError(_takes_two(), returncode=2)
        named = [Path(folder) for folder in options["folders"]]
        for folder in named or sorted(path.parent for path in BUNDLED.glob("*/pack.yaml")):
            pack = load_pack(folder)
            stored = store(pack) if store_only else activate(pack, SYSTEM)
            self.stdout.write(f"{pack.id} {pack.version} {stored.hash[:12]}")


def _takes_two() -> str:
    """What to do instead, where one person at the machine may not change the law."""
    return (
        "only a demonstration puts law in force from the machine: here it takes two signatures. "
        f"Store it with --store-only; then one administrator or policy maker proposes it from a day on "
        f"and another signs it, on {settings.SITE_URL}{reverse('cases:laws')}"
    )
