"""Parsing expressions: Python's own parser, then only the part of the grammar that the law language has."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator

from .model import Expr
from .problems import Place, Problems

MAX_CHARACTERS = 2000
LARGEST = 10**15
_PASS = "points.pas_"  # noqa: S105 - the pass mark of a points system, not a secret

_ALLOWED: tuple[type[ast.AST], ...] = (
    ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.BinOp, ast.Add, ast.Sub, ast.Mult,
    ast.FloorDiv, ast.Mod, ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn,
    ast.IfExp, ast.Call, ast.keyword, ast.Name, ast.Attribute, ast.Constant, ast.Set, ast.Load,
)  # fmt: skip
_SAY = {
    ast.Div: "write // (whole part) or compare with a multiplication",
    ast.Subscript: "there is no indexing; use sum, any, max ... over a list",
    ast.Lambda: "there are no functions of one's own",
    ast.Is: "use ==",
    ast.IsNot: "use !=",
}


def parse(text: str, place: Place, problems: Problems, *, one_line: bool = True) -> Expr | None:
    """The expression, or None after saying where and why it is refused.

    `one_line`: written on one line, so that a column in the text is a column in the file.
    """
    if len(text) > MAX_CHARACTERS:
        problems.error(
            "E101", f"an expression longer than {MAX_CHARACTERS} characters", place, "give parts of it a name under let"
        )
        return None
    # the bracket lets an expression run over lines; columns are shifted back by one in Expr.at
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            tree = ast.parse(f"({_python(text)}\n)", mode="eval")
    except SyntaxError as error:
        shift = max(0, (error.offset or 2) - 2) if (error.lineno or 1) == 1 else 0
        at = place.shifted(min(shift, len(text))) if one_line else place
        problems.error("E102", f"not an expression: {error.msg}", at, f"read: {text[:200]}")
        return None
    except (RecursionError, MemoryError, ValueError):
        problems.error("E102", "not an expression: too deep", place, "give parts of it a name under let")
        return None
    expr = Expr(text, tree.body, place, one_line)
    return expr if _only_allowed(expr, problems) else None


def _python(text: str) -> str:
    """`pass` is a word of Python; `points.pass` goes through its parser under a name of the same length."""
    return re.sub(r"\bpoints\.pass\b", _PASS, text.replace("\n", " "))


def _only_allowed(expr: Expr, problems: Problems) -> bool:
    depth: list[tuple[ast.AST, int]] = [(expr.tree, 0)]
    while depth:
        node, level = depth.pop()
        if level > 60:
            problems.error("E102", "not an expression: too deep", expr.place, "give parts of it a name under let")
            return False
        if not isinstance(node, _ALLOWED):
            problems.error(
                "E103",
                f"{type(node).__name__.lower()} is not part of the language",
                expr.at(node),
                _SAY.get(type(node), ""),
            )
            return False
        if isinstance(node, ast.Constant) and not _is_value(node.value):
            shown = f"{node.value!r}"[:40]
            hint = f"write {shown.lower()}" if isinstance(node.value, bool) else "true, false, numbers and 'words'"
            problems.error("E103", f"{shown} is not a value of the language", expr.at(node), hint)
            return False
        depth += [(child, level + 1) for child in ast.iter_child_nodes(node)]
    return True


def _is_value(value: object) -> bool:
    """A word, or a number that arithmetic stays exact with."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return abs(value) <= LARGEST
    return isinstance(value, str)


def dotted_names(tree: ast.AST) -> Iterator[str]:
    """All names in it, dotted ones whole and by their beginnings, called ones too."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Name, ast.Attribute)) and (name := dotted(node)):
            yield name


def dotted(node: ast.AST) -> str | None:
    """`a.b.c` as one name, or None."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    name = ".".join([node.id, *reversed(parts)])
    return "points.pass" if name == _PASS else name
