"""Which cells of a table of counts can be shown, so that nobody is found in it.

A count under the threshold is hidden; nought is shown, for it is nobody. What the totals would still give away is then
hidden too (complementary suppression), a total first by rounding it to five. At the end every hidden cell is tried: if
only one number fits what is shown, more is hidden. The rules follow the Handbook on Statistical Disclosure Control,
chapter 5 (frequency tables and cell suppression).

A table is a grid of counts: the last column holds the totals of the rows, and where `closed` the last row those of the
columns. Moving counts along a closed path of hidden cells, one up and one down, changes no total: a hidden cell has a
second value exactly where such a path leads through it.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

EXACT, ROUNDED, HIDDEN = "exact", "rounded", "hidden"
FIVE = 5

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of one count: the number itself, the number to the nearest five, or nothing."""

    how: str
    number: int | None


class TooFew(ValueError):
    """Nothing of a table can be shown where its grand total is known from elsewhere: only one filling fits it."""


@dataclass
class Table:
    """A grid with its totals, and how each cell is shown. `closed`: the last row holds the totals of the columns.
    `known`: its grand total can be read elsewhere, so that it is shown as it is and never weakened."""

    counts: list[list[int]]
    below: int
    closed: bool
    known: bool = False
    how: dict[Cell, str] = field(default_factory=dict)

    @property
    def last_row(self) -> int:
        return len(self.counts) - 1 if self.closed else -1

    @property
    def last_column(self) -> int:
        return len(self.counts[0]) - 1

    def at(self, cell: Cell) -> int:
        return self.counts[cell[0]][cell[1]]

    def cells(self) -> list[Cell]:
        return [(row, column) for row in range(len(self.counts)) for column in range(len(self.counts[0]))]

    def is_fixed(self, cell: Cell) -> bool:
        return self.known and cell == (len(self.counts) - 1, self.last_column)

    def is_total(self, cell: Cell) -> bool:
        return cell[0] == self.last_row or cell[1] == self.last_column

    def lines(self, cell: Cell) -> list[list[Cell]]:
        """The sums that a cell stands in: its row, and where columns are summed its column."""
        row = [(cell[0], column) for column in range(len(self.counts[0]))]
        return [row, [(row, cell[1]) for row in range(len(self.counts))]] if self.closed else [row]

    def range_of(self, cell: Cell) -> tuple[int, float]:
        """From which number to which a cell that is not shown exactly can be, for whoever reads the table."""
        if self.how[cell] == HIDDEN:
            return 1, float("inf")
        near = nearest(self.at(cell))
        return max(1, near - 2), near + 2

    def open_cells(self) -> list[Cell]:
        return [cell for cell in self.cells() if self.how[cell] != EXACT]


def protect(
    inner: Sequence[Sequence[int]], *, below: int, closed: bool = True, known: bool = False
) -> list[list[Shown]]:
    """The grid of counts with its totals added, each cell as it may be shown. `known`: whoever reads it knows its grand
    total from elsewhere; raises `TooFew` where that leaves nothing to hide behind."""
    if not inner or not inner[0]:
        return []
    counts = [[*row, sum(row)] for row in inner]
    if closed:
        counts.append([sum(column) for column in zip(*counts, strict=True)])
    table = Table(counts, below, closed, known)
    table.how = {
        cell: HIDDEN if 0 < table.at(cell) < below and not table.is_fixed(cell) else EXACT for cell in table.cells()
    }
    while (line := _line_to_weaken(table)) is not None:
        _hide_in(table, line)
    width = len(counts[0])
    return [[_shown(table, (row, column)) for column in range(width)] for row in range(len(counts))]


def nearest(number: int) -> int:
    """The nearest multiple of five."""
    return FIVE * round(number / FIVE)


def _shown(table: Table, cell: Cell) -> Shown:
    how, number = table.how[cell], table.at(cell)
    return Shown(how, {EXACT: number, ROUNDED: nearest(number), HIDDEN: None}[how])


def _line_to_weaken(table: Table) -> list[Cell] | None:
    """A sum in which a single cell is not shown; failing that, the sums of a cell for which only one number fits."""
    for cell in table.open_cells():
        for line in table.lines(cell):
            if not any(table.how[one] != EXACT for one in line if one != cell):
                return line
    steps = _steps(table)
    weak = next((cell for cell in table.open_cells() if not _movable(table, cell, steps)), None)
    return None if weak is None else [cell for line in table.lines(weak) for cell in line if cell != weak]


def _hide_in(table: Table, line: Sequence[Cell]) -> None:
    """Show less of the smallest count there; of any, where nothing there can be shown less."""
    for among in (line, table.cells()):
        shown = [cell for cell in among if table.at(cell) and table.how[cell] != HIDDEN]
        still = [cell for cell in shown if not table.is_fixed(cell)]
        if still:
            cell = min(still, key=lambda one: (table.is_total(one), table.at(one), one))
            table.how[cell] = ROUNDED if table.is_total(cell) and table.how[cell] == EXACT else HIDDEN
            return
    if table.known:
        raise TooFew
    raise AssertionError("all is hidden, and then every cell has room: with its totals it goes up together")


# ---------- Whether a cell has a second value ----------

Step = tuple[int, Cell]  # the line that one comes to, and the cell whose count changes


def _ends(table: Table, cell: Cell) -> tuple[int, int]:
    """A cell as an arrow between the sum of its row and the sum of its column, along which its count goes up. A total
    stands on the other side of the sums, so its arrow is turned. Columns that are not summed meet in one place."""
    rows = len(table.counts)
    row, column = cell[0], rows + (cell[1] if table.closed else 0)
    turned = (cell[0] == table.last_row) != (cell[1] == table.last_column)
    return (column, row) if turned else (row, column)


def _steps(table: Table) -> dict[int, list[Step]]:
    """From each sum, the ways on which a count can still go up or down by one."""
    found: dict[int, list[Step]] = {}
    for cell in table.open_cells():
        low, high = table.range_of(cell)
        start, end = _ends(table, cell)
        if table.at(cell) + 1 <= high:
            found.setdefault(start, []).append((end, cell))
        if table.at(cell) - 1 >= low:
            found.setdefault(end, []).append((start, cell))
    return found


def _movable(table: Table, cell: Cell, steps: dict[int, list[Step]]) -> bool:
    """Whether a closed path of changes leads through the cell."""
    ends = _ends(table, cell)
    for start, end in (ends, ends[::-1]):
        if (end, cell) in steps.get(start, ()) and _path(steps, end, start, without=cell):
            return True
    return False


def _path(steps: dict[int, list[Step]], start: int, end: int, *, without: Cell) -> bool:
    seen, ahead = {start}, deque([start])
    while ahead:
        for there, by in steps.get(ahead.popleft(), ()):
            if there == end and by != without:
                return True
            if by != without and there not in seen:
                seen.add(there)
                ahead.append(there)
    return False
