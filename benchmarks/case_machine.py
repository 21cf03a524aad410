"""The case machine beside what it cannot do without: acts a second beside the bare statements they need, the person's
file beside a page with one read, a letter, and clocks recomputed beside reading their rows. Two acts: a note, which
moves nothing, and a presentation at a desk, which moves the step, starts clocks and writes a letter.

    python benchmarks/case_machine.py [--times 300] [--clocks 100000] [--postgres] [--long]

On SQLite in a temporary folder, or on a PostgreSQL server started for the run. `--long`: a million clocks.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from copy import copy
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any
from uuid import uuid4

from measure import machine, verdict
from pages import prepare
from quotas import server

ACT = "note"
MOVING, MOVES = ("be-current", "asylum"), "receive"  # it asks one fact, moves the file, starts clocks, sends a letter
TOLD = {"facts": {"whereabouts": "inside"}}


def rate(run: Callable[[], Any], times: int) -> float:
    """How often a second, by the clock, after a few tries that do not count."""
    for _ in range(5):
        run()
    start = time.perf_counter()
    for _ in range(times):
        run()
    return times / (time.perf_counter() - start)


def files() -> list[tuple[Any, Any]]:
    """Files of the demonstration on which somebody can write a note, each with who."""
    from veer.access import roles
    from veer.access.queries import holders
    from veer.cases.models import Case
    from veer.people.models import Account
    from veer.people.queries import who_is

    official = who_is(Account.objects.get(pk=holders(roles.OFFICIAL)[0]))
    open_files = Case.objects.filter(ended_at=None, submitted_at__isnull=False).exclude(person__in=official.near)
    return [(case.pk, official) for case in open_files.order_by("pk")]


def acts(found: list[tuple[Any, Any]]) -> Callable[[], Any]:
    from veer.cases.acts import perform
    from veer.journal.queries import length

    turn = cycle(found)

    def one() -> None:
        case, by = next(turn)
        perform(case, ACT, by, data={"text": "A note."}, seen=length(case), key=uuid4().hex)

    return one


def bare(found: list[tuple[Any, Any]]) -> Callable[[], Any]:
    """What any program would have to do for the same: lock the chain, read the case, write entry, payload and head."""
    from django.db import transaction

    from veer.cases.models import Case
    from veer.journal.models import Entry, Head, Payload

    turn = cycle(found)
    now = dt.datetime.now(dt.UTC)

    def one() -> None:
        case_id, by = next(turn)
        with transaction.atomic():
            head = Head.objects.select_for_update().get(pk=case_id)
            Case.objects.select_for_update().get(pk=case_id)
            entry = Entry(
                chain=uuid4(), position=1, act=ACT, actor_kind="account", actor_id=by.account, subject_kind="case",
                subject_id=case_id, at=now, request_key=uuid4().hex, payload_digest="0", previous="0",
                digest=uuid4().hex,
            )  # fmt: skip
            entry.save(force_insert=True)
            Payload.objects.create(entry=entry, salt=b"0" * 16, body="{}")
            Head.objects.filter(pk=head.pk).update(digest=head.digest)

    return one


def presented(number: int) -> tuple[list[Callable[[], Any]], list[Callable[[], Any]]]:
    """So many times each: a desk writes down who presents themselves, and the bare statements of it, on files of their
    own that are opened before."""
    from veer.access import roles
    from veer.access.queries import holders
    from veer.cases.acts import open_case, perform
    from veer.journal import clock
    from veer.journal.queries import length
    from veer.people.models import Account, Person
    from veer.people.queries import who_is

    desk = who_is(Account.objects.get(pk=holders(roles.DESK)[0]))

    def opened() -> Any:
        person = Person(given_name="Ada", family_name=uuid4().hex, address="Street 1", made_at=clock.now())
        person.save()
        return open_case(person.pk, *MOVING, desk, language="en", key=uuid4().hex)

    def act(case: Any) -> Any:
        return perform(case.pk, MOVES, desk, data=TOLD, seen=length(case.pk), key=uuid4().hex).case

    first = Written(act(opened()))
    mine, bare = ([opened() for _ in range(number)] for _side in range(2))
    return [partial(act, case) for case in mine], [partial(first.again, case) for case in bare]


class Written:
    """What one such act wrote, to be written bare for other files: the fact that it asks, the terms of the clocks and
    the turns, the letter and its sending, the step, the entry. The letter is not set again: that is told apart."""

    def __init__(self, case: Any) -> None:
        from veer.cases.models import Term, Turn
        from veer.journal.models import Entry
        from veer.letters.models import Letter
        from veer.people.models import Fact

        self.case = case
        self.facts = list(Fact.objects.filter(purpose_id=case.pk).order_by("pk"))
        self.kept = [(kind, list(kind.objects.filter(case=case).order_by("pk"))) for kind in (Term, Turn)]
        self.letter = Letter.objects.select_related("sending").get(subject_id=case.pk)
        self.entry = Entry.objects.get(chain=case.pk, act=MOVES)

    def again(self, case: Any) -> None:
        from django.db import transaction

        from veer.cases.models import Case
        from veer.journal.models import Head, Payload
        from veer.people.models import Fact

        with transaction.atomic():
            head = Head.objects.select_for_update().get(pk=case.pk)
            Case.objects.select_for_update().get(pk=case.pk)
            Fact.objects.bulk_create([anew(one, subject_id=case.pk, purpose_id=case.pk) for one in self.facts])
            for kind, rows in self.kept:
                kind.objects.filter(case=case).delete()
                kind.objects.bulk_create([anew(one, case_id=case.pk) for one in rows])
            Case.objects.filter(pk=case.pk).update(step=self.case.step, ball=self.case.ball, due=self.case.due)
            letter = anew(self.letter, subject_id=case.pk)
            letter.save(force_insert=True)
            sending = copy(self.letter.sending)
            sending.letter = letter
            sending.save(force_insert=True)
            told = {"chain": case.pk, "subject_id": case.pk, "request_key": uuid4().hex, "digest": uuid4().hex}
            entry = anew(self.entry, **told)
            entry.save(force_insert=True)
            Payload.objects.create(entry=entry, salt=b"0" * 16, body="{}")
            Head.objects.filter(pk=head.pk).update(length=entry.position, digest=entry.digest)


def anew(row: Any, **other: Any) -> Any:
    """A row as one that is not there yet, about something else."""
    made = copy(row)
    made._state = copy(row._state)
    made._state.adding, made.pk = True, uuid4()
    for name, value in other.items():
        setattr(made, name, value)
    return made


def each(runs: list[Callable[[], Any]]) -> float:
    """How often a second, where each can be done once."""
    start = time.perf_counter()
    for run in runs:
        run()
    return len(runs) / (time.perf_counter() - start)


def pages() -> tuple[Callable[[], Any], Callable[[], Any]]:
    """The person's file, and a page with one read, through the same server code."""
    from django.test import Client
    from django.urls import reverse

    from veer.cases.models import Case
    from veer.people.models import Account

    # The same route each time, and a person who signs in: somebody opened at a desk has no account.
    sent = Case.objects.filter(submitted_at__isnull=False, person__links__relation="self")
    case = sent.order_by("-route", "opened_at", "pk").first()
    assert case is not None
    account = Account.objects.filter(links__person=case.person_id, links__relation="self").order_by("pk").first()
    assert account is not None
    person, stranger = Client(SERVER_NAME="127.0.0.1"), Client(SERVER_NAME="127.0.0.1")
    person.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("cases:file", args=[case.pk])
    if person.get(address).status_code != 200:
        raise SystemExit("the person cannot open their own file")
    return lambda: person.get(address), lambda: stranger.get("/healthz")


def letter() -> Callable[[], Any]:
    from veer.letters import render

    paper = render.Paper(
        title="Decision", lang="en", sender=["Veer"], recipient=["Amina"], reference="1",
        blocks=[render.words("Dear Amina,"), render.reasons("Why", [{"text": "Because.", "source": "article 1"}] * 6)],
        closing=["Veer"], proof="0", footer="1",
    )  # fmt: skip
    at = dt.datetime.now(dt.UTC)
    return lambda: render.pdf(paper, at)


def clocks(number: int) -> tuple[float, float]:
    """Seconds to recompute so many clocks from their events, and to read as many rows of them."""
    from veer.cases.models import Case, Term
    from veer.rules.time.clocks import due

    known = [_of(case) for case in Case.objects.order_by("pk")]
    turns = [one for events in known for one in events]
    start = time.perf_counter()
    for _count, (clock, events, today, about) in zip(range(number), cycle(turns), strict=False):
        due(clock, events, today, about)
    computed = time.perf_counter() - start
    start = time.perf_counter()
    read = 0
    while read < number:
        read += sum(1 for _row in Term.objects.order_by("pk").iterator())
    return computed, (time.perf_counter() - start) * number / read


def _of(case: Any) -> Iterator[Any]:
    from veer.cases.standing import Standing

    standing = Standing(case)
    for clock in standing.route.clocks.values():
        if set(clock.starts) & {event.act for event in standing.events}:
            yield clock, standing.events, standing.today, standing.clock_known


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=300)
    parser.add_argument("--clocks", type=int, default=100_000)
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--postgres", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        if options.postgres:
            url = server(Path(folder), stack)
            os.environ |= {"VEER_DATABASE_URL": f"{url}/veer", "VEER_GUIDANCE_DATABASE_URL": f"{url}/guidance"}
        prepare(folder)
        from django.db import connection

        print(f"the case machine, {machine()}, {connection.vendor}")
        found = files()
        sides = {"acts": acts(found), "bare": bare(found)}
        seen = {name: [rate(run, options.times // 3) for _round in range(3)] for name, run in sides.items()}
        middle = {name: statistics.median(rates) for name, rates in seen.items()}
        print(f"      notes: {middle['acts']:.0f}/s, bare statements: {middle['bare']:.0f}/s")
        print(f"      a note takes {middle['bare'] / middle['acts']:.1f} times its bare statements")
        rounds = [presented(max(1, options.times // 10)) for _round in range(3)]
        moved, plain = (statistics.median(each(one[side]) for one in rounds) for side in (0, 1))
        print(f"      acts that move the file and write a letter: {moved:.0f}/s, bare statements: {plain:.0f}/s")
        print(f"      such an act takes {plain / moved:.1f} times its bare statements, its letter set included")
        mine, raw = pages()
        fast, slow = rate(raw, options.times), rate(mine, options.times // 3)
        print(f"      the person's file: {slow:.0f}/s, a page with one read: {fast:.0f}/s, {fast / slow:.1f} times")
        print(verdict("a letter, ms", statistics.median(1000 / rate(letter(), 20) for _round in range(5)), 15))
        number = 1_000_000 if options.long else options.clocks
        computed, reading = clocks(number)
        print(f"      {number:,} clocks recomputed: {computed:.1f} s, as many rows read: {reading:.1f} s", end="")
        print(f", {computed / reading:.1f} times")


if __name__ == "__main__":
    main()
