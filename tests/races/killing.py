"""Runs by itself (`python -m tests.races.killing KILLS`): kills a process in the middle of acts, again and again.

A child performs acts on a few files and says each one that was done; the parent lets it say none, one or two, then
kills it with SIGKILL somewhere in the next and looks: nothing that was said is lost, nothing is half there. What is
counted is acts, not seconds: a slow machine is killed in the middle of acts too. Prints one JSON object.
"""

import json
import os
import random
import signal
import sys
import time
from typing import Any, NoReturn
from uuid import uuid4

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

FILES = 6
ACTS = ("ask", "answered", "hear", "longer", "detain")


def main(kills: int) -> dict[str, Any]:
    import django
    from django.core.management import call_command

    from tests import fresh

    django.setup()
    fresh.begin_with_copy("default")
    call_command("migrate", verbosity=0)
    call_command("migrate", database="guidance", verbosity=0)
    files, by = prepare()
    luck, said, problems = random.Random(kills), 0, []
    act = how_long(files, by)
    for _number in range(kills):
        done = killed(files, by, saying=luck.randrange(3), and_then=act * luck.uniform(0, 1.5))
        said += len(done)
        problems += look(files, done)
    from veer.journal.verify import verify

    return {"kills": kills, "said": said, "problems": problems, "verified": verify().ok}


def prepare() -> tuple[list[Any], Any]:
    """Files that wait for somebody, under the invented law."""
    from tests.cases import cast
    from tests.cases.test_machine import MACHINE
    from veer.access.who import SYSTEM
    from veer.cases import law
    from veer.cases.acts import open_case
    from veer.rules import load_pack

    law.activate(load_pack(MACHINE), SYSTEM)
    by = cast.official()
    files = []
    for number in range(FILES):
        person = cast.person_of(cast.applicant(f"Person {number}", "en"))
        case = open_case(person, "machine", "protection", by, language="en", key=uuid4().hex)
        cast.act(case, "lodge", by, facts={"country": None})
        files.append(case.pk)
    return files, by


def how_long(files: list[Any], by: Any) -> float:
    """Seconds that an act takes here and now."""
    luck, start = random.Random(1), time.perf_counter()
    for _number in range(5):
        one_act(luck, files, by)
    return (time.perf_counter() - start) / 5


def killed(files: list[Any], by: Any, saying: int, and_then: float) -> list[tuple[str, int]]:
    """What a child said it did before it was killed: so many seconds after it had said so many acts."""
    from django.db import connections

    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        work(files, by, writing)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        heard = [pipe.readline() for _line in range(1 + saying)]  # that it has begun, and what it did
        time.sleep(and_then)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        lines = [line for line in ("".join(heard) + pipe.read()).split("\n") if line.endswith(".")]
    return [(line.split()[0], int(line.split()[1])) for line in lines]


def work(files: list[Any], by: Any, writing: int) -> NoReturn:
    """Acts without end; each is said after it was committed."""
    from django.db import connection

    luck = random.Random()
    connection.ensure_connection()
    os.write(writing, b"begun\n")
    while True:
        if done := one_act(luck, files, by):
            os.write(writing, f"{done[0]} {done[1]} .\n".encode())


def one_act(luck: random.Random, files: list[Any], by: Any) -> tuple[Any, int] | None:
    """Some act on some file: the file and the position of its entry; None where the law lets it not be done now."""
    from veer.cases.acts import perform
    from veer.cases.errors import ActRefused
    from veer.journal.queries import length

    case, act = luck.choice(files), luck.choice(ACTS)
    data = {"notes": "n", "reason": "r", "facts": {"detained": luck.choice([True, False])}}
    try:
        done = perform(case, act, by, data=data, seen=length(case), key=uuid4().hex)
    except ActRefused:
        return None
    return case, done.entry.position


def look(files: list[Any], said: list[tuple[str, int]]) -> list[str]:
    """Everything that is not as it should be."""
    from veer.cases.models import Case, Hearing, Term
    from veer.cases.standing import Standing
    from veer.journal.models import Entry, Head, Payload

    found = []
    for case_id in files:
        entries = Entry.objects.filter(chain=case_id).order_by("position")
        positions = list(entries.values_list("position", flat=True))
        head = Head.objects.get(chain=case_id)
        if positions != list(range(1, head.length + 1)):
            found.append(f"{case_id}: head {head.length}, entries {len(positions)}")
        if Payload.objects.filter(entry__chain=case_id).count() != head.length:
            found.append(f"{case_id}: an entry without what it told")
        if Hearing.objects.filter(case=case_id).count() != entries.filter(act="hear").count():
            found.append(f"{case_id}: a hearing without its entry, or an entry without its hearing")
        lost = [position for case, position in said if case == str(case_id) and position not in positions]
        if lost:
            found.append(f"{case_id}: said to be done and lost: {lost}")
        standing = Standing(Case.objects.get(pk=case_id))
        kept = {(term.clock, term.last_day.year, term.state) for term in Term.objects.filter(case=case_id)}
        due = [one for one in standing.due_on(standing.today) if one.open]
        if kept != {(one.clock.id, one.last_day.year if one.last_day else 9999, one.state) for one in due}:
            found.append(f"{case_id}: terms {kept}, by the journal {[one.clock.id for one in due]}")
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]))) + "\n")
