"""Collective protocols (QU6): two hands, the law's limit, the ledger, the draw beside it, its end, its publication."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cases import cast
from tests.cases.conftest import english, folder  # noqa: F401  (fixtures)
from tests.people.cast import signed_in
from tests.sponsorship import stage
from tests.sponsorship.stage import Cell
from veer.access import policy, roles
from veer.access.acts import give_role
from veer.access.who import SYSTEM, Who
from veer.cases.acts.round import daily_round
from veer.cases.errors import NotForYou, NotReady
from veer.cases.models import Case
from veer.journal.queries import entries
from veer.letters.models import Letter
from veer.people.models import Account
from veer.quotas import acts as ledger
from veer.quotas.models import Quota
from veer.quotas.queries import balances, explain, held_by
from veer.quotas.verify import verify_ledgers
from veer.sponsorship import acts, queries, reserved
from veer.sponsorship.held import of_persons
from veer.sponsorship.models import Group, Protocol

pytestmark = pytest.mark.django_db

WAY = "matched_vulnerable"
WHY = [{"id": "", "text": "It has partners on the spot.", "source": ""}]


@dataclass
class House:
    """Who works on sponsors, and an organisation that is recognised."""

    cell: Cell
    group: Group
    lead: Who

    def terms(self, **more: Any) -> dict[str, Any]:
        agreed = {
            "protocol.title": "A corridor", "bring.way": WAY, "protocol.persons": 30,
            "protocol.begins": "2026-03-02", "protocol.ends": "2026-11-30",
            "protocol.why": "It knows who is in danger.",
        }  # fmt: skip
        return agreed | {f"protocol.{name}": value for name, value in more.items()}

    def written(self, **more: Any) -> Case:
        bram = self.cell.bram
        case = acts.begin_protocol(self.group.pk, bram, uuid4().hex)
        cast.act(case, "take", bram)
        cast.act(case, "set_terms", bram, facts=self.terms(**more))
        return cast.act(case, "add_agreement", bram, file=cast.a_pdf(), kind="protocol_text").case

    def proposed(self, **more: Any) -> Case:
        return cast.act(self.written(**more), "propose_protocol", self.cell.bram, reasons=WHY).case

    def signs(self, case: Case, by: Who) -> Case:
        return cast.act(case, "sign", by, letter=cast.shown_letter(case, by)).case

    def signed(self, **more: Any) -> Protocol:
        case = self.signs(self.proposed(**more), self.cell.chantal)
        return Protocol.objects.get(pk=case.pk)

    def asks(self, adults: int = 2, children: int = 2) -> Case:
        return acts.ask_to_bring(self.group.pk, WAY, adults, children, self.lead, uuid4().hex)

    def admitted(self, adults: int = 2, children: int = 2) -> Case:
        case = self.asks(adults, children)
        self.cell.admit(case, self.lead, answers={})
        return Case.objects.get(pk=case.pk)


@pytest.fixture(scope="module")
def built(building: Callable[..., House]) -> House:
    def build(at: Callable[..., datetime]) -> House:
        at(2026, 3, 2, 9)
        stage.activate_law()
        cell = Cell()
        return House(cell, *stage.organisation(cell))

    return building(build)


@pytest.fixture
def house(db: None, built: House, at: Callable[..., datetime]) -> House:
    at(2026, 3, 2, 9)
    return deepcopy(built)


def part() -> Quota:
    return Quota.objects.get(parent__parent=None, name=WAY, begins=date(2026, 1, 1))


def free(quota: Quota) -> int:
    return balances([quota.pk])[quota.pk].free


def step(case: Case) -> str:
    return Case.objects.get(pk=case.pk).step


def letters(case: Case) -> set[str]:
    return set(Letter.objects.filter(subject_id=case.pk).values_list("name", flat=True))


def test_QU6_one_proposes_another_signs_and_the_places_are_set_apart(house: House) -> None:
    case = house.proposed()
    give_role(house.cell.bram.account, roles.SIGNER, SYSTEM)
    with pytest.raises(NotReady):
        house.signs(case, cast.who(Account.objects.get(pk=house.cell.bram.account)))
    assert reserved.protocols() == [], "a proposal reserves nothing, and nobody reads it"
    house.signs(case, house.cell.chantal)
    (one,) = reserved.protocols()
    assert (one.protocol.organisation, one.places, one.used, one.left) == ("Huis van Hoop", 30, 0, 30)
    assert (free(part()), part().places) == (370, 400)
    told = next(line for line in explain(part().parent_id).parts if line.quota.name == WAY)
    assert [(inner.balance.places, inner.balance.free) for inner in told.parts] == [(30, 30)]
    assert "signed" in letters(case)
    assert {"begin_protocol", "reserve_places"} <= {entry.act for entry in entries(house.group.pk)}
    assert verify_ledgers() == []


def test_QU6_nobody_of_the_organisation_has_a_hand_in_it_and_no_group_of_citizens_has_one(house: House) -> None:
    otto = house.group.members.exclude(lead=True).get().account_id
    give_role(otto, roles.SIGNER, SYSTEM)
    give_role(otto, roles.OFFICIAL, SYSTEM)
    inside = cast.who(Account.objects.get(pk=otto))
    with pytest.raises(policy.NotThere):
        acts.begin_protocol(house.group.pk, inside, uuid4().hex)
    with pytest.raises(NotForYou):
        house.signs(house.proposed(), inside)
    with pytest.raises(policy.Refused):
        acts.begin_protocol(house.group.pk, house.cell.chantal, uuid4().hex)
    group, people = stage.group_of()
    house.cell.recognise(group, people[0])
    with pytest.raises(acts.NoProtocol):
        acts.begin_protocol(group.pk, house.cell.bram, uuid4().hex)
    stray = house.written()
    Protocol.objects.filter(case=stray).delete()  # as of a file that somebody opened at a desk
    with pytest.raises(NotReady, match="belongs to none"):
        cast.act(stray, "propose_protocol", house.cell.bram, reasons=WHY)


def test_QU6_at_most_fifty_or_five_in_a_hundred_together_with_what_it_asks_for_else(house: House) -> None:
    house.asks(2, 8)
    with pytest.raises(NotReady, match="40 places more, and 41"):
        house.proposed(persons=41)
    house.signed(persons=40)
    with pytest.raises(NotReady, match="0 places more, and 1"):
        house.proposed(persons=1)
    assert [house.asks(2, 18).pk, house.asks(2, 18).pk]
    with pytest.raises(acts.TooMany):
        house.asks(1, 0)


def test_QU6_an_official_begins_it_on_the_page_of_the_organisation_and_nothing_agreed_stays_unsaid(
    house: House,
) -> None:
    bram, page = house.cell.bram, reverse("sponsorship:group_at_work", args=[house.group.pk])
    client = signed_in(bram.account)
    address = client.post(page, {"do": "protocol", "key": "once"})["Location"]
    assert client.post(page, {"do": "protocol", "key": "once"})["Location"] == address
    assert (Protocol.objects.count(), f'href="{address}"' in client.get(page).content.decode()) == (1, True)
    assert "Write down what is agreed" in client.get(address).content.decode()
    case = Protocol.objects.get().case
    cast.act(case, "take", bram)
    cast.act(case, "set_terms", bram, facts=house.terms(persons={"unknown": True}))
    cast.act(case, "add_agreement", bram, file=cast.a_pdf(), kind="protocol_text")
    with pytest.raises(NotReady, match="what is agreed: Reserved places"):
        cast.act(case, "propose_protocol", bram, reasons=WHY)
    said_no = signed_in(house.cell.chantal.account).get(page).content.decode()
    assert "Begin a protocol" not in said_no, "a signer writes none"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"ends": "2027-01-31"}, "begins and ends in one year"),
        ({"begins": "2026-01-01", "ends": "2026-03-01"}, "still to come"),
        ({"begins": "2026-12-01"}, "not yes"),
    ],
)
def test_QU6_it_is_of_one_year_and_still_to_come(house: House, more: dict[str, Any], words: str) -> None:
    with pytest.raises(NotReady, match=words):
        house.proposed(**more)


def test_QU6_what_is_called_or_on_the_list_of_a_draw_is_never_set_apart(
    house: House, at: Callable[..., datetime]
) -> None:
    case = house.proposed()
    taken = ledger.reserve(part().pk, 371, uuid4(), SYSTEM.ref, "draw", "others")
    with pytest.raises(NotReady, match="29 places are free"):
        house.signs(case, house.cell.chantal)
    ledger.release(taken.id, SYSTEM.ref, "withdrawn", "others back")
    window = house.cell.window()
    at(2026, 3, 3, 9)
    assert acts.publish_list(window.pk, house.cell.dirk).places[WAY] == 220
    ledger.reserve(part().pk, 160, uuid4(), SYSTEM.ref, "draw", "more")
    with pytest.raises(NotReady, match="20 places are free"):
        house.signs(case, house.cell.chantal)
    assert (step(case), Protocol.objects.get().quota_id) == ("proposed", None)


def test_QU6_its_applications_draw_on_it_and_the_draw_has_what_is_left(
    house: House, at: Callable[..., datetime]
) -> None:
    one = house.signed(persons=5)
    case, too_large = house.admitted(), house.admitted()
    assert (step(case), step(too_large)) == ("drawn", "pooled"), "four of five places; the other goes to the draw"
    assert [held.quota for held in held_by(case.pk)] == [one.quota_id]
    assert {"admitted", "placed_by_protocol"} <= letters(case)
    assert (reserved.protocols()[0].used, reserved.left_to_ask(one)) == (4, 1)
    with pytest.raises(ledger.Full):
        ledger.reserve(one.quota_id, 2, uuid4(), SYSTEM.ref, "draw", "k")
    window = house.cell.window()
    at(2026, 3, 3, 9)
    window = acts.publish_list(window.pk, house.cell.dirk)
    assert (len(window.ids), window.places[WAY], window.apart) == (1, 217, {WAY: 5})
    told = said(reverse("sponsorship:draw", args=[window.name]))
    assert "Of 1,000 places of the year, 5 are reserved by protocol." in told
    assert "Of 400 places, 5 are reserved by protocol. Not used yet, and not left for a draw: 1." in said(
        reverse("sponsorship:door")
    )
    acts.offer_home(house.group.pk, "Namur", stage.HOME, house.lead)
    assert [home.case for home in queries.open_homes()] == [case.pk], "it is matched as a drawn one is"


def test_QU6_on_the_day_after_its_last_one_what_is_unused_is_free_again(
    house: House, at: Callable[..., datetime]
) -> None:
    one = house.signed(ends="2026-03-31")
    case = house.admitted()
    waits = house.asks()
    at(2026, 4, 1, 9)
    daily_round()
    one.refresh_from_db()
    assert (step(one.case), one.ended_on, one.ended_why) == ("over", date(2026, 4, 1), "")
    assert (free(part()), "over" in letters(one.case)) == (396, True)
    house.cell.admit(waits, house.lead, answers={})
    assert step(waits) == "pooled"
    cast.act(case, "withdraw", house.lead)
    assert (acts.settle()["given_back"], free(part())) == (4, 400), "who withdraws later leaves it to everybody"
    assert verify_ledgers() == []


def test_QU6_it_ends_sooner_by_two_hands_with_reasons_that_everybody_reads(house: House) -> None:
    one = house.signed()
    case = house.admitted()
    cast.act(
        one.case, "propose_end", house.cell.bram, reasons=[{"id": "", "text": "The partner is gone.", "source": ""}]
    )
    assert free(part()) == 370, "a proposal ends nothing"
    house.signs(one.case, house.cell.chantal)
    one.refresh_from_db()
    assert (step(one.case), one.ended_on, one.ended_why) == ("ended", date(2026, 3, 2), "The partner is gone.")
    assert (free(part()), step(case)) == (396, "drawn"), "whoever has a place keeps it"
    assert "The partner is gone." in said(reverse("sponsorship:door"))
    assert verify_ledgers() == []


def said(page: str, who: Who | None = None) -> str:
    client = signed_in(who.account) if who else Client()
    return " ".join(client.get(page).content.decode().split())


def test_QU6_everybody_reads_every_protocol_and_one_more_costs_no_question_more(house: House) -> None:
    door = reverse("sponsorship:door")
    house.signed(persons=10, title="A first corridor")
    house.admitted()
    with CaptureQueriesContext(
        connection,
    ) as before:
        page = said(door)
    for words in ("A first corridor", "Huis van Hoop", "It knows who is in danger.", "4 of 10"):
        assert words in page
    assert "Bram" not in page
    assert "Chantal" not in page
    house.signed(persons=10, title="A second corridor", ends="2026-12-31")
    with CaptureQueriesContext(connection) as after:
        assert "A second corridor" in said(door)
    assert len(after) == len(before)
    own = said(reverse("sponsorship:group", args=[house.group.pk]), house.lead)
    assert "A second corridor" in own
    assert "6 of 10 places are left" in own
    house.asks()
    assert "2 of 10 places are left" in said(reverse("sponsorship:bring", args=[house.group.pk]), house.lead)
    (mine,) = of_persons([house.group.person_id], [])["memberships"]
    assert {one["title"] for one in mine["protocols"]} == {"A first corridor", "A second corridor"}
    assert "380" in said(reverse("openness:places"))
