"""`law diff` and `law try`: differences in words, and decided cases under a draft."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cases import cast
from tests.cli.running import LAW, ROOT
from tests.cli.test_schemas import fits
from tests.laws import law_in
from veer.access.who import SYSTEM
from veer.cases import law
from veer.cases.models import Case
from veer.cli.main import main
from veer.rules.compare import nodes

MACHINE = ROOT / "tests" / "cases" / "machine"


def changed(folder: Path, into: Path, *changes: tuple[str, str, str]) -> str:
    """A copy of a pack in which a text is replaced in files; its folder."""
    shutil.copytree(folder, into)
    for file, was, now in changes:
        text = (into / file).read_text()
        assert was in text, (file, was)
        (into / file).write_text(text.replace(was, now))
    return str(into)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["law", *words]) == 0
    return capsys.readouterr().out


def test_differences_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    newer = changed(
        MACHINE, tmp_path / "newer",
        ("pack.yaml", 'version: "1"', 'version: "2"'),
        ("routes/protection.yaml", "length: {days: 10}", "length: {days: 5}"),
        ("routes/leaving.yaml", "meets: [leave, impossible]", "meets: [leave]"),
    )  # fmt: skip
    lines = said(capsys, "diff", str(MACHINE), newer).splitlines()
    assert re.fullmatch(r"machine 1 \([0-9a-f]{12}\) -> machine 2 \([0-9a-f]{12}\)", lines[0])
    assert lines[1:] == [
        "changed  pack", "    version: 1 -> 2",
        "changed  leaving/clocks.leave", "    meets: impossible, leave -> leave",
        "changed  leaving/clocks.act", "    meets: impossible, leave -> leave",
        "changed  protection/clocks.appeal.detained", "    length: 10 days -> 5 days",
        "4 differences: the law differs",
    ]  # fmt: skip
    one_route = said(capsys, "diff", str(MACHINE), newer, "--route", "protection")
    assert "clocks.appeal.detained" in one_route
    assert "leaving" not in one_route
    assert "pack" not in one_route.splitlines()[1]


def test_the_same_law_in_other_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    title = law_in(LAW / "be-proposal").text("talent", "title", "nl")
    newer = changed(
        LAW / "be-proposal", tmp_path / "newer", ("texts/talent.nl.yaml", f"title: {title}", f"title: {title}!")
    )
    told = said(capsys, "diff", "be-proposal", newer, "--lang", "nl")
    assert told.endswith("1 difference: the law is the same, its words differ\n")
    assert f"    nl: {title} -> {title}!" in told


def test_a_route_that_came_is_told_once_with_its_parts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    older = changed(
        MACHINE, tmp_path / "older", ("routes/protection.yaml", "left: {goes_on: leaving}", "left: {ends: returned}")
    )
    (Path(older) / "routes" / "leaving.yaml").unlink()
    told = said(capsys, "diff", older, str(MACHINE))
    assert [line for line in told.splitlines() if line.startswith("added")] == ["added    leaving  Leaving"]
    parts = [name for name in nodes(law_in(MACHINE)) if name.startswith("leaving/")]
    assert f"    and {len(parts)} parts" in told


@pytest.mark.django_db
def test_a_stored_version_is_named_by_version_or_hash(capsys: pytest.CaptureFixture[str]) -> None:
    stored = law.activate(law_in(MACHINE), SYSTEM)
    for named in ("1", stored.hash[:12], stored.law_hash, stored.law_hash.removeprefix("sha256:")[:16]):
        assert "no differences: the same law" in said(capsys, "diff", f"machine@{named}", str(MACHINE))
    assert main(["law", "diff", "machine@7", str(MACHINE)]) == 2
    assert 'no stored version "7" of machine' in capsys.readouterr().err


def test_what_cannot_be_compared_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "diff", "be-proposal", "nowhere"]) == 2
    assert main(["law", "diff", "be-proposal", "be-proposal", "--route", "tallent"]) == 2
    assert 'did you mean "talent"?' in capsys.readouterr().err
    (tmp_path / "pack.yaml").write_text("a: [\n")
    assert main(["law", "diff", "be-proposal", str(tmp_path)]) == 4


def test_facts_that_two_laws_answer_differently_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = LAW / "de-chancenkarte"
    newer = changed(old, tmp_path / "newer", ("routes/chancenkarte.yaml", "pass: 6", "pass: 7"))
    told = said(capsys, "diff", str(old), newer).splitlines()
    at = next(number for number, line in enumerate(told) if line.startswith("chancenkarte: they answer differently on"))
    found = json.loads(said(capsys, "diff", str(old), newer, "--json"))
    fits("law-diff", found)
    (looked,) = found["witnesses"]
    assert json.loads(told[at + 1]) == looked["found"]["facts"]
    assert [line.split(",")[0] for line in told[at + 2 : at + 4]] == ["    was: open", "    now: closed"]
    assert told[at + 4] == "1 difference: the law differs"
    assert looked["found"]["conditions"] == ["conditions.mark"]


def test_people_whom_another_version_answers_otherwise(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = LAW / "de-chancenkarte"
    newer = changed(old, tmp_path / "newer", ("routes/chancenkarte.yaml", "C1: 1, C2: 1", "C1: 0, C2: 0"))
    person = {
        "assessment_date": "2026-03-16", "birth_date": "1997-08-08", "german": "A2", "livelihood_secured": True,
        "qualification": {"kind": "academic", "training_years": 4, "recognised_where_obtained": True,
            "fully_recognised_in_germany": False, "partial_recognition_notice": False, "occupation": "other"},
        "related_work_months_last_5_years": 26, "related_work_months_last_7_years": 26,
        "continuous_lawful_stay_months_last_5_years": 0, "partner_applies_and_qualifies": False,
    }  # fmt: skip
    people = [{"id": f"p{n}", **person, "english": "C1" if n < 10 else "B2"} for n in range(30)]
    people[29]["german"] = "D1"
    file = tmp_path / "people.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in people))
    words = ["law", "diff", str(old), newer, "--route", "chancenkarte", "--people", str(file)]
    assert main([*words, "--json"]) == 3
    document = json.loads(capsys.readouterr().out)
    fits("law-diff", document)
    found = document["effect"]
    assert [found[key] for key in ("people", "rejected", "gain", "lose")] == [29, 1, 0, 10]
    assert found["outcomes"] == [
        {"was": "closed", "now": "closed", "people": 19, "examples": []},
        {"was": "open", "now": "closed", "people": 10, "examples": ["p0", "p1", "p2"]},
    ]
    assert [(one["fact"], one["value"], one["lose"]) for one in found["losing"]] == [("english", "C1", 10)]
    assert found["examples"][0]["differs"] == [
        {"id": "chancenkarte/points.english", "was": 1, "now": 0},
        {"id": "chancenkarte/conditions.mark", "was": "yes", "now": "no"},
        {"id": "chancenkarte/conditions.mark.points", "was": "yes", "now": "no"},
    ]
    assert main(words) == 3
    told = capsys.readouterr().out.splitlines()
    assert "29 people, 1 rejected: 0 would gain, 10 would lose" in told
    assert "       10  open -> closed" in told
    assert "    english C1  English: 10 of 10" in told
    assert main(["law", "diff", str(old), newer, "--people", str(file)]) == 3
    assert "people answered on chancenkarte" in capsys.readouterr().out.splitlines()


def test_people_are_answered_on_the_route_that_their_facts_fit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    law, file = str(LAW / "be-proposal"), tmp_path / "people.csv"
    file.write_text("id,education.isced,occupation.isco08\na,7,2512\n")
    assert main(["law", "diff", law, law, "--people", str(file), "--on", "2026-11-25", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["effect"]["route"] == "talent"
    file.write_text("id,birth_date,education.isced,whereabouts\na,1990-01-01,7,inside\n")
    assert main(["law", "diff", law, law, "--people", str(file), "--on", "2026-11-25"]) == 2
    said = capsys.readouterr().err
    assert "no route reads all of people.csv" in said
    assert "--route asylum | " in said


# --- try -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def decided(db: None, settings: Any, tmp_path: Path) -> list[Case]:
    """Two signed decisions and one that waits for its signature."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    cast.activate_law()
    bram, chantal = cast.official(), cast.signer()
    yes = cast.signed(cast.applicant("Amina Haddad"), bram, chantal, "propose_grant")
    no = cast.signed(cast.applicant("Noor Aziz"), bram, chantal)
    return [yes, no, cast.proposed(cast.applicant("Idriss Bah"), bram)]


def test_a_draft_that_says_the_same_changes_no_answer(decided: list[Case], capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(said(capsys, "try", "be-proposal", "--route", "talent", "--json"))
    fits("law-try", found)
    assert (found["decisions"], found["changed"]) == (2, [])
    assert sum(one["decisions"] for one in found["counts"]) == 2
    assert all(one["was"] == one["now"] for one in found["counts"])


def test_a_draft_changes_answers_and_names_cases_by_number_alone(
    decided: list[Case], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = changed(LAW / "be-proposal", tmp_path / "draft", ("routes/talent.yaml", "pass: 270", "pass: 900"))
    found = json.loads(said(capsys, "try", draft, "--route", "talent", "--json"))
    fits("law-try", found)
    assert found["changed"] == [{"number": decided[0].given.number, "was": "open", "now": "closed"}]
    assert {(one["was"], one["now"]): one["decisions"] for one in found["counts"]} == {
        ("open", "closed"): 1, ("closed", "closed"): 1,
    }  # fmt: skip
    told = said(capsys, "try", draft, "--route", "talent")
    assert "2 decisions on talent, 1 would be answered otherwise" in told
    assert not any(name in told for name in ("Amina", "Noor", "Haddad", "1997"))


def test_facts_that_a_draft_no_longer_takes_are_told(
    decided: list[Case], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = changed(LAW / "be-proposal", tmp_path / "draft")
    file = Path(draft) / "facts" / "work.yaml"
    before, name, after = file.read_text().partition("  experience.months:\n")
    assert "domain: [0, 120]" in after
    file.write_text(before + name + after.replace("domain: [0, 120]", "domain: [0, 50]", 1))
    found = json.loads(said(capsys, "try", draft, "--route", "talent", "--json"))
    assert {one["now"] for one in found["counts"]} == {"refused"}


def test_try_refuses_a_route_that_is_not_there(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "try", "be-proposal", "--route", "tallent", "--json"]) == 2
    assert json.loads(capsys.readouterr().err)["errors"][0]["code"] == "no_route"
