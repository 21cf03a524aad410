"""Contract 6: files of people in, a file of answers out; every form gives the answers of one by one."""

import datetime as dt
import io
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.laws import law_in
from tests.rules.small import Unsayable, flat, pack_of, plain
from veer.cli.scoring import Scored, score_file
from veer.rules import InputError, Pack, decide, program
from veer.rules.batch import Scorer

LAW = Path(__file__).parents[2] / "veer/law"
PACK = pack_of(
    """
    types:
      job: {fields: {country: {type: enum, values: [CA, US]}, months: {type: int, domain: [0, 600]}}}
    facts:
      day: {of: case, type: date, role: on}
      age: {of: person, type: int, domain: [0, 120]}
      score: {of: person, type: decimal, step: 0.5, domain: [0, 9]}
      married: {of: person, type: bool}
      work: {of: person, type: list, item: job, max_items: 2}
    """,
    """
    in_force: {from: 2020-01-01}
    points:
      sections:
        A:
          sum:
            age: {of: age, bands: [{to: 17, points: 0}, {from: 18, points: 8}]}
            score: {of: score, bands: [{to: 4.5, points: 0}, {from: 5, points: 2}]}
            married: {if: married, points: 1}
        B: {sum: {work: "sum(work.months, where=work.country == 'CA')"}}
    """,
)
DAY = "2026-02-02"
PERSON = {"day": DAY, "age": 30, "score": 5.5, "married": True, "work": [{"country": "CA", "months": 7}]}
FLAT = {"day": DAY, "age": 30, "score": 5.5, "married": True, "work.n": 1, "work.0.country": "CA", "work.0.months": 7}


def run(
    tmp_path: Path, source: str, content: str | bytes | pl.DataFrame, target: str = "out.jsonl", **more: Any
) -> Scored:
    path = tmp_path / source
    if isinstance(content, pl.DataFrame):
        content.write_parquet(path)
    else:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return score_file(more.pop("pack", PACK), more.pop("route", "r"), path, tmp_path / target, **more)


def answers(tmp_path: Path, target: str = "out.jsonl") -> list[dict[str, Any]]:
    path = tmp_path / target
    read = {".parquet": pl.read_parquet, ".csv": pl.read_csv, ".jsonl": pl.read_ndjson}
    if path.suffix == ".json":
        return json.loads(path.read_text())
    return read[path.suffix](path).to_dicts()


def rejected(tmp_path: Path, target: str = "out.jsonl") -> list[dict[str, Any]]:
    return [json.loads(line) for line in (tmp_path / f"{target}.rejected.jsonl").read_text().splitlines()]


def jsonl(*people: dict[str, Any]) -> str:
    return "".join(json.dumps({"id": f"p{i}", **person}) + "\n" for i, person in enumerate(people))


def csv(*rows: dict[str, Any]) -> str:
    names = ["id", *FLAT]
    lines = [",".join([f"p{i}", *(str(row.get(n, "")) for n in FLAT)]) for i, row in enumerate(rows)]
    return "\n".join([",".join(names), *lines]) + "\n"


# --- out -----------------------------------------------------------------------------------------------------------

EXACT = {
    "id": "p0", "outcome": "open", "total": 18, "total.min": 18, "total.max": 18, "A": 11, "A.min": 11, "A.max": 11,
    "A.age": 8, "A.score": 2, "A.married": 1, "B": 7, "B.min": 7, "B.max": 7, "B.work": 7,
}  # fmt: skip


@pytest.mark.parametrize("target", ["out.json", "out.jsonl", "out.csv", "out.parquet"])
@pytest.mark.parametrize("source", ["in.json", "in.jsonl", "in.csv", "in.parquet"])
def test_in_and_out_by_suffix_and_all_agree(tmp_path, source, target):
    frame = pl.DataFrame([{"id": "p0", **FLAT, "day": dt.date(2026, 2, 2)}])
    nested = {"id": "p0", **PERSON}
    content = {".json": json.dumps([nested]), ".jsonl": jsonl(PERSON), ".csv": csv(FLAT), ".parquet": frame}
    assert run(tmp_path, source, content[Path(source).suffix], target).scored == 1
    (row,) = answers(tmp_path, target)
    assert row == EXACT
    assert list(row) == list(EXACT)


@pytest.mark.parametrize("target", ["out.json", "out.jsonl", "out.csv", "out.parquet"])
def test_where_a_row_is_not_exact_total_is_null_and_bounds_hold(tmp_path, target):
    run(tmp_path, "in.jsonl", jsonl({**PERSON, "age": {"unknown": True}}), target)
    (row,) = answers(tmp_path, target)
    assert (row["outcome"], row["total"], row["total.min"], row["total.max"]) == ("maybe", None, 10, 18)
    assert (row["A"], row["A.min"], row["A.max"], row["A.age"], row["B"]) == (None, 3, 11, None, 7)


def test_a_day_before_the_first_version_is_not_in_force(tmp_path):
    run(tmp_path, "in.jsonl", jsonl({**PERSON, "day": "2019-12-31"}, PERSON))
    early, later = answers(tmp_path)
    assert (early["outcome"], early["total"], later["total"]) == ("closed", None, 18)


@pytest.mark.parametrize("source", ["in.jsonl", "in.csv"])
def test_a_route_without_points_has_the_columns_of_the_total_too(tmp_path, source):
    pack = pack_of("facts: {age: {of: person, type: int, domain: [0, 120]}}", "conditions: {adult: age >= 18}")
    people = '{"id": "p0", "age": 20}' if source == "in.jsonl" else "id,age\np0,20\n"
    run(tmp_path, source, people, pack=pack, today=dt.date(2026, 2, 2))
    none = dict.fromkeys(("total", "total.min", "total.max"))
    assert answers(tmp_path) == [{"id": "p0", "outcome": "open", **none}]


def test_on_overrides_the_day_of_every_row(tmp_path):
    run(tmp_path, "in.jsonl", jsonl(PERSON, {**PERSON, "day": "2019-12-31"}), on=dt.date(2026, 1, 1))
    assert [row["total"] for row in answers(tmp_path)] == [18, 18]


def test_order_is_kept(tmp_path):
    people = [{**PERSON, "age": age} for age in (30, 3, 40, 200, 2)]
    run(tmp_path, "in.jsonl", jsonl(*people), "out.csv")
    assert [row["id"] for row in answers(tmp_path, "out.csv")] == ["p0", "p1", "p2", "p4"]


@pytest.mark.parametrize(
    ("source", "content"),
    [
        ("in.json", "[]"),
        ("in.jsonl", ""),
        ("in.csv", "id,age\n"),
        ("in.parquet", pl.DataFrame(schema={"id": pl.String})),
    ],
)
@pytest.mark.parametrize("target", ["out.json", "out.jsonl", "out.csv", "out.parquet"])
def test_nobody_in_nobody_out(tmp_path, source, content, target):
    assert run(tmp_path, source, content, target).scored == 0
    assert (tmp_path / target).exists()
    if target != "out.jsonl":
        assert answers(tmp_path, target) == []


# --- rejected ------------------------------------------------------------------------------------------------------


def test_rejected_rows_do_not_stop_a_run_and_are_told_with_row_line_and_id(tmp_path):
    text = (
        jsonl(PERSON, {**PERSON, "age": 200}, {**PERSON, "work": [{"months": "x"}]}) + "\n{not json}\n" + jsonl(PERSON)
    )
    found = run(tmp_path, "in.jsonl", text)
    assert (found.scored, found.rejected) == (1, 4)
    told = [(r["row"], r["line"], r["id"], r["errors"][0]["field"], r["errors"][0]["code"]) for r in rejected(tmp_path)]
    assert told == [
        (1, 2, "p1", "age", "domain"),
        (2, 3, "p2", "work.0.months", "type"),
        (3, 5, None, "", "format"),
        (4, 6, "p0", "id", "duplicate_id"),
    ]
    assert set(rejected(tmp_path)[0]["errors"][0]) == {"field", "code", "value", "message"}
    assert rejected(tmp_path)[0]["errors"][0]["value"] == 200
    assert " line " not in rejected(tmp_path)[2]["errors"][0]["message"], "the line of the file stands beside it"


def test_the_line_of_a_csv_counts_its_head(tmp_path):
    run(tmp_path, "in.csv", csv(FLAT, {**FLAT, "age": "old"}, {**FLAT, "age": 200}))
    assert [(r["row"], r["line"], r["errors"][0]["code"]) for r in rejected(tmp_path)] == [
        (1, 3, "format"),
        (2, 4, "domain"),
    ]
    assert rejected(tmp_path)[0]["errors"][0]["value"] == "old"


def test_a_row_needs_an_id_of_its_own(tmp_path):
    wanted = [(1, "missing_id"), (2, "duplicate_id")]
    text = csv(FLAT, FLAT, FLAT).replace("p1,", ",").replace("p2,", "p0,")
    run(tmp_path, "in.csv", text)
    assert [(r["row"], r["errors"][0]["code"]) for r in rejected(tmp_path)] == wanted
    run(tmp_path, "in.parquet", pl.DataFrame({"id": ["p0", "", "p0"]}), today=dt.date(2026, 2, 2))
    assert [(r["row"], r["errors"][0]["code"]) for r in rejected(tmp_path)] == wanted


def test_an_unknown_fact_is_not_a_rejection_and_nothing_rejected_leaves_no_file(tmp_path):
    run(tmp_path, "in.jsonl", jsonl({"day": DAY}))
    assert not (tmp_path / "out.jsonl.rejected.jsonl").exists()


def test_rejections_of_an_earlier_run_do_not_stay(tmp_path):
    run(tmp_path, "in.jsonl", jsonl({**PERSON, "age": 200}))
    assert len(rejected(tmp_path)) == 1
    run(tmp_path, "in.jsonl", jsonl(PERSON))
    assert not (tmp_path / "out.jsonl.rejected.jsonl").exists()


@pytest.mark.parametrize("source", ["in.jsonl", "in.json"])
def test_json_is_read_strictly_person_by_person(tmp_path, source):
    people = [
        '{"id": "a", "day": "2026-02-02", "age": 30, "age": 31}',
        '{"id": "b", "day": "2026-02-02", "age": NaN}',
        '{"id": "c", "day": "2026-02-02", "age": 1e400}',
        '{"id": "d", "day": "2026-02-02", "age": 1.5}',
        '{"id": "e", "day": "2026-02-02", "age": "3"}',
        '{"id": "f", "day": "2026-02-02", "score": 5.50}',
        '{"id": 9223372036854775807, "day": "2026-02-02", "age": 3}',
    ]
    found = run(tmp_path, source, "\n".join(people) if source == "in.jsonl" else f"[{','.join(people)}]")
    assert (found.scored, found.rejected) == (2, 5)
    told = [(r["row"], r["id"], r["errors"][0]["code"], r["errors"][0]["value"]) for r in rejected(tmp_path)]
    assert told == [
        (0, None, "format", "age"),  # which of two the object means is not known, of nothing in it
        (1, "b", "format", "NaN"),
        (2, "c", "format", "1e400"),
        (3, "d", "domain", 1.5),
        (4, "e", "type", "3"),
    ]
    assert answers(tmp_path)[1]["id"] == "9223372036854775807"


def test_what_is_rejected_in_a_table_is_told_with_its_cell(tmp_path):
    pack = pack_of(
        """
        types:
          job: {fields: {months: {type: int, domain: [0, 600]}}, valid: {m: {if: months != 13, field: months}}}
        facts:
          age: {of: person, type: int, domain: [0, 120]}
          score: {of: person, type: decimal, step: 0.5, domain: [0, 9]}
          old: {of: person, type: bool, derive: age > 60}
          work: {of: person, type: list, item: job, max_items: 2}
        valid: {a: {if: age != 13, field: age}}
        """,
        """
        points:
          sections:
            A: {sum: {old: {if: old, points: 1}, work: "sum(work.months)", score: {if: score > 3, points: 1}}}
        """,
    )
    rows = [
        {"id": "a", "age": 13, "old": None, "work.n": 0, "score": 3.0},
        {"id": "b", "age": 20, "old": True, "work.n": 0, "score": 3.0},
        {"id": "c", "age": 20, "old": None, "work.n": 1, "work.0.months": 13, "score": 3.0},
        {"id": "d", "age": 20, "old": None, "work.n": 0, "score": float("nan")},
        {"id": "d", "age": 20, "old": None, "work.n": 0, "score": 3.0},
    ]
    run(tmp_path, "in.parquet", pl.DataFrame(rows, infer_schema_length=None), pack=pack, today=dt.date(2026, 2, 2))
    told = [(r["errors"][0]["field"], r["errors"][0]["value"]) for r in rejected(tmp_path)]
    assert told == [("age", 13), ("old", True), ("work.0.months", 13), ("score", "nan"), ("id", "d")]


# --- refused -------------------------------------------------------------------------------------------------------


def damaged() -> bytes:
    """Parquet whose footer reads and whose pages do not."""
    file = io.BytesIO()
    pl.DataFrame({"id": [f"p{i}" for i in range(2000)], "age": [i % 90 for i in range(2000)]}).write_parquet(file)
    raw = bytearray(file.getvalue())
    raw[4:600] = b"\xff" * 596
    return bytes(raw)


@pytest.mark.parametrize(
    ("source", "content", "said"),
    [
        ("in.csv", "id,agee\np0,3\n", "agee"),
        ("in.csv", "id,id,age\na,b,3\n", "column id stands twice"),
        ("in.csv", "id,age,age,age\na,3,3,3\n", "column age stands twice"),
        ("in.csv", "age\n3\n", "column `id`"),
        ("in.parquet", pl.DataFrame({"id": ["a"], "age": ["3"]}), "whole numbers"),
        ("in.parquet", pl.DataFrame({"id": ["a"], "nothing": [3]}), "no fact is called"),
        ("in.parquet", pl.DataFrame({"id": ["a"], "work": [[{"months": 3}]], "work.n": [0]}), "such as work.n"),
        ("in.parquet", pl.DataFrame({"id": ["a"], "work.0.months": [3], "work": [[{"months": 3}]]}), "work.0.months"),
        ("in.parquet", "not parquet", "not read"),
        ("in.parquet", damaged(), "not read"),
        ("in.csv", 'id,age\na,3\n"b,4\n', "on line 3 a quote is opened that is not closed"),
        ("in.csv", b"id,age\xff\na,3\n", "no fact is called"),
        ("in.json", '{"cases": [], "cases": []}', "twice"),
        ("in.json", "{", "not JSON"),
        ("in.json", "{}", "a list of people"),
        ("in.xml", "", "not in"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_whole_and_leaves_nothing(tmp_path, source, content, said):
    with pytest.raises(InputError, match=said):
        run(tmp_path, source, content)
    assert sorted(path.name for path in tmp_path.iterdir()) == [source]


def stop(rows: int) -> None:
    raise KeyboardInterrupt


def test_a_killed_run_leaves_no_file(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, "in.jsonl", jsonl(PERSON, {**PERSON, "age": 200}), progress=stop)
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_a_killed_run_leaves_the_file_of_an_earlier_one(tmp_path):
    run(tmp_path, "in.jsonl", jsonl(PERSON))
    before = (tmp_path / "out.jsonl").read_bytes()
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, "in.jsonl", jsonl(PERSON, PERSON), progress=stop)
    assert (tmp_path / "out.jsonl").read_bytes() == before


@pytest.mark.parametrize("target", ["out.json", "out.jsonl", "out.csv", "out.parquet"])
def test_a_disk_that_fills_up_leaves_nothing_half_made(tmp_path, target):
    beside = tmp_path / f".{target}.{os.getpid()}.partial"
    beside.symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left"):
        run(tmp_path, "in.jsonl", jsonl(*({**PERSON, "id": str(i)} for i in range(9000))), target)
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


# --- lists in nested form ------------------------------------------------------------------------------------------


def test_only_lists_nest_null_is_unknown_and_empty_is_none(tmp_path):
    jobs = [[{"country": "CA", "months": 7}], [], None, [{"country": "CA", "months": None}]]
    kind = pl.List(pl.Struct({"country": pl.String, "months": pl.Int32}))
    frame = pl.DataFrame({
        "id": list("abcd"), "day": [dt.date(2026, 2, 2)] * 4, "age": [30] * 4, "score": [5.5] * 4,
        "married": [True] * 4,
        "work": pl.Series(jobs, dtype=kind),
    })  # fmt: skip
    run(tmp_path, "in.parquet", frame)
    assert [(r["B.min"], r["B.max"]) for r in answers(tmp_path)] == [(7, 7), (0, 0), (0, 1200), (0, 600)]


def test_a_list_longer_than_the_law_allows_is_rejected(tmp_path):
    kind = pl.List(pl.Struct({"country": pl.String, "months": pl.Int32}))
    frame = pl.DataFrame(
        {"id": ["a"], "day": [dt.date(2026, 2, 2)], "work": pl.Series([[{"country": "CA"}] * 3], dtype=kind)}
    )
    assert run(tmp_path, "in.parquet", frame).rejected == 1
    assert rejected(tmp_path)[0]["errors"][0]["code"] == "domain"


# --- every bundled pack --------------------------------------------------------------------------------------------


def cases(pack: Pack, route: str) -> list[dict[str, Any]]:
    return plain(pack.examples[route])["cases"] if route in pack.examples else []


KINDS = {"bool": pl.Boolean, "date": pl.Date, "decimal": pl.Float64, "int": pl.Int64}


def tables(pack: Pack, route: str, people: list[dict[str, Any]]) -> tuple[pl.DataFrame, list[str]]:
    """The worked examples that a flat table can say, and their ids."""
    columns = Scorer(program(pack, route)).columns
    rows = []
    for case in people:
        with suppress(Unsayable):
            rows.append({"id": case["id"], **flat(pack, case["facts"])})
    for row in rows:
        row |= {n: dt.date.fromisoformat(v) for n, v in row.items() if n != "id" and columns[n].kind == "date"}
    schema = {"id": pl.String} | {n: KINDS.get(c.kind, pl.String) for n, c in columns.items()}
    frame = pl.DataFrame(rows, schema=schema, strict=False)
    told = ["id", *(s.name for s in frame if s.name != "id" and s.null_count() < frame.height)]
    return frame.select(told), [row["id"] for row in rows]


@pytest.mark.parametrize("name", sorted(path.parent.name for path in LAW.glob("*/pack.yaml")))
def test_every_worked_example_scores_as_it_is_decided(tmp_path, name):
    pack, today = law_in(LAW / name), dt.date(2026, 2, 2)
    for route in pack.routes:
        more = {"pack": pack, "route": route, "today": today}
        people = [c for c in cases(pack, route) if "on" not in c]
        if not people:
            continue
        whole = {"cases": [{"id": c["id"], "profile": c["facts"]} for c in people]}
        run(tmp_path, "in.json", json.dumps(whole), "json.json", **more)
        lines = "".join(json.dumps({"id": c["id"], **c["facts"]}) + "\n" for c in people)
        run(tmp_path, "in.jsonl", lines, "jsonl.json", **more)
        frame, said = tables(pack, route, people)
        run(tmp_path, "in.parquet", frame, "parquet.json", **more)
        run(tmp_path, "in.csv", frame.write_csv(), "csv.json", **more)
        found = answers(tmp_path, "json.json")
        assert answers(tmp_path, "jsonl.json") == found
        assert answers(tmp_path, "parquet.json") == answers(tmp_path, "csv.json")
        assert answers(tmp_path, "csv.json") == [row for row in found if row["id"] in set(said)]
        for case, row in zip(people, found, strict=True):
            answer = decide(pack, route, case["facts"], today=today)
            assert (row["id"], row["outcome"]) == (case["id"], answer["outcome"])
            if (points := answer["points"]) is not None:
                ends = [points[end] for end in ("total", "min", "max")]
                assert [row["total"], row["total.min"], row["total.max"]] == ends
