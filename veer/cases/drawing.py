"""The procedure of a route as a drawing on a page: in the words of the law, narrow for a phone, wide where it fits."""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from veer.access import roles
from veer.cases import law
from veer.cases.listed import listed
from veer.cases.standing import Standing
from veer.rules import Pack, route_on
from veer.rules.drawing import Labels, Place, lay_out, plan, svg, walked
from veer.rules.model import Procedure, Route

Who = Callable[[str], str | Promise]


def held_on(route: Route, day: date) -> Procedure:
    """The procedure as it is law on a day; whole, where the route is not law on that day at all."""
    whole, held = route.procedure, route_on(route, day).procedure
    assert whole is not None  # a page asks for a drawing only where there is something to draw
    return held if held is not None and held.starts in held.steps else whole


def of_law(pack: Pack, route: str, procedure: Procedure, lang: str, who: Who) -> dict[str, SafeString]:
    """The procedure of a route as it is written, nobody in it."""
    return _drawn(pack, route, procedure, lang, who, {})


def of_case(standing: Standing, lang: str, *, mine: bool) -> dict[str, SafeString]:
    """The procedure with the way that a case went, and where it is. `mine`: for the person themselves, who has the
    width of a page for it; an official reads it in a column."""
    procedure = standing.procedure
    whole = standing.pack.route(standing.case.route).procedure
    here = {branch: step.id for branch, step in standing.steps.items()}
    if whole and any(step not in procedure.steps_of(branch) for branch, step in here.items()):
        procedure = whole  # the law of its day no longer has the step where it is
    events = [(event.act, event.moves) for event in standing.events]
    who = _you if mine else _called
    return _drawn(standing.pack, standing.case.route, procedure, lang, who, here, events, wide=mine)


def _drawn(
    pack: Pack,
    route: str,
    procedure: Procedure,
    lang: str,
    who: Who,
    here: dict[str, str],
    events: Any = (),
    *,
    wide: bool = True,
) -> dict[str, SafeString]:
    labels = _labels(pack, route, lang, who, office=bool(here) and not wide)
    whole = plan(procedure, here=here, walk=walked(procedure, events))
    title = law.words(pack, route, "title", lang) or pack.route(route).title.get(lang) or route
    said = _described(procedure, labels, here)
    made = {}
    for name in ("narrow", "wide") if wide and procedure.branches else ("only",):
        drawing = lay_out(whole, labels, wide=name == "wide")
        made[name] = mark_safe(  # noqa: S308  (the writer escapes every word)
            svg(drawing, title=title, description=said, name=f"way-{name}", css=f"drawing--{name}",
                rtl=get_language_bidi())
        )  # fmt: skip
    return made


def _described(procedure: Procedure, labels: Labels, here: dict[str, str]) -> str:
    steps = len(procedure.steps) + sum(len(branch.steps) for branch in procedure.branches.values())
    said = ngettext("%(n)s step, from top to bottom.", "%(n)s steps, from top to bottom.", steps) % {"n": steps}
    if here:
        places = listed(labels.step(Place(branch, step)) for branch, step in here.items())
        return f"{said} {labels.here}: {places}"
    return said


def _labels(pack: Pack, route: str, lang: str, who: Who, *, office: bool) -> Labels:
    """The words of a drawing. `office`: steps in the authority's own words, where the law has them. A drawing says the
    same steps, acts and people again and again, so each is looked up once."""

    def said(path: str, name: str) -> str:
        return law.words(pack, route, path, lang, name.replace("_", " "))

    @cache
    def called(role: str) -> str:
        return str(who(role))

    @cache
    def act(name: str) -> str:
        return said(f"procedure.acts.{name}", name)

    @cache
    def step(place: Place) -> str:
        path = f"procedure.branches.{place.branch}" if place.branch else "procedure.steps"
        own = law.words(pack, route, f"{path}.{place.step}.office", lang) if office else ""
        return own or said(f"{path}.{place.step}", place.step)

    def goes_on(other: str) -> str:
        title = law.words(pack, other, "title", lang) or (
            pack.routes[other].title.get(lang) if other in pack.routes else ""
        )
        return _("The case goes on: %(route)s") % {"route": title or other.replace("_", " ")}

    return Labels(
        step=step, act=act, branch=lambda name: said(f"procedure.branches.{name}", name), who=called,
        turn=lambda role: _("Turn: %(who)s") % {"who": called(role)}, over=lambda how: _("The case is over"),
        goes_on=goes_on, here=_("you are here"), been=_("been here"), everywhere=_("At every open step"),
        then=_("then the case goes to"), to="←" if get_language_bidi() else "→",
    )  # fmt: skip


def _you(role: str) -> str | Promise:
    return _("you") if role == roles.APPLICANT else _called(role)


def _called(role: str) -> str | Promise:
    others = {
        roles.APPLICANT: _("the applicant"), "representative": _("the representative"), "lawyer": _("the lawyer"),
        "system": _("the clock"),
    }  # fmt: skip
    return roles.TITLES.get(role) or others.get(role) or role.replace("_", " ")
