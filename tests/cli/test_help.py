"""Every command helps, and its example runs as it stands."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import ENVIRONMENT, veer
from veer.cli.main import main
from veer.draw import commitment

COMMANDS = (
    ("law", "check"), ("law", "show"), ("law", "new"), ("law", "graph"), ("law", "diff"), ("law", "try"),
    ("routes",), ("decide",), ("score",), ("place",), ("draw", "verify"), ("journal", "verify"), ("journal", "seal"),
    ("people", "invite"),
)  # fmt: skip
INSTALLATION = {("law", "try"), ("journal", "verify"), ("journal", "seal"), ("people", "invite")}


def help_of(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as stop:
        main([*words, "--help"])
    assert stop.value.code == 0
    return capsys.readouterr().out


def example(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> str:
    said = help_of(words, capsys)
    assert said.startswith(f"usage: veer {' '.join(words)} ")
    return said.split("example:\n")[1].strip()


@pytest.mark.parametrize("words", [(), ("law",), ("draw",), ("journal",), ("people",)])
def test_groups_name_their_commands_and_give_an_example(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    said = help_of(words, capsys)
    line = said.split("example:\n")[1].splitlines()[0].strip()
    assert f"  {line}\n" in help_of(next(c for c in COMMANDS if line.startswith(f"veer {' '.join(c)} ")), capsys)
    for command in COMMANDS:
        if command[: len(words)] == words:
            assert command[len(words)] in said


def test_the_first_help_names_every_verb_as_it_is_typed(capsys: pytest.CaptureFixture[str]) -> None:
    lines = {line.split()[0]: line for line in help_of((), capsys).splitlines() if line.startswith("    ")}
    for group in ("law", "journal", "people", "draw"):
        verbs = lines[group].partition(": ")[2].split(", ")
        assert help_of((group,), capsys).startswith(f"usage: veer {group} [-h] {' | '.join(verbs)} ...")


def test_the_exit_codes_stand_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert "4 the pack does not load    70 our fault    130 interrupted" in help_of((), capsys)


@pytest.mark.parametrize("words", [c for c in COMMANDS if c not in INSTALLATION], ids=" ".join)
def test_the_example_runs(words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = example(words, capsys)
    assert f"veer {' '.join(words)} " in line
    (tmp_path / "veer").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m veer.cli "$@"\n')
    (tmp_path / "veer").chmod(0o755)
    (tmp_path / "people.csv").write_text("id,assessment_date,marital_status\na,2026-02-02,single\n")
    (tmp_path / "instance.json").write_text('{"dims": 1, "cases": [], "places": [], "pairs": []}')
    drawn = {"seed": "w:1", "ids": ["a"], "commitment": commitment(["a"]), "order": ["a"]}
    (tmp_path / "window.json").write_text(json.dumps([drawn]))
    environment = {**ENVIRONMENT, "PATH": f"{tmp_path}:{ENVIRONMENT['PATH']}", "XDG_CACHE_HOME": str(tmp_path)}
    done = subprocess.run(["sh", "-c", line], cwd=tmp_path, env=environment, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    written = {("score",): "scores.csv", ("place",): "solution.json"}
    if words in written:
        assert (tmp_path / written[words]).exists()
    else:
        assert done.stdout


@pytest.mark.django_db(databases="__all__")
def test_the_examples_of_an_installation_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    def run(words: tuple[str, ...]) -> str:
        line = example(words, capsys).removeprefix("veer ").split(" > ")
        assert main(shlex.split(line[0])) == 0
        out = capsys.readouterr().out
        for target in line[1:]:
            Path(target).write_text(out)
        return out

    assert "invited official@example.org as official" in run(("people", "invite"))
    assert json.loads(run(("journal", "seal")))["number"] == 1
    assert "whole, proved until" in run(("journal", "verify"))
    assert "0 decisions on talent" in run(("law", "try"))


def test_debug_may_stand_anywhere() -> None:
    for words in (("--debug", "law", "show", "be-proposal"), ("law", "show", "be-proposal", "--debug")):
        assert veer(*words).code == 0
