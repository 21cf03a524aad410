"""Exit codes and streams, as contract 8 has them, through a process of its own."""

from __future__ import annotations

import datetime as dt
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from tests.cli.running import COMMAND, ENVIRONMENT, ROOT, veer
from veer.rules.scaffold import new_route

FACTS = b'{"birth_date": "1990-05-17"}'
ASK = ("decide", "de-chancenkarte", "chancenkarte", "-", "--on", "2026-02-02")


@pytest.fixture
def land(tmp_path: Path) -> Path:
    new_route(tmp_path / "land", "work")
    return tmp_path / "land"


def spoil(land: Path) -> Path:
    route = land / "routes" / "work.yaml"
    route.write_text(route.read_text().replace("work.age >= 18", "work.aeg >= 18"))
    return land


def test_0_answered_whatever_the_answer() -> None:
    done = veer(*ASK, "--json", stdin=FACTS)
    assert (done.code, done.err, done.answer["outcome"]) == (0, "", "maybe")
    done = veer(*ASK, "--json", stdin=b'{"livelihood_secured": false}')
    assert (done.code, done.err, done.answer["outcome"]) == (0, "", "closed")
    done = veer(*ASK, stdin=FACTS)
    assert (done.code, done.err) == (0, "")
    assert "MAYBE" in done.out


def test_1_a_check_failed(land: Path) -> None:
    assert veer("law", "check", land).code == 0
    done = veer("law", "check", spoil(land))
    assert (done.code, done.err) == (1, "")
    assert 'routes/work.yaml:22:11: error: unknown name "work.aeg"  [E102]' in done.out
    assert '   22 |   adult: "work.age' not in done.out
    assert '   22 |   adult: "work.aeg >= 18"\n      |           ^\n' in done.out
    assert 'hint: did you mean "work.age"?' in done.out
    assert done.out.endswith("1 error, no warnings\n")
    done = veer("law", "check", land, "--json")
    assert (done.code, done.err) == (1, "")
    assert [(e["code"], e["line"], e["column"]) for e in done.answer["errors"]] == [("E102", 22, 11)]


def test_1_what_is_no_file_of_the_pack_is_told_and_never_opened(land: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("a secret\n")
    os.mkfifo(land / "routes" / "pipe.yaml")
    (land / "routes" / "out.yaml").symlink_to(tmp_path / "secret")
    done = veer("law", "check", land)
    assert (done.code, done.err) == (1, "")
    assert "out.yaml:1:1: error: a link out of the pack  [E013]" in done.out
    assert "pipe.yaml:1:1: error: not a file  [E013]" in done.out
    assert "a secret" not in done.out
    assert done.out.endswith("2 errors, no warnings\n")


def test_2_usage_or_input_refused() -> None:
    for words, said in (
        ((), "the following arguments are required: COMMAND"),
        (("dance",), "invalid choice: 'dance'"),
        (("decide", "de-chancenkarte"), "required: ROUTE, FACTS.json"),
        ((*ASK, "--on", "someday"), '"someday" is not a date'),
        (("decide", "nowhere", "x", "-"), 'there is no pack or folder "nowhere"'),
        (("decide", "de-chancenkarte", "chancenkart", "-"), 'has no route "chancenkart"'),
        ((*ASK, "--lang", "xx"), 'has no words in "xx"'),
        ((*ASK, "--known-on", "2019-05-01"), "no version of de-chancenkarte was known on 2019-05-01"),
        ((*ASK, "--known-on", "2026-11-24"), "2026.1 was published on 2026-11-25; "),
        (("law", "check", "de-chancenkarte", "--watch", "--json"), "exclude each other"),
        (("law", "new", "No Name", "work"), '"No Name" is not an id of a pack'),
    ):
        done = veer(*words, stdin=FACTS)
        assert (done.code, done.out) == (2, ""), words
        assert said in done.err
        assert "Traceback" not in done.err


def test_the_law_is_known_from_the_day_on_that_it_was_published(tmp_path: Path) -> None:
    done = veer(*ASK, "--known-on", "2026-11-25", "--json", stdin=FACTS)
    assert (done.code, done.answer["pack_version"]) == (0, "2026.1")
    new_route(tmp_path / "land", "work")
    done = veer("decide", str(tmp_path / "land"), "work", "-", "--known-on", "2026-11-25", stdin=b"{}")
    assert (done.code, done.out) == (2, "")
    assert "land 2026.1 does not say when it was published" in done.err


def test_2_says_the_nearest_name() -> None:
    done = veer(*ASK, "--json", stdin=b'{"germn": "B1"}')
    assert (done.code, done.out) == (2, "")
    assert done.errors == [
        {
            "code": "unknown_fact", "file": "stdin", "line": None, "column": None, "field": "germn",
            "message": 'no fact is called "germn"', "hint": 'did you mean "german"?',
        }
    ]  # fmt: skip


@pytest.mark.parametrize("words", [ASK, (*ASK, "--json"), ("law", "show", "de-chancenkarte", "chancenkarte")])
def test_2_an_answer_for_which_there_is_no_room(words: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, *words], input=FACTS, stdout=full, stderr=subprocess.PIPE, env=ENVIRONMENT, timeout=120
        )
    said = done.stderr.decode()
    assert done.returncode == 2, said
    assert "the answer cannot be written: No space left on device" in said
    assert "our side" not in said
    assert "Exception ignored" not in said


def test_3_done_but_rows_rejected(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("id,german\na,B1\nb,XX\n")
    done = veer("score", "de-chancenkarte", "chancenkarte", people, "--out", tmp_path / "out.csv", "--on", "2026-02-02")
    assert (done.code, done.out) == (3, "")
    last = done.err.splitlines()[-1]
    assert last.startswith(f"scored 1, rejected 1 ({tmp_path / 'out.csv'}.rejected.jsonl), ")
    assert len(done.err.splitlines()) == 1  # no progress where there is no terminal
    people.write_text("id,german\na,B1\n")
    done = veer("score", "de-chancenkarte", "chancenkarte", people, "--out", tmp_path / "out.csv", "--on", "2026-02-02")
    assert done.code == 0
    assert not (tmp_path / "out.csv.rejected.jsonl").exists()


def test_4_the_pack_does_not_load(land: Path) -> None:
    done = veer("decide", spoil(land), "work", "-", "--json", stdin=b"{}")
    assert (done.code, done.out) == (4, "")
    assert [(e["code"], e["line"], e["column"], e["hint"]) for e in done.errors] == [
        ("E102", 22, 11, 'did you mean "work.age"?')
    ]
    (land / "pack.yaml").write_text("[")
    for words in (("decide", land, "work", "-"), ("routes", land, "-"), ("law", "show", land)):
        done = veer(*words, stdin=b"{}")
        assert (done.code, done.out) == (4, ""), words
        assert "pack.yaml:" in done.err


BROKEN = """
import sys
from veer.cli import main, run
def fail(arguments):
    raise RuntimeError("no such luck")
run.decide.run = fail
sys.exit(main.main(sys.argv[1:]))
"""


def test_70_our_fault_has_a_reference_and_no_traceback() -> None:
    def run(*more: str) -> subprocess.CompletedProcess[bytes]:
        words = [sys.executable, "-c", BROKEN, *ASK, *more]
        return subprocess.run(words, input=FACTS, capture_output=True, env=ENVIRONMENT, cwd=ROOT)

    first, second = run(), run()
    assert (first.returncode, first.stdout) == (70, b"")
    assert b"reference " in first.stderr
    assert b"Traceback" not in first.stderr
    assert b"luck" not in first.stderr
    assert first.stderr == second.stderr
    debug = run("--debug")
    assert b"no such luck" in debug.stderr
    assert b"Traceback" in debug.stderr


def test_130_interrupted(land: Path) -> None:
    words = [*COMMAND, "law", "check", str(land), "--watch"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT) as process:
        watched(process, land)


def watched(process: subprocess.Popen[bytes], land: Path) -> None:
    assert process.stdout is not None
    seen = []
    while (line := process.stdout.readline()) != b"watching; stop with Ctrl-C\n":
        seen.append(line)
    assert seen[-1].endswith(b"no errors, no warnings\n")
    spoil(land)
    while (line := process.stdout.readline()) != b"watching; stop with Ctrl-C\n":
        seen.append(line)
    assert seen[-1].endswith(b"1 error, no warnings\n")
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (130, b"interrupted\n")


def test_130_interrupted_while_scoring(tmp_path: Path) -> None:
    """Threads are at work on blocks of rows: they end, and nothing half-made is left."""
    rows = 6_000_000
    people = pl.select(id=pl.int_range(rows).cast(pl.String), birth_date=pl.lit(dt.date(1990, 5, 17)))
    people.write_parquet(tmp_path / "people.parquet", row_group_size=100_000)
    words = ["score", "de-chancenkarte", "chancenkarte", "people.parquet", "--out", "out.parquet", "--on", "2026-02-02"]
    with subprocess.Popen([*COMMAND, *words], stderr=subprocess.PIPE, env=ENVIRONMENT, cwd=tmp_path) as process:
        while not list(tmp_path.glob(".out.parquet.*")):
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, b"interrupted\n")
    assert [path.name for path in tmp_path.iterdir()] == ["people.parquet"]


def test_whoever_stops_reading_gets_no_complaint() -> None:
    words = [*COMMAND, "law", "show", "ca-express-entry"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_progress_is_shown_on_a_terminal(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("id,german\n" + "".join(f"p{i},B1\n" for i in range(3)))
    ours, theirs = pty.openpty()
    words = [*COMMAND, "score", "de-chancenkarte", "chancenkarte", str(people), "--out", str(tmp_path / "o.csv")]
    subprocess.run(words, stderr=theirs, check=True, env=ENVIRONMENT)
    os.close(theirs)
    assert b"3 rows" in os.read(ours, 10_000)
    os.close(ours)


def test_words_of_law_on_a_terminal_that_knows_no_accents() -> None:
    done = veer("law", "show", "de-chancenkarte", "--lang", "de", LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0")
    assert done.code == 0
    assert "Früherer Aufenthalt" in done.out
