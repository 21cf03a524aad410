"""Packs of a few lines, for tests that show one thing each."""

from __future__ import annotations

import datetime as dt
from textwrap import dedent
from typing import Any

from veer.rules import Pack, PackError, decide, program
from veer.rules.load import build

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
