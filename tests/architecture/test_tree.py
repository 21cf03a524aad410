"""What may stand in the repository: no machine's paths, no index's address, no file too long to read."""

from tests.architecture.source import ROOT, modules, tracked

LONGEST = 400
LONGER: dict[str, str] = {}  # path: why it is easier to read in one piece
# Kept apart so that this file does not find itself.
PLACES_OF_A_MACHINE = ["/" + "work/", "/" + "root/", "/" + "opt/pypi"]
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
        for place in PLACES_OF_A_MACHINE
        if place in (ROOT / path).read_text(errors="replace")
    ]
    assert not found, "\n".join(found)


def test_files_can_be_read_in_one_sitting() -> None:
    long = {
        str(path): length
        for path in modules()
        if "migrations" not in path.parts
        and str(path) not in LONGER
        and (length := (ROOT / path).read_text().count("\n")) > LONGEST
    }
    assert not long, f"make a package of each: {long}"
