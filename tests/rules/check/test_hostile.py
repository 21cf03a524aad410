"""Files that mean harm, or were broken by chance: a finding with its place, never a traceback, never a long wait."""

from __future__ import annotations

import datetime as dt
import os
import time
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.check.marked import NONE, USED, findings, pack_files, write
from veer.rules import decide
from veer.rules.check import check_pack
from veer.rules.check.run import check_files
from veer.rules.problems import Problem

LAW = Path(__file__).resolve().parents[3] / "veer" / "law"

HOSTILE: dict[str, tuple[str, bytes]] = {
    "alias bomb": ("E009", b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"),
    "merge": ("E009", b"a: &a {x: 1}\nb: {<<: *a}\n"),
    "tag": ("E010", b"a: !!python/object/apply:os.system [echo]\n"),
    "two documents": ("E006", b"a: 1\n---\nb: 2\n"),
    "empty": ("E007", b""),
    "only a comment": ("E007", b"# nothing\n"),
    "binary": ("E003", bytes(range(128, 256)) * 50),
    "null bytes": ("E005", b"a: \x00\n"),
    "control": ("E005", b"a: \x07\n"),
    "tabs": ("E004", b"a:\n\tb: 1\n"),
    "brackets": ("E005", b"[" * 100_000),
    "braces": ("E005", b"{" * 100_000),
    "some brackets": ("E008", b"[" * 60 + b"]" * 60),
    "dashes": ("E008", b"- " * 5_000),
    "unclosed": ("E005", b"a: [1, 2\n"),
    "a list": ("E020", b"- a\n"),
    "a word": ("E020", b"word\n"),
    "a key that is a list": ("E011", b"? [a, b]\n: 1\n"),
    "twice": ("E012", b"route: r\nroute: r\n"),
    "utf-16": ("E003", "route: r\n".encode("utf-16")),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("where", ["routes/r.yaml", "facts/f.yaml", "pack.yaml", "texts/r.en.yaml", "examples/r.yaml"])
def test_a_hostile_file(name: str, where: str, tmp_path: Path) -> None:
    code, raw = HOSTILE[name]
    write(tmp_path, pack_files(USED))
    (tmp_path / where).parent.mkdir(exist_ok=True)
    (tmp_path / where).write_bytes(raw)
    started = time.process_time()
    found = check_pack(tmp_path)
    assert time.process_time() - started < 5
    assert any(p.code == code and p.place.file.endswith(where) for p in found), [str(p) for p in found]


def test_a_file_of_100_megabytes(tmp_path: Path) -> None:
    write(tmp_path, pack_files(USED))
    with (tmp_path / "routes" / "big.yaml").open("wb") as file:
        file.truncate(100_000_000)
    started = time.process_time()
    assert [p.code for p in check_pack(tmp_path)] == ["E001"]
    assert time.process_time() - started < 1


def test_what_is_no_file(tmp_path: Path) -> None:
    write(tmp_path, pack_files(USED))
    (tmp_path / "routes" / "folder.yaml").mkdir()
    (tmp_path / "routes" / "gone.yaml").symlink_to("nowhere.yaml")
    (tmp_path / "routes" / "round.yaml").symlink_to("round.yaml")
    os.mkfifo(tmp_path / "routes" / "pipe.yaml")
    found = check_pack(tmp_path)
    assert [(p.code, Path(p.place.file).name) for p in found] == [
        ("E013", "folder.yaml"),
        ("E013", "gone.yaml"),
        ("E013", "pipe.yaml"),
        ("E013", "round.yaml"),
    ]


def test_a_link_leads_to_another_file_of_the_pack_and_never_out_of_it(tmp_path: Path) -> None:
    pack, outside = tmp_path / "pack", tmp_path / "secret"
    write(pack, pack_files(USED))
    outside.write_text("route: secret\n")
    (pack / "routes" / "r.yaml").rename(pack / "routes" / "moved")
    (pack / "routes" / "r.yaml").symlink_to("moved")
    assert not any(p.code == "E013" for p in check_pack(pack))
    (pack / "routes" / "out.yaml").symlink_to(outside)
    (pack / "facts" / "up.yaml").symlink_to("../../secret")
    found = check_pack(pack)
    assert [(p.code, Path(p.place.file).name) for p in found] == [("E013", "up.yaml"), ("E013", "out.yaml")]


def test_a_folder_that_is_no_pack(tmp_path: Path) -> None:
    assert [p.code for p in check_pack(tmp_path)] == ["E002"]
    assert [p.code for p in check_pack(tmp_path / "nowhere")] == ["E002"]
    (tmp_path / "file").write_text("")
    assert [p.code for p in check_pack(tmp_path / "file")] == ["E002"]


def test_a_name_that_cannot_be_printed(tmp_path: Path) -> None:
    write(tmp_path, pack_files(USED))
    (tmp_path / "routes" / os.fsdecode(b"\xff\n.yaml")).write_text("route: x\n")
    assert [p.code for p in check_pack(tmp_path)] == ["E014"]


def test_names_in_a_circle(tmp_path: Path) -> None:
    found = findings(tmp_path, pack_files("let: {a: c, b2: a, c: b2}\n" + USED + "conditions: {x: a > 1}\n"))
    assert any(f.startswith("E320") for f in found), found


def test_a_ladder_of_computed_fields_ends(tmp_path: Path) -> None:
    """Two names a rung, each reading both of the rung below: 2 ** 60 ways down."""
    rungs = [f"a{i}: a{i + 1} or b{i + 1}, b{i}: a{i + 1} and b{i + 1}" for i in range(60)]
    kinds = "types: {job: {fields: {m: {type: int, domain: [0, 9]}}, derive: {%s, a60: m > 1, b60: m > 2}}}\n"
    facts = kinds % ", ".join(rungs) + (
        "facts:\n  day: {of: case, type: date, role: on}\n  jobs: {of: person, type: list, item: job, max_items: 2}\n"
    )
    started = time.process_time()
    check_pack(write(tmp_path, pack_files('conditions: {c: "any(jobs, where=jobs.a0)"}\n', facts=facts)))
    assert time.process_time() - started < 5


# --- one character -------------------------------------------------------------------------------------------------


@cache
def files_of(pack: str) -> dict[str, str]:
    """The law and words of a bundled pack; its worked cases, hundreds of them, are left out but for the first lines."""
    folder = LAW / pack
    files = {p.relative_to(folder).as_posix(): p.read_text() for p in sorted(folder.rglob("*.yaml"))}
    return {name: _first(text) if name.startswith("examples/") else text for name, text in files.items()}


def _first(text: str) -> str:
    """The first two cases of a file of examples."""
    starts = [i for i in range(len(text)) if text.startswith("\n  - id:", i)]
    return text[: starts[2] + 1] if len(starts) > 2 else text


@cache
def meaning(pack: str) -> tuple[str, str]:
    made, found = check_files(files_of(pack), "")
    assert found == []
    return made.law_hash, made.texts_hash


PACKS = sorted(p.parent.name for p in LAW.glob("*/pack.yaml"))
LONG = os.environ.get("VEER_LONG") == "1"
CHARACTERS = st.sampled_from("abz019 -:{}[],'\"#&*!|>%@`\n\t.~_()+=<>/\\\0\x07é\u2028\U0001f600")


@settings(max_examples=300 if LONG else 10, deadline=None)  # each reads a whole pack again
@given(st.data())
def test_one_changed_character_is_the_same_law_or_a_finding_inside_the_file(data: st.DataObject) -> None:
    pack = data.draw(st.sampled_from(PACKS))
    files = files_of(pack)
    name = data.draw(st.sampled_from(sorted(files)))
    text = files[name]
    at = data.draw(st.integers(0, len(text) - 1))
    how = data.draw(st.sampled_from(["drop", "put", "change"]))
    new = "" if how == "drop" else data.draw(CHARACTERS)
    changed = text[:at] + new + text[at + (how != "put") :]
    made, found = check_files({**files, name: changed}, "")
    for problem in found:
        inside({**files, name: changed}, problem)
    if any(p.severity == "error" for p in found):
        return
    if (made.law_hash, made.texts_hash) != meaning(pack):  # another law, but law: it can be asked
        for route in made.routes:
            assert decide(made, route, {}, on=dt.date(2026, 2, 2))["outcome"] in ("open", "maybe", "closed")


def inside(files: dict[str, str], problem: Problem) -> None:
    place = problem.place
    assert place.file in files, problem
    lines = files[place.file].split("\n")
    assert 1 <= place.line <= len(lines), problem
    assert 1 <= place.column <= len(lines[place.line - 1]) + 2, problem
    assert problem.message, problem


# --- speed ---------------------------------------------------------------------------------------------------------


BANDS = "{of: f%d, bands: [{to: 17, points: 0}, {from: 18, points: {2020-01-01: 3, 2022-01-01: 4}}]}"
LEVEL = "{of: f%d, map: {none: 0, low: 1, high: 2}, monotone: up}"


def large(facts: int = 300, items: int = 800, conditions: int = 800) -> dict[str, str]:
    """A pack of about 2,000 declared nodes."""
    kinds = (
        ("type: int, domain: [0, 100]", BANDS, "f%d >= 40"),
        ("type: bool", "{if: f%d, points: 2}", "f%d"),
        ("type: enum, values: [a, b, c]", "{of: f%d, map: {a: 1, b: 2, c: 3}}", "f%d != 'a'"),
        ("type: level, levels: [none, low, high]", LEVEL, "f%d >= 'low'"),
    )  # fmt: skip
    declared = "".join(f"  f{i}: {{of: person, {kinds[i % 4][0]}}}\n" for i in range(facts))
    law = ["points:\n  pass: 20\n  sections:\n"]
    for section in range(items // 20):
        law.append(f"    s{section}:\n      sum:\n")
        law += [f"        i{i}: {kinds[i % 4][1] % (i % facts)}\n" for i in range(section * 20, section * 20 + 20)]
    law.append("conditions:\n")
    law += [f'  c{i}: "{kinds[i % 4][2] % (i % facts)}"\n' for i in range(conditions)]
    law.append("  mark: points.total >= points.pass\n")
    return pack_files("".join(law), facts="facts:\n  day: {of: case, type: date, role: on}\n" + declared, tail=NONE)


def test_two_thousand_nodes_within_two_seconds(tmp_path: Path) -> None:
    write(tmp_path, large())
    started = time.process_time()
    found = check_pack(tmp_path)
    assert time.process_time() - started < 2
    assert not [p for p in found if p.severity == "error"]
