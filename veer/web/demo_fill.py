"""What the demonstration holds when it opens: the bundled law in force, and invented people."""

from collections.abc import Callable

from veer.access.who import SYSTEM
from veer.cases.law import activate
from veer.journal import clock
from veer.rules import load_pack
from veer.web import demo_people
from veer.web.demo import BUNDLED_LAW, digest_of_law
from veer.web.models import DemoDatabase


def fill(tell: Callable[[str], object]) -> None:
    """After migrating: write the mark, put the bundled law in force, and the first time let the invented people in.

    `tell` hears a line before each stage that takes seconds.
    """
    mark, _made = DemoDatabase.objects.get_or_create(defaults={"made_at": clock.now()})
    digest = digest_of_law()
    if mark.law != digest:
        tell("Law: reading it and putting it in force ...")
        # The first time, it was in force before the stories begin.
        with clock.held(demo_people.before_all(mark.made_at) if not mark.law else clock.now()):
            for folder in sorted(path.parent for path in BUNDLED_LAW.glob("*/pack.yaml")):
                activate(load_pack(folder), SYSTEM)
        DemoDatabase.objects.update(law=digest)
    if mark.filled_at is None:
        tell("Demonstration: invented people walk through their files ...")
        demo_people.make(mark.made_at)
        DemoDatabase.objects.update(filled_at=clock.now())
