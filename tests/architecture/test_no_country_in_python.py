"""The law is data. A Python file that names a route, a pack or a country has swallowed a piece of law."""

import ast
import re
from pathlib import Path

from tests.architecture.source import ROOT, modules, strings

LAW = ROOT / "veer" / "law"
COUNTRIES = re.compile(r"\b(Belgium|Belgian|Canada|Canadian|Germany|Austria|Austrian|België|Belgique)\b")
ROOMS = {"talent"}  # also the name of a room: a name in Python may carry it, a string that picks a route may not


def law_ids() -> set[str]:
    packs = {pack.parent.name for pack in LAW.glob("*/pack.yaml")}
    routes = {route.stem for route in LAW.glob("*/routes/*.yaml")}
    return packs | routes


def test_no_string_picks_a_law() -> None:
    ids = law_ids()
    found = [
        f"{path}:{line}: {text!r}"
        for path, tree in modules().items()
        if not _tells_a_story(path)
        for line, text in strings(tree)
        if text in ids or text.split("/")[0] in ids or COUNTRIES.search(text)
    ]
    assert not found, "\n".join(found)


def test_no_name_carries_a_law() -> None:
    ids = {law_id.replace("-", "_") for law_id in law_ids()} - ROOMS
    found = [
        f"{path}:{node.lineno}: {name}"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        for name in _names(node)
        if any(re.search(rf"(^|_){law_id}(_|$)", name.lower()) for law_id in ids)
    ]
    assert not found, "\n".join(found)


def _tells_a_story(path: Path) -> bool:
    """The demonstration's invented people have to live somewhere; a command's help shows a real example."""
    return "demo" in path.stem or "demo" in path.parts


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return [node.name]
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        return [node.id]
    return []
