"""Walks through every procedure that there is: they end, lose no clock, and nobody acts whom the law does not name."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import veer
from tests.cases import cast
from tests.cases.walker import Walker, check_terms
from veer.access.who import SYSTEM, Who
from veer.cases import law
from veer.cases.acts import open_case, perform
from veer.cases.errors import NotForYou
from veer.cases.models import Case
from veer.journal.queries import length
from veer.rules import Pack, load_pack
from veer.rules.model import Act, Procedure

LAW = Path(veer.__file__).parent / "law"
PACKS = [Path(__file__).parent / "machine", *sorted(path.parent for path in LAW.glob("*/pack.yaml"))]
LONGEST = 120


def opened_at_work() -> list[tuple[Path, str]]:
    """Routes whose cases begin with the authority or at a desk; the others begin with a draft that the person fills."""
    found = []
    for path in PACKS:
        for route in load_pack(path, examples=False).routes.values():
            if route.procedure and not any(act.does == "submit" for act in route.procedure.acts.values()):
                found.append((path, route.id))
    return found


@contextmanager
def undone() -> Iterator[None]:
    """Each walk leaves the database as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def begin(pack: Pack, route: str, applicant: Who, opener: Who) -> Case:
    person = cast.person_of(applicant)
    procedure = pack.route(route).procedure
    assert procedure is not None
    by = applicant if procedure.by == ("applicant",) else opener
    return open_case(person, pack.id, route, by, language="en", key=uuid4().hex)


def distances(procedure: Procedure) -> dict[str, int]:
    """How many moves from each step to an end of the case."""
    ways = [
        (start, to)
        for act in procedure.acts.values()
        if not act.branch
        for start in act.from_
        for to in act.to.values()
    ]
    ways += [
        (step, to) for step in procedure.steps for branch in procedure.branches.values() for to in branch.leads.values()
    ]
    near = {step.id: 0 for step in procedure.steps.values() if step.ends or step.goes_on}
    for _round in procedure.steps:
        for start, to in ways:
            if to in near:
                near[start] = min(near.get(start, LONGEST), near[to] + 1)
    return near


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "route"), opened_at_work(), ids=lambda value: getattr(value, "name", value))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_a_walk(path: Path, route: str, at: Any, data: st.DataObject) -> None:
    with undone():
        at(2026, data.draw(st.sampled_from([3, 9]), "month"), 2, 9)
        pack = load_pack(path, examples=False)
        law.activate(pack, SYSTEM)
        applicant = cast.applicant("Wanda Walk", "en")
        openers = pack.route(route).procedure.by  # type: ignore[union-attr]
        opener = cast.who(cast.account("Otto", *[role for role in openers if role != "applicant"][:1]))
        case = begin(pack, route, applicant, opener)

        def choose(among: list[Any]) -> Any:
            return data.draw(st.sampled_from(among))

        walker = Walker(
            case, applicant, choose, lambda when: at(when.year, when.month, when.day, when.hour, when.minute)
        )
        wander(walker, data.draw(st.integers(0, 12), "acts at random"))
        if not walker.case.ended_at:
            hurry(walker)
        assert walker.case.ended_at is not None, walker.seen
        assert Case.objects.get(pk=case.pk).terms.count() == 0


def wander(walker: Walker, acts: int) -> None:
    """Acts at random, time between them, and somebody who tries what is not theirs."""
    for _number in range(acts):
        if walker.case.ended_at:
            return
        try_what_is_not_mine(walker)
        offered = walker.offered()
        if offered:
            walker.do(*walker.choose(offered))
        check_terms(walker)
        walker.wait(walker.choose([0, 1, 9, 40]))
        check_terms(walker)


def hurry(walker: Walker) -> None:
    """From wherever it is, the nearest end, by acts that the law offers and by waiting for terms."""
    for _number in range(LONGEST):
        if walker.case.ended_at:
            return
        done = any(walker.do(*pair) for pair in nearest_first(walker))
        check_terms(walker)
        if not done or walker.seen.count(walker.seen[-1]) > 2:
            walker.wait(31)


def nearest_first(walker: Walker) -> list[tuple[Act, Who]]:
    near = distances(walker.standing().procedure)

    def closeness(pair: tuple[Act, Who]) -> tuple[int, int]:
        steps = [near.get(to, LONGEST) for to in pair[0].to.values() if not pair[0].branch]
        return min(steps, default=LONGEST), walker.seen.count(pair[0].id)

    return sorted(walker.offered(), key=closeness)


def try_what_is_not_mine(walker: Walker) -> None:
    standing = walker.standing()
    here = [act for act in standing.procedure.acts.values() if standing.steps.get(act.branch)]
    act = walker.choose(here)
    others = [one for one in walker.everybody if not allowed(act.by, one, walker)]
    if others:
        before = length(walker.case.pk)
        with pytest.raises(NotForYou):
            perform(walker.case.pk, act.id, walker.choose(others), seen=before, key=uuid4().hex)
        assert length(walker.case.pk) == before


def allowed(by: tuple[str, ...], one: Who, walker: Walker) -> bool:
    """By the words of the law alone, without asking the code that is tried."""
    own = one.account == walker.applicant.account
    return "applicant" in by if own else bool(set(by) & one.roles)


def test_every_procedure_without_a_draft_is_walked() -> None:
    assert ("machine", "protection") in [(path.name, route) for path, route in opened_at_work()]
