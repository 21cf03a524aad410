"""Reading `safeguards.yaml`: concerns with their terms, what may come of one, what a stop lets pass, and limits."""

from __future__ import annotations

from ..model import Marks
from ..model.safeguards import Concern, Safeguards
from ..source import Mapping
from .reader import ID, MARK_KEYS, Reader

SAFEGUARDS_KEYS = ("counting", "concerns", "outcomes", "passes", "limits", *MARK_KEYS)


def read_safeguards(reader: Reader, node: Mapping | None) -> Safeguards | None:
    """What the file says; None where the pack has none."""
    if node is None:
        return None
    reader.only(node, SAFEGUARDS_KEYS, "safeguards.yaml")
    marks = reader.marks(node)
    concerns = reader.mapping(node.get("concerns"), "concerns", node.place) if "concerns" in node else None
    limits = reader.mapping(node.get("limits"), "limits", node.place) if "limits" in node else None
    if concerns:
        reader.ids(concerns, ID, "a concern")
    named = [(name, reader.mapping(one, name, one.place)) for name, one in (concerns.items() if concerns else ())]
    return Safeguards(
        reader.word(node.get("counting"), "counting"),
        {name: _concern(reader, name, one, marks) for name, one in named if one is not None},
        reader.words(node.get("outcomes"), "outcomes"),
        reader.words(node.get("passes"), "passes"),
        {name: reader.integer(one, name) for name, one in (limits.items() if limits else ())},
        marks,
        node.place,
    )


def _concern(reader: Reader, name: str, node: Mapping, inherited: Marks) -> Concern:
    reader.only(node, ("hours", "working_days", "freezes", *MARK_KEYS), f"concern {name}")
    hours, days = (reader.integer(node.get(key), key) for key in ("hours", "working_days"))
    if min(hours, days) != 0 or max(hours, days) < 1:
        said = f"somebody looks at {name} within hours or within working days"
        reader.problems.error("E099", said, node.place, "write hours: 24, or working_days: 5")
    return Concern(name, hours, days, reader.flag(node.get("freezes"), "freezes"), reader.marks(node, inherited))
