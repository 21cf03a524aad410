"""Pages ask the database a bounded number of questions, and no more of them for more rows."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cases import cast
from tests.cases.test_machine import MACHINE
from tests.cases.test_pages import as_
from veer.access import roles
from veer.access.who import SYSTEM, Who
from veer.cases import away, law, numbering
from veer.cases.acts import open_case, stopping
from veer.cases.models import Case, Hearing
from veer.people.acts import accept_mandate, give_mandate
from veer.people.models import Account
from veer.rules import load_pack
from veer.safeguarding.acts import say_interest

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


def count_queries(client: Any, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def copies(case: Case, how_many: int) -> list[Case]:
    """More files like this one, due a day apart, each with a number of its own."""
    made = []
    for number in range(how_many):
        copy = Case.objects.get(pk=case.pk)
        copy.pk, copy._state.adding = uuid4(), True
        copy.due = TODAY + timedelta(days=number // 2)
        copy.save()
        numbering.give(copy, copy.opened_at)
        made.append(copy)
    return made


@pytest.mark.parametrize("address", ["cases:work", "cases:mine"])
def test_three_rows_cost_as_many_queries_as_one(amina: Who, bram: Who, address: str) -> None:
    case = cast.submitted(amina)
    client = as_(bram if address == "cases:work" else amina)
    url = reverse(address) + "?show=all"
    client.get(url)
    one = count_queries(client, url)
    assert one <= 16  # of the work list: the counts of all lists are one question, and so are the laws in force
    copies(case, 2)
    assert count_queries(client, url) == one


def test_a_file_page_costs_at_most_twelve_queries(amina: Who, bram: Who) -> None:
    case = cast.submitted(amina)
    cast.act(case, "take", bram)
    for _n in range(3):
        cast.act(case, "add_document", amina, kind="diploma", file=cast.a_pdf())
        cast.act(case, "note", bram, text="Nog een notitie.")
    client = as_(bram)
    address = reverse("cases:at_work", args=[case.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        client.get(address)
    assert len(seen) <= 12, "\n".join(query["sql"][:150] for query in seen.captured_queries)
    cast.act(case, "ask_document", bram, kind="diploma", reason="Where is it?")
    mine, page = as_(amina), reverse("cases:file", args=[case.pk])
    assert "Where is it?" in mine.get(page).content.decode()
    assert count_queries(mine, page) <= 15


def test_decided_twice_and_held_by_another_it_costs_no_more(amina: Who, bram: Who, chantal: Who) -> None:
    """Each proposal and signature stands on the page; none of them is a question of its own."""
    case = cast.proposed(amina, bram)
    cast.act(case, "send_back", chantal, reason="Look again.")
    cast.act(case, "propose_refusal", bram, reasons=[{"id": "", "text": "Nog te kort.", "source": ""}])
    cast.act(case, "sign", chantal, letter=cast.shown_letter(case, chantal))
    page = reverse("cases:at_work", args=[case.pk])
    for one in (bram, chantal, cast.official("Dirk Ander")):
        client = as_(one)
        client.get(page)
        assert count_queries(client, page) <= 15


def test_a_question_page_costs_at_most_fifteen_queries(amina: Who) -> None:
    case = cast.draft(amina)
    client = as_(amina)
    address = reverse("cases:question", args=[case.pk, "birth_date"])
    client.get(address)
    assert count_queries(client, address) <= 15


@pytest.fixture
def fullest(at: Any) -> dict[str, Any]:
    """The most that a file can have at once: it was decided on and came back, the person is invited, its interpreter
    said yes, its holder is away, and it is stopped. Who looks stands in, and has said on which other file and in which
    municipality they do not work."""
    at(2026, 10, 1, 9)
    law.activate(load_pack(MACHINE), SYSTEM)
    bram, karim, idriss = cast.official(), cast.official("Karim Bouzid"), cast.applicant("Idriss Bah", "en")
    case, other = (
        open_case(cast.person_of(one), "machine", "protection", bram, language="en", key=uuid4().hex)
        for one in (idriss, cast.applicant("Jan Kin"))
    )
    cast.act(case, "lodge", bram, facts={"country": "GN"})
    cast.act(case, "propose_grant", bram, reasons=[{"id": "", "text": "He told it well.", "source": ""}])
    cast.act(case, "send_back", cast.signer("Chantal"), reason="Hear him first.")
    cast.act(case, "summon", bram, set_for=datetime(2026, 10, 20, 8, tzinfo=UTC), place="Room 2", language="Susu")
    cast.interpreter(Hearing.objects.get(), bram)
    Case.objects.filter(pk=case.pk).update(holder=bram.account)
    away.say_away(bram, date(2026, 10, 1), date(2026, 10, 9), karim.account)
    stopping.stop(case.pk, cast.who(cast.account("Iris Integer", roles.INTEGRITY)), "Threats.")
    say_interest(karim, "My cousin.", number=other.given.number)
    say_interest(karim, "I live there.", municipality="Gent")
    leila = Account.objects.get(pk=cast.applicant("Leila Advocaat").account)
    EmailAddress.objects.create(user=leila, email=leila.email, verified=True)
    accept_mandate(give_mandate(cast.person_of(idriss), idriss, email=leila.email).pk, cast.who(leila))
    return {"case": case, "office": karim, "person": idriss, "lawyer": cast.who(leila)}


@pytest.mark.parametrize("reader", ["office", "person", "lawyer"])
def test_the_fullest_file_costs_no_more(fullest: dict[str, Any], reader: str) -> None:
    client = as_(fullest[reader])
    page = reverse("cases:at_work" if reader == "office" else "cases:file", args=[fullest["case"].pk])
    whole = client.get(page).content.decode()
    assert "Ines Laurent" in whole or reader != "office"
    assert "stopped since" in whole or reader != "office"
    with CaptureQueriesContext(connection) as seen:
        client.get(page)
    assert len(seen) <= 15, "\n".join(query["sql"][:150] for query in seen.captured_queries)
