"""Who waits for a place in the demonstration, and who has one: by the same acts as everywhere, in the order of time."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from veer.access import roles
from veer.access.who import SYSTEM, Who
from veer.cases.acts import open_case, perform
from veer.cases.clocks import legal_day
from veer.cases.models import Case
from veer.cases.standing import Standing
from veer.journal import clock
from veer.journal.queries import length
from veer.people.acts import introduce, invite
from veer.people.models import Account
from veer.people.queries import own_person, who_is
from veer.reception import acts, queries
from veer.reception.acts.common import before, today
from veer.reception.models import Place, Wait

STORY = Path(__file__).with_name("demo_reception.yaml")
PACK, ROUTE, ASK = "be-current", "asylum", "present"

Event = tuple[int, int, Callable[[], None]]  # days ago, order within the day, what happened


def make(who: Mapping[str, Who], at: Callable[[int], datetime]) -> None:
    """Done twice it is done once: every household has its key, and who has a place already gets no other."""
    told, officer = yaml.safe_load(STORY.read_text()), who["rik"]
    with clock.held(at(told["opened"])):
        for site, municipality, kind, beds, rooms, services in told["places"]:
            if not Place.objects.filter(site=site).exists():
                acts.open_place(site, municipality, kind, beds, rooms, services, officer)
    events = [event for row in told["households"] for event in _household(row, who, officer)]
    events += [event for row in told["households"] for event in _at_desk(row, told["desk"], who["dora"], officer)]
    weeks: list[Event] = [(days, 9, _look_ahead) for days in range(told["opened"] - 7, -1, -7)]
    for days_ago, order, happens in sorted([*events, *weeks], key=lambda one: (-one[0], one[1])):
        with clock.held(at(days_ago).replace(minute=order)):
            happens()


def _look_ahead() -> None:
    acts.keep_forecast(today())


def _household(row: list[Any], who: Mapping[str, Who], officer: Who) -> Iterator[Event]:
    name, family, persons, asked, wish, needs, placed, left, _nationality = row
    key = _key(name)

    def ask() -> None:
        one = who.get(name) or _arrive(name, family)
        case = _asked(one, key)
        if before(officer, key) is None:
            wait = acts.enlist(case, persons, officer, wish=wish, key=key)
            for need in needs:
                acts.add_need(wait.pk, need, officer, source="person", consent="person")

    def get() -> None:
        wait = _wait(key, officer)
        if wait.ended_at is None:
            proposal = acts.propose(wait.pk, officer)
            assert proposal.place_id is not None, f"{name} fits nowhere"
            acts.allocate(proposal.pk, proposal.place_id, officer, key=f"{key}-place")

    def go() -> None:
        stay = queries.stay_of(_wait(key, officer))
        if stay is not None:
            acts.leave(stay.pk, officer, "left", f"{key}-left")

    yield asked, 0, ask
    if placed is not None:
        yield placed, 1, get
    if left is not None:
        yield left, 2, go


def _at_desk(row: list[Any], steps: list[list[Any]], desk: Who, officer: Who) -> Iterator[Event]:
    """What the desk does with a file in time, as far as the days since they asked go."""
    name, asked, needs, nationality = row[0], row[3], row[5], row[8]

    def do(act: str) -> None:
        case = _wait(_key(name), officer).case
        if act not in Standing(case).procedure.acts:
            return  # the law asked for it only later than this household came
        told = {
            "screen": {"needs_support": bool(needs)},
            "register": {"nationality": nationality, "arrived_on": _day_of_asking(case)},
            "lodge": {"application.number": 1, "detained": False},
        }
        data = {"facts": told[act]} if act in told else {}
        perform(case.pk, act, desk, data=data, seen=length(case.pk), key=f"{_key(name)}-{act}")

    for after, act in steps:
        if after <= asked:
            yield asked - after, 3, partial(do, act)


def _day_of_asking(case: Case) -> str:
    """They asked on the day that they arrived."""
    assert case.submitted_at is not None
    return legal_day(case.submitted_at, Standing(case).pack.time_zone).isoformat()


def _key(name: str) -> str:
    return f"demo-reception-{name}"


def _wait(key: str, officer: Who) -> Wait:
    entry = before(officer, key)
    assert entry is not None
    return Wait.objects.get(pk=entry.chain)


def _arrive(given: str, family: str) -> Who:
    """Somebody with an account, whom a visitor does not become."""
    email = f"{given}.{family}@voorbeeld.invalid".lower()
    account = invite(email, role=roles.APPLICANT, by=SYSTEM, name=f"{given} {family}", language="fr")
    if own_person(account.pk) is None:
        introduce(account, given_name=given, family_name=family, language="fr")
    return who_is(Account.objects.get(pk=account.pk))


def _asked(one: Who, key: str) -> Case:
    """A file of somebody who asked for protection, which gives the right to a place."""
    (person,) = one.own
    case = open_case(person, PACK, ROUTE, one, language="fr", key=key)
    if case.submitted_at is None:
        perform(case.pk, ASK, one, data={"declaration": True}, seen=length(case.pk), key=f"{key}-sent")
    return Case.objects.get(pk=case.pk)
