"""The draw, redone by an independent script, and everything that can be wrong with a published one."""

import hashlib
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veer.cli.main import main
from veer.draw import Draw, commitment, order, read, seed_of, verify

# As published with the rules of the draw.
EXAMPLE = {
    "seed": "2027-W1:7f3a",
    "ids": ["S-0001", "S-0002", "S-0003", "S-0004", "S-0005"],
    "commitment": "19ddb253700a7ec0f97405e7d43800e23002670c115223105bc4f6727c1393d5",
}

# What a visitor could write after reading the three sentences of the rules; it shares nothing with the program.
BY_HAND = """
import hashlib, json, sys
for d in json.load(sys.stdin):
    lines = b"".join(sorted(i.encode() + b"\\n" for i in d["ids"]))
    assert hashlib.sha256(lines).hexdigest() == d["commitment"], "commitment"
    keys = {i: hashlib.sha256(d["seed"].encode() + bytes([31]) + i.encode()).hexdigest() for i in d["ids"]}
    assert sorted(d["ids"], key=keys.get) == d["order"], "order"
print("holds")
"""
IDS = st.lists(
    st.text(st.characters(blacklist_characters="\n\x1f", blacklist_categories=["Cs"]), min_size=1), unique=True
)


def published(ids: list[str], seed: str = "2027-W1:7f3a") -> Draw:
    return Draw(seed, tuple(ids), commitment(ids), tuple(order(seed, ids)))


def form(draw: Draw) -> dict[str, Any]:
    return {"seed": draw.seed, "ids": list(draw.ids), "commitment": draw.commitment, "order": list(draw.order)}


def test_the_published_example() -> None:
    draw = published(EXAMPLE["ids"])  # type: ignore[arg-type]
    assert draw.commitment == EXAMPLE["commitment"]
    assert draw.order[:3] == ("S-0004", "S-0001", "S-0003")
    assert verify(draw) == []
    assert draw.window == "2027-W1"
    assert seed_of("2027-W1", "7f3a") == draw.seed


@given(IDS, st.integers(0, 10**6))
def test_somebody_else_finds_the_same(ids: list[str], value: int) -> None:
    seed = seed_of("2027-W1", str(value))
    keys = {one: hashlib.sha256(seed.encode() + b"\x1f" + one.encode()).digest() for one in ids}
    assert order(seed, ids) == sorted(ids, key=lambda one: keys[one])
    assert verify(published(ids, seed)) == []


@given(IDS, st.randoms())
def test_the_order_in_which_they_came_does_not_matter(ids: list[str], luck: Any) -> None:
    mixed = ids[:]
    luck.shuffle(mixed)
    assert commitment(mixed) == commitment(ids)
    assert order("w:1", mixed) == order("w:1", ids)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ids": ("S-1", "S-2", "S-4")}, "not the one published before"),
        ({"ids": ("S-1", "S-2", "S-3", "S-3")}, "twice"),
        ({"ids": ("S-1", "S-2", "S\n3")}, "nobody can commit"),
        ({"seed": "2027-W1"}, "no colon"),
        ({"seed": "2027-W1: "}, "a value that was published"),
        ({"seed": ":7f3a"}, "not a window"),
        ({"seed": "2027-W1:2"}, "the order is not that of the seed"),
        ({"order": ("S-1",)}, "the order is not that of the seed"),
        ({"order": ()}, "place 1"),
        ({"commitment": "0" * 64}, "not the one published before"),
    ],
)
def test_what_does_not_hold_is_said(change: dict[str, Any], said: str) -> None:
    assert said in " ".join(verify(replace(published(["S-1", "S-2", "S-3"]), **change)))


@pytest.mark.parametrize(
    "wrong", [{}, "x", 3, [[]], [{}], [{"seed": 1}], [{"seed": "a:b", "commitment": "x", "ids": [1], "order": []}]]
)
def test_what_is_not_in_the_form_is_refused(wrong: Any) -> None:
    with pytest.raises(ValueError, match="draw"):
        read(wrong)


def test_a_script_of_a_visitor_redoes_a_published_file() -> None:
    draws = [form(published([f"S-{n:04}" for n in range(200)], f"2027-W{w}:x{w}")) for w in range(3)]
    run = [sys.executable, "-c", BY_HAND]
    done = subprocess.run(run, input=json.dumps(draws), capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "holds"


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = form(published(["a", "b"])), form(published(["a", "b", "c"], "2027-W2:1"))
    file = tmp_path / "draws.json"
    file.write_text(json.dumps([good, bad]))
    assert main(["draw", "verify", str(file)]) == 0
    assert capsys.readouterr().out.splitlines() == ["2027-W1:7f3a: holds, 2 drawn", "2027-W2:1: holds, 3 drawn"]
    bad["order"] = bad["order"][::-1]
    file.write_text(json.dumps([good, bad]))
    assert main(["draw", "verify", str(file)]) == 1
    assert "belongs to" in capsys.readouterr().out.splitlines()[1]
    assert main(["draw", "verify", str(file), "--json"]) == 1
    assert [one["ok"] for one in json.loads(capsys.readouterr().out)["draws"]] == [True, False]


def test_nothing_in_a_file_passes_for_what_the_command_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, wrong = tmp_path / "draws.json", form(published(["a"], "2027-W1:7\n2027-W9:1: holds, 4 drawn\x1b[1A"))
    file.write_text(json.dumps([wrong, form(published(["a"]))]))
    assert main(["draw", "verify", str(file)]) == 0
    said = capsys.readouterr()
    assert [one.partition(": holds, 1")[0] for one in said.out.splitlines()] == [
        r"2027-W1:7\n2027-W9:1: holds, 4 drawn\x1b[1A", "2027-W1:7f3a",
    ]  # fmt: skip
    assert said.err == "note: 2027-W1 stands in the file 2 times; a window is drawn once\n"


HALF = '[{"seed": "a:b", "ids": ["\\ud800"], "commitment": "", "order": []}]'
TWICE = '[{"seed": "a:b", "seed": "a:c", "ids": [], "commitment": "", "order": []}]'


@pytest.mark.parametrize("content", ["", "{", "{}", "[]", "[1]", "[" * 100_000, "\udcff", HALF, TWICE])
def test_a_file_that_is_none_is_refused(content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "draws.json"
    file.write_bytes(content.encode(errors="surrogateescape"))
    assert main(["draw", "verify", str(file)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "hint: a list of draws: [{" in said.err
    assert main(["draw", "verify", str(tmp_path / "none.json")]) == 2
