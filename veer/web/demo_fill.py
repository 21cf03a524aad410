"""What the demonstration holds when it opens: the bundled law in force, and invented people."""

from hashlib import sha256
from pathlib import Path

from django.db import transaction

from veer.access.who import SYSTEM
from veer.cases.law import activate
from veer.journal import clock
from veer.rules import load_pack
from veer.web import demo_people
from veer.web.models import DemoDatabase

BUNDLED_LAW = Path(__file__).resolve().parents[1] / "law"


def fill() -> None:
    """After migrating: write the mark, put the bundled law in force, and the first time let the invented people in."""
    mark, _made = DemoDatabase.objects.get_or_create(defaults={"made_at": clock.now()})
    digest = _digest()
    if mark.law != digest:
        for folder in sorted(path.parent for path in BUNDLED_LAW.glob("*/pack.yaml")):
            activate(load_pack(folder), SYSTEM)
        DemoDatabase.objects.update(law=digest)
    if mark.filled_at is None:
        with transaction.atomic():
            demo_people.make()
            DemoDatabase.objects.update(filled_at=clock.now())


def _digest() -> str:
    seen = sha256()
    for file in sorted(BUNDLED_LAW.rglob("*.yaml")):
        seen.update(f"{file.relative_to(BUNDLED_LAW)}\0".encode() + file.read_bytes())
    return seen.hexdigest()
