"""What the documents tell a reader to type works as written."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from django.core.management import get_commands

from tests.cli.running import ENVIRONMENT
from tests.docs.reading import DOCUMENTS, ROOT, Command, commands, files, inline, name, other_blocks
from veer.cli.main import main

VEER = ("veer", ".venv/bin/veer")
MANAGE = [".venv/bin/python", "manage.py"]
COMMANDS = {
    "law": {"check", "show", "new", "graph", "diff", "try"}, "journal": {"verify", "seal"}, "people": {"invite"},
    "routes": None, "decide": None, "score": None, "place": None,
}  # fmt: skip
PASSED_ON = {"test": ("-k", "-n", "-x")}  # options that a script hands to the program that it calls
CHECKED_ELSEWHERE = ("git clone <this repository> veer && cd veer",)  # the smoke test does just this

WITH_COMMANDS = [path for path in DOCUMENTS if commands(path.read_text())]


def kind(line: str) -> str:
    """How a command is tried: veer, pipe, script, manage, elsewhere; or none of these."""
    if line in CHECKED_ELSEWHERE:
        return "elsewhere"
    words = shlex.split(line)
    if words[0] == "echo" and "|" in words:
        return "pipe" if words[words.index("|") + 1] in VEER else "none"
    if words[0] in VEER:
        return "veer"
    if words[0].startswith("script/"):
        return "script"
    if words[:2] == MANAGE:
        return "manage"
    return "none"


def test_commands_are_found() -> None:
    found = [command for path in WITH_COMMANDS for command in commands(path.read_text())]
    kinds = {kind(command.line) for command in found}
    assert kinds >= {"veer", "pipe", "script", "manage"}
    assert {command.exit for command in found} >= {0, 2, 3}


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_no_command_hides_in_a_block_without_a_language(path: Path) -> None:
    hidden = [line for line in other_blocks(path.read_text()) if line.startswith((".venv/bin/", "veer ", "$ "))]
    assert not hidden, f"{name(path)}: put these in a block ```sh, so that they are tried: {hidden}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_commands_in_the_text_exist(path: Path) -> None:
    for span in inline(path.read_text()):
        words = span.split()
        if words[0].startswith("script/") and words[0] != "script/":
            script(words)
        elif words[0] in VEER and len(words) > 1 and not words[1].startswith("-"):
            assert words[1] in COMMANDS, f"{name(path)}: no such command: {span}"
            inner = COMMANDS[words[1]]
            assert inner is None or len(words) < 3 or words[2] in inner, f"{name(path)}: no such command: {span}"


@pytest.mark.django_db(databases="__all__")
@pytest.mark.parametrize("path", WITH_COMMANDS, ids=name)
def test_commands_run(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    prepare(path, tmp_path)
    for command in commands(path.read_text()):
        how = kind(command.line)
        if how == "veer":
            in_this_process(command, capsys)
        elif how == "pipe":
            as_a_shell_does(command, tmp_path)
        elif how == "script":
            script(shlex.split(command.line))
        elif how == "manage":
            assert shlex.split(command.line)[2] in get_commands(), f"no such command: {command.line}"
        else:
            assert how == "elsewhere", f"{name(path)}: say in this test how this is tried: {command.line}"


def prepare(path: Path, folder: Path) -> None:
    """The program, and the example files that the document shows; a table of Parquet is its CSV written otherwise."""
    for place in (folder / ".venv" / "bin", folder / "bin"):
        place.mkdir(parents=True)
        (place / "veer").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m veer.cli "$@"\n')
        (place / "veer").chmod(0o755)
    for file, text in files(path.read_text()).items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text)
        if file.endswith(".csv"):
            table = pl.read_csv(folder / file, infer_schema=False)
            table = table.with_columns(pl.col("^.*date$").str.to_date(strict=False))
            table.write_parquet((folder / file).with_suffix(".parquet"))


def as_a_shell_does(command: Command, folder: Path) -> None:
    environment = {**ENVIRONMENT, "PATH": f"{folder / 'bin'}:{ENVIRONMENT['PATH']}", "XDG_CACHE_HOME": str(folder)}
    done = subprocess.run(["sh", "-c", command.line], cwd=folder, env=environment, capture_output=True, timeout=60)
    assert done.returncode == command.exit, f"{command.line}\n{done.stdout.decode()}{done.stderr.decode()}"


def in_this_process(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    """Quicker than a process each, and on the database of the test."""
    words, *into = command.line.split(" > ")
    try:
        code = main(shlex.split(words)[1:])
    except SystemExit as stop:  # --help
        code = int(stop.code or 0)
    out, err = capsys.readouterr()
    assert code == command.exit, f"{command.line}\n{out}{err}"
    for target in into:
        Path(target.strip()).write_text(out)


def script(words: list[str]) -> None:
    """It exists, may be run, and knows its options. CI and the smoke test run it."""
    file = ROOT / words[0]
    assert file.is_file(), f"no such script: {words[0]}"
    assert os.access(file, os.X_OK), f"not executable: {words[0]}"
    known = file.read_text()
    for word in words[1:]:
        if word.startswith("-"):
            assert word in PASSED_ON.get(file.name, ()) or word in known, f"{words[0]} knows no {word}"
        elif word.startswith("tests/"):
            assert (ROOT / word).exists(), f"no such test: {word}"
        elif file.name == "messages":
            assert f'"{word}"' in known or f"def {word}(" in known, f"{words[0]} knows no {word}"
