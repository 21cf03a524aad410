"""What may stand in the repository: no machine's paths, no index's address, nothing too long to read."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, tracked

LONGEST_FILE, LONGEST_FUNCTION = 400, 40  # lines
READ = ("veer", "tests", "benchmarks")
# Kept apart so that this file does not find itself. Within a longer address, such as reception's, it is no such place.
PLACES_OF_A_MACHINE = re.compile("(?<![\\w.}>])/" + "(?:work/|root/|home/|Users/|opt/pypi)")
BINARY = {".png", ".jpg", ".jpeg", ".pdf", ".parquet", ".mo", ".woff2", ".ttf", ".otf"}


def test_lock_files_hold_no_address() -> None:
    locks = [path for path in tracked() if path.suffix == ".lock" or path.name.startswith("requirements")]
    assert locks
    assert [str(path) for path in locks if "://" in (ROOT / path).read_text()] == []


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    found = [
        f"{path}: {place}"
        for path in tracked()
        if path.suffix not in BINARY
        for place in PLACES_OF_A_MACHINE.findall((ROOT / path).read_text(errors="replace"))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("place", ["home/ann/veer", "Users/ann/veer", "root/.cache", "work/veer"])
def test_a_place_on_somebodys_machine_is_noticed(place: str) -> None:
    assert PLACES_OF_A_MACHINE.search(f"read from '/{place}'")
    assert not PLACES_OF_A_MACHINE.search(f"https://example.org/{place}")


def test_files_can_be_read_in_one_sitting() -> None:
    long = {str(path): length for path in ours(".py", ".css") if (length := lines_of(path)) > LONGEST_FILE}
    assert {path.parts[0] for path in ours(".py")} == set(READ)
    assert list(ours(".css"))
    assert not long, f"make a package of each: {long}"


def test_functions_can_be_read_at_a_glance() -> None:
    long = {
        f"{path}:{node.lineno} {node.name}": length
        for path in ours(".py")
        for node in ast.walk(ast.parse((ROOT / path).read_text()))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    }
    assert not long, f"give each part a name: {long}"


def ours(*endings: str) -> Iterator[Path]:
    """What was written here to be read; Django makes the migrations, and opponents run as others wrote them."""
    for path in tracked():
        if path.suffix in endings and path.parts[0] in READ and not {"migrations", "opponents"} & set(path.parts):
            yield path


def lines_of(path: Path) -> int:
    return (ROOT / path).read_text().count("\n")
