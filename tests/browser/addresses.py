"""Every address of the URL configuration, so that a new page is looked at without anybody having to remember it.

An address without arguments is visited as it is. One with arguments needs a line in `WITH`, or the test says so.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

# Not pages: they answer machines, take only POST, or hand out a file.
NOT_PAGES = {
    "health",
    "demo_become",
    "openness:score_table",
    "openness:score_plan",
    "openness:keep",
    "openness:forget",
}

World = dict[str, Any]


def _route(world: World) -> list[Any]:
    return [[pack.id, route] for pack in world["packs"] for route in pack.routes]


def _counted(world: World) -> list[Any]:
    return [[pack.id, route.id] for pack in world["packs"] for route in pack.routes.values() if route.points]


def _facts(world: World) -> list[Any]:
    """One question of each type that a pack knows."""
    found = {}
    for pack in world["packs"]:
        for fact in pack.facts.values():
            if fact.derive is None and fact.type.kind != "judgement" and "applicant" in fact.by:
                found.setdefault(fact.type.kind, [pack.id, fact.id])
    return list(found.values())


WITH: dict[str, Callable[[World], list[Any]]] = {
    "openness:find": lambda world: [[pack.id] for pack in world["packs"]],
    "openness:result": lambda world: [[pack.id] for pack in world["packs"]],
    "openness:answers": lambda world: [[pack.id] for pack in world["packs"]],
    "openness:find_fact": _facts,
    "openness:law_route": _route,
    "openness:law_version": lambda world: [[*_route(world)[0], world["digest"]]],
    "openness:score": _counted,
    "openness:score_ask": lambda world: _counted(world)[:1],
    "openness:score_fact": lambda world: [
        [*_counted(world)[0], next(fact for pack, fact in _facts(world) if pack == _counted(world)[0][0])]
    ],
    "demo_mail_message": lambda world: [],
}


def names() -> Iterator[tuple[str, bool]]:
    """(name with its namespace, whether it takes arguments) of every address."""
    yield from _walk(get_resolver().url_patterns, "", False)


def _walk(patterns: list[Any], space: str, arguments: bool) -> Iterator[tuple[str, bool]]:
    for pattern in patterns:
        takes = arguments or bool(pattern.pattern.converters) or "(?P<" in str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inner, takes)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{space}{pattern.name}", takes


def pages(world: World, more: dict[str, Callable[[World], list[Any]]] | None = None) -> list[str]:
    """The addresses to visit."""
    known = {**WITH, **(more or {})}
    found: dict[str, None] = {}
    forgotten = []
    for name, takes in names():
        if name in NOT_PAGES:
            continue
        if name in known:
            for arguments in known[name](world):
                found[reverse(name, args=arguments)] = None
        elif takes:
            forgotten.append(name)
        else:
            found[reverse(name)] = None
    assert not forgotten, f"tests/browser/addresses.py does not know how to open: {', '.join(sorted(set(forgotten)))}"
    return list(found)
