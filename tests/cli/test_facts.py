"""FACTS read strictly: what programs write by mistake is said, with its place, and never guessed."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import LAW
from tests.cli.test_comparing import changed
from veer.cli.main import main

ASK = ("decide", "de-chancenkarte", "chancenkarte")


def ask(capsys: pytest.CaptureFixture[str], facts: Path | str, *more: str) -> tuple[int, Any, Any]:
    code = main([*ASK, str(facts), "--on", "2026-02-02", "--json", *more])
    out, err = capsys.readouterr()
    return code, json.loads(out) if out else None, json.loads(err)["errors"] if err else []


REFUSED: dict[str, tuple[bytes, dict[str, object]]] = {
    "twice": (b'{"german": "A1",\n "german": "B1"}', {"code": "format", "field": "german"}),
    "twice inside": (b'{"qualification": {"kind": "ahk", "kind": "ahk"}}', {"code": "format", "field": "kind"}),
    "NaN": (b'{"related_work_months_last_5_years": NaN}', {"code": "format", "field": "NaN"}),
    "infinity": (b'{"related_work_months_last_5_years": -Infinity}', {"code": "format", "field": "-Infinity"}),
    "huge": (b'{"related_work_months_last_5_years": ' + b"9" * 5000 + b"}", {"code": "format"}),
    "huge decimal": (b'{"related_work_months_last_5_years": 1e999999999}', {"code": "format"}),
    "fine decimal": (b'{"related_work_months_last_5_years": 1e-999999999}', {"code": "format"}),
    "half": (b'{"related_work_months_last_5_years": 0.5}', {"code": "domain"}),
    "not UTF-8": (b'{"german":\n "\xff"}', {"code": "format", "line": 2}),
    "empty": (b"", {"code": "format", "line": 1}),
    "blank": (b" \n ", {"code": "format"}),
    "no JSON": (b'{"german": }', {"code": "format", "line": 1, "column": 12}),
    "half a JSON": (b'{"german":\n', {"code": "format", "line": 2}),
    "a list": (b"[]", {"code": "type"}),
    "a word": (b'"german"', {"code": "type"}),
    "deep": (b'{"a":' * 100_000, {"code": "format"}),
    "deep lists": (b"[" * 100_000, {"code": "format"}),
    "wrapped": (b'{"profile": {"german": "A1"}}', {"code": "format", "field": "profile"}),
    "many": (b'{"cases": []}', {"code": "format", "field": "cases"}),
    "unknown": (b'{"german ": "A1"}', {"code": "unknown_fact", "field": "german ", "hint": 'did you mean "german"?'}),
    "null": (b'{"german": null}', {"code": "null", "field": "german"}),
    "no such level": (b'{"german": "D1"}', {"code": "domain", "field": "german"}),
    "derived twice": (b'{"qualification.kind": "ahk", "qualification": {"kind": "academic"}}', {"code": "conflict"}),
    "broken rule": (
        b'{"related_work_months_last_5_years": 50, "related_work_months_last_7_years": 10}',
        {"code": "conflict", "field": "related_work_months_last_7_years"},
    ),
}  # fmt: skip


def test_a_closed_stdin_says_nothing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", None)
    code, answer, errors = ask(capsys, "-")
    assert (code, answer, [error["message"] for error in errors]) == (2, None, ["the file is empty"])


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw, expected = REFUSED[name]
    facts = tmp_path / "facts.json"
    facts.write_bytes(raw)
    code, answer, errors = ask(capsys, facts)
    assert (code, answer) == (2, None)
    assert set(errors[0]) == {"code", "file", "line", "column", "field", "message", "hint"}
    assert {key: errors[0][key] for key in expected} == expected
    assert errors[0]["file"] == str(facts)


def test_what_is_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (tmp_path, tmp_path / "none.json", "a\0b"):
        code, answer, errors = ask(capsys, path)
        assert (code, answer, errors[0]["code"]) == (2, None, "no_file")


def test_too_large(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = tmp_path / "facts.json"
    with facts.open("wb") as file:
        file.truncate(10_000_001)
    code, _, errors = ask(capsys, facts)
    assert (code, errors[0]["message"]) == (2, "larger than 10 MB")


@pytest.mark.parametrize(
    "raw", [b'\xef\xbb\xbf{"german": "B1"}', b'{"german": "B1"}\n', b'{"german": {"unknown": true}}', b"{}"]
)
def test_taken_from_stdin(raw: bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    code, answer, errors = ask(capsys, "-")
    assert (code, errors, answer["outcome"]) == (0, [], "maybe")


def test_whole_numbers_are_whole_however_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = tmp_path / "facts.json"
    answers = []
    for written in ("24", "24.0", "2.4e1"):
        facts.write_text(f'{{"related_work_months_last_5_years": {written}}}')
        answers.append(ask(capsys, facts)[1]["points"])
    assert answers[0] == answers[1] == answers[2]


def test_a_number_in_a_text_too_large_to_be_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = tmp_path / "facts.json"
    for written in ("1e999999999", "1e400000", "NaN", "Infinity"):
        facts.write_text(json.dumps({"clb_first": {"listening": written}, "language_tests": [{"listening": written}]}))
        assert main(["decide", "ca-express-entry", "crs", str(facts), "--json"]) == 2
        out, err = capsys.readouterr()
        assert not out
        assert "language_tests.0.listening" in {error["field"] for error in json.loads(err)["errors"]}


def test_the_answer_does_not_depend_on_its_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text('{"german": "A2", "birth_date": "1998"}')

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: bare(v) for k, v in value.items() if k not in ("text", "help", "title", "place")}
        return [bare(v) for v in value] if isinstance(value, list) else value

    found = [ask(capsys, facts, "--lang", code, "--trace")[1] for code in ("en", "nl", "fr", "de")]
    assert len({json.dumps(bare(answer)) for answer in found}) == 1
    assert len({answer["reasons"][0]["text"] for answer in found}) == 4


def test_a_language_of_the_pages_that_a_pack_lacks_falls_back_to_english_and_is_marked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text('{"german": "A2", "birth_date": "1998"}')
    marked = {"code": "no_language", "wanted": "ar", "lang": "en"}
    code, english, _ = ask(capsys, facts, "--lang", "en")
    code, arabic, _ = ask(capsys, facts, "--lang", "ar")
    assert code == 0
    assert arabic == {**english, "warnings": [*english["warnings"], marked]}
    assert main(["routes", ASK[1], str(facts), "--lang", "ar", "--json"]) == 0
    assert all(marked in route["warnings"] for route in json.loads(capsys.readouterr().out)["routes"])
    assert main([*ASK, str(facts), "--lang", "ar"]) == 0
    assert "note: no words in ar; in en instead" in capsys.readouterr().out
    for words in (["routes", ASK[1], str(facts)], ["law", "show", ASK[1]]):
        assert main([*words, "--lang", "ar"]) == 0
        assert capsys.readouterr().err == "note: no words in ar; in en instead\n"


def test_a_route_of_a_pack_that_is_silent_in_a_language_is_marked_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is told in English, though the pack names Dutch first."""
    facts = tmp_path / "facts.json"
    facts.write_text("{}")
    pack = changed(LAW / "be-proposal", tmp_path / "pack")
    Path(pack, "texts", "talent.ar.yaml").unlink()

    def told(route: str, lang: str) -> Any:
        assert main(["decide", pack, route, str(facts), "--lang", lang, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    arabic, english = told("talent", "ar"), told("talent", "en")
    assert arabic["warnings"] == [{"code": "no_language", "wanted": "ar", "lang": "en"}]
    assert [one["text"] for one in arabic["reasons"]] == [one["text"] for one in english["reasons"]]
    assert told("asylum", "ar")["warnings"] == []


def test_who_is_closed_out_reads_rights_as_those_of_the_route(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Under CLOSED, "You may come" with no more said would be read as an answer to this person."""
    facts = tmp_path / "banned.json"
    facts.write_text('{"birth_date": "1994-05-03", "entry_ban": true}')
    assert main(["decide", "be-proposal", "talent", str(facts), "--on", "2026-11-26", "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "CLOSED" in said
    heading, _rest = said.split("  You may come to Belgium")[0].rsplit("\n\n", 1)[1].split("\n", 1)
    assert heading == "Rights on this route, each from its own step"
