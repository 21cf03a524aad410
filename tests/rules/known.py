"""Packs, their worked cases and the facts of a person, read plainly: before anything is drawn."""

import json
from datetime import date
from functools import cache
from pathlib import Path

from .reference import Level, Pack
from .reference.cuts import Cuts
from .reference.facts import word
from .reference.yamlcore import read

ROOT = Path(__file__).parents[2]
DAY = date(2026, 9, 1)  # asked about where no fact of a law says the day
FOLDERS = {
    path.parent.name: path.parent
    for home in ("veer/law", "tests/law")
    for path in sorted(ROOT.glob(f"{home}/*/pack.yaml"))
}


@cache
def reference(pack_name):
    return Pack(FOLDERS[pack_name])


@cache
def cuts(pack_name, route_id):
    return Cuts(reference(pack_name), route_id)


def routes():
    """(pack, route) of every bundled pack and every small test pack."""
    return [(name, file.stem) for name, folder in FOLDERS.items() for file in sorted(folder.glob("routes/*.yaml"))]


@cache
def examples(pack_name, route_id):
    """Worked cases of a route: [(facts with declared ids as keys, on, expect)]."""
    path = FOLDERS[pack_name] / "examples" / f"{route_id}.yaml"
    cases = (read(path).get("cases") or []) if path.exists() else []
    return [(flatten(reference(pack_name), each["facts"]), each.get("on"), each.get("expect", {})) for each in cases]


def flatten(pack, given, prefix=""):
    """Facts keyed by declared ids, values as they were; records say whether they are there."""
    flat = {}
    for key, raw in given.items():
        name = prefix + word(key)
        declared = pack.facts.get(name)
        if declared and declared["type"] == "record":
            flat[name] = True if isinstance(raw, dict) else raw
            flat |= flatten(pack, raw, name + ".") if isinstance(raw, dict) else {}
        elif declared or not isinstance(raw, dict) or name == "_states" or set(raw) == {"unknown"}:
            flat[name] = raw
        else:
            flat |= flatten(pack, raw, name + ".")
    return flat


def is_complete(pack_name, route_id, facts):
    """Does every fact that the route reads stand there, to the day?"""
    pack = reference(pack_name)
    for name in cuts(pack_name, route_id).facts:
        if (
            name not in facts
            and all(facts.get(each) for each in pack.records_around(name))
            and not pack.facts[name].get("role")
        ):
            return False
        if isinstance(facts.get(name), dict) and "unknown" in facts[name]:
            return False
        if pack.facts[name]["type"] == "date" and facts.get(name) is not None and len(str(facts[name])) < 10:
            return False
    return True


@cache
def complete_examples(pack_name, route_id):
    """Facts of the worked cases with nothing unknown."""
    cases = examples(pack_name, route_id)
    return [facts for facts, _, _ in cases if is_complete(pack_name, route_id, facts)]


def nest(pack, flat):
    """The same facts as a person would send them: records as objects, none as null, numbers as numbers."""
    given, records = {}, {}
    for name, raw in flat.items():
        declared = pack.facts.get(name, {})
        around = [each for each in pack.records_around(name) if each in records]
        owner, path = (records[around[-1]], name[len(around[-1]) + 1 :]) if around else (given, name)
        if declared.get("type") == "record":
            owner[path] = records[name] = {} if raw else None
            if not raw:
                del records[name]
        elif name == "_states":
            given[name] = raw
        else:
            owner[path] = plain(raw)
    return given


def plain(raw):
    """JSON's own values."""
    if isinstance(raw, dict):
        return {word(key): plain(each) for key, each in raw.items()}
    if isinstance(raw, list):
        return [plain(each) for each in raw]
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, (bool, int, float, str)) or raw is None:
        return raw
    if isinstance(raw, Level):
        return raw.name
    return int(raw) if raw.denominator == 1 else float(raw)


def rows_of(raw):
    """The records of a list or a map."""
    rows = raw if isinstance(raw, list) else list(raw.values()) if isinstance(raw, dict) else []
    return [row for row in rows if isinstance(row, dict)]


def extends(facts, partial):
    """Does `facts` say all that `partial` says?"""
    for name, raw in partial.items():
        if name == "_states":
            continue
        if name not in facts:
            return False
        now = facts[name]
        if isinstance(raw, (list, dict)) and rows_of(raw):
            if len(raw) != len(now) or any(
                not before.items() <= after.items() for before, after in zip(rows_of(raw), rows_of(now), strict=True)
            ):
                return False
        elif now != raw and not (
            isinstance(raw, str) and isinstance(now, str) and len(raw) in (4, 7) and now.startswith(raw)
        ):
            return False
    return True


@cache
def engine_pack(pack_name):
    from tests.laws import law_in  # here, so that the reference stands without the engine

    return law_in(FOLDERS[pack_name])


def text_of(facts):
    return json.dumps(plain(facts), indent=1)
