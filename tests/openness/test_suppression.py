"""Small counts stay hidden: from what is shown no hidden cell can be computed. Tried by trying all small fillings."""

from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from veer.openness.suppression import EXACT, HIDDEN, ROUNDED, Shown, TooFew, nearest, protect

GRIDS = st.integers(1, 3).flatmap(
    lambda width: st.lists(
        st.lists(st.sampled_from([0, 0, 1, 2, 4, 5, 6, 7, 8, 12]), min_size=width, max_size=width),
        min_size=1,
        max_size=3,
    )
)


def totalled(inner: list[list[int]], *, closed: bool) -> list[list[int]]:
    rows = [[*row, sum(row)] for row in inner]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]] if closed else rows


def fits(number: int, shown: Shown) -> bool:
    """Whether a reader of the table could believe this number of a cell. That nought is shown, they know."""
    if shown.how == EXACT:
        return number == shown.number
    return number >= 1 and (shown.how == HIDDEN or nearest(number) == shown.number)


def possible(inner: list[list[int]], table: list[list[Shown]], *, closed: bool) -> list[list[set[int]]]:
    """Every number that each cell has in some filling near the true one that agrees with all that is shown."""
    width = len(inner[0])
    hidden = [(r, c) for r in range(len(inner)) for c in range(width) if table[r][c].how != EXACT]
    found: list[list[set[int]]] = [[set() for _cell in row] for row in table]
    for moves in product((-1, 0, 1), repeat=len(hidden)):
        tried = [list(row) for row in inner]
        for (r, c), move in zip(hidden, moves, strict=True):
            tried[r][c] += move
        whole = totalled(tried, closed=closed)
        cells = [(r, c) for r in range(len(whole)) for c in range(width + 1)]
        if all(fits(whole[r][c], table[r][c]) for r, c in cells):
            for r, c in cells:
                found[r][c].add(whole[r][c])
    return found


@given(GRIDS, st.integers(1, 8), st.booleans())
def test_no_hidden_cell_can_be_computed(inner: list[list[int]], below: int, closed: bool) -> None:
    table = protect(inner, below=below, closed=closed)
    for row, numbers in zip(table, possible(inner, table, closed=closed), strict=True):
        for shown, could_be in zip(row, numbers, strict=True):
            assert (len(could_be) > 1) == (shown.how != EXACT), (inner, table)


@given(GRIDS, st.integers(1, 8))
def test_no_hidden_cell_can_be_computed_by_who_knows_the_grand_total(inner: list[list[int]], below: int) -> None:
    try:
        table = protect(inner, below=below, known=True)
    except TooFew:
        assume(False)
    assert table[-1][-1] == Shown(EXACT, sum(map(sum, inner)))
    for row, numbers in zip(table, possible(inner, table, closed=True), strict=True):
        for shown, could_be in zip(row, numbers, strict=True):
            assert (len(could_be) > 1) == (shown.how != EXACT), (inner, table)


def test_where_a_known_grand_total_tells_everything_there_is_no_table() -> None:
    for inner in ([[3]], [[1, 1], [1, 1]], [[1], [2]]):
        with pytest.raises(TooFew):
            protect(inner, below=5, known=True)
    assert protect([[3, 20], [10, 12]], below=5, known=True)[-1][-1] == Shown(EXACT, 45)


@given(GRIDS, st.integers(1, 8), st.booleans())
def test_what_is_shown_is_true_and_no_small_count_is_shown(inner: list[list[int]], below: int, closed: bool) -> None:
    table = protect(inner, below=below, closed=closed)
    whole = totalled(inner, closed=closed)
    for counts, row in zip(whole, table, strict=True):
        for count, shown in zip(counts, row, strict=True):
            if 0 < count < below:
                assert shown == Shown(HIDDEN, None)
            elif shown.how == ROUNDED:
                assert shown.number is not None
                assert abs(shown.number - count) <= 2
            elif shown.how == EXACT:
                assert shown.number == count
        if all(shown.how == EXACT for shown in row):
            *parts, total = (shown.number or 0 for shown in row)
            assert sum(parts) == total


def test_one_small_count_takes_another_with_it() -> None:
    table = protect([[3, 20, 30], [10, 12, 40]], below=5)
    assert [[one.number for one in row] for row in table] == [
        [None, None, 30, 53],
        [None, None, 40, 62],
        [13, 32, 70, 115],
    ]


def test_a_total_that_would_give_it_away_is_rounded() -> None:
    table = protect([[3, 0, 0], [30, 20, 0]], below=5)
    assert table[0] == [Shown(HIDDEN, None), Shown(EXACT, 0), Shown(EXACT, 0), Shown(HIDDEN, None)]
    assert ROUNDED in {one.how for row in table for one in row}


def test_nothing_small_nothing_hidden() -> None:
    assert {one.how for row in protect([[9, 0], [7, 5]], below=5) for one in row} == {EXACT}
    assert protect([], below=5) == []
