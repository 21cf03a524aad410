"""Contract 5 and 6 on CSV, where every cell is a text that is read as what its column holds."""

import datetime as dt
from pathlib import Path

import pytest

from tests.cli.test_scoring import FLAT, LAW, PACK, PERSON, answers, csv, jsonl, rejected, run
from veer.cli.main import main
from veer.cli.scoring import Scored
from veer.cli.scoring.tables import full
from veer.rules import InputError, decide, load_pack
from veer.rules.values import named


def crs(tmp_path: Path, text: str) -> Scored:
    return run(tmp_path, "in.csv", text, pack=load_pack(LAW / "ca-express-entry"), route="crs")


def test_cells_of_a_csv_that_nobody_looks_at_are_not_wrong_whatever_they_say(tmp_path):
    """Items at and beyond `n`, items of a list that is not known, fields and lists of a record that is not there."""
    head = "id,assessment_date,work.n,work.0.months,work.1.months,partner,partner.accompanying,partner.language_tests.n"
    kept = ["a,0,x,,,,", "b,,x,y,,,", "c,1,7,x,,,", "d,0,,,false,yes,zz", "e,0,,,,yes,zz"]
    lost = ["f,1,x,y,,,", "g,z,x,,,,", "h,0,,,true,yes,zz", "i,0,,,maybe,yes,zz"]
    rows = [row.replace(",", ",2026-02-02,", 1) for row in (*kept, *lost)]
    found = crs(tmp_path, "\n".join([head, *rows]) + "\n")
    assert (found.scored, found.rejected) == (5, 4)
    assert [row["id"] for row in answers(tmp_path)] == list("abcde")
    assert [(r["id"], [e["field"] for e in r["errors"]]) for r in rejected(tmp_path)] == [
        ("f", ["work.0.months"]),
        ("g", ["work.n"]),
        ("h", ["partner.accompanying", "partner.language_tests.n"]),
        ("i", ["partner"]),
    ]


def test_a_list_whose_number_has_no_column_is_not_looked_at(tmp_path):
    head = "id,assessment_date,work.0.months,partner.accompanying\n"
    assert crs(tmp_path, f"{head}a,2026-02-02,x,yes\n").scored == 1


def test_a_cell_that_does_not_read_is_told_with_what_is_needed(tmp_path):
    head = "id,day,age,score,married\n"
    rows = [
        "a,05/01/2026,30,5.5,true",
        "b,2026-02-02,12.5,5.5,true",
        "c,2026-02-02,30,5.5,1",
        "d,2026-02-02,30,good,yes",
    ]
    assert run(tmp_path, "in.csv", head + "\n".join(rows) + "\n", on=dt.date(2026, 2, 2)).rejected == 4
    assert [(r["id"], [(e["field"], e["value"], e["message"]) for e in r["errors"]]) for r in rejected(tmp_path)] == [
        ("a", [("day", "05/01/2026", "a date such as 2026-01-31 is needed")]),
        ("b", [("age", "12.5", "a whole number such as 12 is needed")]),
        ("c", [("married", "1", "true or false is needed")]),
        ("d", [("score", "good", "a number such as 7.5 is needed"), ("married", "yes", "true or false is needed")]),
    ]


def test_a_whole_number_may_be_written_with_a_point_as_in_json(tmp_path):
    """A table with a gap in a column of counts is often written so by what exports it."""
    people = [{**PERSON, "age": age} for age in (30, 12, 17)]
    run(tmp_path, "in.jsonl", jsonl(*people), "nested.jsonl")
    text = csv(*({**FLAT, "age": age} for age in ("30.0", "12", "17.00")))
    assert run(tmp_path, "in.csv", text, "flat.jsonl").rejected == 0
    assert answers(tmp_path, "flat.jsonl") == answers(tmp_path, "nested.jsonl")
    run(tmp_path, "in.csv", "id,day,work.0.months,work.n\na,2026-02-02,x,1.0\n")
    assert [error["field"] for error in rejected(tmp_path)[0]["errors"]] == ["work.0.months"]


def test_a_row_that_is_no_row_is_rejected_with_its_line_and_the_others_are_scored(tmp_path):
    """Too many or too few cells, a byte that is not UTF-8, a quote in the wrong place; lines are counted through quoted
    breaks."""
    rows = [b"a,3", b"b,4,5,6", b"c\xff,4", b'"d\nd",5', b'e,"6"7', b"f", b"a,9", b"g,x", b"h,200", b"i,8"]
    found = run(tmp_path, "in.csv", b"id,age\n" + b"\n".join(rows) + b"\n", on=dt.date(2026, 2, 2))
    assert (found.scored, found.rejected) == (3, 7)
    assert [row["id"] for row in answers(tmp_path)] == ["a", "d\nd", "i"]
    told = [
        (r["row"], r["line"], r["id"], [(e["field"], e["code"]) for e in r["errors"]], r["errors"][0]["message"])
        for r in rejected(tmp_path)
    ]
    assert told == [
        (1, 3, "b", [("", "format")], "4 cells under 2 columns: a text with a comma stands in quotes"),
        (2, 4, None, [("", "format")], "not UTF-8 text"),
        (4, 7, None, [("", "format")], "not read: ',' expected after '\"'"),
        (5, 8, "f", [("", "format")], "1 cell under 2 columns: what is not known is left empty between its commas"),
        (6, 9, "a", [("id", "duplicate_id")], "a row before has this id"),
        (7, 10, "g", [("age", "format")], "a whole number such as 12 is needed"),
        (8, 11, "h", [("age", "domain")], "outside 0 to 120"),
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.jsonl", "out.jsonl.rejected.jsonl"]


SHORT = "2 cells under 3 columns: what is not known is left empty between its commas"


@pytest.mark.parametrize(
    ("rows", "lost"),
    [
        (["a,30,true", "b,30", "c,30,"], {"b": 3}),
        (['"a,a",30', '"b,b",30,', 'c,"3"'], {"a,a": 2, "c": 4}),
        (['a,30,"true"', '"b\nb",30,true', "c,30"], {"c": 5}),
    ],
)
def test_a_row_with_too_few_cells_is_rejected_and_an_empty_cell_is_unknown(tmp_path, rows, lost):
    found = run(tmp_path, "in.csv", "\n".join(["id,age,married", *rows]) + "\n", on=dt.date(2026, 2, 2))
    assert (found.scored, found.rejected) == (len(rows) - len(lost), len(lost))
    assert {r["id"]: r["line"] for r in rejected(tmp_path)} == lost
    assert {(e["code"], e["message"]) for r in rejected(tmp_path) for e in r["errors"]} == {("format", SHORT)}


def test_a_row_is_found_on_its_line_behind_a_quoted_break(tmp_path):
    found = run(tmp_path, "in.csv", 'id,age\n"a\na",30\nb,x\nc,31', on=dt.date(2026, 2, 2))
    assert (found.scored, [(r["id"], r["row"], r["line"]) for r in rejected(tmp_path)]) == (2, [("b", 1, 4)])


def test_empty_cells_at_the_end_of_a_row_make_no_row_short(tmp_path):
    """Commas inside and outside quotes are told apart, so that such a file need not be read row by row."""
    rows = ['"a, ""A""",30,', "b,,", 'c,"",', '"d,d,d",,', "e,30,true"]
    found = run(tmp_path, "in.csv", "\n".join(["id,age,married", *rows]) + "\n", on=dt.date(2026, 2, 2))
    assert (found.scored, found.rejected) == (5, 0)
    assert full(tmp_path / "in.csv", 3)
    assert not full(tmp_path / "in.csv", 4)


def test_a_file_damaged_far_behind_its_head_is_answered_as_one_that_is_not(tmp_path):
    rows = [f"p{i},{i % 90}" for i in range(30_000)]
    run(tmp_path, "in.csv", "\n".join(["id,age", *rows]) + "\n", on=dt.date(2026, 2, 2))
    whole = answers(tmp_path)
    found = run(tmp_path, "in.csv", "\n".join(["id,age", *rows, "q,1,2"]) + "\n", on=dt.date(2026, 2, 2))
    assert (found.scored, found.rejected) == (30_000, 1)
    assert rejected(tmp_path)[0]["line"] == 30_002
    assert answers(tmp_path) == whole


def test_a_file_that_is_refused_is_named_once(tmp_path, capsys):
    source = tmp_path / "in.csv"
    source.write_text('id,german\na,"A1\n')
    words = ["score", "de-chancenkarte", "chancenkarte", str(source), "--out", str(tmp_path / "out.csv")]
    assert main(words) == 2
    said = "not read: on line 2 a quote is opened that is not closed"
    assert capsys.readouterr().err.splitlines()[0] == f"{source}: error: {said}"


def test_of_a_value_that_is_none_of_those_that_can_be_given_those_are_named(tmp_path):
    wrong = {**PERSON, "work": [{"country": "FR", "months": 7}]}
    run(tmp_path, "in.jsonl", jsonl(wrong))
    run(tmp_path, "in.csv", csv({**FLAT, "work.0.country": "FR"}), "table.jsonl")
    for target in ("out.jsonl", "table.jsonl"):
        told = rejected(tmp_path, target)[0]["errors"][0]["message"]
        assert told == '"FR" is not among its values: CA, US', target
    with pytest.raises(InputError) as refused:  # the same as of one person
        decide(PACK, "r", wrong)
    assert [(e["message"], e["hint"]) for e in refused.value.errors] == [('"FR" is not among its values', "CA, US")]


def test_of_a_long_list_of_values_the_first_are_named():
    assert named([str(number) for number in range(12)]).endswith("9, 10, 11")
    assert named([str(number) for number in range(436)]) == (
        "0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 426 more, which the pack's facts/ lists"
    )
