"""Reading `quotas:` of a route."""

from __future__ import annotations

import datetime as dt

from ..model import Dated, Marks, Quota
from ..source import Mapping
from .reader import ID, MARK_KEYS, Reader

KEYS = ("places", "call", "parts", "limits", "unused", *MARK_KEYS)
A_LEAP_YEAR = 2000


class QuotasReader:
    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def read(self, route: Mapping, marks: Marks) -> dict[str, Quota]:
        reader, node = self.reader, route.get("quotas")
        declared = reader.mapping(node, "quotas", node.place) if node is not None else None
        found: dict[str, Quota] = {}
        for key, item in declared.items() if declared else ():
            if body := reader.mapping(item, key, item.place):
                reader.only(body, KEYS, f"quota {key}")
                found[key] = self.quota(key, body, reader.marks(body, marks))
        return found

    def quota(self, name: str, node: Mapping, marks: Marks) -> Quota:
        reader = self.reader
        places = reader.dated(node.get("places"), "places")
        if places is None:
            reader.problems.error("E091", f"{name} has no places", node.place, "add places: ...")
        return Quota(
            name, marks, places or Dated((), node.place), reader.integer(node.get("call"), "call", 100),
            self.numbers(node, "parts"), self.numbers(node, "limits"), self.unused(node),
        )  # fmt: skip

    def unused(self, node: Mapping) -> dict[str, str]:
        """From which day of the year on, and to which part, what is left goes."""
        reader = self.reader
        body = reader.mapping(node.get("unused"), "unused", node.place) if "unused" in node else None
        if body is None:
            return {}
        reader.only(body, ("from", "to"), "unused")
        told = {key: reader.word(body.get(key), key) for key in ("from", "to")}
        try:
            dt.date.fromisoformat(f"{A_LEAP_YEAR}-{told['from']}")
        except ValueError:
            reader.problems.error("E095", f"{told['from']!r} is no day of a year", body.place, "from: 11-01")
            return {}
        return told

    def numbers(self, node: Mapping, key: str) -> dict[str, int]:
        """Whole numbers by id, none below nothing."""
        reader = self.reader
        body = reader.mapping(node.get(key), key, node.place) if key in node else None
        if body is None:
            return {}
        reader.ids(body, ID, key)
        found = {}
        for name, item in body.items():
            found[name] = reader.integer(item, name)
            if found[name] < 0:
                reader.problems.error("E092", f"{name} is below nothing", item.place)
        return found
