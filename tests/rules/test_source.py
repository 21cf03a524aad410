"""The reader of YAML takes YAML 1.2 core and nothing else, and says where."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from veer.rules import read_pack
from veer.rules.problems import Problems
from veer.rules.source import MAX_BYTES, Mapping, Node, Scalar, Sequence, nearest, read_text


def read(text: str) -> tuple[Node | None, list[str]]:
    problems = Problems()
    node = read_text(text, "f.yaml", problems)
    return node, [f"{p.place} {p.code}" for p in problems.found]


def value(text: str) -> object:
    node, found = read(f"key: {text}")
    assert found == []
    assert isinstance(node, Mapping)
    scalar = node.get("key")
    assert isinstance(scalar, Scalar)
    return scalar.value


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("NO", "NO"),
        ("on", "on"),
        ("yes", "yes"),
        ("012", "012"),
        ("0o7", "0o7"),
        ("1_000", "1_000"),
        ("12:30:00", "12:30:00"),
        ("1e3", "1e3"),
        ("TRUE", "TRUE"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("-7", -7),
        ("0.50", Decimal("0.50")),
        ("2025-03-25", dt.date(2025, 3, 25)),
        ("2025-02-30", "2025-02-30"),
        ("'true'", "true"),
        ('"7"', "7"),
        ("99999999999999999999", "99999999999999999999"),
    ],
)
def test_a_plain_word_is_what_the_core_schema_says(text, meant):
    found = value(text)
    assert found == meant
    assert type(found) is type(meant)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("a: 1\nb: 2\na: 3\n", "f.yaml:3:1 E012"),
        ("a: &x 1\n", "f.yaml:1:4 E009"),
        ("a: 1\nb: *x\n", "f.yaml:2:4 E009"),
        ("a: !!str 1\n", "f.yaml:1:4 E010"),
        ("a:\n\tb: 1\n", "f.yaml:2:1 E004"),
        ("a: 1\n---\nb: 2\n", "f.yaml:2:1 E006"),
        ("", "f.yaml:1:1 E007"),
        ("? [a, b]\n: 1\n", "f.yaml:1:3 E011"),
        ("a: [1, 2\nb: 3\n", "f.yaml:2:2 E005"),
        ("a: 'open\n", "f.yaml:2:1 E005"),
    ],
)
def test_what_is_not_of_the_language_is_refused_with_its_place(text, where):
    assert read(text)[1] == [where]


def test_an_alias_bomb_is_refused_at_its_first_anchor():
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    assert read(bomb)[1] == ["f.yaml:1:4 E009"]


def test_deep_nesting_is_refused_before_python_tires():
    assert read("[" * 100 + "]" * 100)[1] == ["f.yaml:1:42 E008"]
    assert read("[" * 5000 + "]" * 5000)[1] == ["f.yaml:1:1001 E005"]


def test_positions_count_from_one():
    node, _ = read("a:\n  - first\n  - second\n")
    assert isinstance(node, Mapping)
    items = node.get("a")
    assert isinstance(items, Sequence)
    assert [str(item.place) for item in items] == ["f.yaml:2:5", "f.yaml:3:5"]
    assert str(node.key_place("a")) == "f.yaml:1:1"


def test_a_large_file_is_refused_without_being_read(tmp_path):
    (tmp_path / "pack.yaml").write_text("pack: p\n")
    with (tmp_path / "big.yaml").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    _, found = read_pack(tmp_path)
    assert "E001" in [p.code for p in found]


def test_what_is_not_utf8_is_said_with_its_line(tmp_path):
    (tmp_path / "pack.yaml").write_bytes(b"pack: p\nversion: \xff\n")
    _, found = read_pack(tmp_path)
    assert ("E003", 2) in [(p.code, p.place.line) for p in found]


def test_a_folder_without_a_pack_is_said():
    pack, found = read_pack(Path("/nowhere"))
    assert pack is None
    assert [p.code for p in found] == ["E002"]


def test_the_nearest_word_is_offered_only_when_it_is_near():
    assert nearest("aplicant", ["applicant", "sponsor"]) == 'did you mean "applicant"?'
    assert nearest("xyz", ["applicant", "sponsor"]) == ""
