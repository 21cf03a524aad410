"""What holds between the routes of a pack: cases that go on, and what the pack says of every route."""

from __future__ import annotations

from ..load import Pack
from ..model import Procedure
from ..problems import Problems
from ..source import nearest

TRUTHS = ("returned", "residence", "elsewhere", "non_return")
PROMISED = ("clocks", "rights", "duties", "remedies")
TOLD = ("event.", "document.")
"""Beginnings of facts that a file tells of itself."""


def check_routes(pack: Pack, problems: Problems) -> None:
    _truths(pack, problems)
    _nones(pack, problems)
    _goes_on(pack, problems)
    _carries(pack, problems)
    for route in pack.routes.values():
        if route.procedure is not None:
            _leads_to(pack, route.procedure, problems)


def _truths(pack: Pack, problems: Problems) -> None:
    """Where the pack says so, every case ends in a truth or goes on, unless nobody has to leave in the route."""
    for route in pack.routes.values() if pack.truths is not None else ():
        if "truths" in route.nones or route.procedure is None:
            continue
        for step in route.procedure.steps.values():
            if step.ends and step.ends not in TRUTHS:
                hint = (
                    f"one of {', '.join(TRUTHS)}, or `goes_on: ROUTE`; truths: {{none: {{source: ...}}}} of the route"
                )
                problems.error(
                    "E752", f"{step.id} ends in {step.ends}, which is not one of the truths", step.place, hint
                )


def _nones(pack: Pack, problems: Problems) -> None:
    for route in pack.routes.values() if pack.nones_forbidden is not None else ():
        for kind in PROMISED:
            if kind in route.nones:
                hint = "declare them: pack.yaml says `nones: error`"
                problems.error(
                    "E753", f"{kind} of {route.id} are none, which this pack does not allow", route.place, hint
                )


def _goes_on(pack: Pack, problems: Problems) -> None:
    """A case goes on in a route that has a procedure, and somewhere on the way it can end."""
    ends: set[str] = set()
    on: dict[str, set[str]] = {}
    for route in pack.routes.values():
        steps = route.procedure.steps.values() if route.procedure else ()
        ends |= {route.id for step in steps if step.ends}
        on[route.id] = {step.goes_on for step in steps if step.goes_on}
        for step in steps:
            other = pack.routes.get(step.goes_on or "")
            if step.goes_on and (other is None or other.procedure is None):
                what = "which is no route of the pack" if other is None else "which has no procedure"
                hint = nearest(step.goes_on, pack.routes) or f"routes: {', '.join(sorted(pack.routes))}"
                problems.error("E750", f"{step.id} goes on in {step.goes_on}, {what}", step.place, hint)
            if step.goes_on and step.ends:
                problems.error("E754", f"{step.id} both ends and goes on", step.place, "say one of the two")
    for _ in pack.routes:
        ends |= {route for route, others in on.items() if others & ends}
    for route in pack.routes.values():
        steps = route.procedure.steps.values() if route.procedure else ()
        for step in steps if route.id not in ends else ():
            if step.goes_on in pack.routes:
                hint = "give one of the routes a step with `ends:`"
                problems.error("E751", f"from {step.id} cases go on for ever", step.place, hint)


def _carries(pack: Pack, problems: Problems) -> None:
    """What a case takes over are facts of the pack that somebody states, and there is a case from which it goes on."""
    steps = [step for route in pack.routes.values() if route.procedure for step in route.procedure.steps.values()]
    entered = {step.goes_on for step in steps}
    for route in pack.routes.values():
        named = route.procedure.carries if route.procedure else ()
        if named and route.id not in entered:
            hint = f"write `goes_on: {route.id}` at a step of another route, or carry nothing"
            problems.error("E755", f"no case goes on in {route.id}, so nothing can be carried", route.place, hint)
        for name in named:
            if name not in pack.facts or name.startswith(TOLD):
                hint = nearest(name, pack.facts) or "name facts of this pack that somebody states"
                problems.error("E755", f'{route.id} carries "{name}", which nobody states', route.place, hint)


def _leads_to(pack: Pack, procedure: Procedure, problems: Problems) -> None:
    """An ending leads to a route that is there, or to one that is awaited, declared and not there yet."""
    steps = [*procedure.steps.values(), *(s for branch in procedure.branches.values() for s in branch.steps.values())]
    for step in steps:
        if step.leads_to and (not step.ends or step.id not in procedure.steps):
            hint = "say it beside `ends:` at a step of the case, or write `goes_on:`"
            problems.error(
                "E756", f"the case does not end at {step.id}, which leads to another route", step.place, hint
            )
        if step.leads_to and step.leads_to not in (*pack.routes, *procedure.awaits):
            known = (*pack.routes, *procedure.awaits)
            hint = nearest(step.leads_to, known) or "declare it under `awaits:` of the procedure, or write the route"
            problems.error("E756", f"{step.id} leads to {step.leads_to}, which is no route", step.place, hint)
    for name, marks in procedure.awaits.items():
        if name in pack.routes:
            hint = "remove it from `awaits`; `leads_to` finds the route"
            problems.error("E757", f"{name} is awaited, and is there", marks.place, hint)
        elif not any(step.leads_to == name for step in steps):
            problems.error(
                "E757", f"nothing leads to {name}, which is awaited", marks.place, "remove it, or lead to it"
            )
