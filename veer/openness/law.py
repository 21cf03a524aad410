"""A route of law as a page: everything in it, from the pack itself, in the reader's words."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from veer.cases import drawing
from veer.cases.listed import listed
from veer.openness import places, queries, relevance, words
from veer.openness.law_clauses import ClauseReader, role
from veer.quotas.shares import shares
from veer.rules.drawing import Place, plan
from veer.rules.drawing.plan import Stop
from veer.rules.model import Citation


def page(pack: Any, route: Any) -> dict[str, Any]:
    """All that the template of the law page needs."""
    today = queries.today(pack)
    reader = Reader(pack, route, today)
    clauses = {
        "clocks": [*route.clocks.values()],
        "rights": [*route.rights.values(), *route.duties.values()],
        "remedies": [*route.remedies.values()],
    }
    return {
        "cited": {kind: reader.cited(nodes) for kind, nodes in clauses.items()},
        "source": words.citations(pack, route.marks.source),
        "conditions": [reader.condition(one, f"conditions.{one.id}") for one in route.conditions],
        "points": reader.points() if route.points else None,
        "procedure": reader.procedure() if route.procedure else None,
        "endings": reader.endings(),
        "asking": asking(route),
        "doors": [role(one) for one in route.procedure.by] if route.procedure else [],
        "clocks": [reader.clock(one) for one in route.clocks.values()],
        "rights": [reader.right(one) for one in route.rights.values()],
        "duties": [reader.duty(one) for one in route.duties.values()],
        "remedies": [reader.remedy(one) for one in route.remedies.values()],
        "nones": {kind: words.citations(pack, cited) for kind, cited in route.nones.items()},
        "costs": reader.costs(),
        "quotas": reader.quotas(),
        "free": words.citations(pack, route.nones.get("costs", ())),
        "gather": reader.gather(),
        "sources": reader.sources(),
        "in_force": in_force(route.marks, today),
        "proposed": pack.proposed,
        "since": route.marks.since,
        "until": route.marks.until,
    }


def in_force(marks: Any, today: datetime.date) -> bool:
    return (marks.since is None or marks.since <= today) and (marks.until is None or today <= marks.until)


def asking(route: Any) -> bool:
    """Whether the engine only tells who may ask, and people decide all the rest: no act waits for its answer."""
    acts = route.procedure.acts.values() if route.procedure else ()
    return bool(acts) and route.points is None and not any("outcome_open" in act.needs for act in acts)


class Reader(ClauseReader):
    """Reads one route aloud."""

    # --- for whom

    def condition(self, node: Any, path: str) -> dict[str, Any]:
        return {
            **self.marked(node),
            "id": path,
            "text": self.say(path),
            "how": self.how(node),
            "rule": self.said_of(node.expr) if node.expr else None,
            "children": [self.condition(one, f"{path}.{one.id}") for one in node.children],
            "unless": [
                self.condition(
                    one, f"{path}.unless.{one.id}" if self.has(f"{path}.unless.{one.id}") else f"{path}.{one.id}"
                )
                for one in node.unless
            ],
            "judged": node.kind == "judgement",
        }

    def how(self, node: Any) -> str:
        if node.kind == "any":
            return _("one of these is enough")
        if node.kind == "all":
            return _("all of these")
        if node.kind == "at_least":
            return ngettext("at least %(n)d of these", "at least %(n)d of these", node.count) % {"n": node.count}
        if node.kind == "judgement":
            return _("a person decides this, never a program")
        return ""

    # --- the way

    def procedure(self) -> dict[str, Any]:
        """The drawing, and the same as a table for who does not see it: steps, what can happen, where it leads."""
        procedure = drawing.held_on(self.route, self.today)
        drawn = drawing.of_law(self.pack, self.route.id, procedure, words.law_language(self.pack), role)
        return {"drawing": drawn, "steps": [self.stop(one) for one in plan(procedure).stops()]}

    def stop(self, stop: Stop) -> dict[str, Any]:
        step = stop.step
        ball = _("Turn: %(who)s") % {"who": role(step.ball)} if step and step.ball else ""
        return {
            "branch": self.say(f"procedure.branches.{stop.place.branch}") if stop.place.branch else "",
            "title": self.place(stop.place),
            "ball": _("The case is over") if step and (step.ends or step.goes_on) else ball,
            "acts": [
                {
                    "title": self.say(f"procedure.acts.{way.act.id}") if way.act else _("then the case goes to"),
                    "by": listed(role(one) for one in way.act.by) if way.act else "",
                    "to": [self.place(to) for to in way.to],
                }
                for way in stop.ways
            ],
        }

    def place(self, place: Place) -> str:
        if not place.step:
            return _("At every open step")
        path = f"procedure.branches.{place.branch}" if place.branch else "procedure.steps"
        return self.say(f"{path}.{place.step}")

    # --- how many

    def quotas(self) -> list[dict[str, Any]]:
        """Places a year, how they are divided on the day, and the smaller limits."""
        return [
            {
                **self.clause(one, "quotas"),
                "places": one.places.steps,
                "call": one.call,
                "parts": self.parts(one),
                "limits": [(self.say(f"quotas.{one.id}.{name}"), number) for name, number in one.limits.items()],
                "moves": places.moves(one, self.say(f"quotas.{one.id}.{one.unused['to']}")) if one.unused else "",
            }
            for one in self.route.quotas.values()
        ]

    def parts(self, quota: Any) -> list[tuple[str, int]]:
        """Each part with its persons, by the places of the day."""
        divided = shares(quota.places_on(self.today), quota.parts) if quota.parts else {}
        return [(self.say(f"quotas.{quota.id}.{name}"), divided[name]) for name in quota.parts]

    # --- what to gather, what it rests on

    def gather(self) -> list[dict[str, Any]]:
        """Facts that a document can prove, and which documents."""
        found = []
        read = relevance.facts_of_route(self.pack, self.route)
        for fact in self.pack.facts.values():
            if not fact.evidence or fact.id not in read:
                continue
            found.append(
                {
                    "id": fact.id,
                    "fact": words.label(self.pack, fact.id),
                    "documents": [words.paper(self.pack, kind) for kind in fact.evidence],
                }
            )
        return found

    def sources(self) -> list[dict[str, str]]:
        """What this route rests on, in the order of the law; not what only other routes of it cite."""
        language, here = words.law_language(self.pack), set(cited(self.route))
        return [
            {"title": words.in_words(source.title, language), "url": source.url or ""}
            for name, source in self.pack.sources.items()
            if name in here
        ]


def cited(node: Any) -> Iterator[str]:
    """The source of every citation in a piece of the law, however deep it stands."""
    if isinstance(node, Citation):
        yield node.source
    elif is_dataclass(node):
        for one in fields(node):
            yield from cited(getattr(node, one.name))
    elif isinstance(node, (Mapping, tuple, list)):
        for one in node.values() if isinstance(node, Mapping) else node:
            yield from cited(one)
