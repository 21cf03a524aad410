"""What the command line prints is what docs/schemas says."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.cli.running import LAW, ROOT, veer
from tests.laws import law_in
from tests.placement.streams import stream
from veer.cli import streams
from veer.cli.main import main
from veer.rules import Pack, decide, survey
from veer.rules.check.examples import plain
from veer.rules.scaffold import new_route

SCHEMAS = ROOT / "docs" / "schemas"
PACKS = sorted(path.parent.name for path in LAW.glob("*/pack.yaml"))
MOST = 8
"""Worked cases of one route that are tried; where there are more, every so many-th."""


@cache
def schema(name: str) -> Draft202012Validator:
    document = json.loads((SCHEMAS / f"{name}.json").read_text())
    Draft202012Validator.check_schema(document)
    return Draft202012Validator(document, format_checker=Draft202012Validator.FORMAT_CHECKER)


@cache
def pack(name: str) -> Pack:
    return law_in(LAW / name)


def cases(name: str) -> Iterator[tuple[str, dict[str, Any], dt.date | None]]:
    for route, tree in pack(name).examples.items():
        found = plain(tree)["cases"]
        for case in found[:: max(1, len(found) // MOST)]:
            yield route, case["facts"], dt.date.fromisoformat(case["on"]) if "on" in case else None


def printed(answer: object, capsys: pytest.CaptureFixture[str]) -> Any:
    streams.answer(answer)
    return json.loads(capsys.readouterr().out)


def fits(name: str, document: object) -> None:
    errors = [f"{error.json_path}: {error.message[:200]}" for error in schema(name).iter_errors(document)]
    assert not errors, errors[:5]


@pytest.mark.parametrize("name", PACKS)
def test_decide(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    outcomes = set()
    for route, facts, on in cases(name):
        answer = decide(pack(name), route, facts, on=on, trace=True)
        fits("decide", printed(answer, capsys))
        outcomes.add(answer["outcome"])
    for route in pack(name).routes:
        for day in (dt.date(1990, 1, 1), dt.date(2026, 2, 2)):
            fits("decide", printed(decide(pack(name), route, {}, on=day), capsys))
    assert len(outcomes) > 1 or not pack(name).routes


@pytest.mark.parametrize("name", PACKS)
def test_routes(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    for _, facts, on in list(cases(name))[::8]:
        answer = printed(survey(pack(name), facts, on=on), capsys)
        fits("routes", answer)
        assert all("items" not in s for r in answer["routes"] if r["points"] for s in r["points"]["sections"].values())
        order = [("open", "maybe", "closed").index(r["outcome"]) for r in answer["routes"]]
        assert order == sorted(order)
    fits("routes", printed(survey(pack(name), {}, on=dt.date(2026, 2, 2)), capsys))


def test_law_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new_route(tmp_path / "land", "work")
    assert main(["law", "check", str(tmp_path / "land"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"errors": []}
    route = tmp_path / "land" / "routes" / "work.yaml"
    route.write_text(route.read_text().replace("cap: 50", "cap: 60").replace("§ 2", "{"))
    (tmp_path / "land" / "texts" / "work.en.yaml").unlink()
    main(["law", "check", str(tmp_path / "land"), "--json"])
    found = json.loads(capsys.readouterr().out)
    fits("law-check", found)
    assert found["errors"]


def test_law_diff(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "diff", "ca-express-entry", "ca-express-entry", "--json"]) == 0
    same = json.loads(capsys.readouterr().out)
    fits("law-diff", same)
    assert (same["same_law"], same["differences"]) == (True, [])
    assert main(["law", "diff", "at-rot-weiss-rot", "de-chancenkarte", "--json", "--lang", "de"]) == 0
    found = json.loads(capsys.readouterr().out)
    fits("law-diff", found)
    assert {one["what"] for one in found["differences"]} == {"added", "removed", "changed"}


@pytest.mark.django_db
def test_law_try(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "try", "be-proposal", "--route", "talent", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    fits("law-try", found)
    assert found["decisions"] == 0


def test_errors(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text("a: [\n")
    ask = ("decide", "de-chancenkarte", "chancenkarte", "-", "--json")
    for done in (
        veer(*ask, stdin=b"{"),
        veer(*ask, stdin=b'{"german": 1, "english": "A9"}'),
        veer("decide", "--json"),
        veer("decide", tmp_path, "r", "-", "--json", stdin=b"{}"),
    ):
        fits("errors", json.loads(done.err))


def test_rejected_rows(tmp_path: Path) -> None:
    people = tmp_path / "people.jsonl"
    people.write_text('{"id": "a", "german": "XX"}\n{"german": "A1"}\n{"id": "c", "germn": 1}\nno json\n')
    out = tmp_path / "out.jsonl"
    done = veer("score", "de-chancenkarte", "chancenkarte", people, "--out", out, "--on", "2026-02-02")
    assert done.code == 3
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl.rejected.jsonl").read_text().splitlines()]
    for row in rows:
        fits("rejected", row)
    assert [(row["row"], row["line"]) for row in rows] == [(0, 1), (1, 2), (2, 3), (3, 4)]


def test_placement(tmp_path: Path) -> None:
    said = stream(3, 5, 4, 1, dims=2) | {"shared": [{"places": [0, 1], "dim": 1, "cap": 2}], "near": [[0, 1]]}
    (tmp_path / "instance.json").write_text(json.dumps(said))
    for words in ((), ("--goal", "score"), ("--goal", "tiers"), ("--dynamic",)):
        out = tmp_path / "solution.json"
        assert main(["place", str(tmp_path / "instance.json"), "--out", str(out), *words]) == 0
        fits("placement", json.loads(out.read_text()))


def test_every_schema_is_tried() -> None:
    names = {path.stem for path in SCHEMAS.glob("*.json")}
    assert names == {"decide", "routes", "law-check", "law-diff", "law-try", "errors", "rejected", "placement"}
