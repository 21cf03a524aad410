"""Limits of one sponsor under contention (QU6 to QU8): whoever asks twice at one moment is told yes once."""

import time
from datetime import date, timedelta
from threading import Barrier, Event
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from tests.cases import cast
from tests.cases.conftest import english, folder  # noqa: F401  (fixtures)
from tests.law.proposal_story import pack
from tests.races.together import together
from tests.sponsorship import stage
from tests.sponsorship.stage import TOLD, Cell
from tests.sponsorship.test_protocols import WAY, House
from veer.access.who import SYSTEM, Who
from veer.cases import facts
from veer.cases.acts import open_case
from veer.cases.models import Case
from veer.journal import clock
from veer.journal.verify import verify
from veer.quotas.acts import reserve, set_apart
from veer.quotas.models import Counter, Quota
from veer.quotas.queries import balances
from veer.quotas.verify import verify_ledgers
from veer.sponsorship import acts, counting, rules
from veer.sponsorship.models import Application, Finding, Group, Window
from veer.sponsorship.reserved import promised
from veer.sponsorship.rules import ADULTS, CHILDREN

pytestmark = pytest.mark.django_db(transaction=True)
SOUND: dict[str, Any] = {
    "organisation.years": 3, "organisation.accounts_filed": True, "organisation.policies": True,
    "organisation.professionals": 2, "organisation.helper_contract": False, "organisation.board_free": True,
}  # fmt: skip


def asks(group: Group, lead: Who, persons: int, helper: str = "") -> Any:
    helps = acts.Helper(helper) if helper else None
    return lambda: acts.ask_to_bring(group.pk, "named_family", persons, 0, lead, uuid4().hex, helper=helps)


def house(cell: Cell) -> tuple[Group, Who]:
    """A recognised organisation."""
    lead = stage.somebody("Olga Vereniging")
    made = acts.begin_group("Huis van Hoop", "organisation", lead, TOLD | {"test": 90})
    stage.joined(made, lead, stage.somebody("Otto Vereniging"), test=95)
    case = acts.ask_recognition(made.pk, lead, "k")
    for fact, value in SOUND.items():
        facts.save_answer(case, lead, fact, value, version=0)
    cell.recognise(made, lead)
    return made, lead


def test_one_into_the_other_and_the_other_into_the_one_at_once_make_no_circle() -> None:
    stage.activate_law()
    bram, groups = Cell().bram, []
    for name in ("Een", "Twee"):
        lead = stage.somebody(f"{name} Lead")
        groups.append(acts.begin_group(name, "organisation", lead, TOLD, "0403.170.701").pk)
        cast.act(acts.ask_recognition(groups[-1], lead, name), "submit", lead, declaration=True)
    one, other = groups
    into = [(one, other, one), (other, one, other)] * 4
    results = together(*[lambda said=said: acts.find_same("group", *said, bram, "Seen.") for said in into])
    assert sum(isinstance(one, Finding) for one in results) == 1, results
    assert sum(isinstance(one, acts.SaidBefore) for one in results) == 7, results
    assert Finding.objects.filter(undone_at=None).count() == 1
    assert verify().ok


def test_QU6_and_QU7_eight_requests_at_once_of_a_group_and_of_an_organisation() -> None:
    """A group has one household at a time. An organisation has fifty persons: of eight times fifteen, three fit."""
    stage.activate_law()
    cell = Cell()
    group, people = stage.group_of()
    cell.recognise(group, people[0])
    results = together(*[asks(group, people[0], 2)] * 8)
    assert sum(isinstance(one, Case) for one in results) == 1, results
    assert sum(isinstance(one, acts.AlreadyActive) for one in results) == 7, results
    body, lead = house(cell)
    results = together(*[asks(body, lead, 15)] * 8)
    assert sum(isinstance(one, Case) for one in results) == 3, results
    assert sum(isinstance(one, acts.TooMany) for one in results) == 5, results
    assert verify().ok


def test_QU8_two_groups_with_one_helper_who_has_one_household_left() -> None:
    stage.activate_law()
    cell = Cell()
    body, lead = house(cell)
    for _n in range(4):
        asks(body, lead, 1, "helper@example.org")()
    group, people = stage.group_of()
    cell.recognise(group, people[0])
    results = together(asks(body, lead, 1, "helper@example.org"), asks(group, people[0], 1, "helper@example.org"))
    assert sum(isinstance(one, Case) for one in results) == 1, results
    assert sum(isinstance(one, acts.HelpsTooOften) for one in results) == 1, results


def test_the_twin_of_QU6_that_counts_and_then_opens_a_file_brings_more_than_the_law_lets_it() -> None:
    """Four count together that there is room for thirty, and each opens its file: the lock is what holds."""
    stage.activate_law()
    body, lead = house(Cell())
    law = rules.sponsors()
    assert law is not None
    most, clients = law.limit("organisation_persons"), 4
    all_counted = Barrier(clients)

    def naive() -> bool:
        fits = counting.persons_asked(body, law) + 30 <= most
        all_counted.wait(timeout=60)
        if fits:
            case = open_case(cast.person_of(lead), pack().id, law.application.id, lead, language="en", key=uuid4().hex)
            facts.carry(case, lead, {"sponsoring": True, ADULTS: 20, CHILDREN: 10})
            Application.objects.create(case=case, group=body, made_at=clock.now())
        return fits

    assert together(*[naive] * clients) == [True] * clients
    assert counting.persons_asked(body, law) == 30 * clients > most


def thirty_free(name: str, window: Window) -> Quota:
    """A part of the year in which thirty places are free, of more that may be called."""
    part = Quota.objects.get(parent=window.quota_id, name=name)
    reserve(part.pk, part.places - 30, uuid4(), SYSTEM.ref, "draw", name)
    return part


def test_QU6_the_twin_that_reads_what_a_list_promises_and_then_takes_takes_it_twice() -> None:
    """Both read before either writes: half of what may be called is promised, and thirty are set apart."""
    stage.activate_law()
    cell, both_read = Cell(), Barrier(2)
    window = cell.window()
    part = thirty_free("named_family", window)

    def lists() -> int:
        half = balances([part.pk])[part.pk].callable // 2
        both_read.wait(timeout=60)
        Window.objects.filter(pk=window.pk).update(places={part.name: half})
        return half

    def signs() -> int:
        leaving = promised(part)
        both_read.wait(timeout=60)
        return set_apart(part.pk, "naive", 30, SYSTEM.ref, "naive", leaving=leaving).places

    half, apart = together(lists, signs)
    assert half + apart > 30


def test_QU6_a_protocol_signed_while_a_list_is_published_takes_no_place_that_the_list_promises() -> None:
    """Seventy may be called, and a list takes half of what may be when it is made. Whoever signs has read what is
    promised, and is held up before taking: the list is published meanwhile, or waits."""
    stage.activate_law()
    cell, published = Cell(), Event()
    house, today = House(cell, *stage.organisation(cell)), clock.today("Europe/Brussels")
    case = house.proposed(persons=30, begins=today.isoformat(), ends=date(today.year, 12, 31).isoformat())
    window = cell.window(closes=today - timedelta(days=1))
    part = thirty_free(WAY, window)

    def holds_up() -> None:
        with transaction.atomic():
            list(Counter.objects.select_for_update().filter(quota=part))
            published.wait(3 if connection.vendor == "postgresql" else 0)

    def publishes() -> Window:
        time.sleep(1)
        found = acts.publish_list(window.pk, cell.dirk)
        published.set()
        return found

    _held, signed, listed = together(holds_up, lambda: house.signs(case, cell.chantal), publishes)
    assert isinstance(listed, Window), listed
    assert listed.places[WAY] == (20 if isinstance(signed, Case) else 35), signed
    assert verify_ledgers() == []
