"""Every slip in a law is noticed: it changes what some worked case of a route says.

A slip is a number moved by one unit, a day moved by one, or a comparison that takes in its limit where it left it out
or leaves it out where it took it in. In the usual run one slip of each file, with VEER_LONG=1 all of them. The lengths
of terms are worked out in `terms.yaml`, all of them in every run.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

import pytest

from tests.law.test_packs import FOLDERS, LAW, plain
from tests.laws import law_in
from veer.rules import InputError, Pack, PackError, program
from veer.rules.answer import evaluated
from veer.rules.explain import every_condition, outcome_of, points_of, result_of
from veer.rules.load import build
from veer.rules.problems import Problems
from veer.rules.source import Mapping, Node, Scalar, Sequence, read_text

LONG = os.environ.get("VEER_LONG") == "1"
SAMPLE = 1
IN_ROUTES = ("let", "points", "conditions", "scales")
IN_FACTS = ("derive", "applies", "valid")
NO_RULE = {"source", "text", "label", "notes", "id", "confidence"}
NUMBER = re.compile(r"(?<![\w.'\"-])\d+(?![\w.'\"-])")
COMPARISON = re.compile(r"(?<![<>=])[<>](?![<>=])|[<>]=")
DATE = re.compile(r"\d{4}-\d\d-\d\d")
BANDS = re.compile(r"(.*)\.(\d+)\.(to|until)")


@dataclass(frozen=True)
class Slip:
    """Where one can be made: the value that stands under a path, and which number, date or comparison of it."""

    file: str
    path: str
    scalar: Scalar
    kind: re.Pattern[str]
    n: int

    @property
    def name(self) -> str:
        found = self.kind.findall(self.scalar.text)
        return f"{self.path}: {found[self.n]}" + (f" ({self.n + 1} of {len(found)})" if len(found) > 1 else "")


def pack(name: str) -> Pack:
    return law_in(LAW / name)


def routes(name: str) -> list[str]:
    return sorted(path.stem for path in (LAW / name / "examples").glob("*.yaml"))


@cache
def files(name: str, route: str) -> dict[str, str]:
    """What the answers of one route are computed from: no words, no other route."""
    other = ("texts/", "examples/", "routes/")
    kept = {file: text for file, text in pack(name).files.items() if not file.startswith(other)}
    return {**kept, f"routes/{route}.yaml": pack(name).files[f"routes/{route}.yaml"]}


@cache
def slips(name: str, file: str) -> list[Slip]:
    tree = read_text(pack(name).files[file], file, Problems())
    return [
        Slip(file, ".".join(path), one, kind, n)
        for path, one in scalars(tree, ())
        if (path[0] in IN_ROUTES if file.startswith("routes/") else set(path) & set(IN_FACTS))
        for kind in ((DATE,) if isinstance(one.value, date) else (NUMBER, COMPARISON))
        for n, _ in enumerate(kind.finditer(one.text))
    ]


def scalars(node: Node | None, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Scalar]]:
    """Every value of the rules, and every day from which one counts, though it is written as a key."""
    if isinstance(node, Scalar):
        yield path, node
    elif isinstance(node, Sequence):
        for n, one in enumerate(node):
            yield from scalars(one, (*path, str(n)))
    elif isinstance(node, Mapping):
        for key, (written, one) in node.entries.items():
            if isinstance(written.value, date):
                yield (*path, key), written
            if key not in NO_RULE:
                yield from scalars(one, (*path, key))


def others(written: str) -> list[str]:
    """What could stand there after a slip."""
    if DATE.fullmatch(written):
        return [str(date.fromisoformat(written) + timedelta(days=by)) for by in (1, -1)]
    if written.isdigit():
        return [str(int(written) + by) for by in (1, -1)]
    return [written.removesuffix("=") if written.endswith("=") else f"{written}="]


def slipped(name: str, route: str, slip: Slip, by: int) -> Pack | None:
    """The law after it, and after the same at the beginning of the band beside it; None where that is no law."""
    text = files(name, route)[slip.file]
    spots = sorted(spot(text, one) for one in (slip, *beside(name, slip)))
    for start, end in reversed(spots):
        text = text[:start] + others(text[start:end])[by] + text[end:]
    try:
        return build({**files(name, route), slip.file: text}, "")[0]
    except PackError:
        return None


def spot(text: str, slip: Slip) -> tuple[int, int]:
    """From where to where it stands in the file."""
    place = slip.scalar.place
    start = sum(len(line) + 1 for line in text.split("\n")[: place.line - 1]) + place.column - 1
    if text[start] in "|>":
        start = text.index("\n", start)
    start += text[start] in "\"'"
    end = start + len(slip.scalar.text) if slip.scalar.one_line else len(text)
    found = [one.span() for one in slip.kind.finditer(text[start:end])][slip.n]
    return start + found[0], start + found[1]


def beside(name: str, slip: Slip) -> list[Slip]:
    """The beginning of the next band or of the next time, which moves with the end of one."""
    found = BANDS.fullmatch(slip.path)
    following = f"{found[1]}.{int(found[2]) + 1}.from" if found else ""
    return [one for one in slips(name, slip.file) if one.path == following]


@cache
def worked(name: str, route: str) -> list[tuple[dict[str, Any], date | None]]:
    cases = plain(pack(name).examples[route])["cases"]
    return [(case["facts"], date.fromisoformat(case["on"]) if case.get("on") else None) for case in cases]


def says(law: Pack, route: str, facts: dict[str, Any], on: date | None) -> Any:
    """Outcome, points, conditions with their parts and computed names, as numbers."""
    try:
        profile, result = evaluated(program(law, route), facts, on, None)
    except InputError as error:
        return error.errors
    lets = {name: result.at(place) for name, place in profile.program.lets.items()}
    conditions = {view.path: result_of(view, result) for view in every_condition(profile.program.conditions)}
    return outcome_of(profile, result), points_of(profile, result, items=True), conditions, lets


@cache
def said(name: str, route: str) -> list[Any]:
    return [says(pack(name), route, *case) for case in worked(name, route)]


def noticed(name: str, slip: Slip) -> bool:
    """Does a worked case of a route say something else after it? Or is it no law?

    What stands under `let` or `conditions` is a limit, and noticed on both its sides. Elsewhere one of the two is
    enough, since no points lie beyond a cap and no law before its first day.
    """
    ways = range(len(others(slip.kind.findall(slip.scalar.text)[slip.n])))
    found = (seen for by in ways if (seen := noticed_after(name, slip, by)) is not None)
    if slip.path.startswith(("let.", "conditions.")):
        return all(found)
    first = next(found, None)
    return first is None or first or any(found)


def noticed_after(name: str, slip: Slip, by: int) -> bool | None:
    """None: no law."""
    judges = [slip.file[len("routes/") : -len(".yaml")]] if slip.file.startswith("routes/") else routes(name)
    laws = ((law, route) for route in judges if (law := slipped(name, route, slip, by)) is not None)
    first = next(laws, None)
    return None if first is None else differs(first[0], name, first[1]) or any(differs(law, name, r) for law, r in laws)


def differs(law: Pack, name: str, route: str) -> bool:
    cases = zip(worked(name, route), said(name, route), strict=True)
    try:
        return any(says(law, route, *case) != was for case, was in cases)
    except PackError:  # a slip that gives the law no meaning is noticed when it is loaded
        return True


UNSEEN = {
    # cents of a month of living, and the half that rounds, vanish in an amount in hundreds of euros
    ("be-proposal", "facts/sponsorship.yaml"): {
        "facts.funds.living_cents.derive: 121413 (1 of 9)",
        "facts.funds.living_cents.derive: 164083 (5 of 9)",
        "facts.funds.required.derive: 5000 (8 of 10)",
    },
    # whoever has worked just a year and says more of it was in the Union is refused, and has no answer: test_packs.py
    ("be-proposal", "facts/work.yaml"): {"valid.eu_months_within_months.if: < (1 of 2)"},
    # the points are four or none, so that three are as few as none
    ("de-chancenkarte", "routes/chancenkarte.yaml"): {"conditions.qualification.any.partly_recognised.if: 4"},
    # on the day on which the level of the training stops to count, nobody is the worse for being asked it
    ("at-rot-weiss-rot", "facts/shortage.yaml"): {"facts.qualification_level.applies: <"},
    # nothing on the first day of the law is what there was before it
    ("at-rot-weiss-rot", "routes/shortage.yaml"): {"points.sections.age.bands.2.points.2011-07-01: 2011-07-01"},
    ("ca-express-entry", "routes/crs.yaml"): {
        f"points.sections.D.sum.{item}.points.2015-01-01: 2015-01-01"
        for item in ("french.first.0", "french.first.1", "canadian_study.first.0", "canadian_study.first.1", "sibling")
    },
}
"""Slips that no case can notice, and why. One that a case notices must leave this list."""

PLACES = [
    pytest.param(folder.name, file, id=f"{folder.name}/{file[: -len('.yaml')]}")
    for folder in FOLDERS
    if folder.parent == LAW
    for file, text in sorted(pack(folder.name).files.items())
    if file.startswith("routes/") or (file.startswith("facts/") and re.search(rf"\b({'|'.join(IN_FACTS)}):", text))
]


@pytest.mark.parametrize("name,file", PLACES)
def test_a_worked_case_notices_each_slip(name: str, file: str) -> None:
    every = slips(name, file)
    tried = every if LONG else Random(1).sample(every, min(SAMPLE, len(every)))
    unseen = UNSEEN.get((name, file), set())
    assert unseen <= {one.name for one in every}
    assert [one.name for one in tried if noticed(name, one) == (one.name in unseen)] == []
