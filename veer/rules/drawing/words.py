"""The words of a drawing: those of the law by node, and the few around them as whoever draws says them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..load import Pack
from .plan import Place


@dataclass(frozen=True, slots=True)
class Labels:
    """How steps, acts and branches are called, who somebody is, and how an ending is told.

    `turn`, `who` take a role; `over` how a case ends; `goes_on` the id of the route where it goes on.
    """

    step: Callable[[Place], str]
    act: Callable[[str], str]
    branch: Callable[[str], str]
    who: Callable[[str], str]
    turn: Callable[[str], str]
    over: Callable[[str], str]
    goes_on: Callable[[str], str]
    here: str = "you are here"
    been: str = "been here"
    everywhere: str = "At every open step"
    then: str = "then the case goes to"
    to: str = "→"


RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def labels_of(pack: Pack, route: str, lang: str) -> Labels:
    """The law's own words in a language, English around them; where the law says nothing, the name of the node."""

    def said(path: str, name: str) -> str:
        found = pack.text(route, path, lang)
        return name.replace("_", " ") if found == path else found

    def step(place: Place) -> str:
        path = f"procedure.branches.{place.branch}" if place.branch else "procedure.steps"
        return said(f"{path}.{place.step}", place.step)

    def goes_on(other: str) -> str:
        found = pack.text(other, "title", lang) if other in pack.routes else ""
        title = found if found not in ("", "title") else (pack.routes[other].title.get(lang) if found else None)
        return f"goes on: {title or other}"

    return Labels(
        step=step, act=lambda name: said(f"procedure.acts.{name}", name),
        branch=lambda name: said(f"procedure.branches.{name}", name), who=lambda role: role.replace("_", " "),
        turn=lambda role: f"turn: {role.replace('_', ' ')}", over=lambda how: f"over: {how.replace('_', ' ')}",
        goes_on=goes_on, to="←" if lang in RIGHT_TO_LEFT else "→",
    )  # fmt: skip
