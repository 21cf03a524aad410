"""Drawings: places in percent, words that stay inside, nothing drawn that is not there."""

from datetime import date

from veer.openness import charts


def test_stacked_bars_end_where_the_total_is() -> None:
    parts = [{"points": 85, "shade": "a"}, {"points": 0, "shade": "b"}, {"points": 15, "shade": "c"}]
    chart = charts.stacked(parts, total=100, high=100, whole=500, mark=270, label="x")
    assert [part["x"] for part in chart["parts"]] == ["0.00%", "17.00%"]
    assert chart["parts"][-1]["end"] == "20.00%"
    assert chart["pass"]["x"] == "54.00%"
    assert "range" not in chart


def test_what_is_not_known_is_a_range() -> None:
    chart = charts.stacked([{"points": 50, "shade": "a"}], total=50, high=150, whole=200, mark=None, label="x")
    assert chart["range"] == {"x": "25.00%", "width": "50.00%"}
    assert "pass" not in chart


def test_words_never_leave_the_drawing() -> None:
    assert charts.anchor(0) == "start"
    assert charts.anchor(50) == "middle"
    assert charts.anchor(100) == "end"


def test_steps_hold_until_the_next_day() -> None:
    points = [(date(2026, 11, 25), 246), (date(2027, 5, 20), 226), (date(2027, 9, 1), 234)]
    chart = charts.steps(
        [{"stroke": "k-water", "points": points}], start=date(2026, 11, 25), end=date(2029, 11, 25), mark=270, label="x"
    )
    assert chart["series"][0]["d"].count("H") == 3
    assert chart["series"][0]["d"].endswith("H1000")
    assert [mark["n"] for mark in chart["marks"]] == [1, 2]
    assert chart["note"], "a scale that does not start at nothing says so"
    assert chart["ticks"][0]["anchor"] == "start"
    assert len(chart["ticks"]) <= 6


def test_a_flat_line_draws_too() -> None:
    chart = charts.steps(
        [{"stroke": "k", "points": [(date(2026, 1, 1), 0)]}],
        start=date(2026, 1, 1),
        end=date(2029, 1, 1),
        mark=None,
        label="x",
    )
    assert chart["series"][0]["d"].startswith("M")


def test_closed_ways_are_short_lines() -> None:
    drawn = charts.ways(["open", "closed", "maybe"])
    assert [line["to"] == "100.00%" for line in drawn] == [True, False, True]
