"""`veer place`: what it writes, what it refuses, and how it ends."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import COMMAND, ENVIRONMENT, ROOT, veer
from tests.placement.small import endless
from tests.placement.streams import stream
from veer.cli.main import main
from veer.placement import read, wrong
from veer.placement.planted import planted

SMALL: dict[str, Any] = {
    "name": "small", "dims": 1, "cases": [{"id": "a", "need": [2]}, {"id": "b", "need": [1]}],
    "places": [{"id": "x", "cap": [2]}, {"id": "y", "cap": [1]}], "pairs": [[0, 0, 500], [1, 0, 400], [1, 1, 100]],
}  # fmt: skip


def written(folder: Path, said: Any) -> Path:
    file = folder / "instance.json"
    file.write_text(said if isinstance(said, str) else json.dumps(said))
    return file


def placed(folder: Path, said: Any, *words: str) -> tuple[int, dict[str, Any]]:
    out = folder / "solution.json"
    code = main(["place", str(written(folder, said)), "--out", str(out), *words])
    return code, json.loads(out.read_text()) if out.exists() else {}


def test_a_solution_is_written_and_said(tmp_path: Path) -> None:
    out = tmp_path / "solution.json"
    done = veer("place", written(tmp_path, SMALL), "--out", out)
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("placed 2 of 2 cases, 3 persons, weight 600, within 0.000 %, optimal, ")
    found = json.loads(out.read_text())
    assert found["placements"] == {"a": "x", "b": "y"}
    assert (found["unplaced"], found["bound"], found["gap"]) == ([], 600, 0)
    assert found["objective"] == {"persons": 3, "tier_persons": 3, "score": 600}
    assert wrong(read(SMALL), found) == []
    done = veer("place", "-", "--out", out, "--json", stdin=json.dumps(SMALL).encode())
    assert (done.code, done.err, done.answer["objective"]["score"]) == (0, "", 600)


def test_an_answer_is_proved_again_without_the_solver(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "solution.json"
    question = written(tmp_path, SMALL)
    veer("place", question, "--out", out)
    assert main(["place", "verify", str(question), str(out)]) == 0
    told = capsys.readouterr().out
    assert told == "holds: persons 3, and none has more than 3; score 600, and none has more than 900\n"
    said = json.loads(out.read_text())
    whole = tmp_path / "whole.json"
    whole.write_text(json.dumps({"instance": SMALL, "solution": {**said, "bound": 599}}))
    assert main(["place", "verify", str(whole)]) == 1
    assert capsys.readouterr().out == "the bound is below the score\n"
    denied = "something may be"
    for claimed, told in (({"bound": 601}, denied), ({"gap": 0.5}, denied), ({"status": "best"}, "none of optimal")):
        whole.write_text(json.dumps({"instance": SMALL, "solution": {**said, **claimed}}))
        assert main(["place", "verify", str(whole)]) == 1
        assert told in capsys.readouterr().out
    whole.write_text(json.dumps({"instance": SMALL, "solution": {**said, "placements": {"b": "x", "a": "x"}}}))
    assert main(["place", "verify", str(whole), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["problems"][0] == "x has 2 of service 0, and 3 are used"
    for words in (["verify", str(question)], ["verify", "a", "b", "c"], [str(question)], [str(question), "more"]):
        assert main(["place", *words]) == 2
        assert "Traceback" not in capsys.readouterr().err
    assert main(["place", "explain", str(question)]) == 2
    assert '"explain" is neither a file nor the word verify' in capsys.readouterr().err


def test_half_a_sign_is_refused_as_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """JSON can write it and no file can hold it: an id of it could not be answered."""
    halved = deepcopy(SMALL)
    halved["cases"][0]["id"] = "\ud800"
    assert placed(tmp_path, halved)[0] == 2
    assert "half a sign" in capsys.readouterr().err


def test_goals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tiers = deepcopy(SMALL)
    tiers["places"].pop()
    tiers["pairs"].pop()
    assert placed(tmp_path, tiers)[1]["placements"] == {"a": "x"}
    tiers["cases"][1]["tier"] = "B"
    code, found = placed(tmp_path, tiers)
    assert (code, found["goal"], found["placements"]) == (0, "tiers", {"b": "x"})
    assert placed(tmp_path, tiers, "--goal", "score")[1]["placements"] == {"a": "x"}
    tiers["cases"][0] |= {"tier": "B", "late": True}
    found = placed(tmp_path, tiers)[1]
    assert (found["objective"]["tier_persons"], found["placements"]) == (60, {"a": "x"})


def test_fixed_cases_that_cannot_stay_end_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for fixed, told in (([[0, 1]], "a is fixed at y"), ([[0, 0], [1, 0]], "use 3 of service 0 at x, which has 2")):
        code, found = placed(tmp_path, SMALL | {"fixed": fixed}, "--json")
        assert (code, found) == (1, {})
        error = json.loads(capsys.readouterr().err)["errors"][0]
        assert error["code"] == "infeasible"
        assert told in error["message"]
    named = deepcopy(SMALL)
    named["cases"][1]["fixed"] = "x"
    assert placed(tmp_path, named)[1]["placements"] == {"b": "x"}


def test_dynamic(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = stream(4, 6, 5, 1)
    code, found = placed(tmp_path, said, "--dynamic")
    assert code == 0
    assert [len(batch["cases"]) for batch in found["batches"]] == [6, 6, 6, 6]
    assert found["bound"] >= found["objective"]["score"] > 0
    (tmp_path / "solution.json").unlink()
    assert placed(tmp_path, SMALL, "--dynamic")[0] == 2
    assert placed(tmp_path, said, "--dynamic", "--goal", "tiers")[0] == 2


def test_a_limit_of_time_still_answers(tmp_path: Path) -> None:
    said = planted(300, 21, 3, 12, seed=3).instance
    code, found = placed(tmp_path, said, "--time-limit", "0.01")
    assert (code, found["status"]) == (0, "fallback")
    assert found["gap"] > 0
    assert found["bound"] >= found["objective"]["score"]
    assert wrong(read(said), found) == []


def changed(**more: Any) -> dict[str, Any]:
    return deepcopy(SMALL) | more


HOSTILE: dict[str, tuple[Any, str | None, str]] = {
    "a list": ([], None, "not an object"),
    "no cases": ({"dims": 1, "places": [], "pairs": []}, "cases", "missing"),
    "no dims": (changed(dims=None), "dims", "missing"),
    "no services": (changed(dims=0), "dims", "not from 1"),
    "true for a number": (changed(dims=True), "dims", "not a whole number"),
    "half a person": (changed(cases=[{"id": "a", "need": [1.5]}]), "cases[0].need[0]", "not a whole number"),
    "less than nobody": (changed(cases=[{"id": "a", "need": [-1]}]), "cases[0].need[0]", "is not from 0"),
    "too many services": (changed(cases=[{"id": "a", "need": [1, 2]}]), "cases[0].need", "a list of 1 numbers"),
    "no id": (changed(cases=[{"need": [1]}]), "cases[0].id", "missing"),
    "an id twice": (changed(places=[{"id": "x", "cap": [1]}] * 2), "places[1].id", "also the id of places[0]"),
    "a tier D": (changed(cases=[{"id": "a", "need": [1], "tier": "D"}]), "cases[0].tier", "not A, B or C"),
    "late as a word": (changed(cases=[{"id": "a", "need": [1], "late": "yes"}]), "cases[0].late", "not true or false"),
    "a pair of two": (changed(pairs=[[0, 0]]), "pairs[0]", "not [case, place, weight]"),
    "a pair of words": (changed(pairs=[[0, 0, "1"]]), "pairs[0]", "not three whole numbers"),
    "nobody's pair": (changed(pairs=[[2, 0, 1]]), "pairs[0]", "there is no case 2"),
    "counted from behind": (changed(pairs=[[0, -1, 1]]), "pairs[0]", "there is no place -1"),
    "too heavy": (changed(pairs=[[0, 0, 1001]]), "pairs[0]", "there is no weight 1001"),
    "a pair twice": (changed(pairs=[[0, 0, 1], [1, 1, 1], [0, 0, 2]]), "pairs[2]", "same case and place as pairs[0]"),
    "a slip of the pen": (changed(shraed=[]), "shraed", 'no key "shraed"'),
    "shared by nobody": (changed(shared=[{"places": [], "dim": 0, "cap": 1}]), "shared[0].places", "not a list of 1"),
    "shared service 4": (changed(shared=[{"places": [0], "dim": 4, "cap": 1}]), "shared[0].dim", "is not from 0 to 0"),
    "a cluster of one": (changed(clusters=[[0]]), "clusters[0]", "not a list of 2 to 12 cases"),
    "near to itself": (changed(near=[[1, 1]]), "near[0]", "stands in it twice"),
    "fixed to two": (changed(fixed=[[1, 0], [1, 1]]), "fixed[1]", "fixed to two places"),
    "arrivals of others": (changed(arrivals=[0]), "arrivals", "one batch for each case"),
    "a future of numbers": (changed(futures=[[3]]), "futures[0][0]", "not an object"),
    "an empty file": ("", None, "not JSON"),
    "half a file": ('{"cases": [', None, "not JSON"),
    "a key twice": ('{"dims": 1, "dims": 2}', None, "stands twice"),
    "not a number": ('{"dims": NaN}', None, "not a number of JSON"),
    "a number without end": ('{"dims": ' + "9" * 5000 + "}", None, "digits"),
    "very deep": ("[" * 200_000, None, "nested too deep"),
}


@pytest.mark.parametrize("how", HOSTILE)
def test_hostile_instances_are_refused_with_their_place(
    how: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said, field, told = HOSTILE[how]
    code, found = placed(tmp_path, said, "--json")
    out, err = capsys.readouterr()
    assert (code, found, out) == (2, {}, "")
    error = json.loads(err)["errors"][0]
    assert error["field"] == field
    assert told in error["message"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--time-limit", "0"), "not a number of seconds above 0"),
        (("--time-limit", "nan"), "not a number of seconds above 0"),
        (("--goal", "best"), "invalid choice"),
    ],
)
def test_wrong_words_are_refused(
    words: tuple[str, ...], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert placed(tmp_path, SMALL, *words)[0] == 2
    assert told in capsys.readouterr().err


def test_files_that_cannot_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, SMALL)
    tries: dict[str, Callable[[], int]] = {
        "no such file": lambda: main(["place", str(tmp_path / "none.json"), "--out", str(tmp_path / "o.json")]),
        "no such folder": lambda: main(["place", str(file), "--out", str(tmp_path / "none" / "o.json")]),
        "the same file": lambda: main(["place", str(file), "--out", str(file)]),
        "cannot read": lambda: main(["place", str(tmp_path), "--out", str(tmp_path / "o.json")]),
    }
    for told, run in tries.items():
        assert run() == 2, told
        assert told.lower() in capsys.readouterr().err.lower().replace("no such file or directory", "no such file")
    assert json.loads(file.read_text()) == SMALL


def test_interrupted_while_solving(tmp_path: Path) -> None:
    file = written(tmp_path, endless())
    words = [*COMMAND, "place", str(file), "--out", str(tmp_path / "out.json")]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT, cwd=ROOT) as process:
        while not (tmp_path / ".out.json.new").exists():  # there from when the instance is read to when it is solved
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=60)
    assert (process.returncode, said) == (130, (b"", b"interrupted\n"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["instance.json"]


INTERRUPTED = """
import signal, sys
class Meanwhile:
    def find_spec(self, name, path, target=None):
        if name == sys.argv[1]:
            signal.raise_signal(signal.SIGINT)
sys.meta_path.insert(0, Meanwhile())
from veer.cli.main import main
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.parametrize("module", ["veer.cli.streams", "veer.cli.commands.draw", "numpy.exceptions", "highspy._core"])
def test_interrupted_while_it_starts(module: str, tmp_path: Path) -> None:
    """Whatever is just being loaded: our own, others', and what compiled libraries load themselves."""
    words = ["place", str(written(tmp_path, SMALL)), "--out", str(tmp_path / "out.json")]
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, module, *words], capture_output=True, env=ENVIRONMENT, cwd=ROOT
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"interrupted\n")
    assert [path.name for path in tmp_path.iterdir()] == ["instance.json"]
