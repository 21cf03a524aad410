"""Keeps the two databases apart: what a person tells a coach never stands where the authority can read it."""

from typing import Any

ALIAS = "guidance"
ROOM = "guidance"
ON_BOTH = {"journal"}  # each database chains its own acts, so that neither needs the other to prove itself


class GuidanceRouter:
    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        return ALIAS if model._meta.app_label == ROOM else None

    db_for_write = db_for_read

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool | None:
        sides = {one._meta.app_label == ROOM, other._meta.app_label == ROOM}
        return False if len(sides) == 2 else None

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        if app_label in ON_BOTH:
            return True
        return (db == ALIAS) == (app_label == ROOM)
