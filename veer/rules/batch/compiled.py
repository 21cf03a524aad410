"""Numba's side of the batch run: generated code compiled once, and the loops that fill inputs from columns."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numba import njit

from .. import runtime
from ..compile import Source, generate
from ..evaluate import interpreted
from ..lower import Program
from ..runtime import UNKNOWN
from ..time.days import yyyymmdd

Y = np.array(yyyymmdd(), dtype=np.int64)
place = njit(cache=True)(runtime.place)
months = njit(cache=True)(runtime.months)
later = njit(cache=True)(runtime.later)
extent1 = njit(cache=True)(runtime.extent1)
extent2 = njit(cache=True)(runtime.extent2)
extent3 = njit(cache=True)(runtime.extent3)

_HEAD = '''"""Generated from a route of law; see veer.rules.compile."""
import numpy as np
from numba import njit
from veer.rules.batch.compiled import extent1, extent2, extent3, later, months, place
'''
_EXACT = """

@njit("void(i8[:, :], i8[:, :], i8[::1], i8[::1])", cache=True, nogil=True)
def rows(x, o, status, Y):
    for r in range(x.shape[1]):
        if status[r] == 0:
            status[r] = run(x, o, r, Y)
"""
_BOUNDS = """

@njit(
    "void(i8[:, :], i8[::1], i8[::1], i8[::1], b1[::1], b1[::1], i8[:, ::1], i8[:, ::1], i8[::1])",
    cache=True,
    nogil=True,
)
def rows(x, picked, lowest, highest, until_on, keep, ol, oh, Y):
    lo = np.empty(x.shape[0], np.int64)
    hi = np.empty(x.shape[0], np.int64)
    for k in range(picked.shape[0]):
        r = picked[k]
        for s in range(x.shape[0]):
            v = x[s, r]
            if v != UNKNOWN or keep[s]:
                lo[s] = v
                hi[s] = v
            else:
                lo[s] = lowest[s]
                hi[s] = min(highest[s], x[0, r]) if until_on[s] else highest[s]
        run(lo, hi, ol[:, k], oh[:, k], Y)
"""


def rows_function(program: Program, mode: str, wanted: tuple[int, ...], cache: Path | None) -> Callable[..., None]:
    """The compiled loop over rows for some outputs. `cache`: folder for generated modules and machine code."""

    def make() -> Callable[..., None]:
        source = generate(program.layout, program.outputs, mode, wanted, compact=True, table=mode == "exact")
        rows: Callable[..., None] = _module(_text(source, mode), cache).rows
        return rows

    return program.once(f"rows {mode} {wanted}", make)


def interpreted_rows(program: Program, wanted: tuple[int, ...]) -> Callable[..., None]:
    """The exact loop as plain Python: for a small table compiling would take longer than running."""

    def make() -> Callable[..., None]:
        run = interpreted(generate(program.layout, program.outputs, "exact", wanted, compact=True))
        table = yyyymmdd()

        def rows(x: Any, o: Any, status: Any, _: Any) -> None:
            out = [0] * o.shape[0]
            for r in range(x.shape[1]):
                if status[r] == 0:
                    status[r] = run(x[:, r].tolist(), out, table)
                    o[:, r] = out

        return rows

    return program.once(f"rows interpreted {wanted}", make)


def _text(source: Source, mode: str) -> str:
    tables = "".join(f"{name} = np.array({list(values)}, dtype=np.int64)\n" for name, values in source.tables.items())
    unknown = f"UNKNOWN = {UNKNOWN}\n"
    loop = _EXACT if mode == "exact" else _BOUNDS
    return f"{_HEAD}{tables}{unknown}\n\n@njit(cache=True, nogil=True)\n{source.text}{loop}"


def _module(text: str, cache: Path | None) -> ModuleType:
    """Import generated code from a file named by its content, so that Numba finds its machine code again."""
    name = "veer_kernel_" + hashlib.sha256(text.encode()).hexdigest()[:24]
    if name in sys.modules:
        return sys.modules[name]
    folder = cache if cache is not None else Path(tempfile.mkdtemp(prefix="veer-kernels-"))
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.py"
    if not file.exists():
        partial = file.with_suffix(f".{id(text):x}")
        partial.write_text(text, encoding="utf-8")
        partial.replace(file)
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


# --- filling inputs ------------------------------------------------------------------------------------------------
# Each reads one column of Arrow buffers into one row of inputs. `bits`: the validity bitmap (empty: all are there).
# A value outside its domain marks the row, which is then looked at one by one.


@njit(cache=True, nogil=True)
def _there(bits: Any, i: int) -> bool:
    there: bool = bits.shape[0] == 0 or (bits[i >> 3] >> (i & 7)) & 1 == 1
    return there


@njit(cache=True, nogil=True)
def fill_integers(values: Any, bits: Any, start: int, low: int, high: int, out: Any, status: Any) -> None:
    for r in range(out.shape[0]):
        i = start + r
        if _there(bits, i):
            v = np.int64(values[i])
            if v < low or v > high:
                status[r] = 2
                out[r] = UNKNOWN
            else:
                out[r] = v
        else:
            out[r] = UNKNOWN


@njit(cache=True, nogil=True)
def fill_decimals(
    values: Any, bits: Any, start: int, per_unit: float, low: int, high: int, out: Any, status: Any
) -> None:
    for r in range(out.shape[0]):
        i = start + r
        if _there(bits, i):
            scaled = values[i] * per_unit
            v = np.int64(scaled) if np.abs(scaled) < 1e15 else np.int64(0)
            if v != scaled or v < low or v > high:
                status[r] = 2
                out[r] = UNKNOWN
            else:
                out[r] = v
        else:
            out[r] = UNKNOWN


@njit(cache=True, nogil=True)
def fill_bools(values: Any, bits: Any, start: int, out: Any) -> None:
    for r in range(out.shape[0]):
        i = start + r
        if _there(bits, i):
            out[r] = (values[i >> 3] >> (i & 7)) & 1
        else:
            out[r] = UNKNOWN


@njit(cache=True, nogil=True)
def _spells(text: Any, at: Any, length: Any, word: Any) -> bool:
    """Do so many bytes of a text spell a word (in a slot filled up with zeros)?"""
    if length > word.shape[0]:
        return False
    j = 0
    while j < length and text[at + j] == word[j]:
        j += 1
    whole: bool = j == length
    return whole


@njit(cache=True, nogil=True)
def _number(
    a: Any, b: Any, text: Any, starts: Any, known: Any, words: Any, numbers: Any, chain: Any, multiplier: Any
) -> int:
    """The number of the word that the two halves of a view stand for; UNKNOWN for a word that is not known."""
    k = chain[np.int64((a * multiplier) >> np.uint64(58))]
    while k >= 0:
        if known[k, 0] == a:
            length = np.int64(a & np.uint64(0xFFFFFFFF))
            at = starts[np.int64(b & np.uint64(0xFFFFFFFF))] + np.int64(b >> np.uint64(32)) if length > 12 else 0
            if known[k, 1] == b if length <= 12 else _spells(text, at, length, words[k]):
                number: int = numbers[k]
                return number
        k = chain[64 + k]
    return UNKNOWN


@njit(cache=True, nogil=True)
def fill_words(
    views: Any, bits: Any, text: Any, starts: Any, start: int,
    known: Any, words: Any, numbers: Any, chain: Any, multiplier: Any, out: Any, status: Any,
) -> None:  # fmt: skip
    """Words by their 16-byte Arrow views. Up to 12 bytes equal views are equal words, longer ones compare in `text`.

    `starts`: where each data buffer begins in `text`; `words`: the known words in slots of equal size.
    `chain`: for each of 64 digests of a view's first half the first word with it, then for each word the next; -1 ends.
    """
    for r in range(out.shape[0]):
        i = start + r
        if not _there(bits, i):
            out[r] = UNKNOWN
            continue
        a, b = views[2 * i], views[2 * i + 1]
        k = chain[np.int64((a * multiplier) >> np.uint64(58))]
        found = UNKNOWN
        while k >= 0:
            if known[k, 0] == a:
                length = np.int64(a & np.uint64(0xFFFFFFFF))
                at = starts[np.int64(b & np.uint64(0xFFFFFFFF))] + np.int64(b >> np.uint64(32)) if length > 12 else 0
                if known[k, 1] == b if length <= 12 else _spells(text, at, length, words[k]):
                    found = numbers[k]
                    break
            k = chain[64 + k]
        if found == UNKNOWN:
            status[r] = 2
        out[r] = found
