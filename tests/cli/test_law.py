"""`law show`, `law new` and the plain-text answers."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.cli.running import LAW, ROOT
from tests.laws import law_in
from veer.cli.main import main

PACKS = sorted(path.parent.name for path in LAW.glob("*/pack.yaml"))


@pytest.mark.parametrize("name", PACKS)
def test_show_says_every_condition_and_section(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    pack = law_in(LAW / name)
    for lang in pack.languages:
        assert main(["law", "show", name, "--lang", lang]) == 0
        said = capsys.readouterr().out
        for route in pack.routes.values():
            for condition in route.conditions:
                assert pack.text(route.id, f"conditions.{condition.id}", lang) in said
            for section in route.points.sections if route.points else ():
                assert pack.text(route.id, f"points.{section.id}", lang) in said
            for kind in ("clocks", "rights", "duties", "remedies"):
                assert all(pack.text(route.id, f"{kind}.{name}", lang) in said for name in getattr(route, kind))


def test_show_one_route(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "show", "ca-express-entry", "fsw-67"]) == 0
    said = capsys.readouterr().out
    assert "(fsw-67)" in said
    assert "(crs)" not in said


def test_new_then_check_then_ask(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    land = tmp_path / "land"
    assert main(["law", "new", str(land), "work"]) == 0
    assert capsys.readouterr().out.endswith(f"now: veer law check {land}\n")
    assert main(["law", "check", str(land)]) == 0
    assert capsys.readouterr().out == f"{land}: no errors, no warnings\n"
    facts = tmp_path / "facts.json"
    facts.write_text('{"work": {"age": 40, "language": "none", "entry_ban": false}}')
    assert main(["decide", str(land), "work", str(facts), "--on", "2026-02-02", "--lang", "nl"]) == 0
    said = capsys.readouterr().out
    assert "OPEN" in said
    assert "Points: 20 (mark 20)" in said
    assert "U bent 18 jaar of ouder." in said


def test_routes_as_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text('{"birth_date": "1990-05-17"}')
    assert main(["routes", "de-chancenkarte", str(facts), "--on", "2026-02-02"]) == 0
    said = capsys.readouterr().out
    assert "maybe  Opportunity Card (chancenkarte)" in said
    assert "next: " in said


def test_a_term_is_told_with_its_other_lengths(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text("{}")
    assert main(["decide", "be-current", "asylum", str(facts), "--on", "2026-11-26"]) == 0
    lines = capsys.readouterr().out.splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("  Screening, within three days"))
    assert lines[at + 1 : at + 3] == ["    Four days for whoever is held at the border", "    Seven days at the border"]


def test_a_folder_is_named_as_it_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["law", "new", "land", "work"]) == 0
    (tmp_path / "land" / "texts" / "work.en.yaml").unlink()
    capsys.readouterr()
    main(["law", "check", "land"])
    assert (
        "land/routes/work.yaml:22:10: warning: no words for conditions.adult in en  [E501]" in capsys.readouterr().out
    )


def test_graph_draws_the_procedure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    machine, out = ROOT / "tests" / "cases" / "machine", tmp_path / "way.svg"
    asked = ["law", "graph", str(machine), "protection", "--out", str(out)]
    assert main([*asked, "--on", "2026-06-12", "--at", "refused", "--at", "court/pending"]) == 0
    assert capsys.readouterr().out == f"{out}: 11 steps, 25 acts\n"
    drawn = out.read_text()
    ET.fromstring(drawn)
    assert drawn.count("you are here") == 2
    assert "new rule" in drawn
    assert "old rule" not in drawn
    assert main([*asked, "--narrow"]) == 0
    assert "old rule" in out.read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["protection", "--at", "refusd"], "refused"),
        (["protection", "--at", "cout/pending"], "court"),
        (["protection", "--lang", "xx"], "it has: en"),
        (["nowhere"], "protection"),
    ],
)
def test_graph_says_what_it_cannot_draw(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    machine = str(ROOT / "tests" / "cases" / "machine")
    assert main(["law", "graph", machine, *words, "--out", str(tmp_path / "x.svg")]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "x.svg").exists()


def test_there_is_nothing_to_draw_without_a_procedure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "graph", "ca-express-entry", "crs", "--out", str(tmp_path / "x.svg")]) == 2
    assert "there is nothing to draw" in capsys.readouterr().err
