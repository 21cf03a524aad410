"""The pages of reception: what an officer does there, what a household reads, what everybody may know."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from tests.cases import cast
from tests.people.cast import signed_in
from tests.reception import stage
from veer.access import roles
from veer.access.who import SYSTEM, Who
from veer.cases.law import case_chain
from veer.cases.models import Case, CaseNumber
from veer.journal.acts import append
from veer.reception import acts, queries
from veer.reception.models import Stay, Wage, Wait

pytestmark = pytest.mark.django_db
WHY = "The family asked for this place."


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def rik() -> Who:
    stage.activate_law()
    return stage.officer()


def text(client: Any, name: str, *arguments: Any) -> str:
    answer = client.get(reverse(name, args=arguments) + "?lang=en")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_from_the_number_of_a_file_to_a_place_and_out_of_it(rik: Who) -> None:
    good, other = stage.place(rik, 3, "House A", services=["family"]), stage.place(rik, 3, "House B")
    case = stage.presented(cast.applicant())
    bram = signed_in(cast.official().account)
    number = CaseNumber.objects.get(case=case).number
    answer = bram.post(reverse("reception:enlist"), {"number": number, "persons": "3", "wish": "Gent", "key": "k"})
    wait = Wait.objects.get()
    here = reverse("reception:wait", args=[wait.pk])
    assert answer["Location"] == here
    bram.post(here, {"do": "need", "need": "family", "source": "person", "consent": ""})
    refused = bram.post(here, {"do": "need", "need": "medical", "source": "doctor", "consent": ""})
    assert "somebody has to agree first" in refused.content.decode()
    assert [one.need for one in queries.needs_of(wait)] == ["family"]
    bram.post(here, {"do": "propose"})
    page = text(bram, "reception:wait", wait.pk)
    assert "is proposed by the program" in page
    assert "does not have: A unit for a family" in page
    refused = bram.post(here, {"do": "give", "place": str(other.pk), "reason": "so", "key": "g"})
    assert "Say in at least 20 characters" in refused.content.decode()
    assert not Stay.objects.exists()
    bram.post(here, {"do": "give", "place": str(good.pk), "reason": "", "key": "g"})
    stay = Stay.objects.get()
    assert "Amina Haddad" in text(bram, "reception:place", good.pk)
    there = reverse("reception:stay", args=[stay.pk])
    bram.post(there, {"do": "move", "place": str(other.pk), "reason": WHY, "key": "m"})
    moved = Stay.objects.get(until=None)
    assert moved.place == other
    bram.post(reverse("reception:stay", args=[moved.pk]), {"do": "leave", "why": "left", "key": "l"})
    assert not Stay.objects.filter(until=None).exists()
    assert bram.get(there).status_code == 404


def test_a_number_that_is_not_theirs_and_a_second_time_are_said_at_the_form(rik: Who) -> None:
    case = stage.presented(cast.applicant())
    bram = signed_in(cast.official().account)
    number = CaseNumber.objects.get(case=case).number
    told = {"number": "nonsense", "persons": "1"}
    assert "There is no such file for you" in bram.post(reverse("reception:enlist"), told).content.decode()
    bram.post(reverse("reception:enlist"), {**told, "number": number, "key": "1"})
    again = bram.post(reverse("reception:enlist"), {**told, "number": number, "key": "2"})
    assert "waits already" in again.content.decode()


def test_when_somebody_else_took_the_last_bed_the_page_says_so(rik: Who, monkeypatch: pytest.MonkeyPatch) -> None:
    where = stage.place(rik, 1, "House A")
    wait = stage.waits(rik, 1)
    acts.propose(wait.pk, rik)
    client, here = signed_in(rik.account), reverse("reception:wait", args=[wait.pk])
    shown = queries.places()  # what the page saw a moment ago
    stage.placed(rik, where, stage.waits(rik, 1, name="Bo B"))
    told = {"do": "give", "place": str(where.pk), "reason": "", "key": "g"}
    answer = client.post(here, told).content.decode()
    assert "Somebody else took the last bed" in answer
    assert "Select a valid choice" not in answer
    monkeypatch.setattr(queries, "places", lambda: shown)
    assert "Somebody else took the last bed" in client.post(here, told).content.decode()


def test_a_household_reads_where_it_stands_and_who_looked(rik: Who) -> None:
    stage.waits(rik, 4, "medical", name="Cas C")
    amina = cast.applicant("Amina Haddad")
    wait = acts.enlist(stage.presented(amina), 2, rik, key="k")
    acts.add_need(wait.pk, "school", rik, source="person", consent="person")
    signed_in(rik.account).get(reverse("reception:wait", args=[wait.pk]))
    mine = signed_in(amina.account)
    page = text(mine, "reception:mine")
    for words in (
        "Number 2 of 2 on the list",
        "A school near",
        "Rik Officer",
        "before this one: 1 in classes that come first",
    ):
        assert words in page
    assert "Cas" not in page
    stage.placed(rik, stage.place(rik, 2, "House A"), Wait.objects.get(pk=wait.pk))
    mine.post(reverse("reception:wage", args=[wait.pk]), {"month": "2026-09", "amount": "812.50"})
    wrong = mine.post(reverse("reception:wage", args=[wait.pk]), {"month": "next", "amount": "1"})
    assert "Write the year and the month" in wrong.content.decode()
    assert (Wage.objects.get().cents, Wage.objects.get().month) == (81_250, date(2026, 9, 1))
    page = text(mine, "reception:mine")
    assert "House A" in page
    assert "191.62" in page  # of 812.50, by the law of the month
    assert "not checked against the source" in page


def test_everybody_reads_the_rules_and_no_small_number(rik: Who, client: Any) -> None:
    where = stage.place(rik, 8, "House A")
    stage.placed(rik, where, stage.waits(rik, 7, name="Bo B"))
    stage.waits(rik, 2, "medical", name="Cas C")
    acts.keep_forecast(date(2026, 11, 25))
    page = text(client, "reception:public")
    assert "7 of 8 beds are in use" in page
    assert "not shown" in page
    assert "Needs that cannot wait" in page
    assert "articles 11 and 36" in page  # where the rule stands
    assert "of the part from €\u00a0265 to €\u00a01,000: 35 in a hundred" in page
    assert "Cas" not in page
    assert reverse("reception:public") in text(client, "openness:law")
    link = f'href="{reverse("reception:public")}"'  # at the foot of every page, and where a right of a route needs it
    assert text(client, "openness:law_route", "be-current", "asylum").count(link) == 2
    assert text(client, "openness:law_route", "be-proposal", "talent").count(link) == 1


def test_a_household_more_costs_the_page_no_question(rik: Who) -> None:
    """The journals of all files, from which the right to a place follows, are read at once; so are the facts on which a
    right depends, and the terms of those whose right is over."""
    client, page = signed_in(rik.account), reverse("reception:work")

    def asked() -> int:
        client.get(page)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(page).status_code == 200
        return len(seen)

    def one_more(name: str) -> None:
        stage.waits(rik, name=name)
        over = cast.applicant(name)
        wait = acts.enlist(stage.presented(over), 1, rik, key=name)
        cast.act(wait.case, "withdraw", over)
        stay = stage.placed(rik, where, stage.waits(rik, name=f"{name} recognised"))  # keeps it `if` it was given
        append(case_chain(stay.wait.case_id), "tell_recognised", SYSTEM.ref, led_to="recognised")
        Case.objects.filter(pk=stay.wait.case_id).update(step="recognised")

    where = stage.place(rik, 8)
    one_more("Bo B")
    one = asked()
    for name in ("Cas C", "Dia D"):
        one_more(name)
    assert asked() == one
    assert {one.wait.case.step for one in queries.right_ended(rik)} == {"withdrawn"}


def test_an_auditor_reads_and_changes_nothing(rik: Who) -> None:
    wait = stage.waits(rik)
    auditor = signed_in(cast.account("Ada Auditor", roles.AUDITOR))
    here = reverse("reception:wait", args=[wait.pk])
    assert "Amina Haddad" in text(auditor, "reception:wait", wait.pk)
    assert auditor.post(here, {"do": "propose"}).status_code == 404
    assert auditor.get(reverse("reception:enlist")).status_code == 404
    assert not wait.proposals.exists()


def test_what_does_not_exist_is_not_there(rik: Who) -> None:
    client = signed_in(rik.account)
    for name in ("wait", "stay", "place"):
        assert client.get(reverse(f"reception:{name}", args=[uuid4()])).status_code == 404
