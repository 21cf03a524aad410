"""A slip where types and facts are declared is one finding, not one more wherever they are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.check.marked import FACTS, NONE, USED, pack_files, write
from veer.rules.check import check_pack

TYPES = """\
types:
  job:
    fields:
      m: {type: int, domain: [0, 9]}
      kind: {type: enum, values: [paid, unpaid]}
    derive:
      counts: kind == 'paid'
      long: counts and m > 3
"""
LISTS = """\
  jobs: {of: person, type: list, item: job, max_items: 2}
  other.jobs: {of: person, type: list, item: job, max_items: 2}
"""
LAW = f"""{USED}conditions:
  some: any(jobs, where=jobs.counts)
  long: any(jobs, where=jobs.long)
  other: count(other.jobs, where=other.jobs.kind == 'paid') >= 1 and sum(other.jobs.m) > 4
"""


def said(folder: Path, was: str = "", now: str = "") -> list[str]:
    facts = TYPES + FACTS + LISTS
    assert was in facts
    files = pack_files(LAW, facts=facts.replace(was, now, 1), tail=NONE)
    found = check_pack(write(folder, files))
    return [f"{p.code} {p.message} / {p.hint}" for p in found if p.severity == "error"]


def test_the_law_that_the_slips_are_made_in_is_clean(tmp_path: Path) -> None:
    assert said(tmp_path) == []


@pytest.mark.parametrize(
    ("was", "now", "cause"),
    [
        ("types:", "typs:", 'E021 unknown key "typs" in a facts file / did you mean "types"?'),
        ("facts:", "fact:", 'E021 unknown key "fact" in a facts file / did you mean "facts"?'),
        ("  job:\n", "  jop:\n", 'E048 unknown type "job", used in 2 places / did you mean "jop"?'),
        ("item: job", "item: jop", 'E048 unknown type "jop" / did you mean "job"?'),
        ("    derive:", "    deriv:", 'E021 unknown key "deriv" in type job / did you mean "derive"?'),
        ("kind: {type: enum", "kind: {type: enm", 'E023 type cannot be "enm" / did you mean "enum"?'),
        ("counts: kind", "counts: kint", 'E102 unknown name "kint" / did you mean "kind"?'),
    ],
)
def test_one_slip_is_one_finding(tmp_path: Path, was: str, now: str, cause: str) -> None:
    assert said(tmp_path, was, now) == [cause]


def test_types_that_are_no_map_hide_what_they_declare(tmp_path: Path) -> None:
    found = said(tmp_path, TYPES, "types: [job]\n")
    assert found == ["E020 types must be a map of keys and values / "]


def test_two_slips_in_declarations_are_both_told(tmp_path: Path) -> None:
    facts = TYPES.replace("    derive:", "    deriv:") + FACTS.replace("type: level", "type: lvel") + LISTS
    found = check_pack(write(tmp_path, pack_files(LAW, facts=facts, tail=NONE)))
    assert sorted(p.code for p in found if p.severity == "error") == ["E021", "E023"]


@pytest.mark.parametrize("text", ["", "- a list\n", "a: [\n"])
def test_a_route_that_cannot_be_read_is_not_missed_by_its_words(tmp_path: Path, text: str) -> None:
    files = pack_files(LAW, facts=TYPES + FACTS + LISTS, tail=NONE) | {"texts/r.en.yaml": "title: R\n"}
    found = check_pack(write(tmp_path, files | {"routes/r.yaml": text}))
    assert [Path(p.place.file).name for p in found if p.severity == "error"] == ["r.yaml"]
