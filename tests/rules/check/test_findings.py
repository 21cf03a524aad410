# ruff: noqa: E501 - a pack a line: the place of its mark is what is tested
"""Each finding of the check, with a tiny pack that provokes it and the line and column where it must stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.rules.check.marked import FACTS, NONE, USED, findings, marks, pack_files, write
from veer.rules.check import check_pack

WORDS = ("E501", "E502", "E503")  # a tiny pack has no words: tried on its own below

PROCEDURE = """\
procedure:
  starts: draft
  steps:
    draft: {ball: applicant}
    seen: {ball: official}
    yes_: {ends: granted}
    no_: {ends: refused}
  acts:
    submit: {does: submit, by: [applicant], from: [draft], to: seen}
    grant: {does: propose, by: [official], from: [seen], to: yes_, outcome: grant}
    refuse: {does: propose, by: [official], from: [seen], to: no_, outcome: refuse}
"""
TAIL = NONE.replace("remedies: {none: {source: {act: s. 9}}}\n", "")
REMEDY = "remedies:\n  appeal: {against: [refuse], body: board, within: {days: 30}, from: notified}\n"


def steps(changed: str, by: str, tail: str = TAIL + REMEDY) -> dict[str, str]:
    """The procedure above with one line changed."""
    assert changed in PROCEDURE
    return pack_files(USED + PROCEDURE.replace(changed, by), tail=tail)


LIST = FACTS + "  jobs: {of: person, type: list, item: job, max_items: 2}\n"
JOB = "types:\n  job: {fields: {m: {type: int, domain: [0, 9]}}}\n"

CASES: dict[str, dict[str, str]] = {
    # --- reach
    "W401 cap": pack_files("points:\n  sections:\n    a: §{cap: 9, sum: {x: {if: b, points: 3}, y: {if: n > 1 and e == 'x' and l == 'low', points: 4}}}\n"),
    "W401 bands": pack_files(USED + "    a: §{cap: 9, of: n, bands: [{to: 4, points: 0}, {from: 5, points: 7}]}\n".replace("    a", "  subtotals:\n    a")),
    "W401 total": pack_files("points:\n  §cap: 9\n" + USED.removeprefix("points:\n")),
    "W402": pack_files("points:\n  sections:\n    a: {cap: 9, sum: {x: §{if: b, points: 10}, y: {if: n > 1 and e == 'x' and l == 'low', points: 4}}}\n"),
    "W403": pack_files("points:\n  §cap: 5\n  sections: {a: {if: b, points: 3}, c: {if: n > 1 and e == 'x' and l == 'low', points: 4}}\n"),
    "E404": pack_files("points:\n  pass: §4\n" + USED.removeprefix("points:\n") + "conditions: {m: points.total >= points.pass or n > 1}\n"),
    "W405": pack_files(
        "points:\n  pass: 4\n  sections: {a: {if: b, points: 3}, c: {of: l, map: {none: 0, low: 1, high: 4}}}\n"
        "conditions: {m: points.total >= points.pass, o: \"n > 1 or e == 'x'\"}\n",
        facts=FACTS.replace("l: {", "l: §{"),
    ),
    # --- truths
    "E410": pack_files(USED + "conditions:\n  never: §n > 10\n"),
    "E410 two": pack_files(USED + "conditions:\n  never: §n > 6 and n < 4\n"),
    "W411": pack_files(USED + "conditions: {any_: {any: {never: §n > 10, other: n > 1}}}\n"),
    "W412": pack_files(USED + "conditions: {always: §n >= 0, other: n > 1}\n"),
    "W412 two": pack_files(USED + "conditions: {always: §n > 4 or n < 6, other: n > 1}\n"),
    "W411 let": pack_files("let: {never: §n > 10}\n" + USED + "conditions: {c: never or b}\n"),
    "W413": pack_files(USED + "  subtotals: {z: §{if: n > 10, points: 3}}\n"),
    "E414": pack_files(USED + "conditions: {one: §points.used >= 1, two: points.used <= 0}\n"),
    # --- monotone
    "E420 bands": pack_files(USED + "  subtotals:\n    a: {of: n, monotone: up, bands: [{to: 4, points: 3}, §{from: 5, points: 2}]}\n"),
    "E420 map": pack_files(USED + "  subtotals:\n    a: {of: l, monotone: down, map: {none: 3, low: 2, high: §4}}\n"),
    "E420 grid": pack_files(
        USED + "  subtotals:\n    a: {monotone: up, rows: {of: n, steps: [0, 5]}, columns: {of: l, steps: [none, low]}, grid: [[0, 1], [2, §0]]}\n"
    ),
    "E420 rate": pack_files(USED + "  subtotals:\n    a: §{monotone: up, per: 2, of: n, points: -1}\n"),
    "W421": pack_files(USED + "  subtotals:\n    a: §{monotone: up, is: 'min(n, 4)'}\n"),
    # --- dates
    "E601": pack_files(
        "let: {v: \"s(e, day, n)\"}\nscales:\n  s:\n    levels: [1]\n    of: [test, date]\n    x:\n"
        "      - {until: 2020-12-31, score: [3]}\n      - {from: 2021-02-01, score: §[4]}\n" + USED + "conditions: {c: v > 0}\n"
    ),
    "E602": pack_files(
        "let: {v: \"s(e, day, n)\"}\nscales:\n  s:\n    levels: [1]\n    of: [test, date]\n    x:\n"
        "      - {until: 2020-12-31, score: [3]}\n      - {from: 2020-12-31, score: §[4]}\n" + USED + "conditions: {c: v > 0}\n"
    ),
    "E603": pack_files(
        "let: {v: \"s(e, n)\"}\nscales: {s: {levels: [1], of: [test], x: {until: 2020-12-31, score: §[3]}}}\n" + USED + "conditions: {c: v > 0}\n"
    ),
    "W604": pack_files(USED + "  subtotals: {z: {if: b, points: §{2021-01-01: 4}}}\n"),
    "W605": pack_files(USED + "  subtotals: {z: {if: b, points: §{2020-01-01: 4, 2023-01-01: 5}, in_force: {until: 2022-12-31}}}\n"),
    "W606": pack_files(USED + "  subtotals: {z: §{of: l, map: {none: 0, low: 1, high: 1}, in_force: {until: 2019-12-31}}}\n"),
    "E607": pack_files("points:\n  pass: §{2021-01-01: 0}\n" + USED.removeprefix("points:\n") + "conditions: {m: points.total >= points.pass, o: n > 1}\n"),
    # --- promises and procedure
    "E701": pack_files(USED, tail=NONE.replace("duties: {none: {source: {act: s. 9}}}\n", "")),
    "E702": pack_files(USED, tail=NONE.replace("duties: {none: {source: {act: s. 9}}}\n", "duties: {none: {}}\n")),
    "E703": pack_files(USED, tail=NONE.replace("duties: {none: {source: {act: s. 9}}}\n", "duties: {none: {source: {act: s. 9}}, d: §{actor: official}}\n")),
    "E710": steps("by: [applicant], from: [draft]", "by: [aplicant], from: [draft]"),
    "W711": steps("seen: {ball: official}", "seen: §{}"),
    "E712": steps("by: [applicant], from: [draft]", "from: [draft]"),
    "E713": steps("by: [applicant], from: [draft]", "by: [applicant]"),
    "E714": steps("from: [draft], to: seen", "from: [draft]"),
    "E715": steps("to: yes_, outcome: grant", "to: yes_"),
    "E716": steps("to: no_, outcome: refuse", "to: {refuse: no_}, outcome: refuse"),
    "E717": steps("to: no_, outcome: refuse", "to: {refuse: no_, grant: no_, other: no_}, outcome: refuse"),
    "E718": steps("from: [draft], to: seen", "from: [draft], to: seen, letter: receipt"),
    "W719": steps("    seen: {ball: official}\n", "    seen: {ball: official}\n    lost: §{ends: lost}\n"),
    "E720": steps("yes_: {ends: granted}", "yes_: §{ball: official}"),
    "E721": pack_files(
        USED + PROCEDURE.replace("yes_: {ends: granted}", "yes_: §{ball: official}").replace("to: no_", "to: yes_")
        + "    again: {does: answer, by: [official], from: [yes_], to: seen}\n", tail=TAIL + REMEDY
    ),
    "E722": pack_files(USED + PROCEDURE, tail=TAIL.replace("clocks: {none: {source: {act: s. 9}}}", "clocks: {c: §{starts: sumbit, length: {days: 3}}}") + REMEDY),
    "E723": pack_files(USED + PROCEDURE, tail=TAIL.replace("clocks: {none: {source: {act: s. 9}}}", "clocks: {c: §{starts: submit}}") + REMEDY),
    "E724": pack_files(USED + PROCEDURE, tail=TAIL.replace("duties: {none: {source: {act: s. 9}}}", "duties: {d: §{actor: official, clock: c}}") + REMEDY),
    "E725": pack_files(USED + PROCEDURE, tail=TAIL + REMEDY.replace("appeal: {against: [refuse]", "appeal: §{against: [refuse, refused]")),
    "E726": pack_files(USED + PROCEDURE.replace("refuse: {", "refuse: §{"), tail=TAIL + REMEDY.replace("[refuse]", "[grant]")),
    "W727": pack_files(USED + PROCEDURE + "letters: {spare: §{blocks: [salutation]}}\n", tail=TAIL + REMEDY),
    "E728": pack_files(
        USED + PROCEDURE.replace("outcome: refuse", "outcome: refuse, letter: {refuse: no, grant: no}") + "letters: {no: §{blocks: [salutation]}}\n", tail=TAIL + REMEDY
    ),
    # --- worked cases
    "E801": pack_files(USED, examples__q="§cases: []\n"),
    "E803": pack_files(USED, examples__r="cases: [§{id: a}]\n"),
    "E803 id": pack_files(USED, examples__r="cases: [{id: a, facts: {}, on: 2026-01-01, expect: {}}, {id: §a, facts: {}, on: 2026-01-01, expect: {}}]\n"),
    "E021": pack_files(USED, examples__r="cases: [{id: a, facts: {}, on: 2026-01-01, expect: {§totl: 3}}]\n"),
    "E026": pack_files(USED, examples__r="cases: [{id: a, facts: {}, on: §soon, expect: {}}]\n"),
    "E804": pack_files(USED, examples__r="cases: [{id: a, facts: {b: true, §n: 11}, on: 2026-01-01, expect: {}}]\n"),
    "E805": pack_files(USED, examples__r="cases: [{id: a, facts: {b: false}, on: 2026-01-01, expect: {total: §3}}]\n"),
    "E805 inner": pack_files(USED, examples__r="cases: [{id: a, facts: {b: false}, on: 2026-01-01, expect: {points: {used: 0, usd: §0}}}]\n"),
    # --- use
    "W901": pack_files(USED, facts=FACTS + "  spare: §{of: person, type: bool}\n"),
    "W902": pack_files("let: {spare: §n > 4}\n" + USED),
    "W904": pack_files(USED, facts="types:\n  spare: §{fields: {a: {type: bool}}}\n" + FACTS),
    "W905": pack_files("scales: {s: §{levels: [1], of: [test], x: {score: [3]}}}\n" + USED),
    # --- by the compiler, found through the same door
    "E201": pack_files(USED + "  subtotals:\n    a: {of: n, bands: [{to: 4, points: 3}, §{from: 6, points: 2}]}\n"),
    "E201 end": pack_files(USED + "  subtotals:\n    a: §{of: n, bands: [{to: 4, points: 3}, {from: 5, to: 9, points: 2}]}\n"),
    "E202": pack_files(USED + "  subtotals:\n    a: {of: n, bands: [{to: 4, points: 3}, §{from: 4, points: 2}]}\n"),
    "E204": pack_files(USED + "  subtotals:\n    a: §{of: l, map: {none: 3, low: 2}}\n"),
    "E320 applies": pack_files(
        USED + "conditions: {c: p or q}\n",
        facts=FACTS + '  p: §{of: person, type: bool, applies: "q"}\n  q: {of: person, type: bool, applies: "p"}\n',
    ),
    "E322": pack_files("let: {a0: n, " + ", ".join(f"a{i}: a{i - 1} if b else {i} + a{i - 1}" for i in range(1, 200)) + "}\n" + USED + "conditions: {c: a199 > 3}\n"),
    "E323": pack_files("let: {a0: n, " + ", ".join(f"a{i}: §a{i - 1} * a{i - 1}" if i == 4 else f"a{i}: a{i - 1} * a{i - 1}" for i in range(1, 9)) + "}\n" + USED + "conditions: {c: a8 > 3}\n"),
    "E052": pack_files(USED, facts=JOB + LIST.replace("jobs: {", "jobs: §{").replace("max_items: 2", "max_items: 100000000")),
}  # fmt: skip


FOLLOWING = {
    "W606": {"W413"},
    "E607": {"W412"},
    "E713": {"E720", "W719"},
    "E714": {"E720", "W719"},
    "E721": {"W719"},
    "E021": {"E805"},
}
"""What cannot but follow from a finding."""


@pytest.mark.parametrize("case", CASES)
def test_it_is_found_where_it_stands(case: str, tmp_path: Path) -> None:
    files, places = marks(CASES[case])
    code = case.split()[0]
    found = [f for f in findings(tmp_path, files) if not f.startswith(WORDS)]
    if places:
        assert f"{code} {places[0]}" in found, found
    else:
        assert any(f.startswith(code) for f in found), found
    others = {f.split()[0] for f in found} - {code} - FOLLOWING.get(code, set())
    assert not others, found


def test_the_pack_that_they_all_begin_from_is_clean(tmp_path: Path) -> None:
    for folder, files in (("a", pack_files(USED)), ("b", steps("seen", "seen")), ("c", pack_files(USED, facts=FACTS))):
        assert [f for f in findings(tmp_path / folder, files) if not f.startswith(WORDS)] == []


def test_a_source_that_nothing_cites(tmp_path: Path) -> None:
    files = pack_files(USED)
    files["pack.yaml"] = files["pack.yaml"].replace("sources: {", "sources: {spare: {title: {en: Spare}, url: x}, ")
    assert "W903 pack.yaml:7:18" in findings(tmp_path, files)


def test_what_only_a_clause_reads_is_used(tmp_path: Path) -> None:
    rights = "rights: {see: {holder: applicant, from: submit, if: spare and late}}"
    files = pack_files(
        "let: {late: event.submit < on}\n" + USED + PROCEDURE, facts=FACTS + "  spare: {of: person, type: bool}\n",
        tail=TAIL.replace("rights: {none: {source: {act: s. 9}}}", rights) + REMEDY,
    )  # fmt: skip
    assert [f for f in findings(tmp_path, files) if not f.startswith(WORDS)] == []


def test_every_code_is_tried() -> None:
    source = "".join(path.read_text() for path in Path("veer/rules/check").glob("*.py"))
    told = set(re.findall(r'"([EW]\d{3})"', source))
    tried = {case.split()[0] for case in CASES} | {"W903", "E020", *WORDS, "E504", "W505", "W506", "E510", "W802"}
    tried |= {"E511", "E512"}  # titles and words of sources: test_words.py
    assert told - tried == set()


def test_a_finding_shows_somebody(tmp_path: Path) -> None:
    files, _ = marks(CASES["W403"])
    problem = next(p for p in check_pack(write(tmp_path, files)) if p.code == "W403")
    assert problem.message == "the sections come to 7, the declared maximum is 5"
    assert problem.witness is not None
    assert "b = true" in problem.witness


def test_what_was_expected_and_what_came(tmp_path: Path) -> None:
    files, _ = marks(CASES["E805"])
    problem = next(p for p in check_pack(write(tmp_path, files)) if p.code == "E805")
    assert problem.message == "total: expected 3, got 0"
