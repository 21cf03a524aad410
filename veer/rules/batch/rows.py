"""One row of a flat table as the facts that a person would give."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl

from ..lower import Program
from ..problems import FactProblem, InputError
from .columns import ID, Column


def facts_of_row(program: Program, columns: dict[str, Column], frame: pl.DataFrame, row: int) -> dict[str, Any]:
    """Known facts only; items at and beyond `n` and fields of a record that is false are left out (contract 5).

    Raises InputError where the number of items lies outside its limits.
    """
    values = {name: value for name, value in frame.row(row, named=True).items() if value is not None and name != ID}
    facts: dict[str, Any] = {}
    for fact in program.facts.values():
        if fact.type.kind in ("list", "map"):
            _list(program, fact.id, values, facts)
        elif fact.id in values and _outer(program, fact.id, values):
            facts[fact.id] = values[fact.id]
    return facts


def _outer(program: Program, fact_id: str, values: dict[str, Any]) -> bool:
    """Are all records around a fact there?"""
    parts = fact_id.split(".")
    outer = [".".join(parts[:n]) for n in range(1, len(parts))]
    return all(values.get(o) is True for o in outer if o in program.facts and program.facts[o].type.kind == "record")


def _list(program: Program, fact_id: str, values: dict[str, Any], facts: dict[str, Any]) -> None:
    layout = program.layout.lists[fact_id]
    if not _outer(program, fact_id, values):
        return
    fields = list(layout.offsets)
    if layout.keys is None:
        count = values.get(f"{fact_id}.n")
        if count is None:
            return
        if not 0 <= count <= layout.size:
            raise InputError([FactProblem(f"{fact_id}.n", "domain", f"outside 0 to {layout.size}", value=count)])
        facts[fact_id] = [
            {f: values[f"{fact_id}.{i}.{f}"] for f in fields if f"{fact_id}.{i}.{f}" in values} for i in range(count)
        ]
        return
    plain = program.facts[fact_id].type.item_type is not None
    entries: dict[str, Any] = {}
    for key in layout.keys.words:
        path = f"{fact_id}.{key}"
        if path not in values:
            entries[key] = {"unknown": True}
        elif plain:
            entries[key] = values[path]
        elif values[path]:
            entries[key] = {f: values[f"{path}.{f}"] for f in fields if f"{path}.{f}" in values}
    facts[fact_id] = entries


def with_cells(problems: list[FactProblem], frame: pl.DataFrame, row: int) -> list[FactProblem]:
    """Each problem with the value of its cell, where it does not say one itself."""
    return [
        replace(p, value=frame[p.field][row]) if p.value is None and p.field in frame.columns else p for p in problems
    ]


__all__ = ["facts_of_row", "with_cells"]
