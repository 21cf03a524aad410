"""The algebra of unknowns: every operation against all ways to fill in what is unknown.

Soundness: each concrete result lies within the bounds. Sharpness: where every fact stands once, the bounds are met.
"""

from itertools import product

import numpy as np
import pytest

from tests.rules.small import pack_of
from veer.rules import Pack, program
from veer.rules.compile import generate
from veer.rules.evaluate import interpreted
from veer.rules.graph import WIDE
from veer.rules.lower import Program
from veer.rules.runtime import UNKNOWN
from veer.rules.time.days import yyyymmdd

FACTS = """
types:
  job: {fields: {months: {type: int, domain: [0, 2]}, home: {type: bool}}}
facts:
  a: {of: person, type: int, domain: [0, 3]}
  b: {of: person, type: int, domain: [0, 3]}
  p: {of: person, type: bool}
  q: {of: person, type: bool}
  r: {of: person, type: bool}
  e: {of: person, type: enum, values: [x, y, z]}
  opt: {of: person, type: int, domain: [0, 2], optional: true}
  job: {of: person, type: record, optional: true}
  job.pay: {of: person, type: int, domain: [0, 2]}
  work: {of: person, type: list, item: job, max_items: 2}
  knows: {of: person, type: map, keys: [nl, fr], item: job}
  speaks: {of: person, type: map, keys: [nl, fr], item: {type: level, levels: [none, A1]}}
"""

ONCE = [
    "a >= 2", "a < 2", "a == 2", "a != 2", "a in {1, 3}", "e in {'x', 'y'}", "e == 'y'", "e not in {'x'}", "a >= b",
    "a == b", "not p", "p and q", "p or q", "p and not q or r", "count_true(p, q, r) >= 2", "a + b >= 4", "a - b >= 1",
    "2 * a + 1 >= 5", "-a >= -1", "a * b >= 4", "a // 2 >= 1", "min(a, b) >= 2", "max(a, b) >= 3", "min(a, 2) >= 2",
    "(a if p else b) >= 2", "a if p else 1", "(2 if p else 1) >= 2", "opt >= 1", "opt != 1", "given(opt)", "job",
    "job.pay >= 1", "not (job.pay >= 1)", "sum(work.months) >= 2", "any(work.home)", "all(work.home)",
    "count(work, where=work.home) >= 1", "max(work.months, none=0) >= 1", "min(work.months, none=2) >= 1",
    "count(work) == 1", "speaks.nl >= 'A1'", "any(speaks.value >= 'A1')",
]  # fmt: skip
TWICE = [
    "p or not p", "p and not p", "a - a == 0", "p and q or p and r", "a >= 1 and a <= 2", "a % 2 == 1",
    "sum(work.months, where=work.home) >= 2", "max(work.months, where=work.home, none=0) >= 1",
    "min(work.months, where=work.home, none=0) >= 1", "all(work.home, where=work.months >= 1)",
    "(a if p else b) + (a if p else 0) >= 4", "sum(2 * work.months + 1) >= 4", "opt >= 1 and job.pay >= 1 or p",
    "any(work.months >= a)", "count(speaks, where=speaks.key == 'nl' and speaks.value >= 'A1') == 1",
]  # fmt: skip
POINTS = [
    "{of: a, bands: [{to: 0, points: 5}, {at: 1, points: 2}, {from: 2, points: 7}]}",
    "{of: e, map: {x: 3, y: 0, z: 9}}",
    "{of: e, by: p, map: {x: {true: 3, false: 1}, y: 2, z: {true: 0, false: 9}}}",
    "{rows: {of: a, steps: [0, 2]}, columns: {of: b, steps: [0, 1, 3]}, grid: [[1, 5, 2], [0, 9, 3]]}",
    "{per: 2, of: a, points: 3}",
    "{if: p, points: 4}",
    "{first: [{if: p, points: 3}, {if: q, points: 5}]}",
    "{best: {x: 'a', y: '2 * b'}}",
    "{sum: {x: 'a', y: 'b'}, cap: 4, floor: 1}",
    "{is: 'a', cap: {if: p, then: 1, else: 2}}",
    "{of: opt, bands: [{to: 1, points: 5}, {from: 2, points: 2}]}",
]


def condition(text: str) -> Pack:
    return pack_of(FACTS, f'conditions:\n  c: {{any: {{c: "{text}"}}}}\n')


def number(text: str) -> Pack:
    return pack_of(FACTS, f"points:\n  sections:\n    A: {text}\n")


def run(made: Program, place: int, low: list[int], high: list[int]) -> tuple[int, int]:
    ol, oh = [0] * len(made.outputs), [0] * len(made.outputs)
    made.once("run", lambda: interpreted(generate(made.layout, made.outputs, "bounds")))(low, high, ol, oh, yyyymmdd())
    return ol[place], oh[place]


def slots(made: Program, place: int) -> list[int]:
    """Inputs that one output reads."""
    seen, todo, found = set(), [made.outputs[place]], set()
    while todo:
        node = todo.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        todo += [*node.args, *node.guards]
        if node.op == "slot":
            found.add(node.number)
        elif node.op == "fold":
            layout = made.layout.lists[node.fold_of.list]
            found |= set(range(layout.base, layout.base + layout.size * layout.stride))
            found |= {*layout.guards, *([layout.count] if layout.count is not None else [])}
    return sorted(s for s in found if s > 1 and made.layout.slots[s].role != "state")


def every_filling(made: Program, read: list[int]) -> dict[tuple[int, ...], int]:
    """The exact result of every way to fill in the inputs read, by those inputs."""
    exact = interpreted(generate(made.layout, made.outputs, "exact"))
    x = [s.low for s in made.layout.slots]
    out = [0] * len(made.outputs)
    place = made.names["total" if "total" in made.names else "conditions"]
    found = {}
    for values in product(*(range(made.layout.slots[s].low, made.layout.slots[s].high + 1) for s in read)):
        for slot, value in zip(read, values, strict=True):
            x[slot] = value
        assert exact(x, out, yyyymmdd()) == 0
        found[values] = out[place]
    return found


def spans(made: Program, read: list[int], unknown: tuple[bool, ...], known: tuple[int, ...]) -> tuple[list, list]:
    low, high = [s.low for s in made.layout.slots], [s.high for s in made.layout.slots]
    for slot, value, open_ in zip(read, known, unknown, strict=True):
        if not open_:
            low[slot] = high[slot] = value
    return low, high


def compare(pack: Pack, sharp: bool) -> None:
    made = program(pack, "r")
    place = made.names["total" if "total" in made.names else "conditions"]
    read = slots(made, place)
    found = every_filling(made, read)
    assert len(set(found.values())) > 1 or not sharp, "the expression says something"
    for unknown in product((False, True), repeat=len(read)):
        if sum(unknown) > 5:
            continue
        hulls: dict[tuple[int, ...], set[int]] = {}
        for values, got in found.items():
            key = tuple(-1 if open_ else v for v, open_ in zip(values, unknown, strict=True))
            hulls.setdefault(key, set()).add(got)
        for key, hull in list(hulls.items())[:40]:
            low, high = run(made, place, *spans(made, read, unknown, key))
            assert low <= min(hull), (key, hull)
            assert high >= max(hull), (key, hull)
            if sharp or not any(unknown):
                assert (low, high) == (min(hull), max(hull)), (key, hull)


@pytest.mark.parametrize("text", ONCE)
def test_bounds_of_what_reads_each_fact_once_are_met(text):
    compare(condition(text) if " if " not in text or ">=" in text else condition(f"({text}) >= 2"), sharp=True)


@pytest.mark.parametrize("text", TWICE)
def test_bounds_hold_every_result(text):
    compare(condition(text), sharp=False)


@pytest.mark.parametrize("rule", POINTS)
def test_bounds_of_points(rule):
    compare(number(rule), sharp="cap: {if" not in rule)


def test_exact_gives_up_at_what_is_needed_and_unknown_only():
    made = program(condition("p and q"), "r")
    exact = interpreted(generate(made.layout, made.outputs, "exact", (made.names["conditions"],)))
    p, q = (made.layout.by_path[name] for name in "pq")
    x = [UNKNOWN] * len(made.layout.slots)
    out = [0] * len(made.outputs)
    assert exact(x, out, yyyymmdd()) == 1
    x[p] = 0
    assert (exact(x, out, yyyymmdd()), out[made.names["conditions"]]) == (0, 0)
    x[p] = 1
    assert exact(x, out, yyyymmdd()) == 1
    x[q] = 1
    assert (exact(x, out, yyyymmdd()), out[made.names["conditions"]]) == (0, 1)


def test_only_the_outputs_that_are_wanted_are_written():
    made = program(pack_of(FACTS, "points: {sections: {A: a, B: b}}\n"), "r")
    wanted = (made.names["points.B"], made.names["total"])
    whole = generate(made.layout, made.outputs, "exact", wanted)
    compact = generate(made.layout, made.outputs, "exact", wanted, compact=True)
    assert whole.outputs == tuple(sorted(wanted))
    x, out, few = [1] * len(made.layout.slots), [-1] * len(made.outputs), [-1, -1]
    assert (interpreted(whole)(x, out, yyyymmdd()), interpreted(compact)(x, few, yyyymmdd())) == (0, 0)
    assert few == [out[place] for place in sorted(wanted)]
    assert [out[place] for place in range(len(out)) if place not in wanted] == [-1] * (len(out) - 2)


def test_more_parts_than_python_nests_are_read_in_groups():
    parts = 4 * WIDE
    made = program(pack_of(FACTS, "conditions:\n  c: {any: {" + ", ".join(
        f"x{i}: a * b == {i} and a + b == {i % 7} and p" for i in range(parts)
    ) + "}}\n"), "r")  # fmt: skip
    held = made.names["conditions"]
    assert run(made, held, [0] * len(made.layout.slots), [0] * len(made.layout.slots)) == (0, 0)
    assert run(made, held, [1] * len(made.layout.slots), [1] * len(made.layout.slots)) == (0, 0)
    low = [s.low for s in made.layout.slots]
    assert run(made, held, low, [s.high for s in made.layout.slots]) == (0, 1)


def test_what_is_always_so_is_not_computed():
    law = "conditions:\n  c: 'a <= 3 and (p or true)'\npoints: {sections: {A: {if: 'a >= 0', points: 5}}}\n"
    made = program(pack_of(FACTS, law), "r")
    assert made.outputs[made.names["conditions"]].const == 1
    assert made.outputs[made.names["total"]].const == 5


def test_equal_operations_are_one_node():
    made = program(pack_of(FACTS, "let: {x: a + b, y: a + b}\nconditions: {c: x > 1, d: y > 1}\n"), "r")
    assert made.outputs[made.lets["x"]] is made.outputs[made.lets["y"]]
    assert made.outputs[made.conditions[0].result] is made.outputs[made.conditions[1].result]


NARROW_AND_WIDE = """
facts:
  age: {of: person, type: int, domain: [0, 120]}
  wage: {of: person, type: int, domain: [0, 1000000]}
  alone: {of: person, type: bool}
"""
BAND = "{of: wage, bands: [{to: 9, points: 5}, {from: 10, to: 2999, points: 1}, {from: 3000, points: 0}]}"
BY_BANDS = {
    "one fact": "{of: age, bands: [{to: 17, points: 0}, {from: 18, to: 60, points: 3}, {from: 61, points: 9}]}",
    "by another": "{of: age, by: alone, bands: [{to: 17, points: {true: 1, false: 2}}, "
    "{from: 18, points: {true: 3, false: 4}}]}",
    "points of points": "{rows: {of: band, steps: [0, 1, 5]}, columns: {of: age, steps: [0, 18]}, "
    "grid: [[0, 1], [2, 3], [4, 5]]}",
    "too large for one table": "{rows: {of: wage, steps: [0, 10, 3000]}, columns: {of: age, steps: [0, 20, 40]}, "
    "grid: [[0, 1, 2], [3, 4, 5], [6, 7, 8]]}",
    "far apart": "{of: wage, bands: [{to: 9, points: 5}, {from: 10, to: 499999, points: 1}, "
    "{from: 500000, points: 0}]}",
}  # fmt: skip


@pytest.mark.parametrize("points", BY_BANDS.values(), ids=BY_BANDS)
def test_points_by_bands_are_the_same_in_both_algebras(points):
    made = program(
        pack_of(NARROW_AND_WIDE, f"let: {{band: {BAND}}}\npoints: {{sections: {{A: {points}}}}}\n"),
        "r",
    )
    total, places = made.names["total"], [made.layout.by_path[name] for name in ("age", "wage", "alone")]
    exact = interpreted(generate(made.layout, made.outputs, "exact"))
    x, out, seen = [s.low for s in made.layout.slots], [0] * len(made.outputs), set()
    for values in product(
        (0, 17, 18, 19, 20, 39, 40, 60, 61, 120), (0, 9, 10, 2999, 3000, 499999, 500000, 10**6), (0, 1)
    ):
        for place, value in zip(places, values, strict=True):
            x[place] = value
        assert exact(x, out, yyyymmdd()) == 0
        assert run(made, total, x, x) == (out[total], out[total]), values
        seen.add(out[total])
    assert len(seen) > 2


def test_code_for_a_table_reads_one_of_its_columns():
    made = program(pack_of(FACTS, "points: {sections: {A: a, B: sum(work.months)}}\n"), "r")
    whole = interpreted(generate(made.layout, made.outputs, "exact"))
    column = interpreted(generate(made.layout, made.outputs, "exact", table=True))
    x = np.array([[s.low, s.high] for s in made.layout.slots])
    out = np.zeros((len(made.outputs), 2), np.int64)
    for person in (0, 1):
        one = [0] * len(made.outputs)
        assert whole(x[:, person].tolist(), one, yyyymmdd()) == 0
        assert column(x, out, person, yyyymmdd()) == 0
        assert out[:, person].tolist() == one
    assert (out[made.names["total"]] == [0, 7]).all()
