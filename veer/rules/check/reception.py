"""The law of places: rights that are there, a class for everybody on every day, letters that say all they have to."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from ..load import Pack
from ..lower import Program
from ..model import Marks
from ..model.reception import WEIGHTS, Reception
from ..problems import Place, Problems
from ..source import nearest
from ..versions import in_force

LETTERS = {"given": False, "moved": False, "kept": True, "ended": True, "struck": True}
"""Every letter, and whether what it tells goes against the household: then it says why, and what can be done."""
MOST_WEIGHT, ALL = 1000, 100
PLACEHOLDERS = ("name", "number", "place", "municipality", "since", "before", "until", "reason")
_HOLE = re.compile(r"\{([^{}]*)\}")


def check_reception(pack: Pack, classes: Program | None, problems: Problems) -> None:
    if pack.reception is not None and classes is not None:
        _Check(pack, pack.reception, classes, problems).run()


def expected(reception: Reception) -> Iterator[tuple[str, Place]]:
    """Paths of words that a reader may meet, with the place of what they name."""
    yield from ((f"classes.{one.id}", one.marks.place) for one in reception.classes.values())
    for letter in reception.letters.values():
        yield from ((f"letters.{letter.id}.{block}", letter.marks.place) for block in ("subject", *letter.blocks))


class _Check:
    def __init__(self, pack: Pack, reception: Reception, classes: Program, problems: Problems) -> None:
        self.pack, self.reception, self.classes, self.problems = pack, reception, classes, problems
        self.said = problems.error if pack.complete else problems.warn

    def run(self) -> None:
        self.rights()
        self.everybody()
        self.asked()
        self.contributions()
        self.placing()
        self.letters()
        self.words()

    def rights(self) -> None:
        known = {right for route in self.pack.routes.values() for right in route.rights}
        for right in (*self.reception.opens, *self.reception.keeps):
            if right not in known:
                hint = nearest(right, known) or "name a right of a route of this pack"
                self.problems.error("E770", f'no route has the right "{right}"', self.reception.place, hint)
        for right in self.reception.keeps:
            if right in self.reception.opens:
                self.problems.error("E770", f"{right} opens a place and only keeps one", self.reception.place)
        acts = {act.id: act for r in self.pack.routes.values() if r.procedure for act in r.procedure.acts.values()}
        for name in self.reception.performs:
            if (act := acts.get(name)) is None or act.does != "record" or act.asks:
                hint = nearest(name, acts) or "name an act of a route with `does: record`, which asks nothing"
                said = f'"{name}" is no act that goes with a place'
                self.problems.error("E776", said, self.reception.place, hint)
        if not self.reception.opens:
            self.problems.error("E770", "no right opens a place", self.reception.place, "add opens: {right: stay}")

    def everybody(self) -> None:
        """On every day the last class, and no other, takes everybody."""
        classes, told = list(self.reception.classes.values()), set()
        for day in _stretches(one.marks for one in classes):
            here = [one for one in classes if in_force(one.marks, day)]
            place, when = (here[-1].marks.place if here else self.reception.place), f" on {day}" if day.year > 1 else ""
            if (not here or here[-1].when is not None) and place not in told:
                told.add(place)
                hint = "the last class has no `if`"
                self.problems.error("E771", f"there is no class for everybody{when}", place, hint)
            for one in here[:-1]:
                if one.when is None and one.marks.place not in told:
                    told.add(one.marks.place)
                    said = f"{one.id} takes everybody{when}: the classes after it are empty"
                    self.problems.error("E771", said, one.marks.place, "give it an `if`")

    def asked(self) -> None:
        for one in self.reception.classes.values():
            for fact in self.classes.clauses.get(f"classes.{one.id}", ()):
                if self.pack.facts[fact].of != "household":
                    hint = "a place in the list follows from what a household needs: facts `of: household`"
                    self.problems.error("E772", f"{one.id} asks {fact}", one.marks.place, hint)
            if not one.marks.source:
                self.said("E510", f"classes.{one.id} has no source", one.marks.place, "write `source:` here or above")

    def contributions(self) -> None:
        found = list(self.reception.contributions.values())
        for day in _stretches(one.marks for one in found):
            here = [one for one in found if in_force(one.marks, day)]
            for one in here[1:]:
                said = f"{one.id} and {here[0].id} hold on the same days"
                self.problems.error("E773", said, one.marks.place, "give each its in_force")
        for one in found:
            if not one.marks.source:
                self.said("E510", f"contribution.{one.id} has no source", one.marks.place, "write `source:`")

    def placing(self) -> None:
        placing = self.reception.placing
        if placing is None:
            return
        for name in placing.tiers:
            if name not in self.reception.classes:
                hint = nearest(name, self.reception.classes) or "name a class"
                self.problems.error("E777", f'there is no class "{name}"', placing.marks.place, hint)
        for name in placing.weights:
            if name not in WEIGHTS:
                hint = nearest(name, WEIGHTS) or f"there are: {', '.join(WEIGHTS)}"
                self.problems.error("E778", f'nothing is weighed by "{name}"', placing.marks.place, hint)
        if min(placing.weights.values(), default=0) < 0 or sum(placing.weights.values()) > MOST_WEIGHT:
            self.problems.error("E778", f"the weights come to more than {MOST_WEIGHT}", placing.marks.place)
        if not 0 <= placing.elsewhere <= placing.weights.get("wish", 0):
            hint = "elsewhere: 100"
            self.problems.error("E778", "a place elsewhere is worth more than the wish", placing.marks.place, hint)
        if placing.agree_days < 1:
            self.problems.error("E779", "nobody can agree in no days", placing.marks.place, "agree_days: 7")
        if not 0 <= placing.reserve_percent < ALL:
            hint = "reserve_percent: 3"
            self.problems.error("E779", "the reserve is none of the beds, or all of them", placing.marks.place, hint)
        if not placing.marks.source:
            self.said("E510", "placing has no source", placing.marks.place, "write `source:` here or above")

    def letters(self) -> None:
        declared = self.reception.letters
        for name, against in LETTERS.items():
            if name not in declared:
                self.problems.error(
                    "E774", f"there is no letter {name}", self.reception.place, f"letters: {{{name}: …}}"
                )
            elif against and (missing := [b for b in ("reasons", "remedy") if b not in declared[name].blocks]):
                said = f"{name} goes against the household and has no {' and no '.join(missing)}"
                self.problems.error("E775", said, declared[name].marks.place, "add it to `blocks`")
        for name in declared:
            if name not in LETTERS:
                hint = nearest(name, LETTERS) or f"there are: {', '.join(LETTERS)}"
                self.problems.error("E774", f"nothing sends the letter {name}", declared[name].marks.place, hint)

    def words(self) -> None:
        known = dict(expected(self.reception))
        for path, place in known.items():
            said = self.pack.text_in("reception", path)
            if missing := [code for code in self.pack.languages if not said.get(code)]:
                hint = f"write it in texts/reception.{missing[0]}.yaml"
                self.said("E501", f"no words for {path} in {', '.join(missing)}", place, hint)
            for code, text in said.items():
                for hole in sorted(set(_HOLE.findall(text)) - set(PLACEHOLDERS)):
                    hint = nearest(hole, PLACEHOLDERS) or f"known: {', '.join(PLACEHOLDERS)}"
                    self.problems.error("E504", f"unknown placeholder {{{hole}}} in {path} ({code})", place, hint)
        for code, texts in self.pack.texts.get("reception", {}).items():
            for path in texts:
                if path not in known:
                    file = f"{self.pack.root}/" if self.pack.root else ""
                    place = Place(f"{file}texts/reception.{code}.yaml", 1, 1)
                    strange = f"words for {path}, which reception.yaml does not have"
                    self.problems.warn("W506", strange, place, nearest(path, known))


def _stretches(marks: Iterable[Marks]) -> list[dt.date]:
    """The first day of each stretch of days on which the same things hold; of the first, the first day there is."""
    found = {dt.date.min}
    for one in marks:
        found |= {one.since} if one.since else set()
        found |= {one.until + dt.timedelta(1)} if one.until and one.until < dt.date.max else set()
    return sorted(found)
