# ruff: noqa: F811
"""Moving a running case to newer law: an act, where the law declares it, with both hashes in the journal."""

import json
from datetime import date
from typing import Any

import pytest

from tests.cases import cast
from tests.cases.test_machine import MACHINE, bram, chantal, idriss, lodged, pack, refused, term  # noqa: F401
from tests.laws import law_in
from veer.access.who import SYSTEM, Who
from veer.cases import law
from veer.cases.errors import NotAtThisStep, NotReady, UnknownAct
from veer.cases.models import Branch, Case
from veer.cases.standing import Standing
from veer.journal.queries import entries, told
from veer.rules import Pack

ACT = "    newer: {does: move_law, by: [official], from: any_open, needs: [reason]}\n    withdraw:"
WHY = "The new law is better for him."


def version(number: int, *changes: tuple[str, str, str]) -> Pack:
    """The invented law with the act that moves a case, and with texts replaced."""
    whole = json.loads(law_in(MACHINE).canonical())
    files = whole["files"]
    every = [("pack.yaml", 'version: "1"', f'version: "{number}"'), ("routes/protection.yaml", "    withdraw:", ACT)]
    for file, was, now in [*every, *changes]:
        assert was in files[file], (file, was)
        files[file] = files[file].replace(was, now)
    return Pack.from_canonical(json.dumps(whole, ensure_ascii=False, sort_keys=True).encode())


@pytest.fixture
def first(pack: Pack, at: Any) -> str:
    """The law with the act, in force; its hash."""
    at(2025, 12, 2, 9)
    return law.activate(version(2), SYSTEM).hash


def newer(*changes: tuple[str, str, str]) -> str:
    return law.activate(version(3, *changes), SYSTEM).hash


PROTECTION = "routes/protection.yaml"
LONGER = (PROTECTION, "length: {months: 6}", "length: {months: 4}")


def test_a_case_moves_and_its_terms_are_those_of_the_newer_law(first: str, idriss: Who, bram: Who, at: Any) -> None:
    at(2026, 10, 1, 10)
    case = lodged(idriss, bram)
    before = term(case, "decide")
    assert before is not None
    assert before.last_day == date(2027, 4, 1)
    new = newer(LONGER, (PROTECTION, "lodged: {ball: official}", "lodged: {ball: signer}"))
    done = cast.act(case, "newer", bram, reason=WHY)
    moved = Case.objects.get(pk=case.pk)
    assert (moved.law_id, moved.step, moved.ball) == (new, "lodged", "signer")
    after = term(moved, "decide")
    assert after is not None
    assert after.last_day == date(2027, 2, 1)
    assert moved.due == date(2027, 2, 1)
    said = told(done.entry) or {}
    assert (said["was"], said["now"]) == ({"hash": first, "version": "2"}, {"hash": new, "version": "3"})
    assert (said["law"], said["reason"], said["step"]) == (new, WHY, ["lodged", "lodged"])


def test_only_where_the_law_of_the_case_says_so(pack: Pack, idriss: Who, bram: Who, at: Any) -> None:
    at(2026, 10, 1, 10)
    case = lodged(idriss, bram)
    newer()
    with pytest.raises(UnknownAct):
        cast.act(case, "newer", bram, reason=WHY)


def test_a_reason_is_given_and_there_is_a_newer_law(first: str, idriss: Who, bram: Who, at: Any) -> None:
    at(2026, 10, 1, 10)
    case = lodged(idriss, bram)
    with pytest.raises(NotAtThisStep):
        cast.act(case, "newer", bram, reason=WHY)
    newer()
    with pytest.raises(NotReady):
        cast.act(case, "newer", bram, reason=" ")


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ([(PROTECTION, "lodged", "entered")], "lodged"),
        ([(PROTECTION, "    ask: {does: record,", "    ask: {does: hear,")], "ask"),
        ([(PROTECTION, "    ask: {", "    query: {"), (PROTECTION, "from: [ask]", "from: [query]")], "ask"),
        ([("facts/all.yaml", "  country:", "  land:"), (PROTECTION, "asks: [country]", "asks: [land]")], "country"),
        ([("facts/all.yaml", "  detained: {of: case, type: bool", "  detained: {of: case, type: date"),
          (PROTECTION, ", if: detained}", "}"), (PROTECTION, "{if: detained, length", "{if: given(detained), length")],
         "detained"),
    ],
)  # fmt: skip
def test_what_the_newer_law_cannot_take_stays_where_it_is(
    changes: list[tuple[str, str, str]], named: str, first: str, idriss: Who, bram: Who, at: Any
) -> None:
    at(2026, 10, 1, 10)
    case = lodged(idriss, bram)
    cast.act(case, "ask", bram)
    cast.act(case, "detain", bram, facts={"detained": True})
    newer(*changes)
    before = len(entries(case.pk))
    with pytest.raises(NotReady) as problem:
        cast.act(case, "newer", bram, reason=WHY)
    assert named in str(problem.value)
    assert Case.objects.get(pk=case.pk).law_id == first
    assert len(entries(case.pk)) == before


def test_a_branch_moves_with_its_case(first: str, idriss: Who, bram: Who, chantal: Who, at: Any) -> None:
    case = refused(idriss, bram, chantal, at)
    cast.act(case, "hand_over", bram)
    cast.act(case, "appeal", idriss)
    newer((PROTECTION, "pending: {ball: court}", "pending: {ball: returns}"))
    cast.act(case, "newer", bram, reason=WHY)
    assert Branch.objects.get(case=case).ball == "returns"
    standing = Standing(Case.objects.get(pk=case.pk))
    assert {branch: step.id for branch, step in standing.steps.items()} == {"": "refused", "court": "pending"}


def test_not_while_a_proposal_waits(first: str, idriss: Who, bram: Who, at: Any) -> None:
    at(2026, 10, 1, 10)
    case = lodged(idriss, bram)
    cast.act(case, "propose_grant", bram, reasons=[{"text": "Because."}])
    newer()
    with pytest.raises(NotAtThisStep):
        cast.act(case, "newer", bram, reason=WHY)
