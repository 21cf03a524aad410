"""Texts and sources: every node has words in every language of the pack, every rule says where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..load import Pack
from ..model import Fact, Route
from ..problems import Place, Problems
from ..source import nearest
from .walk import conditions, values

PLACEHOLDERS = (
    "name", "number", "submitted_on", "submitted_at", "decided_on", "route", "remedy_body", "remedy_until", "reasons",
    "document", "due", "signer", "proposer", "remedy_address", "remedy_how",
)  # fmt: skip
SPARE = ("summary", "not_in_force", "points", "conditions", "points.total", "points.pass")
_HOLE = re.compile(r"\{([^{}]*)\}")
_SPOKEN = re.compile(r"(?<![\w(])[^\W\d_]+\b")
"""A word of a language: `s. 1` and `annex B` have one, `§ 20a(3)`, `74/11` and `A1-C2` read the same in each."""


def check_words(pack: Pack, problems: Problems) -> None:
    say = _Say(pack, problems)
    _published(pack, problems)
    for fact in pack.facts.values():
        _fact(say, fact)
    for kind in pack.types.values():
        for name, field in kind.fields.items():
            say.fact(f"{kind.id}.{name}", ("label",), field.place)
            say.choices(f"{kind.id}.{name}", field.symbols, field.place)
    for route in pack.routes.values():
        for path, place in expected(route):
            say.route(route.id, path, place)
        for path, place in beside(route):
            if pack.text_in(route.id, path):  # free to be left out, but not in one language only
                say.route(route.id, path, place)
        _letters(say, route)
        _sources(say, route)
        _strangers(say, route)
    _citations(say)
    _strange_facts(say)


def _published(pack: Pack, problems: Problems) -> None:
    """Law that is applied was made known on a day: nobody is judged by what could not be read."""
    if pack.complete and pack.published is None:
        place = Place(f"{pack.root}/pack.yaml" if pack.root else "pack.yaml", 1, 1)
        problems.error("E520", "active law does not say when it was published", place, "add published: 2026-01-31")


class _Say:
    """Findings about words: an error in an active pack, a warning in a draft."""

    def __init__(self, pack: Pack, problems: Problems) -> None:
        self.pack = pack
        self.found = problems.error if pack.complete else problems.warn
        self.problems = problems

    def lacking(self, code: str, what: str, languages: Iterable[str], place: Place, file: str) -> None:
        if missing := list(languages):
            self.found(code, f"no {what} in {', '.join(missing)}", place, f"write it in texts/{file}.{missing[0]}.yaml")

    def route(self, route: str, path: str, place: Place) -> None:
        words = self.pack.text_in(route, path)
        if path == "title":
            words = {**self.pack.routes[route].title, **words}
        self.lacking("E501", f"words for {path}", (c for c in self.pack.languages if not words.get(c)), place, route)

    def fact(self, fact: str, keys: tuple[str, ...], place: Place) -> None:
        words = self.pack.words.get(fact, {})
        missing = {c: [k for k in keys if not words.get(c, {}).get(k)] for c in self.pack.languages}
        what = " and ".join(k for k in keys if any(k in lacking for lacking in missing.values()))
        self.lacking("E502", f"{what} of {fact}", (c for c, lacking in missing.items() if lacking), place, "facts")

    def choices(self, fact: str, symbols: Iterable[str], place: Place) -> None:
        for language in self.pack.languages:
            given = self.pack.words.get(fact, {}).get(language, {}).get("values")
            missing = [s for s in symbols if not (isinstance(given, dict) and given.get(s))]
            if missing:
                words = ", ".join(missing[:4]) + ("…" if len(missing) > 4 else "")
                self.found(
                    "E503",
                    f"no words for {words} of {fact} in {language}",
                    place,
                    f"write them under `values` in texts/facts.{language}.yaml",
                )


def _fact(say: _Say, fact: Fact) -> None:
    asked = fact.derive is None and fact.role is None and fact.type.kind != "judgement"
    say.fact(fact.id, ("label", "question") if asked else ("label",), fact.place)
    inner = fact.type.item_type
    say.choices(fact.id, fact.type.symbols, fact.place)
    if inner is not None:
        say.choices(fact.id, inner.symbols, fact.place)


def expected(route: Route) -> Iterator[tuple[str, Place]]:
    """Paths that a reader may meet, with the place of the node they name."""
    yield "title", route.place
    for path, value in values(route.points):
        yield path, value.marks.place
        yield from ((f"{path}.{case.id}", case.marks.place) for case in value.first if not case.id.isdigit())
    for path, condition in conditions(route.conditions):
        yield path, condition.marks.place
    if route.procedure:
        for step in route.procedure.steps.values():
            yield f"procedure.steps.{step.id}", step.place
        for name, awaited in route.procedure.awaits.items():
            yield f"procedure.awaits.{name}", awaited.place
        for act in route.procedure.acts.values():
            yield f"procedure.acts.{act.id}", act.marks.place
        for branch in route.procedure.branches.values():
            yield f"procedure.branches.{branch.id}", branch.marks.place
            for step in branch.steps.values():
                yield f"procedure.branches.{branch.id}.{step.id}", step.place
    for kind in ("clocks", "rights", "duties", "remedies", "costs"):
        for clause in getattr(route, kind).values():
            yield f"{kind}.{clause.id}", clause.marks.place
    for clock in route.clocks.values():
        for variant in clock.variants:
            yield f"clocks.{clock.id}.{variant.id}", variant.marks.place
        for suspension in clock.suspensions:
            yield f"clocks.{clock.id}.{suspension.id}", suspension.marks.place
    for remedy in route.remedies.values():
        if remedy.body:
            yield f"bodies.{remedy.body}", remedy.marks.place
    for quota in route.quotas.values():
        for part in ("", *(f".{name}" for name in (*quota.parts, *quota.limits))):
            yield f"quotas.{quota.id}{part}", quota.marks.place
    for letter in route.letters.values():
        for block in ("subject", *letter.blocks):
            yield f"letters.{letter.id}.{block}", letter.marks.place


def beside(route: Route) -> Iterator[tuple[str, Place]]:
    """Paths that may have words: how a remedy is lodged, a step a line; the address of the body; what holds, and what
    a person can do, when the authority lets a term pass; a step in the words of the authority; and the sentence of a
    right that its holder can show."""
    for right in route.rights.values():
        yield f"rights.{right.id}.sentence", right.marks.place
    if route.procedure:
        yield from ((f"procedure.steps.{step.id}.office", step.place) for step in route.procedure.steps.values())
    for clock in route.clocks.values():
        if clock.duty != "applicant":
            yield f"clocks.{clock.id}.late", clock.marks.place
    for remedy in route.remedies.values():
        yield f"remedies.{remedy.id}.how", remedy.marks.place
        if remedy.body:
            yield f"bodies.{remedy.body}.address", remedy.marks.place


def _letters(say: _Say, route: Route) -> None:
    """Only the placeholders that the engine fills, and the same ones in every language."""
    for letter in route.letters.values():
        for block in ("subject", *letter.blocks):
            path = f"letters.{letter.id}.{block}"
            holes = {code: set(_HOLE.findall(text)) for code, text in say.pack.text_in(route.id, path).items()}
            for code, found in holes.items():
                for hole in sorted(found - set(PLACEHOLDERS)):
                    hint = nearest(hole, PLACEHOLDERS) or f"known: {', '.join(PLACEHOLDERS)}"
                    say.problems.error(
                        "E504", f"unknown placeholder {{{hole}}} in {path} ({code})", letter.marks.place, hint
                    )
            whole = set().union(*holes.values()) & set(PLACEHOLDERS)
            for code, found in holes.items():
                if missing := sorted(whole - found):
                    say.problems.warn(
                        "W505",
                        f"{path} lacks {{{missing[0]}}} in {code}",
                        letter.marks.place,
                        "other languages have it",
                    )


def _sources(say: _Say, route: Route) -> None:
    for path, value in values(route.points):
        if not value.marks.source:
            say.found("E510", f"{path} has no source", value.marks.place, "write `source:` here or above")
    for path, condition in conditions(route.conditions):
        if not condition.marks.source:
            say.found("E510", f"{path} has no source", condition.marks.place, "write `source:` here or above")


def _citations(say: _Say) -> None:
    """What a source is called and where in it a rule stands, in every language but the one the route is written in."""
    pack = say.pack
    for source in pack.sources.values():
        if missing := [c for c in pack.languages if not source.title.get(c)]:
            what = f"no title of the source {source.id} in {', '.join(missing)}"
            say.found("E511", what, source.place, "write it under `sources` in pack.yaml")
    for one, place in pack.cited.items():
        if one.source in pack.sources and _SPOKEN.search(one.article):
            others = (c for c in pack.languages if c != pack.written_in and not pack.articles.get(c, {}).get(one))
            say.lacking("E512", f'words for "{one.article}" of {one.source}', others, place, "sources")
    prefix = f"{pack.root}/" if pack.root else ""
    for code, said in pack.articles.items():
        file = f"texts/sources.{code}.yaml"
        for one in said:
            if one not in pack.cited:
                hint = nearest(one.article, [c.article for c in pack.cited if c.source == one.source])
                place = _line(pack.files.get(file, ""), one.article, prefix + file)
                say.problems.warn(
                    "W506", f'words for "{one.article}" of {one.source}, which nothing cites', place, hint
                )


# --- words for nothing ---------------------------------------------------------------------------------------------


def _strangers(say: _Say, route: Route) -> None:
    """Texts at a path that the route does not have: most often a slip of the pen."""
    known = (
        {path for path, _ in (*expected(route), *beside(route))} | {f"let.{name}" for name in route.let} | set(SPARE)
    )
    prefix = f"{say.pack.root}/" if say.pack.root else ""
    for code, texts in say.pack.texts.get(route.id, {}).items():
        for path in texts:
            if path not in known:
                file = f"texts/{route.id}.{code}.yaml"
                place = _line(say.pack.files.get(file, ""), path, prefix + file)
                say.problems.warn(
                    "W506", f"words for {path}, which the route does not have", place, nearest(path, known)
                )


def _strange_facts(say: _Say) -> None:
    pack = say.pack
    known = {*pack.facts, *(f"{t.id}.{f}" for t in pack.types.values() for f in (*t.fields, *t.derive))}
    kinds = {kind for fact in pack.facts.values() for kind in fact.evidence}
    kinds |= {right.proof for route in pack.routes.values() for right in route.rights.values() if right.proof}
    prefix = f"{pack.root}/" if pack.root else ""
    for key, words in pack.words.items():
        if key in known or key.removeprefix("evidence.") in kinds:
            continue
        code = next(iter(words))
        file = f"texts/facts.{code}.yaml"
        place = _line(pack.files.get(file, ""), key, prefix + file)
        say.problems.warn("W506", f"words for {key}, which is no fact", place, nearest(key, known))
    for fact in pack.facts.values():
        _strange_values(say, fact, prefix)


def _strange_values(say: _Say, fact: Fact, prefix: str) -> None:
    """Other words by which a value is found, of a value that is none."""
    for code in say.pack.words.get(fact.id, {}):
        file = f"texts/facts.{code}.yaml"
        for value in say.pack.fact_text(fact.id, code).also:
            if value not in fact.type.symbols:
                written = say.pack.files.get(file)
                place = _line(written, fact.id, prefix + file) if written else fact.place
                hint = nearest(value, fact.type.symbols)
                say.problems.warn("W506", f"words for {value}, which is no value of {fact.id}", place, hint)


def _line(text: str, key: str, file: str) -> Place:
    """Where a key stands at the beginning of a line."""
    found = re.search(rf"^ *[\"']?{re.escape(key)}[\"']?\s*:", text, re.MULTILINE)
    return Place(file, text.count("\n", 0, found.start()) + 1 if found else 1, 1)
