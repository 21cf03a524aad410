"""What every node of law is made of: words, expressions, sources, and the marks of a node."""

from __future__ import annotations

import ast
import datetime as dt
from dataclasses import dataclass, field

from ..problems import Place

Words = dict[str, str]
"""One text in several languages, by language code."""

FactText = dict[str, dict[str, object]]
"""Words of one fact by language: `label`, `question`, `help`, and `values`, `evidence` by word."""


@dataclass(frozen=True, slots=True)
class Expr:
    """An expression: its words, its checked Python tree, and where it stands."""

    text: str
    tree: ast.expr
    place: Place
    one_line: bool = True

    def at(self, node: ast.AST) -> Place:
        """Where a part of the expression stands in the file; the whole, where it runs over lines."""
        if not self.one_line:
            return self.place
        return self.place.shifted(getattr(node, "col_offset", 1) - 1)


@dataclass(frozen=True, slots=True)
class Citation:
    """A source as cited at one node: which one and which article."""

    source: str
    article: str


@dataclass(frozen=True, slots=True)
class Source:
    id: str
    title: Words
    url: str
    place: Place


@dataclass(frozen=True, slots=True)
class Marks:
    """What any node of law may carry beside its rule."""

    place: Place
    source: tuple[Citation, ...] = ()
    confidence: str = "verified"
    since: dt.date | None = None
    until: dt.date | None = None
    needs: str | None = None
    text: Words = field(default_factory=dict)
