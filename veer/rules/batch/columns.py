"""Flat columns of contract 5 and the inputs that they fill."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from ..ir import Slot
from ..lower import Program
from ..model import Fact, Type
from ..problems import FactProblem, InputError
from ..runtime import UNKNOWN
from ..source import nearest
from .compiled import fill_bools, fill_decimals, fill_integers, fill_words

ID = "id"
INLINE = 12  # bytes that an Arrow string view holds itself
NOTHING = np.frombuffer(b"", np.uint8)  # as read-only as the buffers, so that loops are compiled once
LEARNED = 64  # other words that an open code keeps in mind
WIDEST = (pl.Int128, pl.UInt128)  # no buffer holds them; every other width of whole numbers is read as it is
FARTHEST = 2**62  # outside every domain, and so is whatever lies beyond


@dataclass(frozen=True, slots=True)
class Column:
    """One declared column: its name, the input it fills, and what its values are."""

    name: str
    slot: Slot
    kind: str  # bool int decimal date word text
    type: Type | None


def declared(program: Program) -> dict[str, Column]:
    """Every column that a table for this route may have, by name; the day asked about first."""
    pack, layout = program.pack, program.layout
    found: dict[str, Column] = {}
    for fact in pack.facts.values():
        if fact.role == "on":
            found[fact.id] = Column(fact.id, layout.slots[0], "date", fact.type)
    for slot in layout.slots:
        fact_ = program.facts.get(slot.fact or "")
        if fact_ is None or slot.role == "state":
            continue
        for column in _columns(fact_, slot):
            found[column.name] = column
    return found


def _columns(fact: Fact, slot: Slot) -> Iterator[Column]:
    if slot.role == "count":
        yield Column(f"{slot.path}.n", slot, "int", None)
    elif slot.role == "present":
        if fact.type.kind in ("record", "map"):
            yield Column(slot.path, slot, "bool", None)
    elif fact.type.kind == "map" and fact.type.item_type is not None:
        yield Column(slot.path, slot, _kind(fact.type.item_type), fact.type.item_type)
    else:
        kind = _field_type(fact, slot)
        yield Column(slot.path, slot, _kind(kind), kind)


def _field_type(fact: Fact, slot: Slot) -> Type:
    if fact.type.item is not None:
        return fact.type.item.fields[slot.path.rpartition(".")[2]]
    return fact.type.item_type or fact.type


def _kind(kind: Type) -> str:
    return {"enum": "word", "level": "word", "code": "word", "money": "int", "judgement": "bool"}.get(
        kind.kind, kind.kind
    )


def typed(frame: pl.DataFrame, schema: pl.Schema, columns: dict[str, Column]) -> pl.DataFrame:
    """The table with each column in the type that its input is read from. Raises InputError on a wrong type or name."""
    problems = []
    changed = []
    for name, dtype in schema.items():
        if name == ID:
            if dtype != pl.String:
                changed.append(pl.col(ID).cast(pl.String))
            continue
        column = columns.get(name)
        if column is None:
            problems.append(FactProblem(name, "unknown_fact", f'no fact is called "{name}"', nearest(name, columns)))
            continue
        want = accepts(column.kind, dtype)
        if want is None:
            problems.append(FactProblem(name, "type", f"a column of {dtype} cannot hold {said(column.kind)}"))
        elif want != dtype:
            changed.append(_near(name, dtype).cast(want))
    if problems:
        raise InputError(problems)
    return frame.with_columns(changed) if changed else frame


def _near(name: str, dtype: pl.DataType) -> pl.Expr:
    """The column, its numbers no farther off than 64 bits can say."""
    if dtype not in WIDEST:
        return pl.col(name)
    return pl.col(name).clip(-FARTHEST if dtype.is_signed_integer() else 0, FARTHEST)


def accepts(kind: str, dtype: pl.DataType) -> pl.DataType | None:
    """The type that a column of this type is read as; None where it cannot be."""
    if dtype == pl.Null:
        return {"bool": pl.Boolean(), "date": pl.Date(), "decimal": pl.Float64(), "int": pl.Int64()}.get(
            kind, pl.String()
        )
    if kind == "int":
        return (pl.Int64() if dtype in WIDEST else dtype) if dtype.is_integer() else None
    if kind == "decimal":
        return pl.Float64() if dtype.is_numeric() else None
    if kind == "bool":
        return pl.Boolean() if dtype == pl.Boolean else None
    if kind == "date":
        return pl.Date() if dtype == pl.Date else None
    return pl.String() if dtype in (pl.String, pl.Categorical, pl.Enum) else None


def said(kind: str) -> str:
    return {"int": "whole numbers", "decimal": "numbers", "bool": "true or false", "date": "dates"}.get(kind, "words")


@dataclass(frozen=True, slots=True)
class Buffers:
    """One column of a table as Arrow holds it: validity bits, values, and for words the text that long ones lie in."""

    data: Any
    bits: Any
    offset: int
    text: Any
    starts: Any
    dtype: Any

    @classmethod
    def of(cls, series: pl.Series) -> Buffers:
        array = series.to_arrow(compat_level=pl.CompatLevel.newest())
        validity, data, *more = array.buffers()
        bits = np.frombuffer(validity, np.uint8) if validity is not None else NOTHING
        texts = [np.frombuffer(b, np.uint8) if b is not None else NOTHING for b in more]
        starts = np.cumsum([0, *(len(t) for t in texts)])
        text = texts[0] if len(texts) == 1 else np.concatenate(texts) if texts else NOTHING
        dtype = np.dtype(np.int32) if series.dtype == pl.Date else _numpy_type(series.dtype)
        return cls(data, bits, array.offset, text, starts, dtype)


def _numpy_type(dtype: pl.DataType) -> Any:
    """The NumPy type of a column of whole numbers; of no use for others."""
    return np.dtype(str(dtype).lower()) if dtype.is_integer() else None


def _chained(halves: Any) -> tuple[Any, Any]:
    """Chains of words by a 6-bit digest of the first half of their view, and the multiplier that keeps chains short."""
    generator = np.random.default_rng(1)
    best, shortest = np.uint64(0x9E3779B97F4A7C15), len(halves) + 1
    for odd in [best, *(generator.integers(1 << 62, 1 << 63, 200, dtype=np.uint64) * np.uint64(2) + np.uint64(1))]:
        with np.errstate(over="ignore"):
            digests = (halves * odd) >> np.uint64(58)
        longest = int(np.bincount(digests.astype(np.int64), minlength=64).max()) if len(halves) else 0
        if longest < shortest:
            best, shortest = odd, longest
        if longest <= 1:
            break
    chain = np.full(64 + len(halves), -1, np.int64)
    with np.errstate(over="ignore"):
        digests = (halves * best) >> np.uint64(58)
    for k in range(len(halves) - 1, -1, -1):
        chain[64 + k] = chain[int(digests[k])]
        chain[int(digests[k])] = k
    return chain, best


@dataclass(frozen=True, slots=True)
class Known:
    """The words that a column may hold, as Arrow views and as bytes, with their numbers."""

    views: Any
    words: Any
    numbers: Any
    chain: Any
    multiplier: Any


class Filler:
    """Fills the inputs of a block of rows from the columns of a table."""

    def __init__(self, program: Program, columns: dict[str, Column]) -> None:
        self.program, self.columns = program, columns
        self.words: dict[int, Known] = {}

    def blank(self, rows: int) -> Any:
        """Inputs of so many rows where nothing is known but the states, which count as verified."""
        x = np.full((len(self.program.layout.slots), rows), UNKNOWN, dtype=np.int64)
        for slot in self.program.layout.slots:
            if slot.role == "state":
                x[slot.index] = 1
        return x

    def fill(self, column: Column, series: pl.Series, buffers: Buffers, start: int, out: Any, status: Any) -> None:
        """Rows from `start` on into one input; rows with a value off its domain are marked 2."""
        if buffers.data is None:  # nothing but unknown
            out[:] = UNKNOWN
            return
        slot, at = column.slot, start + buffers.offset
        if column.kind in ("int", "date"):
            values = np.frombuffer(buffers.data, buffers.dtype)
            fill_integers(values, buffers.bits, at, slot.low, slot.high, out, status)
        elif column.kind == "decimal":
            values = np.frombuffer(buffers.data, np.float64)
            fill_decimals(values, buffers.bits, at, float(1 / (slot.ty.step or 1)), slot.low, slot.high, out, status)
        elif column.kind == "bool":
            fill_bools(np.frombuffer(buffers.data, np.uint8), buffers.bits, at, out)
        elif column.kind == "text":
            self.texts(column, series, start, out, status)
        else:
            known, views = self.known(column, series), np.frombuffer(buffers.data, np.uint64)
            fill_words(
                views,
                buffers.bits,
                buffers.text,
                buffers.starts,
                at,
                known.views,
                known.words,
                known.numbers,
                known.chain,
                known.multiplier,
                out,
                status,
            )

    def known(self, column: Column, series: pl.Series) -> Known:
        """An open code learns the well-written words of the first table; one that comes later is read on its own."""
        symbols = column.slot.ty.symbols
        assert symbols is not None
        if column.slot.index not in self.words:
            words = [(w.encode(), n) for w, n in symbols.place.items() if not (symbols.open and n == 0)]
            if symbols.open:
                pattern = re.compile(column.type.pattern if column.type and column.type.pattern else ".*")
                others = series.unique().drop_nulls().head(LEARNED).to_list()
                words += [(w.encode(), 0) for w in others if w not in symbols.place and pattern.fullmatch(w)]
            width = max((len(w) for w, _ in words), default=1)
            views = np.zeros((len(words), 2), np.uint64)
            for k, (word, _) in enumerate(words):
                short = word if len(word) <= INLINE else word[:4]
                views[k] = np.frombuffer(len(word).to_bytes(4, "little") + short.ljust(INLINE, b"\0"), np.uint64)
            whole = np.frombuffer(b"".join(w.ljust(width, b"\0") for w, _ in words), np.uint8).reshape(
                len(words), width
            )
            numbers = np.array([n for _, n in words], np.int64)
            self.words[column.slot.index] = Known(views, whole, numbers, *_chained(views[:, 0]))
        return self.words[column.slot.index]

    def texts(self, column: Column, series: pl.Series, start: int, out: Any, status: Any) -> None:
        part = series.slice(start, len(out))
        there = part.is_not_null().to_numpy()
        out[:] = np.where(there, 1, UNKNOWN)
        if column.type is not None and column.type.pattern:
            wrong = ~part.str.contains(f"^(?:{column.type.pattern})$").fill_null(True).to_numpy()
            status[wrong] = 2
