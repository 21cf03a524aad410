"""Differences between two laws: none where nothing differs, and exactly the node that was touched where one was."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.laws import law_in
from veer.rules import Pack, PackError
from veer.rules.compare import Difference, compare, nodes
from veer.rules.load import build
from veer.rules.problems import Problems
from veer.rules.source import Mapping, Node, Scalar, Sequence, read_text

ROOT = Path(__file__).resolve().parents[2]
LONG = os.environ.get("VEER_LONG") == "1"
BUNDLED = sorted(path.parent.name for path in (ROOT / "veer" / "law").glob("*/pack.yaml"))
MACHINE = ROOT / "tests" / "cases" / "machine"
UNSAID = {"id", "route", "notes", "pack", "language", "file"}


@cache
def pack(name: str) -> Pack:
    return law_in(MACHINE if name == "machine" else ROOT / "veer" / "law" / name)


def rewritten(old: Pack, **files: tuple[str, str]) -> Pack:
    """The pack with a text replaced once in a file, whose name is written `routes__talent`."""
    texts = dict(old.files)
    for name, (was, now) in files.items():
        file = name.replace("__", "/") + ".yaml"
        assert texts[file].count(was) == 1, f"{was!r} stands {texts[file].count(was)} times in {file}"
        texts[file] = texts[file].replace(was, now)
    return build(texts, "")[0]


def said(found: list[Difference]) -> dict[str, dict[str, tuple[str, str]]]:
    return {one.id: {change.key: (change.was, change.now) for change in one.changes} for one in found}


@pytest.mark.parametrize("name", [*BUNDLED, "machine"])
def test_nothing_differs_from_itself(name: str) -> None:
    assert compare(pack(name), pack(name)) == []
    assert compare(pack(name), Pack.from_canonical(pack(name).canonical())) == []


# --- one node touched ------------------------------------------------------------------------------------------------


def scalars(node: Node, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Scalar]]:
    if isinstance(node, Scalar):
        return [(path, node)]
    if isinstance(node, Sequence):
        return [found for number, one in enumerate(node) for found in scalars(one, (*path, called(one, number)))]
    assert isinstance(node, Mapping)
    return [found for key, one in node.items() for found in scalars(one, (*path, key))]


def called(item: Node, number: int) -> str:
    """The id of an item of a list that has one: its node is named so."""
    name = item.get("id") if isinstance(item, Mapping) else None
    return name.text if isinstance(name, Scalar) else str(number)


@cache
def touchable(name: str) -> list[tuple[str, tuple[str, ...], Scalar]]:
    """Numbers, plain words and expressions of the routes and of their texts, where each stands."""
    found = []
    for file, text in pack(name).files.items():
        if not file.startswith(("routes/", "texts/")) or file.startswith(("texts/facts", "texts/sources")):
            continue
        tree = read_text(text, file, Problems())
        assert tree is not None
        found += [
            (file, path, one) for path, one in scalars(tree) if one.one_line and one.text and not UNSAID & set(path)
        ]
    return found


def touched(scalar: Scalar) -> str:
    """Another value of the same kind."""
    text = scalar.text
    if re.fullmatch(r"-?\d+", text):
        return str(int(text) + 1)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return f"{text[:-1]}{(int(text[-1]) + 1) % 8 + 1}"[:10]
    if text in ("true", "false"):
        return "false" if text == "true" else "true"
    if re.search(r" (and|or|>=|<=|==|<|>) ", text):
        return f"not ({text})"
    return f"{text} x"


def at_place(text: str, scalar: Scalar, now: str) -> str | None:
    """The file with the value at this place written otherwise; None where it is not written as it reads."""
    lines = text.split("\n")
    line, column = lines[scalar.place.line - 1], scalar.place.column - 1
    quoted = line[column : column + 1] in "\"'"
    column += quoted
    if line[column : column + len(scalar.text)] != scalar.text:
        return None
    lines[scalar.place.line - 1] = line[:column] + now + line[column + len(scalar.text) :]
    return "\n".join(lines)


def owner(file: str, path: tuple[str, ...], known: set[str]) -> str:
    """The node in which a value stands: of the ids that the path spells in order, the one that spells most of it."""
    route = file.split("/")[1].split(".")[0]
    if file.startswith("texts/"):
        return route if path == ("title",) else f"{route}/{path[0]}"
    if path[0] == "texts":
        return route if path[2] == "title" else f"{route}/{path[2]}"
    if "acts" in path:  # those of a branch are named in the whole route
        return f"{route}/procedure.acts.{path[path.index('acts') + 1]}"
    fits = [name for name in known if name == route or (name.startswith(f"{route}/") and spelled(name, path))]
    return max(fits, key=lambda name: (name.count("."), len(name)))


def spelled(name: str, path: tuple[str, ...]) -> bool:
    rest = iter(path)
    return all(part in rest for part in name.split("/", 1)[1].split("."))


@pytest.mark.parametrize("name", [one for one in BUNDLED if one != "be-current"] + ["machine"])
@settings(max_examples=60 if LONG else 3, deadline=None)  # each reads a whole pack again
@given(data=st.data())
def test_one_node_touched_is_the_one_node_that_differs(name: str, data: st.DataObject) -> None:
    file, path, scalar = data.draw(st.sampled_from(touchable(name)))
    written = at_place(pack(name).files[file], scalar, touched(scalar))
    assume(written is not None)
    try:
        new, _problems = build({**pack(name).files, file: written or ""}, "")
    except PackError:
        assume(False)
    known = set(nodes(pack(name)))
    found = compare(pack(name), new)
    assert [one.id for one in found] == [owner(file, path, known)], (file, path, scalar.text, said(found))
    assert [one.what for one in found] == ["changed"]
    assert all(one.only_words for one in found) == (file.startswith("texts/") or path[0] in ("texts", "title"))
    back = compare(new, pack(name))
    assert [one.id for one in back] == [one.id for one in found]


# --- in words --------------------------------------------------------------------------------------------------------


def test_a_changed_value_is_said_in_words() -> None:
    old = pack("machine")
    new = rewritten(
        old,
        routes__protection=(
            "detained: {if: detained, length: {days: 10}}",
            "detained: {if: detained, length: {days: 5}}",
        ),
    )
    assert said(compare(old, new)) == {"protection/clocks.appeal.detained": {"length": ("10 days", "5 days")}}


def test_order_and_layout_do_not_count() -> None:
    old = pack("machine")
    new = rewritten(
        old, routes__protection=("by: [desk, official], from: [presented]", "from: [presented], by: [official,   desk]")
    )
    assert new.law_hash != old.law_hash
    assert compare(old, new) == []


def test_a_changed_source_is_not_said_again_of_every_part() -> None:
    old = pack("machine")
    new = rewritten(old, routes__leaving=('2020-01-01}\nsource: {memo: "4"}', '2020-01-01}\nsource: {memo: "9"}'))
    assert said(compare(old, new)) == {"leaving": {"source": ("memo, 4", "memo, 9")}}


def test_what_comes_and_goes_is_told_with_what_it_says() -> None:
    old = pack("machine")
    line = "    ask: {does: record, by: [official], from: [lodged]}\n"
    new = rewritten(old, routes__protection=(line, line.replace("ask:", "inquire:")))
    found = {one.id.removeprefix("protection/procedure.acts."): one for one in compare(old, new) if "acts" in one.id}
    assert (found["ask"].what, found["inquire"].what) == ("removed", "added")
    assert {change.key: change.now for change in found["inquire"].changes}["by"] == "official"
    assert all(change.was == "" for change in found["inquire"].changes)


def test_only_some_nodes_can_be_asked_about() -> None:
    old = pack("machine")
    new = rewritten(
        old, routes__leaving=("length: {days: 30}", "length: {days: 31}"), pack=('version: "1"', 'version: "2"')
    )
    assert {one.id for one in compare(old, new)} == {"pack", "leaving/clocks.leave"}
    assert [one.id for one in compare(old, new, only={"pack"})] == ["pack"]
