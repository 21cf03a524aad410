"""Exit codes (contract 8) and the one way to stop with one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

ANSWERED = 0
FAILED = 1  # a check or a verification
REFUSED = 2  # usage or input
REJECTED = 3  # done, but rows were rejected
NO_PACK = 4  # the pack does not load
OUR_FAULT = 70
INTERRUPTED = 130

KEYS = ("code", "file", "line", "column", "field", "message", "hint")


class Stop(Exception):
    """Nothing more can be done: an exit code and what to say, one entry a problem."""

    def __init__(self, exit_code: int, errors: Iterable[Mapping[str, Any]]) -> None:
        self.exit_code = exit_code
        self.errors = [{key: error.get(key) for key in KEYS} for error in errors]
        super().__init__("; ".join(str(error["message"]) for error in self.errors))


def refuse(message: str, *, code: str = "usage", hint: str = "", **more: Any) -> Stop:
    """Usage or input that cannot be taken."""
    return Stop(REFUSED, [{"code": code, "message": message, "hint": hint, **more}])
