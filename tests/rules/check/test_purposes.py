"""What brings somebody to a law: each finding where it stands, its hint, and what a survey makes of a choice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.check.marked import FACTS, HEAD, NONE, USED, findings, marks, pack_files, write
from veer.rules import load_pack, survey
from veer.rules.check import check_pack
from veer.rules.compare import nodes

PURPOSES = "purposes:\n  work: {text: {en: Work}}\n  shelter: {text: {en: Shelter}, help: {en: From a war}}\n"
FIRST, SECOND = "purpose: [work]\n", "purpose: [shelter, work]\n"


def two(head: str = PURPOSES, first: str = FIRST, second: str = SECOND, facts: str = FACTS) -> dict[str, str]:
    """A pack with purposes and two routes, `r` and `s`."""
    other = f"route: s\n{second}in_force: {{from: 2020-01-01}}\nsource: {{act: s. 1}}\nconditions: {{c: b and n > 1}}\n"
    files = pack_files(first + USED, facts=facts, routes__s=other + NONE)
    return {**files, "pack.yaml": HEAD + head}


CASES: dict[str, dict[str, str]] = {
    "E090": two(second="purpose: [shelter, §wrok]\n"),
    "E090 one word": two(first="purpose: §play\n", second="purpose: [work, shelter]\n"),
    "E521": {**(clean := two(first="")), "routes/r.yaml": "§" + clean["routes/r.yaml"]},
    "W522": two(PURPOSES.replace("{text: {en: Shelter}", "§{text: {en: Shelter}"), second=FIRST),
    "E090 instead": two(PURPOSES.replace("{text: {en: Work}}", "{instead: [§sheltr], text: {en: Work}}")),
    "E021": two(PURPOSES.replace("help:", "§hint:")),
    "E501": two(PURPOSES.replace("{text: {en: Work}}", "§{text: {nl: Werk}}")),
}


@pytest.mark.parametrize("case", CASES)
def test_it_is_found_where_it_stands(case: str, tmp_path: Path) -> None:
    files, (place,) = marks(CASES[case])
    found = findings(tmp_path, files)
    if case != "E501":  # a tiny pack has no words for anything else
        found = [one for one in found if not one.startswith("E50")]
    else:
        found = [one for one in found if "pack.yaml" in one]
    assert found == [f"{case.split()[0]} {place}"]


def test_a_slip_of_the_pen_is_told_with_the_word_that_was_meant(tmp_path: Path) -> None:
    files, _ = marks(CASES["E090"])
    (found,) = [one for one in check_pack(write(tmp_path, files)) if one.code == "E090"]
    assert (found.message, found.hint) == ('unknown purpose "wrok"', 'did you mean "work"?')


def test_a_choice_looks_at_its_routes_and_asks_even_those_asked_alone(tmp_path: Path) -> None:
    facts = FACTS.replace("b: {of: person, type: bool}", "b: {of: person, type: bool, by: [official]}")
    files = two(second=f"asked: alone\n{SECOND}", facts=facts)
    pack = load_pack(write(tmp_path, files))
    every = survey(pack, {"day": "2026-01-01"})
    assert [one["route"] for one in every["routes"]] == ["r", "s"]
    chosen = survey(pack, {"day": "2026-01-01"}, routes=["s"])
    assert [one["route"] for one in chosen["routes"]] == ["s"]
    assert chosen["routes"][0]["missing"] == ["b", "n"]
    mine = survey(pack, {"day": "2026-01-01"}, routes=["s"], by="applicant")
    assert (mine["routes"][0]["missing"], mine["next_question"]["fact"]) == (["n"], "n")
    assert survey(pack, {"day": "2026-01-01", "n": 2}, routes=["s"], by="applicant")["next_question"] is None


def test_a_comparison_shows_what_a_route_is_for(tmp_path: Path) -> None:
    head = PURPOSES.replace("{text: {en: Work}}", "{instead: [shelter], text: {en: Work}}")
    pack = load_pack(write(tmp_path, two(head)))
    assert pack.purposes["work"].instead == ("shelter",)
    read = nodes(pack)
    assert (read["purposes.work"].rule, read["purposes.shelter"].rule) == ({"instead": "shelter"}, {})
    assert read["s"].rule["purpose"] == "shelter, work"
    assert read["purposes.shelter"].words == {"en": "Shelter", "help.en": "From a war"}
