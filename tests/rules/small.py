"""Packs of a few lines, for tests that show one thing each."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from textwrap import dedent
from typing import Any

from veer.rules import Pack, PackError, decide, program
from veer.rules.load import build
from veer.rules.lower import clause_program
from veer.rules.source import Node, Scalar, Sequence

DAY = dt.date(2026, 2, 2)
HEAD = """\
language: 1
pack: small
version: "1"
languages: [en, nl]
time_zone: Europe/Brussels
sources: {act: {title: {en: The Act}, url: "https://example.org/act"}}
"""


def pack_of(facts: str, law: str, **more: str) -> Pack:
    """A pack of one route `r`; `more`: other files of the pack, by path. Raises PackError."""
    pack = build(files_of(facts, law, **more), "")[0]
    for route in pack.routes:
        program(pack, route)
        clause_program(pack, route)
    return pack


def files_of(facts: str, law: str, **more: str) -> dict[str, str]:
    return {
        "pack.yaml": HEAD,
        "facts/f.yaml": dedent(facts),
        "routes/r.yaml": "route: r\n" + dedent(law),
        **{path: dedent(text) for path, text in more.items()},
    }


def problems_of(facts: str, law: str, **more: str) -> list[str]:
    """What is wrong with a pack, as an author reads it: place, message, code, hint."""
    try:
        pack_of(facts, law, **more)
    except PackError as error:
        return [f"{p.place} {p.code} {p.message} / {p.hint}" for p in error.problems]
    return []


def ask(pack: Pack, facts: dict[str, Any], on: dt.date | None = DAY, **more: Any) -> dict[str, Any]:
    """The whole answer of route `r`, trace included."""
    return decide(pack, "r", facts, on=on, trace=True, **more)


def result(answer: dict[str, Any], condition: str) -> str:
    """yes, no, unknown, needs_judgement or not_applicable."""
    return next(r["result"] for r in answer["reasons"] if r["id"] == f"r/conditions.{condition}")


def plain(node: Node) -> Any:
    """A tree of YAML as JSON would have it: dates as they are written, no decimals."""
    if isinstance(node, Scalar):
        value = node.value
        return node.text if isinstance(value, dt.date) else float(value) if isinstance(value, Decimal) else value
    if isinstance(node, Sequence):
        return [plain(item) for item in node]
    return {key: plain(value) for key, value in node.items()}


class Unsayable(Exception):
    """A flat table has no words for this."""


def flat(pack: Pack, facts: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Facts as one row of a flat table. Raises Unsayable for a plain fact that is none, half a date, states."""
    row: dict[str, Any] = {}
    for key, value in facts.items():
        path = f"{prefix}{key}"
        fact = pack.facts.get(path)
        kind = fact.type.kind if fact else "group"
        if kind == "list":
            row[f"{path}.n"] = len(value)
            row |= {f"{path}.{i}.{name}": one for i, item in enumerate(value) for name, one in item.items()}
        elif kind == "map" and fact and fact.type.item:
            row |= {f"{path}.{name}": name in value for name in fact.type.keys}
            row |= {f"{path}.{name}.{field}": one for name, item in value.items() for field, one in item.items()}
        elif kind == "map" and fact and set(value) == set(fact.type.keys):
            row |= {f"{path}.{name}": one for name, one in value.items()}
        elif kind == "record":
            row[path] = bool(value) or value == {}
            row |= flat(pack, value, f"{path}.") if isinstance(value, dict) else {}
        elif kind == "group" and isinstance(value, dict) and key != "_states":
            row |= flat(pack, value, f"{path}.")
        elif value is None or kind in ("map", "group") or (kind == "date" and len(value) < 10):
            raise Unsayable(path)
        else:
            row[path] = value
    return row
