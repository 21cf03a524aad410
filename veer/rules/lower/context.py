"""What names mean at a place in the law, and how an expression without a meaning is given up."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from ..ir import ListLayout, Ty
from ..model import Expr, RecordType


class Refused(Exception):
    """An expression that cannot be given a meaning; already reported."""


@dataclass(frozen=True, slots=True)
class Context:
    """What names mean here: inside a loop over a list, or inside an item or entry of it where bare names are fields."""

    expr: Expr
    loop: ListLayout | None = None
    bare: tuple[RecordType, ListLayout, str | None] | None = None
    want: Ty | None = None


@dataclass(slots=True)
class Used:
    """Facts that expressions named while something was lowered, in order."""

    facts: dict[str, None] = field(default_factory=dict)


def is_literal(tree: ast.AST) -> bool:
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub):
        return is_literal(tree.operand)
    return isinstance(tree, ast.Constant)
