"""The worked cases of a pack: on the score page anybody may look at one, or lay one beside another.

Most of them try the law at its edges, hundreds of them, and are for whoever checks it. Those for readers are the few
whose title stands in every language of the pack; a page offers these, where there are any.
"""

import datetime
from decimal import Decimal
from typing import Any

from veer.openness import words
from veer.rules.source import Scalar, Sequence

FEW = 12  # so many stand on the page where none is meant for readers


def of(pack: Any, route: str) -> dict[str, dict[str, Any]]:
    """The examples of a route by id: title, the attributes of its language, facts, and whether it is for readers."""
    whole = plain(pack.examples[route]) if route in pack.examples else {}
    return {one["id"]: _told(pack, one) for one in whole.get("cases", [])}


def offered(known: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that a page offers."""
    return [one for one in known.values() if one["for_readers"]] or list(known.values())[:FEW]


def _told(pack: Any, one: dict[str, Any]) -> dict[str, Any]:
    title = one.get("title") or one["id"]
    many = isinstance(title, dict)
    return {
        "id": one["id"],
        "title": words.in_words(title, words.law_language(pack)) if many else title,
        "lang": words.attributes(pack) if many else words.marked("en"),
        "facts": one["facts"],
        "for_readers": many,
    }


def plain(node: Any) -> Any:
    """What a file says, as the engine takes facts: dates and decimals as text."""
    if isinstance(node, Scalar):
        value = node.value
        return str(value) if isinstance(value, datetime.date | Decimal) else value
    if isinstance(node, Sequence):
        return [plain(one) for one in node]
    return {key: plain(one) for key, one in node.items()}
