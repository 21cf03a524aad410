"""The house has floors, and imports go down only. The table of docs/architecture.md, as a test."""

import tomllib
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, imports, modules, room

FLOORS = [
    {"rules", "placement", "draw", "simulate"},
    {"journal", "access", "people", "quotas", "letters", "certificates"},
    {"cases"},
    {"sponsorship", "talent", "residence", "reception", "guidance", "commission", "partnerships", "matching"}
    | {"safeguarding", "municipalities"},
    {"openness", "foresight"},
    {"web", "api", "cli"},
]
FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names}

# Within a floor: who may import whom. On floor 1 each may import those before it.
ORDER = ["journal", "access", "people", "quotas", "letters", "certificates"]
BESIDE = {("simulate", "rules")} | {
    (later, earlier) for place, later in enumerate(ORDER) for earlier in ORDER[:place] if later != earlier
}
BY_ACTS_AND_QUERIES = FLOORS[3]

FRAMEWORKS = {"django", "allauth", "csp", "django_htmx", "django_tasks", "ninja", "requests", "urllib3", "socket"}


def rooms_imported() -> list[tuple[str, str, str, str]]:
    """(place, room, room that it imports, dotted name) for each import from one room of ours to another."""
    return [
        (f"{path}:{line}", room(path), name.split(".")[1], name)
        for path, tree in modules().items()
        for line, name in imports(path, tree)
        if name.startswith("veer.") and room(path) and name.split(".")[1] != room(path) and "." in name
    ]


def test_every_room_stands_on_a_floor() -> None:
    unknown = {room(path) for path in modules() if room(path)} - set(FLOOR)
    assert not unknown, f"give these rooms a floor in docs/architecture.md and here: {sorted(unknown)}"


def test_imports_go_down() -> None:
    upward = [
        f"{place}: {importer} (floor {FLOOR[importer]}) imports {name}"
        for place, importer, imported, name in rooms_imported()
        if imported in FLOOR and not _may(importer, imported, name)
    ]
    assert not upward, "\n".join(upward)


def test_no_circles() -> None:
    below: dict[str, set[str]] = {}
    for _, importer, imported, _ in rooms_imported():
        below.setdefault(importer, set()).add(imported)

    def walk(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            pytest.fail(f"a circle of imports: {' -> '.join([*path[path.index(name) :], name])}")
        for further in sorted(below.get(name, ())):
            walk(further, (*path, name))

    for name in sorted(below):
        walk(name, ())


def test_the_ground_floor_knows_no_framework() -> None:
    found = [
        f"{path}:{line}: {name}"
        for path, tree in modules().items()
        if room(path) in FLOORS[0]
        for line, name in imports(path, tree)
        if name.split(".")[0] in FRAMEWORKS
    ]
    assert not found, "\n".join(found)


def test_typed_rooms_are_typed() -> None:
    checked = set(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]["files"])
    expected = {f"veer/{name}" for name in {*FLOORS[0], "quotas"} if any((ROOT / "veer" / name).rglob("*.py"))}
    assert checked == expected


@pytest.mark.parametrize(
    ("importer", "name", "allowed"),
    [
        ("cases", "veer.people.acts", True),
        ("people", "veer.cases.acts", False),
        ("journal", "veer.access.policy", False),
        ("letters", "veer.journal.acts", True),
        ("simulate", "veer.rules.load", True),
        ("rules", "veer.simulate.run", False),
        ("residence", "veer.talent.acts", True),
        ("residence", "veer.talent.models", False),
        ("api", "veer.web.forms", False),
    ],
)
def test_the_rule_itself(importer: str, name: str, allowed: bool) -> None:
    assert _may(importer, name.split(".")[1], name) is allowed


def _may(importer: str, imported: str, name: str) -> bool:
    if FLOOR[imported] != FLOOR[importer]:
        return FLOOR[imported] < FLOOR[importer]
    if imported in BY_ACTS_AND_QUERIES:
        return name.split(".")[2:3] in (["acts"], ["queries"])
    return (importer, imported) in BESIDE


def test_the_tree_is_read() -> None:
    assert Path("veer/journal/clock.py") in modules()
