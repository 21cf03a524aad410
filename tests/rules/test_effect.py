"""What another version of a law would change for many people, and in which groups."""

import datetime as dt

import polars as pl

from tests.rules.small import pack_of
from veer.rules import program
from veer.rules.compare.effect import Cell, Grouping, effect

FACTS = """
types: {job: {fields: {months: {type: int, domain: [0, 600]}}}}
facts:
  day: {of: case, type: date, role: on}
  born: {of: person, type: date, domain: [1900-01-01, on], partial: true}
  wage: {of: person, type: money, unit: EUR, domain: [0, 9000]}
  unread: {of: person, type: bool}
  level: {of: person, type: level, levels: [none, low, high]}
  child: {of: household, type: record, optional: true}
  child.small: {of: household, type: bool}
  work: {of: person, type: list, item: job, max_items: 2}
"""
LAW = """
conditions:
  grown: years_between(born, on) >= 18
  paid: wage >= 1000
  taught: level >= 'low'
  cared: child.small or child
  works: sum(work.months) >= 1
"""
DAY = dt.date(2026, 2, 2)


def answers(*rows: tuple[str, str, int | None, int | None]) -> pl.DataFrame:
    return pl.DataFrame(
        rows, schema=["id", "outcome", "total.min", "total.max"], orient="row", infer_schema_length=None
    )


def test_a_better_outcome_is_a_gain_and_so_are_more_points_with_the_same_one() -> None:
    was = answers(
        ("a", "closed", 1, 1), ("b", "maybe", 1, 5), ("c", "open", 5, 5), ("d", "open", 5, 5), ("e", "maybe", 1, 5),
        ("f", "maybe", 1, 5), ("g", "closed", None, None), ("only", "open", 1, 1),
    )  # fmt: skip
    now = answers(
        ("a", "maybe", 0, 1), ("b", "closed", 1, 9), ("c", "open", 6, 6), ("d", "open", 4, 4), ("e", "maybe", 1, 6),
        ("f", "maybe", 0, 6), ("g", "closed", None, None), ("new", "open", 1, 1),
    )  # fmt: skip
    found = effect(was, now, was.select("id"))
    assert (found.people, found.gain, found.lose) == (7, 3, 2)  # a, c, e; b, d
    assert found.cells == (
        Cell("closed", "closed", 1, ()), Cell("closed", "maybe", 1, ("a",)), Cell("maybe", "closed", 1, ("b",)),
        Cell("maybe", "maybe", 2, ()), Cell("open", "open", 2, ()),
    )  # fmt: skip


def test_a_group_of_which_far_more_lose_is_named_with_examples() -> None:
    ids = [f"p{n}" for n in range(40)]
    was = answers(*((name, "open", 5, 5) for name in ids))
    now = answers(*((name, "closed" if n < 12 else "open", 5, 5) for n, name in enumerate(ids)))
    groups = pl.DataFrame({"id": ids, "level": ["low"] * 11 + [None] * 29, "few": ["x"] * 9 + ["y"] * 31})
    found = effect(was, now, groups)
    assert found.gaining == ()
    assert [(one.fact, one.value, one.people, one.lose) for one in found.losing] == [("level", "low", 11, 11)]
    assert found.losing[0].examples == ("p0", "p1", "p2")
    assert found.examples == {"p0", "p1", "p2"}


def test_people_are_grouped_by_what_either_law_reads_of_them() -> None:
    laws = [program(pack_of(FACTS, law), "r") for law in (LAW, LAW.replace("1000", "1500"))]
    grouping = Grouping(laws, DAY)
    people = pl.DataFrame(
        {
            "id": [1, 2, 3],
            "day": [DAY] * 3,
            "born": ["1998", "2001-05-06", None],
            "wage": [999, 1000, 1500],
            "level": ["low", None, "none"],
            "child": [True, False, None],
            "child.small": [True, True, True],  # of what there is none of nothing is read
        }
    )
    assert grouping.names(people).to_dict(as_series=False) == {
        "id": ["1", "2", "3"],
        "born": ["1990 to 1999", "2000 to 2009", None],
        "wage": ["0 to 999", "1000 to 1499", "1500 or more"],
        "level": ["low", None, "none"],
        "child": ["true", "false", None],
        "child.small": ["true", None, None],
    }
    assert grouping.names(people.select("id"))["wage"].to_list() == [None] * 3
