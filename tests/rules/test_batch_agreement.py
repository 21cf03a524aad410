"""Compiled, interpreted and one by one give the same answers, row by row, with and without unknown cells."""

import datetime as dt
import random
from pathlib import Path

import polars as pl
from polars.testing import assert_frame_equal

from tests.laws import law_in
from tests.rules.small import flat, plain
from veer.rules import program
from veer.rules.batch import Scorer
from veer.rules.batch.columns import Column
from veer.rules.batch.rows import facts_of_row
from veer.rules.lower import Program

CRS = Path(__file__).parents[2] / "veer/law/ca-express-entry"


def cell(random_: random.Random, column: Column) -> object:
    """A value of the column, or nothing."""
    slot = column.slot
    if random_.random() < 0.5:
        return None
    if column.kind == "bool":
        return random_.random() < 0.5
    if column.kind == "date":
        return dt.date(random_.choice([1985, 1996, 2015, 2024]), random_.randrange(1, 13), random_.randrange(1, 28))
    if column.kind == "word":
        assert slot.ty.symbols is not None
        return random_.choice([*slot.ty.symbols.words[1:], *(["US", "BE"] if slot.ty.symbols.open else [])])
    number = random_.randint(slot.low, min(slot.high, random_.choice([1, 3, 12, 40, slot.high])))
    return float(number * slot.ty.step) if slot.ty.step else number


def people(made: Program, columns: dict[str, Column], count: int) -> pl.DataFrame:
    """Worked examples with a few cells changed or emptied."""
    random_ = random.Random(11)
    whole = {"work", "siblings", "language_tests", "job_offer", "partner"}
    examples = [c for c in plain(made.pack.examples[made.route.id])["cases"] if whole <= set(c["facts"])]
    levels = made.facts["education.level"].type.symbols
    names = [name for name, column in columns.items() if column.slot.index]
    found = []
    for i in range(count):
        row = flat(made.pack, {k: v for k, v in random_.choice(examples)["facts"].items() if k != "education"})
        row |= {n: dt.date.fromisoformat(v) for n, v in row.items() if columns[n].kind == "date"}
        row |= {"education.level": random_.choice(levels), "education.country": random_.choice(["CA", "US"])}
        row |= {"education.eca_date": dt.date(2024, 5, 5)}
        changed = random_.sample(names, random_.choice([0, 0, 1, 2, 4]))
        found.append({"id": f"p{i}", **row, **{n: cell(random_, columns[n]) for n in changed}})
    kinds = {
        "bool": pl.Boolean,
        "date": pl.Date,
        "word": pl.String,
        "decimal": pl.Float64,
        "int": pl.Int64,
        "text": pl.String,
    }
    return pl.DataFrame(found, schema={"id": pl.String} | {n: kinds[c.kind] for n, c in columns.items()}, strict=False)


def test_compiled_interpreted_and_one_by_one_agree_on_three_thousand_rows(kernels):
    pack = law_in(CRS)
    made = program(pack, "crs")
    compiled = Scorer(made, cache=kernels)
    frame = people(made, compiled.columns, 3000)
    compiled.warm()
    table, rejected = compiled.score(frame)
    plain_table, plain_rejected = [], []
    plain = Scorer(made)
    for start in range(0, frame.height, 1000):
        part, bad = plain.score(frame[start : start + 1000])
        assert not plain.compiling
        plain_table.append(part)
        plain_rejected += bad
    assert_frame_equal(table, pl.concat(plain_table))
    assert [(r.row, r.id, r.errors) for r in rejected] == [(r.row, r.id, r.errors) for r in plain_rejected]
    assert table.height > 1500
    assert table["total"].null_count() > 300
    assert table["total"].count() > 500
    one = Scorer(made)
    facts = [(f"p{i}", facts_of_row(made, one.columns, frame, i)) for i in range(0, 3000, 10)]
    some, some_rejected = one.score_people(facts, 0)
    assert_frame_equal(some, table.join(frame[::10].select("id"), on="id", how="semi", maintain_order="left"))
    gone = {r.id for r in rejected}
    assert [r.id for r in some_rejected] == [f"p{i}" for i in range(0, 3000, 10) if f"p{i}" in gone]
