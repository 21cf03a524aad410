"""`law new`: what it writes passes the check, and it writes over nothing."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from tests.cli.running import LAW
from veer.rules import decide, load_pack
from veer.rules.check import check_pack
from veer.rules.scaffold import NotNew, new_route


def files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_new_pack(tmp_path: Path) -> None:
    written = new_route(tmp_path / "land", "work-permit")
    assert sorted(written) == sorted(files(tmp_path / "land"))
    assert check_pack(tmp_path / "land") == []
    pack = load_pack(tmp_path / "land")
    assert (pack.id, list(pack.routes), pack.status) == ("land", ["work-permit"], "draft")
    assert set(pack.languages) == {"nl", "fr", "de", "en"}


def test_a_second_route(tmp_path: Path) -> None:
    new_route(tmp_path / "land", "work")
    before = files(tmp_path / "land")
    new_route(tmp_path / "land", "study-visit")
    assert check_pack(tmp_path / "land") == []
    after = files(tmp_path / "land")
    assert {path: after[path] for path in before} == before
    assert len(load_pack(tmp_path / "land").routes) == 2


@pytest.mark.parametrize("name", sorted(p.parent.name for p in LAW.glob("*/pack.yaml")))
def test_a_route_more_in_a_bundled_pack(name: str, tmp_path: Path) -> None:
    shutil.copytree(LAW / name, tmp_path / name)
    new_route(tmp_path / name, "another-way")
    assert check_pack(tmp_path / name) == []


def test_a_language_that_we_have_no_words_in(tmp_path: Path) -> None:
    new_route(tmp_path / "land", "work")
    head = tmp_path / "land" / "pack.yaml"
    head.write_text(head.read_text().replace("languages: [nl, fr, de, en]", "languages: [en, pl]"))
    new_route(tmp_path / "land", "visit")
    assert not [p for p in check_pack(tmp_path / "land") if "visit" in p.place.file]
    answer = decide(load_pack(tmp_path / "land"), "visit", {"visit.age": 30}, today=dt.date(2026, 2, 2))
    assert answer["outcome"] == "maybe"


@pytest.mark.parametrize("taken", ["routes/work.yaml", "facts/work.yaml", "texts/work.de.yaml", "examples/work.yaml"])
def test_nothing_is_written_where_a_file_is(taken: str, tmp_path: Path) -> None:
    land = tmp_path / "land"
    new_route(land, "visit")
    (land / taken).write_text("")
    before = files(land)
    with pytest.raises(NotNew):
        new_route(land, "work")
    assert files(land) == before


@pytest.mark.parametrize(
    "folder,route", [("land", "Work"), ("land", "1work"), ("land", "work_permit"), ("La nd", "work"), ("land", "../x")]
)
def test_names_that_will_not_do(folder: str, route: str, tmp_path: Path) -> None:
    with pytest.raises(NotNew):
        new_route(tmp_path / folder, route)
    assert files(tmp_path) == {}


def test_places_that_will_not_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "note.txt").write_text("")
    new_route(tmp_path / "broken", "work")
    (tmp_path / "broken" / "pack.yaml").write_text("a: [")
    for name in ("file", "full", "broken"):
        with pytest.raises(NotNew):
            new_route(tmp_path / name, "visit")
