"""A table scored at once gives, row by row, what one by one gives; in any order and pieces, with none or one row."""

import os
from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.rules.known import complete_examples, engine_pack, nest, reference, routes, text_of
from tests.rules.reference.agree import bounds
from tests.rules.strategies import lucky
from veer.rules import decide, program
from veer.rules.batch import Scorer

LONG = os.environ.get("VEER_LONG") == "1"
ROUTES = pytest.mark.parametrize("pack,route", routes(), ids=lambda each: each)
DTYPES = {
    "date": pl.Date,
    "bool": pl.Boolean,
    "judgement": pl.Boolean,
    "int": pl.Int64,
    "money": pl.Int64,
    "decimal": pl.Float64,
}


def sayable(pack, facts):
    """The same facts without what a flat table cannot say: states, half a date, no value of a plain fact."""
    said = {}
    for name, raw in facts.items():
        declared = pack.facts.get(name, {})
        half = declared.get("type") == "date" and raw is not None and len(raw) < 10
        if name == "_states" or half or (raw is None and declared.get("type") != "record"):
            continue
        plain = declared.get("type") == "map" and "plain" in pack.shape(declared["item"])
        if plain and len(raw) < len(declared["keys"]):
            continue
        said[name] = raw
    return said


def columns(pack, names):
    """Flat columns of some facts and their types (contracts, section 5)."""
    found = {}
    for name in names:
        declared = pack.facts[name]
        shape = pack.shape(declared["item"]) if "item" in declared and declared["type"] != "record" else {}
        fields = {f: DTYPES.get(d["type"], pl.String) for f, d in shape.get("fields", {}).items()}
        if declared["type"] == "list":
            found[f"{name}.n"] = pl.Int64
            found |= {f"{name}.{i}.{f}": dtype for i in range(declared["max_items"]) for f, dtype in fields.items()}
        elif declared["type"] == "map" and fields:
            found |= {f"{name}.{key}": pl.Boolean for key in declared["keys"]}
            found |= {f"{name}.{key}.{f}": dtype for key in declared["keys"] for f, dtype in fields.items()}
        elif declared["type"] == "map":
            found |= {f"{name}.{key}": DTYPES.get(shape["plain"]["type"], pl.String) for key in declared["keys"]}
        else:
            found[name] = pl.Boolean if declared["type"] == "record" else DTYPES.get(declared["type"], pl.String)
    return found


def row(pack, facts, dtypes):
    """One person as one flat row."""
    flat = {}
    for name, raw in facts.items():
        kind = pack.facts[name]["type"]
        if kind == "list":
            flat[f"{name}.n"] = len(raw)
            flat |= {f"{name}.{i}.{field}": value for i, each in enumerate(raw) for field, value in each.items()}
        elif kind == "map" and "plain" in pack.shape(pack.facts[name]["item"]):
            flat |= {f"{name}.{key}": value for key, value in raw.items()}
        elif kind == "map":
            flat |= {f"{name}.{key}": str(key) in raw for key in pack.facts[name]["keys"]}
            flat |= {f"{name}.{key}.{field}": value for key, each in raw.items() for field, value in each.items()}
        else:
            flat[name] = bool(raw) if kind == "record" else raw
    read = {pl.Date: date.fromisoformat, pl.Float64: float, pl.Int64: int, pl.String: str}
    return {c: None if flat.get(c) is None else read.get(t, bool)(flat[c]) for c, t in dtypes.items()}


def table(pack, route, count):
    """(facts of each person, the same as a flat table)."""
    draws, found = lucky(pack, route, 21), []
    bases = complete_examples(pack, route) or [None]
    while len(found) < count:
        facts = draws.complete(bases[len(found) % len(bases)] if draws.choose([True, False]) else None)
        if facts is not None:
            found.append(sayable(draws.pack, draws.partial(facts, draws.choose([3, 10, 1000]))))
    dtypes = {"id": pl.String} | columns(draws.pack, draws.cuts.facts)
    flat = [row(draws.pack, facts, dtypes) | {"id": f"p{n}"} for n, facts in enumerate(found)]
    return found, pl.DataFrame(flat, schema=dtypes)


@ROUTES
def test_row_by_row_as_one_by_one(pack, route):
    people, frame = table(pack, route, 2_500 if LONG else 60)
    scored, rejected = Scorer(program(engine_pack(pack), route), today=date(2026, 2, 2)).score(frame)
    assert not rejected
    assert scored["id"].to_list() == frame["id"].to_list()
    for facts, told in zip(people, scored.iter_rows(named=True), strict=True):
        answer = decide(engine_pack(pack), route, nest(reference(pack), facts), today=date(2026, 2, 2))
        wanted = {"outcome": answer["outcome"]}
        in_force = (answer["points"] or {}).get("min") is not None
        for name in told if in_force else ("total",):
            path, _, end = name.rpartition(".") if name.endswith((".min", ".max")) else (name, "", "value")
            if name not in ("id", "outcome") and (held := bounds(answer, path)) is not None:
                wanted[name] = held[("value", "min", "max").index(end)]
        assert {name: told[name] for name in wanted} == wanted, text_of(nest(reference(pack), facts))


@ROUTES
def test_any_order_and_any_pieces(pack, route):
    _, frame = table(pack, route, 40)

    def score(part):
        return Scorer(program(engine_pack(pack), route), today=date(2026, 2, 2)).score(part)[0]

    whole = score(frame)
    assert_frame_equal(score(frame.reverse()).reverse(), whole)
    assert_frame_equal(score(frame.sample(fraction=1, shuffle=True, seed=5)).sort("id"), whole.sort("id"))
    scorer = Scorer(program(engine_pack(pack), route), today=date(2026, 2, 2))
    pieces = [scorer.score(frame.slice(start, size))[0] for start, size in ((0, 1), (1, 0), (1, 13), (14, 26))]
    assert_frame_equal(pl.concat(pieces), whole)
    assert_frame_equal(score(pl.concat([frame[:7], frame[7:]], rechunk=False)), whole)
    assert score(frame.head(0)).height == 0
