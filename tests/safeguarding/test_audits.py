"""SG10: audits by a lot that anybody redoes, by somebody who had no hand in the file."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from tests.cases import cast
from tests.law.test_be_proposal_sponsorship import WHY
from tests.people.cast import signed_in
from tests.safeguarding import stage
from tests.sponsorship import stage as sponsors
from tests.sponsorship.coming_stage import Drawn
from veer import draw
from veer.access import policy, roles
from veer.access.acts import give_role, take_role
from veer.access.who import SYSTEM, Who
from veer.cases.errors import BadData, NotForYou
from veer.cases.models import Case
from veer.journal.queries import entries
from veer.people.models import Account
from veer.safeguarding import acts
from veer.safeguarding.models import Audit, Round

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 3, 1), date(2026, 3, 2)


@pytest.fixture(autouse=True)
def law(db: None, at: Callable[..., datetime]) -> None:
    at(2026, 3, 2, 9)
    sponsors.activate_law()


@pytest.fixture
def decided() -> tuple[Case, Case, Case, sponsors.Cell]:
    """Two groups that were recognised and one that was refused."""
    work, cases = sponsors.Cell(), []
    for number in range(3):
        group, people = sponsors.group_of(name=f"Groep {number}")
        if number < 2:
            cases.append(work.recognise(group, people[0]))
            continue
        case = sponsors.acts.ask_recognition(group.pk, people[0], "third")
        cast.act(case, "submit", people[0], declaration=True)
        cast.act(case, "take", work.bram)
        cast.act(case, "propose_refusal", work.bram, reasons=WHY)
        cast.act(case, "sign", work.chantal, letter=cast.shown_letter(case, work.chantal))
        cases.append(case)
    return cases[0], cases[1], cases[2], work


def auditor(name: str = "Jonas Weber") -> Who:
    return cast.who(cast.account(name, roles.AUDITOR))


def test_SG10_the_lot_is_redone_by_anybody_and_takes_so_many_in_a_hundred(
    decided: tuple[Case, Case, Case, sponsors.Cell], at: Callable[..., datetime]
) -> None:
    jonas = auditor()
    with pytest.raises(acts.NotOver):
        acts.open_round("2026-spring", FIRST, LAST, "drand", jonas)  # the last day is not over
    at(2026, 3, 3, 9)
    made = acts.open_round("2026-spring", FIRST, LAST, "drand, the first round after it", jonas)
    listed = reverse("safeguarding:lot", args=[made.name])
    assert made.commitment in Client().get(listed).content.decode()
    assert Client().get(reverse("safeguarding:published", args=[made.name])).status_code == 404
    assert [one.rpartition(".")[2] for one in made.ids].count("yes") == 2
    acts.enter_half(made.pk, "8c6", jonas)
    with pytest.raises(acts.SameHand):
        acts.enter_half(made.pk, "f1e", jonas)
    drawn = acts.enter_half(made.pk, "f1e", auditor("Ada Ander"))
    assert drawn.seed == draw.seed_of(made.name, "8c6f1e")
    with pytest.raises(acts.NotOver):
        acts.enter_half(made.pk, "another", jonas)
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.filter(pk=made.pk).update(second_by=jonas.account)
    (file,) = Client().get(reverse("safeguarding:published", args=[made.name])).json()
    assert draw.verify(draw.Draw(file["seed"], tuple(file["ids"]), file["commitment"], tuple(file["order"]))) == []
    chosen = Audit.objects.filter(drawn=True)
    assert sorted(one.granted for one in chosen) == [False, True]  # of two and of one, rounded up
    first = {one.rpartition(".")[2]: one for one in reversed(file["order"])}
    assert {one.listed_as for one in chosen} == set(first.values())
    assert [one.act for one in entries(drawn.pk)] == ["open_round", "enter_first_half", "draw_round"]
    page = Client().get(listed).content.decode()
    assert page.count("audited</span>") == 2
    assert not [case for case in decided[:3] if case.given.number in page]


def test_B9_around_day_150_one_household_in_four_is_drawn_and_no_official_chooses(at: Callable[..., datetime]) -> None:
    homes = [Drawn(sponsors.Cell()) for _n in range(2)]
    for home in homes:
        home.arrived()
        with pytest.raises(NotForYou):
            home.does("pick_150", home.bram)
    jonas, ada = auditor(), auditor("Ada Ander")
    page = signed_in(jonas.account)
    told = {"do": "open", "kind": Round.VISITS, "name": "visits-march", "first": "2026-03-01", "last": "2026-03-02"}
    early, late = "from 6 February 2026 to 1 March 2026.", "from 3 March 2026 to 26 March 2026."
    for month, day, words in ((6, 29, early), (7, 24, late)):  # days 119 and 144 after the second of March
        at(2026, month, day, 9)
        said = page.post(reverse("safeguarding:audits"), told | {"source": "drand"}).content.decode()
        assert f"Visits are drawn today for households that arrived {words}" in said
    at(2026, 7, 20, 9)
    made = acts.open_round("visits-march", FIRST, LAST, "drand", jonas, Round.VISITS)
    assert (len(made.ids), made.granted_percent) == (2, 25)
    acts.enter_half(made.pk, "8c6", jonas)
    acts.enter_half(made.pk, "f1e", ada)
    picked = [home for home in homes if any(one.act == "pick_150" for one in entries(home.case.pk))]
    assert [str(home.term("day_150")) for home in picked] == ["2026-08-19"], "one of two, rounded up"
    assert date(2026, 8, 19) <= date(2026, 3, 2) + timedelta(days=180)
    assert acts.open_round("again", FIRST, LAST, "drand", jonas, Round.VISITS).ids == [], "a household is in one lot"
    assert not Audit.objects.filter(drawn=True).exists()
    page = Client().get(reverse("safeguarding:lot", args=[made.name])).content.decode()
    assert page.count("drawn</span>") == 1


def test_B9_where_auditors_are_late_an_official_enters_the_same_value_and_everybody_reads_why(
    at: Callable[..., datetime],
) -> None:
    at(2026, 3, 3, 9)
    made = acts.open_round("2026-spring", FIRST, LAST, "drand, the first round after it", auditor())
    address, audits = reverse("safeguarding:lot", args=[made.name]), reverse("safeguarding:audits")
    bram, olga = (signed_in(cast.official(name).account) for name in ("Bram Eerste", "Olga Tweede"))
    told = {"value": "8c6", "why": "The auditors were ill; it is the round that was named."}
    assert "the value by 10 March 2026" in signed_in(auditor().account).get(audits).content.decode(), (
        "before it is late"
    )
    at(2026, 3, 10, 9)
    assert "Auditors enter the value by 10 March 2026." in Client().get(address).content.decode()
    assert [one.post(address, told).status_code for one in (bram, Client())] == [404, 404], "not while there is time"
    at(2026, 3, 11, 9)
    assert [one.post(address, told).status_code for one in (Client(), bram)] == [404, 302]
    assert "Somebody else enters the second." in bram.post(address, told).content.decode()
    assert "This field is required." in olga.post(address, {"value": "f1e"}).content.decode()
    assert olga.post(address, told | {"value": "f1e"}).status_code == 302
    assert Round.objects.get(pk=made.pk).seed == draw.seed_of(made.name, "8c6f1e"), "the value is that of the source"
    page = Client().get(address).content.decode()
    assert "The value was late, and entered by an official: The auditors were ill" in page
    assert bram.post(address, told).status_code == 404, "it is drawn once"


@pytest.mark.parametrize("granted,refused,wanted", [(0, 0, 0), (1, 0, 1), (10, 20, 2), (11, 21, 4), (100, 100, 15)])
def test_so_many_in_a_hundred_of_each_rounded_up(granted: int, refused: int, wanted: int) -> None:
    order = [f"{n}.yes" for n in range(granted)] + [f"{n}.no" for n in range(refused)]
    assert len(Round(order=order, granted_percent=10, refused_percent=5).chosen()) == wanted


def test_whoever_had_a_hand_in_a_file_has_none_in_its_lot_or_audit(
    decided: tuple[Case, Case, Case, sponsors.Cell], at: Callable[..., datetime]
) -> None:
    work, jonas = decided[3], auditor()
    at(2026, 3, 3, 9)
    made = acts.open_round("2026-spring", FIRST, LAST, "drand", jonas)
    take_role(work.bram.account, roles.OFFICIAL, SYSTEM)
    give_role(work.bram.account, roles.AUDITOR, SYSTEM)
    changed_sides = cast.who(Account.objects.get(pk=work.bram.account))
    with pytest.raises(acts.ActedOnAFile):
        acts.enter_half(made.pk, "8c6f1e", changed_sides)
    acts.enter_half(made.pk, "8c6", jonas)
    acts.enter_half(made.pk, "f1e", auditor("Ada Ander"))
    audit = Audit.objects.filter(drawn=True).order_by("lot")[0]
    for act in (
        lambda: acts.take_audit(audit.pk, changed_sides),
        lambda: acts.close_audit(audit.pk, "settled", "x", changed_sides),
    ):
        with pytest.raises(acts.ActedOnAFile):
            act()
    page = signed_in(changed_sides.account).post(reverse("safeguarding:audit", args=[audit.pk]), {"do": "take"})
    assert "You did something in this file." in page.content.decode()


def test_only_an_auditor_opens_draws_and_finds_and_with_a_reason() -> None:
    _group, _people, case, work = stage.sponsored()
    audit, jonas = stage.audited(case), auditor()
    for nobody in (work.chantal, stage.cell(), SYSTEM):
        with pytest.raises(policy.Refused):
            acts.take_audit(audit.pk, nobody)
        with pytest.raises(policy.Refused):
            acts.open_round("x", FIRST, FIRST, "drand", nobody)
    with pytest.raises(BadData):
        acts.close_audit(audit.pk, "settled", " ", jonas)
    acts.take_audit(audit.pk, jonas)
    acts.close_audit(audit.pk, "nothing_found", "The family lives there, and paid nobody.", jonas)
    audit.refresh_from_db()
    assert (audit.auditor, audit.outcome) == (jonas.account, "nothing_found")
    assert [one.act for one in entries(audit.pk)] == ["take", "close"]


def test_the_pages_of_an_auditor_do_what_the_acts_do(
    decided: tuple[Case, Case, Case, sponsors.Cell], at: Callable[..., datetime]
) -> None:
    client, work = signed_in(auditor().account), reverse("safeguarding:audits")
    told = {
        "do": "open",
        "kind": "audits",
        "name": "2026-spring",
        "first": "2026-03-01",
        "last": "2026-03-02",
        "source": "drand",
    }
    assert "over before the list is made" in client.post(work, told).content.decode()
    at(2026, 3, 3, 9)
    assert client.post(work, told).status_code == 302
    assert "There is a round of this name." in client.post(work, told).content.decode()
    assert client.post(work, {"do": "draw", "round": "2026-spring", "value": "8c6"}).status_code == 302
    again = client.post(work, {"do": "draw", "round": "2026-spring", "value": "f1e"}).content.decode()
    assert "Somebody else enters the second." in again
    other = signed_in(auditor("Ada Ander").account)
    assert other.post(work, {"do": "draw", "round": "2026-spring", "value": "f1e"}).status_code == 302
    audit = Audit.objects.filter(drawn=True).order_by("lot")[0]
    address = reverse("safeguarding:audit", args=[audit.pk])
    assert client.post(address, {"do": "take"}).status_code == 302
    assert client.post(address, {"do": "close", "outcome": "settled", "reason": "All is right."}).status_code == 302
    assert "All is right." in client.get(address).content.decode()
    assert audit.case.given.number in client.get(work).content.decode()
