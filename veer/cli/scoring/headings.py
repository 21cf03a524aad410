"""What a file of people says, by name: the columns of a table, the keys of its objects."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from .people import people_of
from .tables import scan

FIRST = 1_000
"""Objects that are looked at: a file of JSON has no headings, and whoever comes later is told of by row."""


def headings(source: Path) -> set[str]:
    """Dotted names of facts, of lists by the name of the list alone. Raises InputError where it cannot be read."""
    if source.suffix in (".csv", ".parquet"):
        return set(scan(source).collect_schema())
    people = (one.facts for one in islice(people_of(source), FIRST) if one.problem is None)
    return {name for facts in people if isinstance(facts, dict) for name in _names(facts)}


def _names(facts: dict[str, Any], above: str = "") -> Iterator[str]:
    for key, value in facts.items():
        name = f"{above}{key}"
        if isinstance(value, dict) and value:
            yield from _names(value, f"{name}.")
        else:
            yield name
