"""The demonstration touches only what it made, and lets its people in by the doors that everybody uses."""

import json
import sqlite3
from pathlib import Path

import pytest

from tests import demonstration
from tests.architecture.source import ROOT
from veer.access.roles import TITLES
from veer.journal import clock


def ask(folder: Path, question: str) -> list[tuple[object, ...]]:
    database = sqlite3.connect(folder / "veer.sqlite3")
    try:
        return database.execute(question).fetchall()
    finally:
        database.close()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "data"
    said = demonstration.copied(folder)
    # A line a stage, for whoever waits.
    stages = [line.partition(":")[0] for line in said.splitlines()]
    assert stages == ["Tables", "Tables", "Law", "Demonstration", "Open numbers"]
    return folder


def test_every_role_can_be_become(made: Path) -> None:
    roles = {role for (role,) in ask(made, "SELECT DISTINCT role FROM access_grant")}
    assert roles == set(TITLES)
    assert len(ask(made, "SELECT 1 FROM web_demologin")) >= 7


def test_the_open_numbers_were_counted_once(made: Path) -> None:
    assert ask(made, "SELECT COUNT(DISTINCT counted_at) FROM openness_count") == [(1,)]


def test_its_journal_is_sealed_as_it_is_every_night(made: Path) -> None:
    heads = "SELECT COUNT(*) FROM journal_head"
    assert ask(made, "SELECT number, count FROM journal_seal") == [(1, *ask(made, heads)[0])]


def test_one_file_of_protection_under_each_law_waits_where_somebody_can_go_on(made: Path) -> None:
    told = "SELECT p.given_name, c.step, c.ball FROM cases_case c JOIN people_person p ON p.id = c.person_id"
    assert ask(made, f"{told} WHERE p.given_name IN ('Tesfaye', 'Senait') ORDER BY 1") == [
        ("Senait", "examined", "official"),
        ("Tesfaye", "refused", "applicant"),
    ]
    clocks = "SELECT t.clock FROM cases_term t JOIN cases_case c ON c.id = t.case_id JOIN people_person p"
    assert {("remarks",), ("decision_pact",)} <= set(
        ask(made, f"{clocks} ON p.id = c.person_id WHERE p.given_name = 'Senait'")
    )
    assert ask(made, "SELECT branch, step, ball FROM cases_branch") == [("appeal", "pending", "court")]
    assert {"desk", "court"} <= {role for (role,) in ask(made, "SELECT role FROM access_grant")}


def test_somebody_acts_for_three_and_somebody_stood_at_a_desk(made: Path) -> None:
    held = "SELECT relation, may, COUNT(*) FROM people_link WHERE until IS NULL AND accepted_at IS NOT NULL"
    links = ask(made, f"{held} AND relation <> 'self' GROUP BY relation, may ORDER BY 1, 2")
    assert links == [
        ("guardian", "act", 1),
        ("interpreter", "read", 1),
        ("representative", "act", 2),
        ("representative", "read", 1),
    ]
    assert ("أحمد",) in ask(made, "SELECT given_name FROM people_person")
    assert ask(made, "SELECT signs FROM people_likeness WHERE said IS NULL") == [('["paper"]',)]


def test_some_wait_for_a_place_some_have_one_and_forecasts_can_be_compared(made: Path) -> None:
    assert ask(made, "SELECT COUNT(*) FROM reception_place") == [(12,)]
    assert ask(made, "SELECT COUNT(*) FROM reception_wait WHERE ended_at IS NULL") == [(6,)]
    assert ask(made, "SELECT COUNT(*) FROM reception_stay WHERE until IS NULL") == [(5,)]
    assert ask(made, "SELECT COUNT(*) > 5 FROM reception_forecast WHERE day < date('now')") == [(1,)]


def test_few_files_are_too_late_and_the_desk_has_something_to_do_in_time(made: Path) -> None:
    today = clock.today("Europe/Brussels").isoformat()
    open_files = (
        "SELECT p.given_name FROM cases_case c JOIN people_person p ON p.id = c.person_id WHERE ended_at IS NULL"
    )
    assert len(ask(made, open_files)) > 20
    assert ask(made, f"{open_files} AND due < '{today}'") == [("Omar",)]
    assert ask(made, f"{open_files} AND step = 'presented'") == [("Fatou",)]
    housed = (
        "SELECT 1 FROM reception_stay s JOIN reception_wait w ON w.id = s.wait_id JOIN cases_case c ON c.id = w.case_id"
    )
    assert ask(made, housed)
    assert ask(made, f"{housed} WHERE c.step <> 'lodged'") == []


def test_one_group_of_sponsors_waits_for_the_draw_and_one_is_drawn(made: Path) -> None:
    told = "SELECT g.name, c.step FROM sponsorship_application a JOIN sponsorship_group g ON g.id = a.group_id"
    steps = ask(made, f"{told} JOIN cases_case c ON c.id = a.case_id ORDER BY 1")
    assert steps == [("Buren van de Dampoort", "pooled"), ("Samen Sterk Leuven", "coming")]
    assert ask(made, "SELECT COUNT(*), COUNT(drawn_at) FROM sponsorship_window") == [(2, 1)]


def test_one_group_is_refused_for_reasons_of_the_law_and_may_ask_for_another_look(made: Path) -> None:
    told = "SELECT c.step, d.outcome, d.reasons FROM sponsorship_group g JOIN cases_case c ON c.id = g.recognition_id"
    ((step, outcome, reasons),) = ask(
        made, f"{told} JOIN cases_decision d ON d.case_id = c.id WHERE g.name = 'Vrienden van Homs'"
    )
    assert (step, outcome) == ("refused", "refuse")
    found = {one["id"].rpartition(".")[2] for one in json.loads(str(reasons))}
    assert found == {"near", "trained"}


def test_places_of_the_year_are_reserved_for_an_organisation(made: Path) -> None:
    told = "SELECT p.organisation, p.persons, c.step, q.places FROM sponsorship_protocol p JOIN cases_case c"
    rows = ask(made, f"{told} ON c.id = p.case_id JOIN quotas_quota q ON q.id = p.quota_id WHERE p.ended_on IS NULL")
    assert rows == [("Huis van Aankomst", 20, "in_force", 20)]


def test_the_state_resettles_beside_them_with_places_of_its_own(made: Path) -> None:
    steps = ask(made, "SELECT step FROM cases_case WHERE route = 'state-resettlement' ORDER BY 1")
    assert steps == [("mission",), ("screening",)]
    taken = "SELECT q.name, c.reserved FROM quotas_quota q JOIN quotas_counter c ON c.quota_id = q.id"
    assert ask(made, f"{taken} WHERE c.reserved > 0 AND q.scope LIKE '%/%' ORDER BY 1") == [("state_quota", 4)]


def test_a_household_is_on_its_way_to_a_municipality_that_keeps_places_for_it(made: Path) -> None:
    held = "SELECT SUM(c.reserved), SUM(c.confirmed) FROM quotas_quota q JOIN quotas_counter c ON c.quota_id = q.id"
    assert ask(made, f"{held} WHERE q.scope = 'municipalities'") == [(6, 0)]
    assert ask(made, f"{held} WHERE q.name = 'named_family'") == [(0, 3)]
    assert ask(made, "SELECT answer FROM municipalities_handover") == [("",)]
    assert ask(made, "SELECT purpose, sent_at IS NULL FROM municipalities_link") == [("places", 0)]
    assert ask(made, "SELECT COUNT(*) FROM sponsorship_planline") == [(21,)], "the plan that stands has its people"


def test_the_law_is_in_force(made: Path) -> None:
    packs = {pack.name for pack in (ROOT / "veer" / "law").iterdir() if (pack / "pack.yaml").exists()}
    assert {pack for (pack,) in ask(made, "SELECT DISTINCT pack FROM cases_activation")} == packs


def test_a_second_time_changes_nothing(made: Path) -> None:
    before = ask(made, "SELECT id FROM journal_entry ORDER BY id")
    done = demonstration.prepared(made)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert ask(made, "SELECT id FROM journal_entry ORDER BY id") == before


def test_anybody_elses_database_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "veer.sqlite3") as theirs:
        theirs.execute("CREATE TABLE people_account (id TEXT)")
    theirs.close()
    done = demonstration.prepared(tmp_path)
    assert done.returncode == 2
    assert "the demonstration did not make" in done.stderr
    assert ask(tmp_path, "SELECT name FROM sqlite_master") == [("people_account",)]


def test_a_folder_is_for_its_owner_only(made: Path) -> None:
    assert made.stat().st_mode & 0o077 == 0
    assert (made / "secret").stat().st_mode & 0o077 == 0
