"""Every number of a law is noticed: moved by one unit, it changes what some worked case of its route says.

In the usual run one number of each route, with VEER_LONG=1 all of them.
"""

import os
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from random import Random
from typing import Any

import pytest

from tests.law.test_packs import FOLDERS, LAW, plain
from tests.laws import law_in
from tests.rules.test_compare import at_place
from veer.rules import InputError, Pack, PackError, program
from veer.rules.answer import evaluated
from veer.rules.explain import outcome_of, points_of, result_of
from veer.rules.load import build
from veer.rules.problems import Problems
from veer.rules.source import Mapping, Node, Scalar, Sequence, read_text

LONG = os.environ.get("VEER_LONG") == "1"
SAMPLE = 1
COMPUTED = ("let", "points", "conditions", "scales")
NO_RULE = {"source", "text", "label", "notes", "id", "in_force", "confidence"}
NUMBER = re.compile(r"(?<![\w.'\"-])\d+(?![\w.'\"-])")

Constant = tuple[str, Scalar, int]
"""Where a number stands as a path, the value that holds it, and which number of that value it is."""

ROUTES = [
    (folder.name, path.stem)
    for folder in FOLDERS
    if folder.parent == LAW
    for path in sorted((folder / "examples").glob("*.yaml"))
]


def pack(name: str) -> Pack:
    return law_in(LAW / name)


@cache
def files(name: str, route: str) -> dict[str, str]:
    """What the answers of one route are computed from: no words, no other route."""
    other = ("texts/", "examples/", "routes/")
    kept = {file: text for file, text in pack(name).files.items() if not file.startswith(other)}
    return {**kept, f"routes/{route}.yaml": pack(name).files[f"routes/{route}.yaml"]}


def constants(name: str, route: str) -> list[Constant]:
    file = f"routes/{route}.yaml"
    tree = read_text(files(name, route)[file], file, Problems())
    assert isinstance(tree, Mapping)
    found = [one for key, part in tree.items() if key in COMPUTED for one in numbers(part, (key,))]
    return [(".".join(path) + (f"#{n}" if n else ""), one, n) for path, one, n in found]


def numbers(node: Node, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Scalar, int]]:
    if isinstance(node, Scalar):
        if node.one_line and not isinstance(node.value, date):
            yield from ((path, node, n) for n, _ in enumerate(NUMBER.finditer(node.text)))
    elif isinstance(node, Sequence):
        for n, one in enumerate(node):
            yield from numbers(one, (*path, str(n)))
    elif isinstance(node, Mapping):
        for key, one in node.items():
            if key not in NO_RULE:
                yield from numbers(one, (*path, key))


def moved(name: str, route: str, constant: Constant, by: int) -> Pack | None:
    """The law with this number moved, and with it the end of the band beside it; None where that is no law."""
    file = f"routes/{route}.yaml"
    path, scalar, n = constant
    text = files(name, route)[file]
    for one in (scalar, *beside(name, route, path)):
        at = [found.span() for found in NUMBER.finditer(one.text)][n if one is scalar else 0]
        now = f"{one.text[: at[0]]}{int(one.text[slice(*at)]) + by}{one.text[at[1] :]}"
        text = at_place(text, one, now) or ""
    try:
        return build({**files(name, route), file: text}, "")[0] if text else None
    except PackError:
        return None


def beside(name: str, route: str, path: str) -> list[Scalar]:
    """The beginning of the next band, which moves with the end of one."""
    found = re.fullmatch(r"(.*bands)\.(\d+)\.to", path)
    following = f"{found[1]}.{int(found[2]) + 1}.from" if found else ""
    return [one for other, one, _ in constants(name, route) if other == following]


@cache
def worked(name: str, route: str) -> list[tuple[dict[str, Any], date | None]]:
    cases = plain(pack(name).examples[route])["cases"]
    return [(case["facts"], date.fromisoformat(case["on"]) if case.get("on") else None) for case in cases]


def says(law: Pack, route: str, facts: dict[str, Any], on: date | None) -> Any:
    """Outcome, points, conditions and computed names, as numbers."""
    try:
        profile, result = evaluated(program(law, route), facts, on, None)
    except InputError as error:
        return error.errors
    lets = {name: result.at(place) for name, place in profile.program.lets.items()}
    conditions = {view.path: result_of(view, result) for view in profile.program.conditions}
    return outcome_of(profile, result), points_of(profile, result, items=True), conditions, lets


@cache
def said(name: str, route: str) -> list[Any]:
    return [says(pack(name), route, *case) for case in worked(name, route)]


def noticed(name: str, route: str, constant: Constant) -> bool:
    """Does a worked case say something else when the number is one more, or one less? Or is neither any law?"""
    laws = [law for by in (1, -1) if (law := moved(name, route, constant, by)) is not None]
    return not laws or any(differs(law, name, route) for law in laws)


def differs(law: Pack, name: str, route: str) -> bool:
    cases = zip(worked(name, route), said(name, route), strict=True)
    try:
        return any(says(law, route, *case) != was for case, was in cases)
    except PackError:  # a number that gives the law no meaning is noticed when it is loaded
        return True


@pytest.mark.parametrize("name,route", ROUTES)
def test_a_worked_case_notices_each_number_that_moves(name: str, route: str) -> None:
    every = constants(name, route)
    tried = every if LONG else Random(1).sample(every, min(SAMPLE, len(every)))
    assert [one[0] for one in tried if not noticed(name, route, one)] == []
