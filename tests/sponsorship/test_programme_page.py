"""The programme as a whole, by its pages: emergencies, municipalities, standing still, a household that changed."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cases import cast
from tests.cases.conftest import english, folder  # noqa: F401  (fixtures)
from tests.people.cast import signed_in
from tests.sponsorship import stage
from tests.sponsorship.stage import Cell
from tests.sponsorship.test_places import emergency, fill, held, recognised, step
from veer.access import roles
from veer.quotas.models import Quota
from veer.sponsorship import acts
from veer.sponsorship.models import Application, Identity, Suspension, Window

pytestmark = pytest.mark.django_db
PROGRAMME = "sponsorship:programme"


@pytest.fixture
def cell(db: None, at: Callable[..., datetime]) -> Cell:
    at(2026, 3, 2, 9)
    stage.activate_law()
    return Cell()


def said(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_QU5_an_official_lets_the_program_give_the_free_places(cell: Cell) -> None:
    case, _lead = emergency(cell)
    official, page = signed_in(cell.dirk.account), reverse(PROGRAMME)
    assert "Files that wait for a place: 1." in said(official, page)
    answer = official.post(page, {"do": "emergencies"}, follow=True)
    assert "Files that got a place: 1." in answer.content.decode()
    assert step(case) == "drawn"


def test_QU9_the_limit_of_a_municipality_is_shown(cell: Cell) -> None:
    case, lead = emergency(cell, 9)
    acts.offer_home(Application.objects.get(case=case).group_id, "Zemst", stage.HOME, lead)
    acts.place_emergencies()
    official, page = signed_in(cell.dirk.account), reverse(PROGRAMME)
    assert official.post(page, {"do": "inhabitants", "name": "Nergens", "inhabitants": "0"}).status_code == 200
    official.post(page, {"do": "inhabitants", "name": "Zemst", "inhabitants": "24000"})
    told = said(official, page)
    assert '<th scope="row">Zemst</th><td class="n">24000</td><td class="n">9 <strong>(1 over)</strong>' in told


def test_a_draw_is_announced_for_a_day_to_come_and_its_list_is_offered_once_it_closed(
    cell: Cell, at: Callable[..., datetime]
) -> None:
    official, page = signed_in(cell.dirk.account), reverse("sponsorship:work")
    told = {"name": "spring", "closes": "2026-03-31", "source": "drand"}
    for wrong, words in (({"name": "Spring 26"}, "digits and dashes"), ({"closes": "2026-03-01"}, "This day is over")):
        assert words in official.post(page, {**told, **wrong}).content.decode()
    assert official.post(page, told).status_code == 302
    window = reverse("sponsorship:window", args=[Window.objects.get().pk])
    assert "The list is published on the day after" in said(official, window)
    assert "Publish the list" not in said(official, window)
    at(2026, 4, 1, 9)
    assert "Publish the list" in said(signed_in(cell.dirk.account), window)


def test_whoever_checks_the_work_finds_its_pages_in_the_menu(cell: Cell) -> None:
    auditor = signed_in(cast.account("Ada Toezicht", roles.AUDITOR).pk)
    told = said(auditor, reverse("cases:work"))
    for page in (reverse("sponsorship:work"), reverse("matching:work")):
        assert f'href="{page}"' in told
        assert auditor.get(page).status_code == 200


def test_QU13_two_people_let_it_stand_still_and_everybody_reads_why(cell: Cell) -> None:
    official, signer, page = signed_in(cell.dirk.account), signed_in(cell.wies.account), reverse(PROGRAMME)
    told = {"do": "suspend", "reason": "The posts are closed.", "begins": "2026-03-02", "ends": "2026-03-31"}
    assert "comes after the first" in official.post(page, {**told, "ends": "2026-03-01"}).content.decode()
    official.post(page, told)
    door = reverse("sponsorship:door")
    assert "The posts are closed." not in said(Client(), door), "a proposal is nobody's decision yet"
    waits = {"do": "sign", "suspension": str(Suspension.objects.get().pk)}
    assert official.post(page, waits).status_code == 404
    signer.post(page, waits)
    assert "From March 2, 2026 to March 31, 2026" in said(Client(), door) or "The posts are closed." in said(
        Client(), door
    )
    group, lead = recognised(cell)
    told = {"way": "named_family", "adults": "1", "children": "0", "key": uuid4().hex}
    answer = signed_in(lead.account).post(reverse("sponsorship:bring", args=[group.pk]), told)
    assert "The programme stands still until" in answer.content.decode()
    answer = official.post(reverse("sponsorship:work"), {"name": "x", "closes": "2026-03-31", "source": "drand"})
    assert "The programme stands still until" in answer.content.decode()


def test_QU13_whoever_proposed_does_not_sign(cell: Cell) -> None:
    signer, page = signed_in(cell.wies.account), reverse(PROGRAMME)
    signer.post(page, {"do": "suspend", "reason": "Why.", "begins": "2026-03-02", "ends": "2026-03-31"})
    answer = signer.post(page, {"do": "sign", "suspension": str(Suspension.objects.get().pk)}, follow=True)
    assert "Whoever proposed it does not sign it." in answer.content.decode()
    assert Suspension.objects.get().signed_at is None
    assert signer.post(page, {"do": "sign", "suspension": "nothing"}).status_code == 404


def test_QU8_a_helper_who_helped_too_often_is_named_beside_the_field(cell: Cell) -> None:
    for _n in range(5):
        group, lead = recognised(cell)
        acts.ask_to_bring(group.pk, "named_family", 1, 0, lead, uuid4().hex, helper=acts.Helper("helper@example.org"))
    group, lead = recognised(cell)
    told = {"way": "named_family", "adults": "1", "children": "0", "helper": "helper@example.org", "key": uuid4().hex}
    told |= {"helper_as": "volunteer", "helper_fee": "nothing"}
    answer = signed_in(lead.account).post(reverse("sponsorship:bring", args=[group.pk]), told)
    assert "as many households as the law lets one helper" in answer.content.decode()


def test_QU11_an_official_says_that_the_household_grew(cell: Cell) -> None:
    case, _lead = emergency(cell)
    acts.place_emergencies()
    group = Application.objects.get(case=case).group
    official, page = signed_in(cell.dirk.account), reverse("sponsorship:group_at_work", args=[group.pk])
    assert "The household changed" in said(official, page)
    told = {"case": str(case.pk), "adults": "2", "children": "1"}
    official.post(page, {**told, "key": uuid4().hex})
    assert held(case) == {"emergency": 3}
    fill("emergency", cell)
    whole = Quota.objects.get(parent=None)
    acts.household_changed(case.pk, 2, 2, cell.dirk, uuid4().hex)
    assert Quota.objects.get(name="family_unity", scope=whole.scope).places == 30
    answer = official.post(page, {**told, "children": "20", "adults": "20", "key": uuid4().hex})
    assert "There are not places enough for all of them" in answer.content.decode()
    assert held(case) == {"emergency": 3, "family_unity": 1}
    assert f'id="id_{case.pk.hex}_adults"' in answer.content.decode(), "each household has fields of its own"
    assert official.post(page, {**told, "case": str(uuid4()), "key": uuid4().hex}).status_code == 404


def test_a_group_writes_each_down_on_its_page_and_an_official_changes_it_for_a_reason(cell: Cell) -> None:
    group, lead = recognised(cell)
    case = acts.ask_to_bring(group.pk, "named_family", 2, 0, lead, uuid4().hex)
    page = reverse("sponsorship:asked", args=[group.pk, case.pk])
    told = {"do": "write", "given_name": "Samira", "born": "1990", "adult": "on", "nationality": "syr", "sex": "F"}
    client = signed_in(lead.account)
    assert "say why there is none and choose a photo" in client.post(page, told).content.decode()
    for name in ("Samira", "Yousef", "Rana"):
        assert client.post(page, {**told, "given_name": name, "number": "N 1"}).status_code == 302
    rana = Identity.objects.get(given_name="Rana")
    assert client.post(page, {"do": "strike", "identity": str(rana.pk)}).status_code == 302
    assert sorted(Identity.objects.values_list("given_name", "nationality")) == [("Samira", "SYR"), ("Yousef", "SYR")]
    cell.admit(case, lead, {"tie.degree": 2, "tie.lived_together": False})
    assert "One person more" not in client.get(page).content.decode()
    work, official = reverse("sponsorship:asked_at_work", args=[case.pk]), signed_in(cell.bram.account)
    struck = {"do": "strike", "identity": str(Identity.objects.get(given_name="Yousef").pk)}
    assert "Yousef" in official.post(work, struck).content.decode()  # and asks why
    official.post(work, {**struck, "why": "He stays with his mother."})
    assert "He stays with his mother." in official.get(work).content.decode()
