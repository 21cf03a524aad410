"""What there is to draw of a procedure: lanes of steps in reading order, and every act where it leaves a step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..model import Act, Procedure, Step

EVERYWHERE = ""
"""In place of a step: an act that may be performed at every open step of its lane is drawn once."""
MANY = 3
"""Open steps of a lane from which on such an act is drawn once."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A step of the case ('') or of a branch."""

    branch: str
    step: str


@dataclass(frozen=True, slots=True)
class Way:
    """An act as it leaves a place, and the places it leads to; without an act, where a branch's ending leads the case.
    None that it leads to: the case stays where it is. `gone`: those of them to which this case went so."""

    act: Act | None
    start: Place
    to: tuple[Place, ...]
    gone: frozenset[Place] = frozenset()


@dataclass(frozen=True, slots=True)
class Stop:
    """A step with the ways that leave it. `step` is None for "at every open step". `been`, `here`: of this case."""

    place: Place
    step: Step | None
    ways: tuple[Way, ...]
    here: bool = False
    been: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """The case itself ('') or a branch: its stops from the first step to the endings."""

    branch: str
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    lanes: tuple[Lane, ...]

    def stops(self) -> Iterable[Stop]:
        return (stop for lane in self.lanes for stop in lane.stops)


@dataclass(frozen=True, slots=True)
class Walk:
    """The way of one case: places where it was, in order, and from where it went where by which act ('' where the
    ending of a branch led the case)."""

    been: tuple[Place, ...] = ()
    gone: frozenset[tuple[str, Place, Place]] = frozenset()


def walked(procedure: Procedure, events: Iterable[tuple[str, Sequence[str]]]) -> Walk:
    """The way of a case from its journal: acts with the moves that each made (`step`, or `branch/step`)."""
    at: dict[str, Place] = {}
    been: list[Place] = []
    gone: set[tuple[str, Place, Place]] = set()
    for name, moves in events:
        act = procedure.acts.get(name)
        start = at.get(act.branch) if act is not None else None
        for move in moves:
            branch, _, step = move.rpartition("/")
            place = at[branch] = Place(branch, step)
            been += [place] if place not in been else []
            if act is None or start is None:
                continue
            led = act.branch != "" and branch == ""  # the branch ended, and that led the case
            gone.add(("", at[act.branch], place) if led else (name, start, place))
    return Walk(tuple(been), frozenset(gone))


def plan(procedure: Procedure, *, here: Mapping[str, str] | None = None, walk: Walk | None = None) -> Plan:
    """The procedure as it is drawn. `here`: the step at which the case ('') and each open branch is now."""
    drawn = _Drawn(procedure, {Place(branch, step) for branch, step in (here or {}).items()}, walk or Walk())
    return Plan(tuple(drawn.lane(branch) for branch in ("", *procedure.branches)))


class _Drawn:
    def __init__(self, procedure: Procedure, here: set[Place], walk: Walk) -> None:
        self.procedure, self.here, self.walk = procedure, here, walk

    def lane(self, branch: str) -> Lane:
        steps = self.procedure.steps_of(branch)
        acts = [act for act in self.procedure.acts.values() if act.branch == branch]
        open_steps = {step.id for step in steps.values() if not (step.ends or step.goes_on)}
        anywhere = [act for act in acts if len(open_steps) >= MANY and open_steps <= set(act.from_)]
        stops = [self.stop(Place(branch, step), steps[step], acts, anywhere) for step in self.order(branch)]
        if anywhere:
            place = Place(branch, EVERYWHERE)
            stops.insert(0, Stop(place, None, tuple(self.way(act, place) for act in anywhere)))
        return Lane(branch, tuple(stops))

    def stop(self, place: Place, step: Step, acts: Sequence[Act], anywhere: Sequence[Act]) -> Stop:
        over = step.ends is not None or step.goes_on is not None
        own = [act for act in acts if step.id in act.from_ and (over or act not in anywhere)]
        ways = [self.way(act, place) for act in own]
        led = self.procedure.branches[place.branch].leads.get(step.id) if place.branch else None
        if led is not None:
            ways.append(Way(None, place, (Place("", led),), self.gone("", place)))
        return Stop(place, step, tuple(ways), here=place in self.here, been=place in self.walk.been)

    def way(self, act: Act, start: Place) -> Way:
        places = [Place(act.branch, step) for step in dict.fromkeys(act.to.values())]
        places += [Place(branch, self.procedure.branches[branch].starts) for branch in act.opens]
        to = tuple(one for one in places if one != start and self.known(one))
        return Way(act, start, to, self.gone(act.id, start))

    def gone(self, act: str, start: Place) -> frozenset[Place]:
        """Where the case went by an act from a place, or from any place of its lane."""
        return frozenset(
            to
            for name, from_, to in self.walk.gone
            if name == act and (from_ == start or (start.step == EVERYWHERE and from_.branch == start.branch))
        )

    def known(self, place: Place) -> bool:
        return place.step in self.procedure.steps_of(place.branch)

    def order(self, branch: str) -> list[str]:
        """Steps by layer: one stands below every step that leads to it, returns left aside; endings come last."""
        steps = self.procedure.steps_of(branch)
        starts = self.procedure.branches[branch].starts if branch else self.procedure.starts
        after: dict[str, list[str]] = {step: [] for step in steps}
        for act in self.procedure.acts.values():
            if act.branch == branch:
                to = [*act.to.values()]  # and where a branch that it opens leads in the end
                to += [led for opened in act.opens for led in self.procedure.branches[opened].leads.values()]
                for from_ in act.from_:
                    if from_ in after:
                        after[from_] += [one for one in to if one in after and one != from_]
        layer = _layers(starts, after)
        declared = {step: number for number, step in enumerate(steps)}
        last = max(layer.values(), default=0) + 1

        def key(step: str) -> tuple[bool, int, int]:
            over = steps[step].ends is not None or steps[step].goes_on is not None
            return over, layer.get(step, last), declared[step]

        return sorted(steps, key=key)


def _layers(starts: str, after: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """How far below the start each step stands: the longest way to it without a return."""
    order: list[str] = []
    open_: set[str] = set()
    returns: set[tuple[str, str]] = set()
    stack: list[tuple[str, int]] = [(starts, 0)] if starts in after else []
    seen = {starts}
    while stack:
        step, number = stack.pop()
        open_.add(step)
        if number < len(after[step]):
            stack.append((step, number + 1))
            further = after[step][number]
            if further in open_:
                returns.add((step, further))
            elif further not in seen:
                seen.add(further)
                stack.append((further, 0))
        else:
            open_.discard(step)
            order.append(step)
    layer = {starts: 0} if starts in after else {}
    for step in reversed(order):
        for further in after[step]:
            if (step, further) not in returns:
                layer[further] = max(layer.get(further, 0), layer[step] + 1)
    return layer
