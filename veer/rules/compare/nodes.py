"""A pack as nodes by id: what each says, where it says it comes from, and its words. An id is stable for ever."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..load import Pack
from ..model import Calendar, Clock, Condition, Counting, Derived, Marks, Points, Procedure, Route, Scale, Value
from ..model.quotas import Quota
from ..model.reception import Reception
from ..model.safeguards import Safeguards
from .saying import rule_of, said, span


@dataclass(slots=True)
class Node:
    """`rule`: what it says by key. `rests`: source and confidence, also those it has from its parent. `words`: by
    language, with what they are before it (`label.nl`)."""

    id: str
    parent: str
    rule: dict[str, str]
    rests: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)


def nodes(pack: Pack) -> dict[str, Node]:
    """Every node of a pack by its id: `pack`, `facts.<id>`, `<route>`, `<route>/<path>` and so on."""
    return {node.id: node for node in _Read(pack).nodes()}


class _Read:
    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    def nodes(self) -> Iterator[Node]:
        pack = self.pack
        head = {
            "version": pack.version, "languages": said(pack.languages), "time_zone": pack.time_zone,
            "status": pack.status, "calendar": pack.calendar or "", "truths": said(pack.truths),
            "nones": said(pack.nones_forbidden), "published": said(pack.published),
        }  # fmt: skip
        yield Node("pack", "", {key: words for key, words in head.items() if words}, words=dict(pack.title))
        for source in pack.sources.values():
            cited = {
                f"{one.article}.{code}": words
                for code, articles in pack.articles.items()
                for one, words in articles.items()
                if one.source == source.id
            }
            yield Node(f"sources.{source.id}", "pack", {"url": source.url}, words={**source.title, **cited})
        for purpose in pack.purposes.values():
            beside = {f"help.{code}": words for code, words in purpose.help.items()}
            instead = {"instead": said(purpose.instead)} if purpose.instead else {}
            yield Node(f"purposes.{purpose.id}", "pack", instead, words={**purpose.text, **beside})
        for calendar in pack.calendars.values():
            yield from _calendar(calendar)
        for counting in pack.countings.values():
            yield from _counting(counting)
        yield from self.facts()
        for route in pack.routes.values():
            yield from self.route(route)
        if pack.reception is not None:
            yield from self.with_words("reception", _reception(pack.reception))
        if pack.safeguards is not None:
            yield from self.with_words("safeguards", _safeguards(pack.safeguards))

    def facts(self) -> Iterator[Node]:
        pack = self.pack
        for fact in pack.facts.values():
            yield Node(f"facts.{fact.id}", "", rule_of(fact), words=_fact_words(pack.words.get(fact.id, {})))
        for kind in pack.types.values():
            for name, one in kind.fields.items():
                words = _fact_words(pack.words.get(f"{kind.id}.{name}", {}))
                yield Node(f"types.{kind.id}.{name}", "", {"type": said(one)}, words=words)
            for name, derived in kind.derive.items():
                yield from _derived(derived, f"types.{kind.id}.{name}", "")
            for rule in kind.valid:
                yield Node(f"types.{kind.id}.valid.{rule.id}", "", rule_of(rule), words=dict(rule.text))
        for rule in pack.valid:
            yield Node(f"valid.{rule.id}", "", rule_of(rule), words=dict(rule.text))

    def with_words(self, file: str, nodes: Iterator[Node]) -> Iterator[Node]:
        """The law of a file beside pack.yaml, with its words."""
        found = {node.id: node for node in nodes}
        for path in dict.fromkeys(path for texts in self.pack.texts.get(file, {}).values() for path in texts):
            name = f"{file}/{path}"
            node = found.setdefault(name, Node(name, file, {}))
            node.words.update(self.pack.text_in(file, path))
        yield from found.values()

    # --- a route -----------------------------------------------------------------------------------------------------

    def route(self, route: Route) -> Iterator[Node]:
        """The nodes of a route with their words; words that stand at no node are nodes of their own."""
        texts = {path: self.pack.text_in(route.id, path) for path in self.paths(route)}
        found = {node.id: node for node in self.parts(route)}
        found[route.id].words.update(texts.pop("title", {}))
        for path, words in texts.items():
            name = f"{route.id}/{path}"
            if name in found:
                found[name].words.update(words)
            else:
                found[name] = Node(name, route.id, {}, words=dict(words))
        yield from found.values()

    def paths(self, route: Route) -> list[str]:
        spoken = self.pack.texts.get(route.id, {}).values()
        return [*dict.fromkeys([*route.texts, *(path for texts in spoken for path in texts)])]

    def parts(self, route: Route) -> Iterator[Node]:
        name = route.id
        rule = {
            "anchor": route.anchor or "",
            "asked": "alone" if route.alone else "",
            "purpose": said(route.purposes),
            "in_force": span(route.marks.since, route.marks.until),
        }
        rule |= {f"no {kind}": said(cited) or "yes" for kind, cited in route.nones.items()}
        yield Node(name, "", {key: words for key, words in rule.items() if words}, _rests(route.marks), {**route.title})
        for key, derived in route.let.items():
            yield from _derived(derived, f"{name}/let.{key}", name)
        for scale in route.scales.values():
            yield _scale(scale, name)
        if route.points is not None:
            yield from _points(route.points, name)
        for condition in route.conditions:
            yield from _condition(condition, f"{name}/conditions.{condition.id}", name)
        if route.procedure is not None:
            yield from _procedure(route.procedure, name)
        for clock in route.clocks.values():
            yield from _clock(clock, name)
        for kind in ("rights", "duties", "remedies", "costs", "letters", "statistics"):
            for one in getattr(route, kind).values():
                yield _plain(one, f"{name}/{kind}.{one.id}", name)
        for quota in route.quotas.values():
            yield from _quota(quota, f"{name}/quotas.{quota.id}", name)


def _plain(one: Any, name: str, parent: str) -> Node:
    return Node(name, parent, rule_of(one), _rests(one.marks) if one.marks else {}, _own_words(one.marks))


def _quota(quota: Quota, name: str, parent: str) -> Iterator[Node]:
    """A quota, then each of its shares and smaller limits, which have words of their own."""
    rule = rule_of(quota, ("limits",))
    yield Node(name, parent, rule, _rests(quota.marks), _own_words(quota.marks))
    for part, number in {**quota.parts, **quota.limits}.items():
        yield Node(f"{name}.{part}", name, {"number": str(number)})


def _rests(marks: Marks) -> dict[str, str]:
    return {"source": said(marks.source), "confidence": marks.confidence}


def _own_words(marks: Marks | None) -> dict[str, str]:
    return dict(marks.text) if marks else {}


def _fact_words(words: Mapping[str, Mapping[str, object]]) -> dict[str, str]:
    """Label, question, help and the names of values, by language."""
    found = {}
    for code, one in words.items():
        for key, text in one.items():
            if isinstance(text, dict):
                found.update({f"{key}.{name}.{code}": str(inner) for name, inner in text.items()})
            else:
                found[f"{key}.{code}"] = str(text)
    return found


# --- points and conditions -----------------------------------------------------------------------------------------


def _points(points: Points, route: str) -> Iterator[Node]:
    yield Node(f"{route}/points", route, rule_of(points, ("sections", "subtotals")))
    for value in (*points.sections, *points.subtotals):
        yield from _value(value, f"{route}/points.{value.id}", route, f"{route}/points.{value.id}")


def _value(value: Value, name: str, parent: str, section: str) -> Iterator[Node]:
    """A section or item and its parts; a nested item is named in its section, as its words are."""
    rule = rule_of(value, () if value.kind == "rate" else ("per",))
    for band in value.bands:
        rule[span(band.low, band.high) or "any"] = said(band.points)
    for word, band in value.map.items():
        rule[word] = said(band.points)
    if value.rows and value.columns:
        rule |= {"rows": said(value.rows), "columns": said(value.columns)}
        for step, row in zip(value.rows.steps, value.grid, strict=False):
            rule |= {f"{step} by {other}": said(cell) for other, cell in zip(value.columns.steps, row, strict=False)}
    if value.first:
        rule["first"] = ", ".join(case.id for case in value.first)
    yield Node(name, parent, rule, _rests(value.marks), _own_words(value.marks))
    for case in value.first:
        yield _plain(case, f"{name}.{case.id}", name)
    for part in value.parts:
        yield from _value(part, f"{section}.{part.id}", name, section)


def _derived(derived: Derived, name: str, parent: str) -> Iterator[Node]:
    if derived.value is not None:
        yield from _value(derived.value, name, parent, name)
    else:
        yield _plain(derived, name, parent)


def _condition(condition: Condition, name: str, parent: str) -> Iterator[Node]:
    rule = rule_of(condition)
    rule.pop("count", None)
    if condition.kind == "at_least":
        rule["at_least"] = str(condition.count)
    yield Node(name, parent, rule, _rests(condition.marks), _own_words(condition.marks))
    for child in condition.children:
        yield from _condition(child, f"{name}.{child.id}", name)
    for exception in condition.unless:
        yield from _condition(exception, f"{name}.unless.{exception.id}", name)


def _scale(scale: Scale, route: str) -> Node:
    rule = rule_of(scale)
    rule.pop("rows", None)
    for row in scale.rows:
        key = " ".join(part for part in (row.symbol, row.part, span(row.since, row.until)) if part)
        rule[key] = ", ".join("-" if number is None else str(number) for number in row.minima)
    return Node(f"{route}/scales.{scale.id}", route, rule, _rests(scale.marks))


# --- what happens --------------------------------------------------------------------------------------------------


def _procedure(procedure: Procedure, route: str) -> Iterator[Node]:
    parts = ("steps", "acts", "branches")
    yield Node(f"{route}/procedure", route, rule_of(procedure, (*parts, "awaits")))
    for name, marks in procedure.awaits.items():
        yield Node(f"{route}/procedure.awaits.{name}", route, {"awaits": name}, _rests(marks))
    for step in procedure.steps.values():
        yield _plain(step, f"{route}/procedure.steps.{step.id}", route)
    for branch in procedure.branches.values():
        name = f"{route}/procedure.branches.{branch.id}"
        yield Node(name, route, rule_of(branch, parts), _rests(branch.marks), _own_words(branch.marks))
        for step in branch.steps.values():
            yield _plain(step, f"{name}.{step.id}", name)
    for act in procedure.acts.values():
        parent = f"{route}/procedure.branches.{act.branch}" if act.branch else route
        yield _plain(act, f"{route}/procedure.acts.{act.id}", parent)


def _clock(clock: Clock, route: str) -> Iterator[Node]:
    name = f"{route}/clocks.{clock.id}"
    rule = rule_of(clock)
    if clock.variants:
        rule["first"] = ", ".join(one.id for one in clock.variants)
    yield Node(name, route, rule, _rests(clock.marks), _own_words(clock.marks))
    for variant in clock.variants:
        yield _plain(variant, f"{name}.{variant.id}", name)
    for suspension in clock.suspensions:
        yield _plain(suspension, f"{name}.{suspension.id}", name)
    for extension in clock.extensions:
        yield _plain(extension, f"{name}.{extension.act}", name)


def _reception(reception: Reception) -> Iterator[Node]:
    opens = {f"opens {right}": kind for right, kind in reception.opens.items()}
    head = {
        **opens,
        "keeps": said(reception.keeps),
        "performs": said(reception.performs),
        "order": ", ".join(reception.classes),
    }
    head["hide_below"] = said(reception.hide_below)
    yield Node("reception", "", {key: words for key, words in head.items() if words}, _rests(reception.marks))
    for name, one in reception.classes.items():
        yield _plain(one, f"reception/classes.{name}", "reception")
    for name, letter in reception.letters.items():
        yield _plain(letter, f"reception/letters.{name}", "reception")
    for name, rule in reception.contributions.items():
        owed = {f"up to {band.to}" if band.to else "above": f"{band.percent} %" for band in rule.bands}
        yield Node(f"reception/contribution.{name}", "reception", {**rule_of(rule), **owed}, _rests(rule.marks))
    if reception.placing is not None:
        yield _plain(reception.placing, "reception/placing", "reception")


def _safeguards(law: Safeguards) -> Iterator[Node]:
    head = {
        "counting": law.counting,
        "outcomes": said(law.outcomes),
        "passes": said(law.passes),
        **{name: said(number) for name, number in law.limits.items()},
    }
    yield Node("safeguards", "", head, _rests(law.marks))
    for name, one in law.concerns.items():
        yield _plain(one, f"safeguards/concerns.{name}", "safeguards")


def _calendar(calendar: Calendar) -> Iterator[Node]:
    name = f"calendars.{calendar.id}"
    yield Node(name, "", rule_of(calendar), _rests(calendar.marks))
    for holiday in calendar.holidays:
        yield _plain(holiday, f"{name}.{holiday.id}", name)


def _counting(counting: Counting) -> Iterator[Node]:
    name = f"counting.{counting.id}"
    yield Node(name, "", rule_of(counting), _rests(counting.marks))
    for one in counting.presumptions:
        yield _plain(one, f"{name}.{one.way}", name)
