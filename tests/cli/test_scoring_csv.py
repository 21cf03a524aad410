"""Contract 5 and 6 on CSV, where every cell is a text that is read as what its column holds."""

import datetime as dt
from pathlib import Path

from tests.cli.test_scoring import LAW, answers, rejected, run
from veer.cli.scoring import Scored
from veer.rules import load_pack


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
        "b,2026-02-02,12.0,5.5,true",
        "c,2026-02-02,30,5.5,1",
        "d,2026-02-02,30,good,yes",
    ]
    assert run(tmp_path, "in.csv", head + "\n".join(rows) + "\n", on=dt.date(2026, 2, 2)).rejected == 4
    assert [(r["id"], [(e["field"], e["value"], e["message"]) for e in r["errors"]]) for r in rejected(tmp_path)] == [
        ("a", [("day", "05/01/2026", "a date such as 2026-01-31 is needed")]),
        ("b", [("age", "12.0", "a whole number such as 12 is needed")]),
        ("c", [("married", "1", "true or false is needed")]),
        ("d", [("score", "good", "a number such as 7.5 is needed"), ("married", "yes", "true or false is needed")]),
    ]
