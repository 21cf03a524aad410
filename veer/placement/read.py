"""An instance from its written form. Whatever is wrong is said with its place; nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from itertools import chain
from typing import Any

import numpy as np

from .instance import TIERS, Future, Instance, InstanceError, Ints, Shared

KEYS = (
    "name", "dims", "cases", "places", "pairs", "shared", "clusters", "near", "fixed", "arrivals", "futures", "seed",
)  # fmt: skip
OF_CASE = ("id", "need", "tier", "late", "rank", "fixed", "pairs")
OF_PLACE = ("id", "cap", "load")
MOST_WEIGHT = 1000
MOST_NEED, MOST_CAP, MOST_RANK = 10_000, 10**8, 10**9
MOST_LOAD = 1000
MOST_CASES, MOST_DIMS, MOST_CLUSTER = 10**6, 32, 12


def read(said: Any) -> Instance:
    """The instance. Raises InstanceError. A key that is nearly one of ours is a slip; others are notes of its maker."""
    _object(said, "", KEYS)
    dims = _whole(said.get("dims"), "dims", 1, MOST_DIMS)
    cases, places = _list(said, "cases"), _list(said, "places")
    if len(cases) > MOST_CASES:
        raise InstanceError("cases", f"more than {MOST_CASES:,} cases")
    case_ids = _ids(cases, "cases", OF_CASE)
    place_ids = _ids(places, "places", OF_PLACE)
    case_at, place_at = _ranked(case_ids), _ranked(place_ids)
    by_id = sorted(range(len(cases)), key=case_at.__getitem__)
    return Instance(
        name=str(said.get("name", "")),
        case_ids=tuple(sorted(case_ids)),
        place_ids=tuple(sorted(place_ids)),
        need=_amounts(cases, "cases", "need", dims, MOST_NEED, case_at),
        cap=_amounts(places, "places", "cap", dims, MOST_CAP, place_at),
        tiers=_tiers(cases, by_id),
        late=tuple(_flag(cases[i], f"cases[{i}].late") for i in by_id),
        rank=_ranks(cases, by_id),
        pairs=_pairs(_list(said, "pairs"), "pairs", case_at, place_at),
        shared=_shared(said, dims, place_at),
        clusters=_clusters(said, case_at),
        near=_near(said, place_at),
        fixed=_fixed(said, cases, case_at, place_ids, place_at),
        batch=_batches(said, by_id),
        futures=_futures(said, dims, place_at),
        seed=_whole(said.get("seed", 0), "seed", 0, 2**63 - 1),
        load=_loads(places, place_at),
    )


# --- words of JSON ---------------------------------------------------------------------------------------------------


def _object(said: Any, field: str, known: tuple[str, ...]) -> None:
    if not isinstance(said, Mapping):
        raise InstanceError(field, "not an object")
    for key in said:
        nearest = [] if key in known else get_close_matches(str(key), known, 1, 0.8)
        if nearest:
            raise InstanceError(f"{field}.{key}".lstrip("."), f'no key "{key}"', f'did you mean "{nearest[0]}"?')


def _list(said: Mapping[str, Any], key: str, *, optional: bool = False) -> list[Any]:
    found = said.get(key, [] if optional else None)
    if not isinstance(found, list):
        raise InstanceError(key, "missing" if found is None else "not a list")
    return found


def _whole(said: Any, field: str, low: int, high: int) -> int:
    if isinstance(said, bool) or not isinstance(said, int):
        raise InstanceError(field, f"not a whole number: {_shown(said)}" if said is not None else "missing")
    if not low <= said <= high:
        raise InstanceError(field, f"{_shown(said)} is not from {low} to {high}")
    return said


def _shown(said: Any) -> str:
    return repr(said)[:40]


def _flag(case: Mapping[str, Any], field: str) -> bool:
    said = case.get("late", False)
    if not isinstance(said, bool):
        raise InstanceError(field, f"not true or false: {_shown(said)}")
    return said


def _index(said: Any, field: str, at: list[int], of: str) -> int:
    """A position in the written list, as a position by id."""
    if isinstance(said, bool) or not isinstance(said, int):
        raise InstanceError(field, f"not the index of a {of}: {_shown(said)}")
    if not 0 <= said < len(at):
        raise InstanceError(field, f"there is no {of} {said}", f"indices go from 0 to {len(at) - 1}")
    return at[said]


# --- cases and places ------------------------------------------------------------------------------------------------


def _ids(things: list[Any], field: str, known: tuple[str, ...]) -> list[str]:
    found: list[str] = []
    seen: dict[str, int] = {}
    for n, thing in enumerate(things):
        _object(thing, f"{field}[{n}]", known)
        name = thing.get("id")
        if not isinstance(name, str) or not name:
            raise InstanceError(f"{field}[{n}].id", "missing" if name is None else f"not an id: {_shown(name)}")
        if name in seen:
            raise InstanceError(f"{field}[{n}].id", f'"{name}" is also the id of {field}[{seen[name]}]')
        seen[name] = n
        found.append(name)
    return found


def _ranked(ids: list[str]) -> list[int]:
    """For each written position the position by id."""
    at = [0] * len(ids)
    for place, n in enumerate(sorted(range(len(ids)), key=ids.__getitem__)):
        at[n] = place
    return at


def _amounts(things: list[Any], field: str, key: str, dims: int, most: int, at: list[int]) -> Ints:
    found = np.zeros((len(things), dims), dtype=np.int64)
    for n, thing in enumerate(things):
        row = thing.get(key)
        if not isinstance(row, list) or len(row) != dims:
            told = "missing" if row is None else f"not a list of {dims} numbers, one a service"
            raise InstanceError(f"{field}[{n}].{key}", told)
        found[at[n]] = [_whole(one, f"{field}[{n}].{key}[{d}]", 0, most) for d, one in enumerate(row)]
    return found


def _loads(places: list[Any], place_at: list[int]) -> tuple[int, ...]:
    """How full the municipality of each place is; none where no place says so."""
    if not any("load" in place for place in places):
        return ()
    found = [0] * len(places)
    for n, place in enumerate(places):
        found[place_at[n]] = _whole(place.get("load", 0), f"places[{n}].load", 0, MOST_LOAD)
    return tuple(found)


def _tiers(cases: list[Any], by_id: list[int]) -> tuple[str, ...] | None:
    for n, case in enumerate(cases):
        if case.get("tier", "C") not in TIERS:
            raise InstanceError(f"cases[{n}].tier", f"not A, B or C: {_shown(case['tier'])}")
    if not any("tier" in case for case in cases):
        return None
    return tuple(cases[i].get("tier", "C") for i in by_id)


def _ranks(cases: list[Any], by_id: list[int]) -> Ints:
    ranks = [_whole(cases[i].get("rank", p), f"cases[{i}].rank", 0, MOST_RANK) for p, i in enumerate(by_id, 1)]
    return np.array(ranks, dtype=np.int64)


def _pairs(rows: list[Any], field: str, case_at: list[int], place_at: list[int]) -> Ints:
    if set(map(type, rows)) - {list} or set(map(len, rows)) - {3}:
        n = next(n for n, row in enumerate(rows) if not isinstance(row, list) or len(row) != 3)
        raise InstanceError(f"{field}[{n}]", "not [case, place, weight]")
    if set(map(type, chain.from_iterable(rows))) - {int}:
        n = next(n for n, row in enumerate(rows) if any(type(one) is not int for one in row))
        raise InstanceError(f"{field}[{n}]", f"not three whole numbers: {_shown(rows[n])}")
    try:
        found = np.array(rows, dtype=np.int64).reshape(-1, 3)
    except OverflowError:
        raise InstanceError(field, "a number too large to mean anything here") from None
    for column, most, told in ((0, len(case_at), "case"), (1, len(place_at), "place"), (2, MOST_WEIGHT + 1, "weight")):
        wrong = np.flatnonzero((found[:, column] < 0) | (found[:, column] >= most))
        if len(wrong):
            hint = f"{told}s go from 0 to {most - 1}" if most else f"there is no {told} at all"
            raise InstanceError(f"{field}[{wrong[0]}]", f"there is no {told} {found[wrong[0], column]}", hint)
    if len(found):
        found[:, 0] = np.array(case_at)[found[:, 0]]
        found[:, 1] = np.array(place_at)[found[:, 1]]
    order = np.lexsort((found[:, 1], found[:, 0]))
    ordered = found[order]
    twice = np.flatnonzero((ordered[1:, :2] == ordered[:-1, :2]).all(axis=1))
    if len(twice):
        one, other = sorted((int(order[twice[0]]), int(order[twice[0] + 1])))
        raise InstanceError(f"{field}[{other}]", f"the same case and place as {field}[{one}]")
    return ordered


# --- what binds several ----------------------------------------------------------------------------------------------


def _members(said: Any, field: str, at: list[int], of: str, least: int, most: int) -> tuple[int, ...]:
    if not isinstance(said, list) or not least <= len(said) <= most:
        raise InstanceError(field, f"not a list of {least} to {most} {of}s")
    found = sorted(_index(one, f"{field}[{n}]", at, of) for n, one in enumerate(said))
    if len(set(found)) < len(found):
        raise InstanceError(field, f"a {of} stands in it twice")
    return tuple(found)


def _shared(said: Mapping[str, Any], dims: int, place_at: list[int]) -> tuple[Shared, ...]:
    found = []
    for n, one in enumerate(_list(said, "shared", optional=True)):
        field = f"shared[{n}]"
        _object(one, field, ("places", "dim", "cap"))
        places = _members(one.get("places"), f"{field}.places", place_at, "place", 1, max(1, len(place_at)))
        dim = _whole(one.get("dim"), f"{field}.dim", 0, dims - 1)
        found.append(Shared(places, dim, _whole(one.get("cap"), f"{field}.cap", 0, MOST_CAP)))
    return tuple(sorted(found, key=lambda s: (s.dim, s.places, s.cap)))


def _clusters(said: Mapping[str, Any], case_at: list[int]) -> tuple[tuple[int, ...], ...]:
    listed = _list(said, "clusters", optional=True)
    return tuple(
        sorted({_members(one, f"clusters[{n}]", case_at, "case", 2, MOST_CLUSTER) for n, one in enumerate(listed)})
    )


def _near(said: Mapping[str, Any], place_at: list[int]) -> frozenset[tuple[int, int]]:
    listed = _list(said, "near", optional=True)
    found = [_members(one, f"near[{n}]", place_at, "place", 2, 2) for n, one in enumerate(listed)]
    return frozenset((one, other) for one, other in found)


def _fixed(
    said: Mapping[str, Any], cases: list[Any], case_at: list[int], place_ids: list[str], place_at: list[int]
) -> tuple[tuple[int, int], ...]:
    """Either `"fixed": [[case, place]]`, or `fixed` of a case: the index or the id of its place."""
    found: dict[int, int] = {}

    def fix(field: str, i: int, j: int) -> None:
        if found.setdefault(i, j) != j:
            raise InstanceError(field, "this case is fixed to two places")

    for n, one in enumerate(_list(said, "fixed", optional=True)):
        if not isinstance(one, list) or len(one) != 2:
            raise InstanceError(f"fixed[{n}]", "not [case, place]")
        fix(
            f"fixed[{n}]",
            _index(one[0], f"fixed[{n}]", case_at, "case"),
            _index(one[1], f"fixed[{n}]", place_at, "place"),
        )
    named = {name: n for n, name in enumerate(place_ids)}
    for n, case in enumerate(cases):
        place = case.get("fixed")
        if place is None:
            continue
        if isinstance(place, str) and place not in named:
            raise InstanceError(f"cases[{n}].fixed", f'there is no place "{place[:40]}"')
        where = named[place] if isinstance(place, str) else place
        fix(f"cases[{n}].fixed", case_at[n], _index(where, f"cases[{n}].fixed", place_at, "place"))
    return tuple(sorted(found.items()))


# --- those who arrive later ------------------------------------------------------------------------------------------


def _batches(said: Mapping[str, Any], by_id: list[int]) -> tuple[int, ...]:
    listed = _list(said, "arrivals", optional=True)
    if listed and len(listed) != len(by_id):
        raise InstanceError("arrivals", f"{len(listed)} numbers for {len(by_id)} cases: one batch for each case")
    return tuple(_whole(listed[i], f"arrivals[{i}]", 0, MOST_RANK) for i in by_id) if listed else ()


def _futures(said: Mapping[str, Any], dims: int, place_at: list[int]) -> tuple[Future, ...]:
    found = []
    for n, future in enumerate(_list(said, "futures", optional=True)):
        if not isinstance(future, list):
            raise InstanceError(f"futures[{n}]", "not a list of cases")
        found.append(_future(future, f"futures[{n}]", dims, place_at))
    return tuple(found)


def _future(cases: list[Any], field: str, dims: int, place_at: list[int]) -> Future:
    """Its pairs stand with each case, as [place, weight]; in the order in which they are written."""
    rows: list[list[Any]] = []
    for n, case in enumerate(cases):
        here = f"{field}[{n}]"
        _object(case, here, OF_CASE)
        listed = case.get("pairs")
        if not isinstance(listed, list) or not all(isinstance(one, list) and len(one) == 2 for one in listed):
            raise InstanceError(f"{here}.pairs", "not a list of [place, weight]")
        rows += [[n, *one] for one in listed]
    straight: Callable[[int], list[int]] = lambda size: list(range(size))  # noqa: E731
    need = _amounts(cases, field, "need", dims, MOST_NEED, straight(len(cases)))
    return Future(need, _pairs(rows, f"{field}.pairs", straight(len(cases)), place_at))
