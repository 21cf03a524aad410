"""All findings about one pack, in the order of its files."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path, PurePath

from ..load import Pack, build, read_pack
from ..lower import Program, lower_classes, lower_clauses, lower_route
from ..problems import PackError, Problem, Problems
from .dates import check_dates
from .examples import check_examples
from .monotone import check_monotone
from .procedure import check_procedure
from .purposes import check_purposes
from .quotas import check_quotas
from .reach import check_reach
from .reception import check_reception
from .routes import check_routes
from .safeguards import check_safeguards
from .truths import check_truths
from .usage import check_usage
from .words import check_words
from .world import World

UNREADABLE = ("E00", "E01", "E020")


def check_pack(folder: Path) -> list[Problem]:
    """Everything that is wrong with a pack, errors and warnings. Never raises for what stands in a file."""
    return _checked(*read_pack(folder))


def check_files(files: dict[str, str], root: str) -> tuple[Pack, list[Problem]]:
    """The same for a pack that is not in a folder; `root`: what its files are called by."""
    pack, found = build(files, root, strict=False)
    return pack, _checked(pack, found)


def _checked(pack: Pack | None, found: list[Problem]) -> list[Problem]:
    """Each stage runs when the stages before it found no error.

    A file that cannot be read hides what it declares, as does a wrong declaration; a rule without meaning has no reach.
    """
    if pack is None or any(p.code.startswith(UNREADABLE) or _undeclared(p) for p in found):
        return _sorted(found)
    programs, classes = _programs(pack, found), _classes(pack, found)
    if _wrong(found):
        return _sorted(found)
    _written(pack, programs, classes, found)
    for program in programs.values():
        _meant(program, found)
    problems = Problems()
    check_examples(pack, programs, problems)
    return _sorted([*found, *problems.found])


def _undeclared(problem: Problem) -> bool:
    """Is it wrong where facts and types are declared? Every rule that names one of them would be told of it again."""
    return problem.severity == "error" and "facts" in PurePath(problem.place.file).parts[-2:-1]


def _programs(pack: Pack, found: list[Problem]) -> dict[str, Program]:
    programs = {}
    for route in pack.routes.values():
        problems = Problems()
        with suppress(PackError):  # told among the problems
            programs[route.id] = lower_route(pack, route, problems)
            clauses = lower_clauses(pack, route, problems)
        found += problems.found
        if not problems.errors:
            pack.programs |= {route.id: programs[route.id], f"{route.id}/clauses": clauses}
    return programs


def _classes(pack: Pack, found: list[Problem]) -> Program | None:
    """The classes of the waiting list, where the pack has one."""
    problems, made = Problems(), None
    if pack.reception is not None:
        with suppress(PackError):  # told among the problems
            made = lower_classes(pack, problems)
    found += problems.found
    return made


def _written(pack: Pack, programs: dict[str, Program], classes: Program | None, found: list[Problem]) -> None:
    """What reading the pack shows: words, sources, dates, steps, and what nothing uses."""
    problems = Problems()
    check_usage(pack, programs, classes, problems)
    for route in pack.routes.values():
        check_dates(route, problems)
        check_procedure(pack, route, problems)
        check_quotas(route, problems)
    check_routes(pack, problems)
    check_purposes(pack, problems)
    found += problems.found
    words = Problems()
    check_words(pack, words)
    check_reception(pack, classes, words)
    check_safeguards(pack, words)
    found += words.found


def _meant(program: Program, found: list[Problem]) -> None:
    """What computing with the pack shows: reach, truths, order."""
    problems = Problems()
    world = World.of(program)
    check_truths(world, problems)
    check_reach(world, problems)
    check_monotone(program, problems)
    found += problems.found


def _wrong(found: list[Problem]) -> bool:
    return any(p.severity == "error" for p in found)


def _sorted(found: list[Problem]) -> list[Problem]:
    """By place, each finding once: two routes may tell the same of one fact."""
    return sorted(dict.fromkeys(found), key=lambda p: (p.place.file, p.place.line, p.place.column, p.code, p.message))
