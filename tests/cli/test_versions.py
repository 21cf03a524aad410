"""Contract 3: which version of a pack answers, one that is stored or the one in a folder."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from tests.cli.running import LAW
from tests.cli.test_comparing import MACHINE, changed
from veer.cases import law
from veer.cli.main import main
from veer.rules import load_pack

PACK, ROUTE = "de-chancenkarte", "chancenkarte"


@pytest.fixture
def facts(tmp_path: Path) -> str:
    file = tmp_path / "facts.json"
    file.write_text('{"birth_date": "1990-05-17"}')
    return str(file)


def store(tmp_path: Path, version: str, published: str) -> str:
    """Keep a version of the pack that was published on a day; its hash."""
    folder = changed(
        LAW / PACK, tmp_path / version,
        ("pack.yaml", 'version: "2026.1"', f'version: "{version}"'),
        ("pack.yaml", "published: 2026-11-25", published),
    )  # fmt: skip
    return law.store(load_pack(folder)).pk


@pytest.fixture
def stored(db: None, tmp_path: Path) -> dict[str, str]:
    days = {"2025.1": "2025-03-01", "2025.2": "2025-09-01"}
    return {version: store(tmp_path, version, f"published: {day}") for version, day in days.items()}


def version_of(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main([*words, "--on", "2026-02-02", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    return str(found["pack_version"])


def test_the_version_known_on_a_day_answers(
    stored: dict[str, str], facts: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for day, version in {
        "2025-03-01": "2025.1", "2025-08-31": "2025.1", "2025-09-01": "2025.2", "2026-11-24": "2025.2",
        "2026-11-25": "2026.1",
    }.items():  # fmt: skip
        assert version_of(capsys, "decide", PACK, ROUTE, facts, "--known-on", day) == version, day
        assert version_of(capsys, "routes", PACK, facts, "--known-on", day) == version, day


def test_before_the_first_version_nothing_was_known(
    stored: dict[str, str], facts: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["decide", PACK, ROUTE, facts, "--known-on", "2025-02-28", "--json"]) == 2
    (error,) = json.loads(capsys.readouterr().err)["errors"]
    assert (error["code"], error["field"]) == ("not_known", "known-on")
    assert error["message"] == f"no version of {PACK} was known on 2025-02-28"
    assert error["hint"] == "2026.1 was published on 2026-11-25; none that is stored here was known either"


def test_a_stored_version_that_does_not_say_when_it_was_published_was_known_on_no_day(db: None, tmp_path: Path) -> None:
    store(tmp_path, "2025.0", "notes: []")
    assert law.known_on(PACK, dt.date(2026, 11, 24)) is None


def test_a_stored_version_is_named_by_version_or_hash(
    stored: dict[str, str], facts: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for named in ("2025.1", stored["2025.1"][:12]):
        assert version_of(capsys, "decide", f"{PACK}@{named}", ROUTE, facts) == "2025.1"
        assert version_of(capsys, "routes", f"{PACK}@{named}", facts) == "2025.1"
    people, out = tmp_path / "people.csv", tmp_path / "out.jsonl"
    people.write_text("id,german\na,B1\n")
    assert main(["score", f"{PACK}@2025.1", ROUTE, str(people), "--out", str(out), "--on", "2026-02-02"]) == 0
    assert json.loads(out.read_text())["id"] == "a"
    for words in (["decide", f"{PACK}@1999", ROUTE, facts], ["routes", f"{PACK}@1999", facts]):
        assert main(words) == 2
        assert f'no stored version "1999" of {PACK}' in capsys.readouterr().err


def test_a_stored_version_is_shown_and_drawn(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key, drawn = law.store(load_pack(MACHINE)).pk, tmp_path / "way.svg"
    for named in ("machine@1", f"machine@{key[:12]}"):
        assert main(["law", "show", named, "protection"]) == 0
        assert "An invented law (machine, version 1, draft)" in capsys.readouterr().out
        assert main(["law", "graph", named, "protection", "--out", str(drawn)]) == 0
        assert "<svg" in drawn.read_text()
        drawn.unlink()
    for words in (["show"], ["graph", "--out", str(drawn)]):
        assert main(["law", words[0], "machine@2", "protection", *words[1:]]) == 2
        assert 'no stored version "2" of machine' in capsys.readouterr().err
    assert not drawn.exists()


def test_a_version_that_is_named_is_not_another_one_that_was_known(
    stored: dict[str, str], facts: str, capsys: pytest.CaptureFixture[str]
) -> None:
    named = f"{PACK}@2025.2"
    assert version_of(capsys, "decide", named, ROUTE, facts, "--known-on", "2025-09-01") == "2025.2"
    assert main(["decide", named, ROUTE, facts, "--known-on", "2025-08-31"]) == 2
    assert f"{PACK} 2025.2 was not known on 2025-08-31" in capsys.readouterr().err
