"""Open numbers: what happened in cases is counted, small counts stay hidden, and nobody can be found in them."""

import csv
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cases import cast
from tests.openness.dropped import drop
from tests.openness.test_pages import seen, walk
from veer.access.who import SYSTEM, Who
from veer.cases import facts, law
from veer.cases.acts import open_case, perform
from veer.cases.models import Case
from veer.journal.queries import length
from veer.openness import counting, numbers
from veer.openness.models import Count
from veer.rules import load_pack

pytestmark = pytest.mark.django_db

At = Callable[..., datetime]


def put_in_force(folder: Path, *routes: str, below: int = 1) -> None:
    """The garden law, hiding what is under `below`."""
    drop(folder, *routes)
    for file in (folder / "routes").iterdir():
        file.write_text(file.read_text().replace("hide_below: 1", f"hide_below: {below}"))
    law.activate(load_pack(folder), SYSTEM)


@pytest.fixture
def people(db: None) -> tuple[Who, Who, Who]:
    return cast.applicant(), cast.official(), cast.signer()


def sent(people: tuple[Who, Who, Who], route: str = "plot") -> Case:
    amina = people[0]
    case = open_case(cast.person_of(amina), "garden", route, amina, language="nl", key=uuid4().hex)
    facts.save_answer(case, amina, "lives_here", True, version=0)
    return cast.act(case, "submit", amina, declaration=True).case


def ended(people: tuple[Who, Who, Who], how: str, at: At, first: tuple[int, ...], last: tuple[int, ...]) -> None:
    _amina, bram, chantal = people
    at(*first)
    case = sent(people)
    cast.act(case, "take", bram)
    cast.act(case, "walk", bram, facts={"plot_free": True})
    at(*last)
    cast.act(case, f"propose_{how}", bram, reasons=[{"id": "", "text": "Daarom.", "source": ""}])
    case.refresh_from_db()
    perform(
        case.pk, "sign", chantal, data={"letter": cast.shown_letter(case, chantal)}, seen=length(case.pk),
        key=uuid4().hex,
    )  # fmt: skip


def shown(table: str) -> dict[tuple[str, str], Any]:
    """What is shown of a table, by row and column; "-" where nothing is."""
    found = Count.objects.filter(pack="garden", table=table).order_by("row_place", "column_place")
    return {(one.row, one.column): "-" if one.number is None else one.number for one in found}


def test_endings_days_waiting_and_late(people: tuple[Who, Who, Who], at: At, tmp_path: Path) -> None:
    at(2025, 1, 1, 8)
    put_in_force(tmp_path / "garden")
    ended(people, "grant", at, (2025, 12, 1, 12), (2025, 12, 31, 23, 30))  # in Brussels it is 2026 by then
    ended(people, "grant", at, (2026, 2, 1, 12), (2026, 2, 11, 12))
    ended(people, "refusal", at, (2025, 3, 1, 12), (2025, 3, 21, 12))
    at(2026, 3, 1, 12)
    sent(people)
    at(2026, 6, 1, 12)
    sent(people)
    open_case(cast.person_of(people[0]), "garden", "plot", people[0], language="nl", key="draft")
    call_command("count", verbosity=0)
    assert shown("endings") == {
        ("2025", "residence"): 0, ("2025", "refused"): 1, ("2025", "*"): 1,
        ("2026", "residence"): 2, ("2026", "refused"): 0, ("2026", "*"): 2,
        ("*", "residence"): 2, ("*", "refused"): 1, ("*", "*"): 3,
    }  # fmt: skip
    assert shown("days.speed") == {
        ("2025", "median"): 20, ("2025", "nine_in_ten"): "-", ("2026", "median"): 10, ("2026", "nine_in_ten"): 31,
    }  # fmt: skip
    waiting = shown("waiting")
    assert waiting["official", "month"] == waiting["official", "half"] == 1
    assert waiting["official", "*"] == waiting["*", "*"] == 2
    assert shown("late") == {("answer", "too_late"): 1}


def test_days_are_told_by_outcome_and_who_waits_by_step_where_the_law_says_so(
    people: tuple[Who, Who, Who], at: At, tmp_path: Path, client: Client
) -> None:
    at(2025, 1, 1, 8)
    drop(tmp_path / "garden")
    route = tmp_path / "garden" / "routes" / "plot.yaml"
    law_text = route.read_text().replace("hide_below: 1", "hide_below: 2")
    law_text = law_text.replace("days: [submit, sign], by: [year]", "days: [submit, sign], by: [year, outcome]")
    route.write_text(law_text.replace("{waiting: [],", "{waiting: [], by: [step],"))
    law.activate(load_pack(tmp_path / "garden"), SYSTEM)
    for day in (5, 9):
        ended(people, "grant", at, (2026, 2, 1, 12), (2026, 2, day, 12))
    ended(people, "refusal", at, (2026, 2, 1, 12), (2026, 2, 21, 12))
    for _number in range(2):
        sent(people)
    cast.act(sent(people), "take", people[1])
    call_command("count", verbosity=0)
    # One refusal is nobody's business, and no row of both together gives its days away.
    assert shown("days.speed") == {
        ("2026/grant", "median"): 4, ("2026/grant", "nine_in_ten"): "-",
        ("2026/refuse", "median"): "-", ("2026/refuse", "nine_in_ten"): "-",
    }  # fmt: skip
    assert shown("waiting")["sent", "month"] == 3
    assert {row for row, _column in shown("waiting")} == {"sent", "*"}
    said = seen(client.get(reverse("openness:numbers_of", args=["garden", "plot"])))
    for words in ("2026, Een tuin voorstellen", "Wij gaan naar de tuin kijken", "Where the case is"):
        assert words in said, words
    assert "Whose turn it is" not in said


def test_small_counts_are_nowhere(people: tuple[Who, Who, Who], at: At, tmp_path: Path, client: Client) -> None:
    at(2026, 1, 1, 8)
    put_in_force(tmp_path / "garden", below=3)
    for day in (2, 4, 6):
        ended(people, "grant", at, (2026, 2, 1, 12), (2026, 2, day, 12))
    ended(people, "refusal", at, (2026, 3, 1, 12), (2026, 3, 21, 12))
    call_command("count", verbosity=0)
    # The three grants are shown nowhere: with the sum they would give away the one refusal.
    assert {number for (_row, column), number in shown("endings").items() if column != "*"} == {"-"}
    assert shown("endings")["2026", "*"] == 4
    assert shown("days.speed") == {("2026", "median"): 3, ("2026", "nine_in_ten"): "-"}
    said = seen(client.get(reverse("openness:numbers_of", args=["garden", "plot"])))
    assert "not shown" in said
    assert "under 3 is not shown" in said
    assert "Handbook on Statistical Disclosure Control" in said


def test_the_page_the_table_and_the_files_say_the_same(
    people: tuple[Who, Who, Who], at: At, tmp_path: Path, client: Client
) -> None:
    at(2026, 1, 1, 8)
    put_in_force(tmp_path / "garden")
    address = reverse("openness:numbers_of", args=["garden", "plot"])
    assert "Nothing was counted yet." in seen(client.get(address))
    ended(people, "grant", at, (2026, 2, 1, 12), (2026, 2, 11, 12))
    ended(people, "refusal", at, (2026, 2, 1, 12), (2026, 2, 21, 12))
    call_command("count", verbosity=0)
    said = seen(client.get(address))
    assert "As counted on 21 February 2026" in said
    for words in ("Hoe het afliep", "may stay", "50 %", "Half within (days)", "Aanvraag sturen"):
        assert words in said, words
    rows = list(csv.DictReader(client.get(f"{address}numbers.csv").content.decode().splitlines()))
    whole = json.loads(client.get(f"{address}numbers.json").content)
    assert len(rows) == len(whole["cells"]) == Count.objects.filter(route="plot").count()
    assert {"table": "endings", "row": "2026", "column": "residence", "number": 1, "how": "exact"} in whole["cells"]
    assert any(row["row"] == "total" and row["column"] == "total" and row["number"] == "2" for row in rows)
    assert "Amina" not in client.get(f"{address}numbers.csv").content.decode()
    listed = client.get(reverse("openness:numbers")).content.decode()
    assert address in listed
    assert "counted on 21 February 2026" in listed


def test_a_route_of_which_nothing_is_counted_has_no_page(tmp_path: Path, client: Client) -> None:
    assert client.get(reverse("openness:numbers_of", args=["de-chancenkarte", "chancenkarte"])).status_code == 404


def test_the_finder_says_how_long_it_took(people: tuple[Who, Who, Who], at: At, tmp_path: Path, client: Client) -> None:
    at(2026, 1, 1, 8)
    put_in_force(tmp_path / "garden")
    walk(client, law.read(law.active("garden").pk), {"lives_here": True})
    result = reverse("openness:result", args=["garden"])
    said = seen(client.get(result))
    assert "How long it usually takes: no public figure yet." in said
    ended(people, "grant", at, (2026, 1, 3, 12), (2026, 2, 2, 12))
    call_command("count", verbosity=0)
    assert "How long it took (2026): half within 30 days." in seen(client.get(result))
    ended(people, "grant", at, (2026, 2, 3, 12), (2026, 2, 13, 12))
    call_command("count", verbosity=0)
    said = seen(client.get(result))
    assert "How long it took (2026): half within 10 days, nine in ten within 30." in said
    assert reverse("openness:numbers_of", args=["garden", "plot"]) in client.get(result).content.decode()


def queries_of(do: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as caught:
        do()
    # how many rows SQLite takes in one insert is its own matter
    return sum(not one["sql"].startswith("INSERT") for one in caught.captured_queries)


def test_three_routes_take_no_more_queries_than_one(
    people: tuple[Who, Who, Who], at: At, tmp_path: Path, client: Client
) -> None:
    at(2026, 1, 1, 8)
    page, all_ = reverse("openness:numbers_of", args=["garden", "plot"]), reverse("openness:numbers")
    taken = []
    for routes in (["plot"], ["plot", "path", "shed"]):
        at(2026, 1, 1 + len(routes), 8)
        put_in_force(tmp_path / f"{len(routes)}" / "garden", *routes)
        for route in routes:
            sent(people, route)
        call_command("count", verbosity=0)
        counted = queries_of(counting.count)
        client.get(page), client.get(all_)
        taken.append((counted, queries_of(lambda: client.get(page)), queries_of(lambda: client.get(all_))))
    assert taken[0] == taken[1], taken


def test_a_page_reads_only_what_was_counted(
    people: tuple[Who, Who, Who], at: At, tmp_path: Path, client: Client
) -> None:
    at(2026, 1, 1, 8)
    put_in_force(tmp_path / "garden")
    sent(people)
    call_command("count", verbosity=0)
    with CaptureQueriesContext(connection) as caught:
        client.get(reverse("openness:numbers_of", args=["garden", "plot"]))
    assert not [one["sql"] for one in caught if "cases_case" in one["sql"] or "journal_" in one["sql"]]


def test_counting_again_replaces_what_was_counted(people: tuple[Who, Who, Who], at: At, tmp_path: Path) -> None:
    at(2026, 1, 1, 8)
    put_in_force(tmp_path / "garden")
    counting.count()
    sent(people)
    before = counting.count()
    at(2026, 1, 2, 8)
    assert counting.count() == before == Count.objects.count()
    assert set(numbers.counted_at()["garden", "plot"].timetuple()[:3]) == {2026, 1, 2}
