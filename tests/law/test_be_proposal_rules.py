"""Rules of sponsors by their id in the design (DESIGN.md, section 9), asked of the law alone. None lacks a test."""

import ast
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.law.proposal_story import pack
from veer.cases import facts
from veer.rules import decide

RECOGNITION, APPLICATION = "sponsor-recognition", "sponsor-application"
TESTS = Path(__file__).parents[1]
IDS = {"SE": 11, "HO": 4, "QU": 13, "BE": 9, "SG": 20}  # how many rules of each the design has
NAMED = re.compile(r"(SE|HO|QU|BE|SG)(\d+)(?:_to_(?:\1)(\d+))?(?=_|$)")
HOME: dict[str, Any] = {
    "home.kind": "own_dwelling", "home.region": "BE-WAL", "home.area": 90, "home.rooms": 6, "home.bedrooms_fit": True,
    "home.detectors": True, "home.lease_months": 24, "home.rent": 800, "home.rent_topped_up": False,
    "home.certificate": "conform",
}  # fmt: skip
SOUND: dict[str, Any] = {
    "organisation.years": 3, "organisation.accounts_filed": True, "organisation.policies": True,
    "organisation.professionals": 2, "organisation.helper_contract": False, "organisation.board_free": True,
}  # fmt: skip


def met(route: str, told: dict[str, Any]) -> dict[str, str]:
    """Whether each condition of a route is met, by id."""
    day = date(2026, 11, 2)
    answer = decide(pack(), route, facts.nested({"sponsoring": True, **told}), on=day, today=day, lang="en")
    return {one["id"].split(".", 1)[1]: one["result"] for one in answer["reasons"]}


@pytest.mark.parametrize(
    ("form", "asked"),
    [("group", {"organisation": False, "group": True}), ("organisation", {"organisation": True, "group": False}),
     ("mixed", {"organisation": True, "group": True})],
)  # fmt: skip
def test_SE1_a_group_an_organisation_or_a_group_under_one(form: str, asked: dict[str, bool]) -> None:
    """Each is asked what is asked of its form: four adults are too few, or two years too young."""
    few, young = {"sponsor.adults": 4}, {"organisation.years": 2}
    told = {"sponsor.form": form, **(few if form != "organisation" else {}), **(young if form != "group" else {})}
    found = met(RECOGNITION, told)
    assert found["form"] == "yes"
    assert (found["five_adults"] == "no") is asked["group"]
    assert (found["organisation"] == "no") is asked["organisation"]


@pytest.mark.parametrize(
    ("flaw", "wanted"),
    [({}, "yes"), ({"organisation.years": 2}, "no"), ({"organisation.accounts_filed": False}, "no"),
     ({"organisation.policies": False}, "no"), ({"organisation.professionals": 1}, "no"),
     ({"organisation.professionals": 0, "organisation.helper_contract": True}, "yes"),
     ({"organisation.board_free": False}, "no")],
)  # fmt: skip
def test_SE8_what_makes_an_organisation_sound(flaw: dict[str, Any], wanted: str) -> None:
    assert met(RECOGNITION, {"sponsor.form": "organisation", **SOUND, **flaw})["organisation"] == wanted


@pytest.mark.parametrize(
    ("way", "flaw", "unmet"),
    [("named_family", {"home.lease_months": 12}, None), ("named_family", {"home.lease_months": 11}, "home_lease"),
     ("matched_vulnerable", {"home.lease_months": 24}, None),
     ("matched_vulnerable", {"home.lease_months": 23}, "home_lease"),
     ("named_family", {"home.bedrooms_fit": False}, "home_fit"),
     ("named_family", {"home.detectors": False}, "home_fit"),
     ("named_family", {"home.rent": 1_155}, None), ("named_family", {"home.rent": 1_156}, "home_rent"),
     ("named_family", {"home.rent": 1_156, "home.rent_topped_up": True}, None)],
)  # fmt: skip
def test_HO3_bedrooms_detectors_the_lease_and_the_rent(way: str, flaw: dict[str, Any], unmet: str | None) -> None:
    """The reference rent of two adults and two children is 1,050 euro; a tenth more may be asked."""
    told = {"bring.way": way, "household.adults": 2, "household.children": 2, "home.known": True, **HOME, **flaw}
    found = met(APPLICATION, told)
    assert [one for one in ("home_fit", "home_lease", "home_rent") if found[one] != "yes"] == ([unmet] if unmet else [])


def named() -> set[str]:
    """The ids in the names of all tests; `SE2_to_SE4` names three."""
    found = set()
    for file in TESTS.rglob("test_*.py"):
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                for kind, first, last in NAMED.findall(node.name):
                    found |= {f"{kind}{n}" for n in range(int(first), int(last or first) + 1)}
    return found


def test_every_rule_of_the_design_has_a_test_that_names_it() -> None:
    assert {f"{kind}{n}" for kind, last in IDS.items() for n in range(1, last + 1)} - named() == set()
