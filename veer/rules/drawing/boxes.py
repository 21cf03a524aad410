"""The boxes of a drawing with their words, below each other. Lengths are CSS pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .letters import wrapped
from .plan import Lane, Place, Stop, Way
from .words import Labels

TEXT, TITLE = 13.0, 14.0  # sizes of letters
ROW = 18.0  # from one line of text to the next
PAD = 9.0  # inside a box
INDENT = 16.0  # of an act below its step
NEAR, FAR = 8.0, 22.0  # between an act and its step, between two steps
EDGE = 3.0  # around the whole, so that no border is cut


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text. `kind`: title, text, soft, mark."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Box:
    """A step (`step`, `end`, `on`), "at every open step" (`every`), an act (`act`) or the name of a lane (`lane`)."""

    kind: str
    place: Place
    act: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[Line, ...]
    here: bool = False
    been: bool = False

    @property
    def name(self) -> tuple[Place, str]:
        return self.place, self.act


def stacked(lanes: Sequence[Lane], labels: Labels, width: float) -> list[Box]:
    """The boxes of some lanes below each other, from x = 0."""
    found: list[Box] = []
    y = EDGE
    for lane in lanes:
        if lane.branch:
            lines = tuple(Line(text, "title") for text in wrapped(labels.branch(lane.branch), TITLE, width - 2 * PAD))
            found.append(_box("lane", Place(lane.branch, ""), "-", 0, y, width, lines))
            y = found[-1].y + found[-1].height + NEAR
        else:
            y += FAR  # the dot where it begins
        for stop in lane.stops:
            for box in _stop(stop, labels, width, y):
                found.append(box)
                y = box.y + box.height + NEAR
            y += FAR - NEAR
        y += FAR
    return found


def _stop(stop: Stop, labels: Labels, width: float, y: float) -> list[Box]:
    """A step's box and below it the acts that leave it; acts that lead nowhere stand in the box."""
    most = width - 2 * PAD
    lines = [*_said(stop, labels, most), *_staying(stop, labels, most)]
    step = stop.step
    kind = "every" if step is None else "end" if step.ends else "on" if step.goes_on else "step"
    found = [_box(kind, stop.place, "", 0, y, width, tuple(lines), here=stop.here, been=stop.been)]
    for way in stop.ways:
        if way.to:
            y = found[-1].y + found[-1].height + NEAR
            act = way.act.id if way.act else "-"
            lines = _way(way, labels, most - INDENT)
            found.append(_box("act", stop.place, act, INDENT, y, width - INDENT, tuple(lines), been=bool(way.gone)))
    return found


def _said(stop: Stop, labels: Labels, most: float) -> list[Line]:
    """What stands first in a step's box: its name, whose turn it is or how it ends, and whether the case is here."""
    step = stop.step
    if step is None:
        return [Line(text, "title") for text in wrapped(labels.everywhere, TITLE, most)]
    mark = labels.here if stop.here else labels.been if stop.been else ""
    below = [f"▶ {mark}" if stop.here else f"✓ {mark}"] if mark else []
    lines = [Line(text, "title") for text in wrapped(labels.step(stop.place), TITLE, most)]
    lines += [Line(text, "mark") for said in below for text in wrapped(said, TEXT, most)]
    told = [labels.turn(step.ball)] if step.ball else []
    told += [labels.over(step.ends)] if step.ends else []
    told += [labels.goes_on(step.goes_on)] if step.goes_on else []
    return lines + [Line(text, "soft") for said in told for text in wrapped(said, TEXT, most)]


def _staying(stop: Stop, labels: Labels, most: float) -> list[Line]:
    """Acts after which the case stays where it is: a paragraph for each circle of people who may."""
    found: dict[tuple[str, ...], list[str]] = {}
    for way in stop.ways:
        if not way.to and way.act is not None:
            found.setdefault(way.act.by, []).append(labels.act(way.act.id))
    return [
        Line(text, "text")
        for by, acts in found.items()
        for text in wrapped(f"· {', '.join(map(labels.who, by))}: {'; '.join(acts)}", TEXT, most)
    ]


def _way(way: Way, labels: Labels, most: float) -> list[Line]:
    to = " / ".join(labels.step(place) for place in way.to)
    if way.act is None:
        return [Line(text, "soft") for text in wrapped(f"{labels.then} {labels.to} {to}", TEXT, most)]
    lines = [Line(text, "text") for text in wrapped(labels.act(way.act.id), TEXT, most)]
    who = ", ".join(map(labels.who, way.act.by))
    return lines + [Line(text, "soft") for text in wrapped(f"{who} {labels.to} {to}", TEXT, most)]


def _box(
    kind: str, place: Place, act: str, x: float, y: float, width: float, lines: tuple[Line, ...], *,
    here: bool = False, been: bool = False,
) -> Box:  # fmt: skip
    return Box(kind, place, act, x, y, width, len(lines) * ROW + PAD, lines, here, been)


def moved(box: Box, by: float) -> Box:
    return replace(box, x=box.x + by)
