"""Lists: the same order for everybody, pages that neither skip nor repeat, and no query more for more rows."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cases import cast
from tests.cases.test_pages import as_
from veer.access.who import Who
from veer.cases import numbering, queries
from veer.cases.models import Case

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


def test_the_most_urgent_first_and_the_late_ones_named(amina: Who, bram: Who) -> None:
    case = cast.submitted(amina)
    Case.objects.filter(pk=case.pk).update(due=TODAY + timedelta(days=3))
    early, *_rest = copies(case, 1)
    Case.objects.filter(pk=early.pk).update(due=TODAY - timedelta(days=2))
    page = queries.worklist(bram, "all", "nl", TODAY)
    assert [(row.case.pk, row.late_by, row.days_left) for row in page.rows] == [(early.pk, 2, -2), (case.pk, 0, 3)]
    assert queries.counts(bram, TODAY) == {"mine": 0, "free": 2, "late": 1, "sign": 0, "waiting": 0, "all": 2}


def test_a_late_file_is_seen_first_whatever_list_is_looked_at(amina: Who, bram: Who, chantal: Who) -> None:
    case = cast.submitted(amina)
    late, later, *_rest = copies(case, 3)
    for one, days in ((late, 1), (later, 9)):
        Case.objects.filter(pk=one.pk).update(due=TODAY - timedelta(days=days))
    for chosen in ("mine", "sign", "waiting"):
        beside = queries.late_elsewhere(chantal, chosen, "nl", TODAY)
        assert [row.case.pk for row in beside] == [later.pk, late.pk], chosen
    for chosen in ("free", "late", "all"):  # these hold them already, most urgent first
        assert queries.late_elsewhere(bram, chosen, "nl", TODAY) == []
    Case.objects.filter(pk=late.pk).update(holder=bram.account)
    assert [row.case.pk for row in queries.late_elsewhere(bram, "free", "nl", TODAY)] == [late.pk]


def test_the_list_a_signer_begins_at_hides_no_late_file(amina: Who, bram: Who, chantal: Who, at: Any) -> None:
    at(2027, 1, 10, 9)
    late = cast.submitted(amina)
    at(2027, 5, 1, 9)
    waits = cast.proposed(cast.applicant("Wacht Even"), bram)
    shown = as_(chantal).get(reverse("cases:work")).content.decode()
    assert (
        shown.index(late.given.number) < shown.index("All files that are too late: 1") < shown.index(waits.given.number)
    )
    assert "All files that are too late" not in as_(chantal).get(reverse("cases:work") + "?show=late").content.decode()


def test_pages_neither_skip_nor_repeat(amina: Who, bram: Who, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 4)
    case = cast.submitted(amina)
    Case.objects.filter(pk=case.pk).update(due=TODAY)
    everything = {case.pk, *(one.pk for one in copies(case, 10))}
    seen: list[Any] = []
    after: str | None = ""
    while after is not None:
        page = queries.worklist(bram, "all", "nl", TODAY, after)
        seen += [row.case.pk for row in page.rows]
        after = page.after
    assert len(seen) == len(set(seen)) == 11
    assert set(seen) == everything
    assert seen == [row.pk for row in Case.objects.order_by("due", "id")]


def test_a_page_key_that_somebody_made_up_breaks_nothing(amina: Who, bram: Who) -> None:
    cast.submitted(amina)
    for key in ("x_y", "2026-13-45_x", "_", "9999-12-31_", "2026-01-01_zzz"):
        assert as_(bram).get(reverse("cases:work"), {"after": key}).status_code == 200


def test_what_is_over_is_in_no_list(amina: Who, bram: Who) -> None:
    case = cast.submitted(amina)
    cast.act(case, "withdraw", amina)
    assert queries.worklist(bram, "all", "nl", TODAY).rows == []


@pytest.mark.parametrize("address", ["cases:work", "cases:mine"])
def test_three_rows_cost_as_many_queries_as_one(amina: Who, bram: Who, address: str) -> None:
    case = cast.submitted(amina)
    client = as_(bram if address == "cases:work" else amina)
    url = reverse(address) + "?show=all"
    client.get(url)
    one = count_queries(client, url)
    copies(case, 2)
    assert count_queries(client, url) == one


def test_a_file_page_costs_at_most_fifteen_queries(amina: Who, bram: Who) -> None:
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
    assert len(seen) <= 15, "\n".join(query["sql"][:150] for query in seen.captured_queries)


def test_a_question_page_costs_at_most_fifteen_queries(amina: Who) -> None:
    case = cast.draft(amina)
    client = as_(amina)
    address = reverse("cases:question", args=[case.pk, "birth_date"])
    client.get(address)
    assert count_queries(client, address) <= 15
