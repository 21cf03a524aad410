"""The verifier never calls a solver, and whoever changes a solution is caught."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.placement.test_best import known
from veer.placement import document, place, proofs, read, verify, wrong

Tamper = Callable[[dict[str, Any]], Any]


@pytest.fixture
def solved() -> tuple[Any, dict[str, Any]]:
    instance = read(known("tiny-01"))
    return instance, document(place(instance), 0.0)


TAMPERED: dict[str, tuple[Tamper, str]] = {
    "one more": (lambda s: s["placements"].update(H00007="P0003"), "are used"),
    "nowhere": (lambda s: s["placements"].update(H00000="P0009"), "not a solution of this instance"),
    "nobody": (lambda s: s["placements"].update(X="P0000"), "not a solution of this instance"),
    "not possible": (lambda s: s["placements"].update(H00001="P0000"), "is not possible"),
    "left out": (lambda s: s["placements"].popitem(), "persons is"),
    "persons": (lambda s: s["objective"].update(persons=14), "persons is 13, not 14"),
    "score": (lambda s: s["objective"].update(score=1), "score is 3164, not 1"),
    "bound": (lambda s: s.update(bound=3), "the bound is below the score"),
    "unplaced": (lambda s: s["unplaced"].clear(), "the list of those without a place"),
    "price": (lambda s: s["prices"]["score"]["places"].update(P0000=[-5.0, 0.0]), "a price below zero"),
    "no prices": (lambda s: s.pop("prices"), "not a solution of this instance"),
    "not placements": (lambda s: s.update(placements=[1]), "not a solution of this instance"),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_a_changed_solution_is_rejected(how: str, solved: tuple[Any, dict[str, Any]]) -> None:
    instance, said = solved
    assert wrong(instance, said) == []
    tamper, told = TAMPERED[how]
    tamper(said)
    found = wrong(instance, said)
    assert found
    assert told in " ".join(found)


def test_any_prices_prove_something_and_good_ones_prove_more(solved: tuple[Any, dict[str, Any]]) -> None:
    instance, said = solved
    good = proofs(instance, said)
    assert said["objective"]["score"] <= good["score"]
    said["prices"]["score"]["places"] = {}
    said["prices"]["score"]["before"] = 0.0
    assert proofs(instance, said)["score"] > good["score"]


def test_clusters_shared_and_fixed_are_checked() -> None:
    said = {
        "name": "rules", "dims": 1,
        "cases": [{"id": one, "need": [2]} for one in "ABC"],
        "places": [{"id": one, "cap": [4]} for one in "XYZ"],
        "pairs": [[i, j, 10] for i in range(3) for j in range(3)],
        "shared": [{"places": [0, 1], "dim": 0, "cap": 4}], "clusters": [[0, 1]], "near": [[0, 1]], "fixed": [[2, 2]],
    }  # fmt: skip
    instance = read(said)
    case, place_ = instance.case, instance.place

    def broken(**placed: str) -> str:
        return " ".join(verify.impossible(instance, {case(i): place_(j) for i, j in placed.items()}))

    assert broken(A="X", B="Y", C="Z") == ""
    assert "in part" in broken(A="X", C="Z")
    assert "not near" in broken(A="X", B="Z", C="Z")
    assert "not where it is fixed" in broken(A="X", B="X")
    assert "4 are shared" in broken(A="X", B="X", C="Y")


def test_the_verifier_imports_no_solver() -> None:
    tree = ast.parse(Path(verify.__file__).read_text())
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not {"highs", "sift", "solve", "model"} & modules
    assert names >= {"Instance", "groups"}
