"""One given value as a whole number, or an interval of them: truths, words, numbers, dates."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from .ir import Slot
from .model import Type
from .problems import FactProblem
from .source import nearest
from .time.days import to_day

LONGEST = 18
"""Digits of a number that is given."""
NAMED = 10
"""So many values are named where one that is none of them was given."""
_MONTH = re.compile(r"(\d{4})-(\d{2})\Z")
_YEAR = re.compile(r"(\d{4})\Z")


def named(words: Sequence[str]) -> str:
    """The values that can be given, for a hint; of a long list the first, and where the others stand."""
    if len(words) <= NAMED + 2:  # "and 2 more" is longer than the two
        return ", ".join(words)
    return f"{', '.join(words[:NAMED])} and {len(words) - NAMED} more, which the pack's facts/ lists"


class ValueReader:
    """Encodes values as slots hold them; what cannot be taken goes to `problems`."""

    def __init__(self) -> None:
        self.problems: list[FactProblem] = []

    def fail(self, path: str, code: str, message: str, hint: str = "", value: object = None) -> None:
        self.problems.append(FactProblem(path, code, message, hint, value))

    def encode(self, slot: Slot, kind: Type, value: Any, path: str, partial: bool) -> tuple[int, int] | None:
        match kind.kind:
            case "bool" | "judgement":
                if isinstance(value, bool):
                    return int(value), int(value)
                self.fail(path, "type", "true or false is needed", value=value)
                return None
            case "date":
                return self.date(value, path, partial)
            case "enum" | "level" | "code":
                return self.symbol(slot, kind, value, path)
            case "text":
                if isinstance(value, str) and (kind.pattern is None or re.fullmatch(kind.pattern, value)):
                    return 1, 1
                self.fail(path, "format", "not written as it should be", kind.pattern or "", value)
                return None
        return self.number(slot, value, path)

    def symbol(self, slot: Slot, kind: Type, value: Any, path: str) -> tuple[int, int] | None:
        assert slot.ty.symbols is not None
        if isinstance(value, str):
            if kind.kind == "code" and kind.pattern and not re.fullmatch(kind.pattern, value):
                self.fail(path, "format", "not written as it should be", kind.pattern, value)
                return None
            number = slot.ty.symbols.encode(value)
            if number is not None:
                return number, number
            self.fail(
                path,
                "domain",
                f'"{value}" is not among its values',
                nearest(value, slot.ty.symbols.words) or named(slot.ty.symbols.words),
                value,
            )
            return None
        self.fail(path, "type", "a word is needed", named(slot.ty.symbols.words), value)
        return None

    def number(self, slot: Slot, value: Any, path: str) -> tuple[int, int] | None:
        if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
            self.fail(path, "type", "a number is needed", value=value)
            return None
        if isinstance(value, str) and slot.ty.step is None:
            self.fail(path, "type", "a number is needed, not a text", value=value)
            return None
        try:
            exact = Decimal(str(value))
            scaled = exact / (slot.ty.step or 1) if exact.adjusted() < LONGEST else exact
        except ArithmeticError:
            self.fail(path, "type", "a number is needed", value=value)
            return None
        if exact.adjusted() >= LONGEST:
            self.fail(path, "domain", "a number too large to mean anything here", value=value)
            return None
        if not scaled.is_finite() or scaled != scaled.to_integral_value():
            hint = f"a multiple of {slot.ty.step}" if slot.ty.step else "a whole number"
            self.fail(path, "domain", f"{value} is off the step", hint, value)
            return None
        return int(scaled), int(scaled)

    def date(self, value: Any, path: str, partial: bool = False) -> tuple[int, int] | None:
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            return to_day(value), to_day(value)
        if isinstance(value, str) or (partial and isinstance(value, int) and not isinstance(value, bool)):
            text = str(value)
            try:
                if partial and (month := _MONTH.match(text)):
                    year, number = int(month[1]), int(month[2])
                    last = calendar.monthrange(year, number)[1]
                    return to_day(dt.date(year, number, 1)), to_day(dt.date(year, number, last))
                if partial and _YEAR.match(text):
                    return to_day(dt.date(int(text), 1, 1)), to_day(dt.date(int(text), 12, 31))
                if len(text) == 10:
                    day = to_day(dt.date.fromisoformat(text))
                    return day, day
            except (ValueError, calendar.IllegalMonthError):
                pass
        self.fail(path, "format", "not a date", "write 2026-01-31" + (", 2026-01 or 2026" if partial else ""), value)
        return None
