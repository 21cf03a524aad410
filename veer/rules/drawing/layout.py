"""Where everything of a plan stands. Boxes stand below each other in one column, or in two: the case, and its branches
beside it. Arrows run in channels at the sides of the columns, so that none crosses a box. Lengths are CSS pixels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .boxes import EDGE, Box, moved, stacked
from .plan import Place, Plan, Way
from .words import Labels

TRACK = 9.0  # between two arrows in a channel
ENTRY = 14.0  # how far below its upper edge an arrow reaches a box
NARROW, COLUMN = 340.0, 268.0  # the whole width to keep to in one column; a column where there are two
LEAST = 190.0  # a column in which words can still be read
GUTTER = 24.0  # between two columns, beside the arrows

Channel = tuple[str, Place]
"""Arrows to one step share a line: the channel (left, middle, right) and the step."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """From an act's box to the box of the step it leads to: corners from tail to head. `gone`: this case went so."""

    act: str
    start: Place
    to: Place
    points: tuple[tuple[float, float], ...]
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """`first`: the place where it begins."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    first: Place


def lay_out(plan: Plan, labels: Labels, *, wide: bool = False) -> Drawing:
    """`wide`: branches stand beside the case; otherwise below it, narrow enough for a phone."""
    columns = [plan.lanes[:1], plan.lanes[1:]] if wide and len(plan.lanes) > 1 else [plan.lanes]
    width = COLUMN if len(columns) == 2 else NARROW - 2 * EDGE
    while True:  # the channels need the boxes, and the boxes what the channels leave
        stacks = [stacked(lanes, labels, width) for lanes in columns]
        arrows = _Arrows(plan, stacks)
        left = max(LEAST, NARROW - 2 * EDGE - arrows.room("left") - arrows.room("right"))
        if len(columns) == 2 or width <= left:
            break
        width = left
    starts = [EDGE + arrows.room("left")]
    starts.append(starts[0] + width + arrows.room("middle") + GUTTER)
    boxes = {box.name: moved(box, starts[number]) for number, stack in enumerate(stacks) for box in stack}
    whole = starts[len(columns) - 1] + width + arrows.room("right") + EDGE
    height = max(box.y + box.height for box in boxes.values()) + EDGE
    first = next(stop.place for stop in plan.stops() if stop.step is not None)
    return Drawing(whole, height, tuple(boxes.values()), arrows.drawn(boxes, starts, width), first)


class _Arrows:
    """Which channel each arrow runs in, and where in it: arrows that pass each other never share a line."""

    def __init__(self, plan: Plan, stacks: Sequence[Sequence[Box]]) -> None:
        self.two = len(stacks) == 2
        self.column = {box.name: number for number, stack in enumerate(stacks) for box in stack}
        boxes = {box.name: box for stack in stacks for box in stack}
        self.wanted = [
            (way, to, self.channel(boxes[tail_of(way)], boxes[to, ""]))
            for stop in plan.stops()
            for way in stop.ways
            for to in way.to
        ]
        self.track = self.tracks(boxes)

    def channel(self, tail: Box, head: Box) -> str:
        from_, to = self.column[tail.name], self.column[head.name]
        if from_ != to:
            return "middle"
        down = head.y > tail.y
        if self.two:
            return "right" if from_ else "middle" if down else "left"
        return "right" if down else "left"

    def tracks(self, boxes: Mapping[tuple[Place, str], Box]) -> dict[Channel, int]:
        """The number of each line in its channel, the shortest nearest to the boxes."""
        spans: dict[Channel, list[float]] = {}
        for way, to, channel in self.wanted:
            spans.setdefault((channel, to), []).extend((_middle(boxes[tail_of(way)]), boxes[to, ""].y + ENTRY))
        found: dict[Channel, int] = {}
        taken: dict[tuple[str, int], list[tuple[float, float]]] = {}
        for key, reach in sorted(spans.items(), key=lambda item: (max(item[1]) - min(item[1]), item[0])):
            low, high, number = min(reach) - TRACK, max(reach) + TRACK, 0
            while any(low < other[1] and other[0] < high for other in taken.get((key[0], number), ())):
                number += 1
            taken.setdefault((key[0], number), []).append((low, high))
            found[key] = number
        return found

    def room(self, channel: str) -> float:
        """How wide a channel has to be."""
        used = [number for (name, _to), number in self.track.items() if name == channel]
        return TRACK * (max(used) + 2) if used else 0.0

    def drawn(self, boxes: Mapping[tuple[Place, str], Box], starts: Sequence[float], width: float) -> tuple[Arrow, ...]:
        found = []
        for way, to, channel in self.wanted:
            tail, head = boxes[tail_of(way)], boxes[to, ""]
            away = TRACK * (self.track[channel, to] + 1) + 3
            side = starts[0] - away if channel == "left" else starts[0] + width + away
            if channel == "right" and self.two:
                side = starts[1] + width + away
            out, into = _edge(tail, side), _edge(head, side)
            points = ((out, _middle(tail)), (side, _middle(tail)), (side, head.y + ENTRY), (into, head.y + ENTRY))
            found.append(Arrow(tail.act, way.start, to, points, to in way.gone))
        return tuple(found)


def tail_of(way: Way) -> tuple[Place, str]:
    """The name of the box that an arrow leaves."""
    return way.start, way.act.id if way.act else "-"


def _middle(box: Box) -> float:
    return box.y + box.height / 2


def _edge(box: Box, side: float) -> float:
    """The edge of a box that looks to where the arrow runs."""
    return box.x if side < box.x else box.x + box.width
