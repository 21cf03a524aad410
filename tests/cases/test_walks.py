"""Walks through every procedure that there is: they end, lose no clock, and nobody acts whom the law does not name."""

import os
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import veer
from tests.cases import cast
from tests.cases.walker import Choose, Walker, check_terms
from tests.laws import law_in
from veer.access.who import SYSTEM, Who
from veer.cases import law
from veer.cases.acts import open_case, perform
from veer.cases.errors import NotForYou
from veer.cases.models import Case, Term
from veer.journal.queries import length
from veer.rules import Pack
from veer.rules.model import Act, Procedure

LAW = Path(veer.__file__).parent / "law"
PACKS = [Path(__file__).parent / "machine", *sorted(path.parent for path in LAW.glob("*/pack.yaml"))]
LONGEST = 120
WALKS = 600
LONG = bool(os.environ.get("VEER_LONG"))
EXAMPLES = 12 if LONG else 1


def opened_at_work() -> list[tuple[Path, str]]:
    """Routes whose cases somebody of the authority may open; the others begin with a draft that the person fills."""
    found = []
    for path in PACKS:
        for route in law_in(path).routes.values():
            if route.procedure and route.procedure.by != ("applicant",):
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
@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_a_walk(path: Path, route: str, at: Any, data: st.DataObject) -> None:
    with undone():
        walker = set_out(law_in(path), route, at, lambda among: data.draw(st.sampled_from(among)))
        wander(walker, data.draw(st.integers(4, 25), "acts at random"))
        if not walker.case.ended_at:
            hurry(walker)
        assert walker.case.ended_at is not None, walker.seen
        assert walker.case.terms.count() == 0


def set_out(pack: Pack, route: str, at: Any, choose: Choose) -> Walker:
    """A case just opened, under the older or the newer law, and somebody to walk it."""

    def move(when: datetime) -> datetime:
        moved: datetime = at(when.year, when.month, when.day, when.hour, when.minute)
        return moved

    at(2026, choose([3, 9]), 2, 9)
    law.activate(pack, SYSTEM)
    applicant = cast.applicant("Wanda Walk", "en")
    procedure = pack.route(route).procedure
    assert procedure is not None
    opener = cast.who(cast.account("Otto", *[role for role in procedure.by if role != "applicant"][:1]))
    return Walker(begin(pack, route, applicant, opener), applicant, choose, move)


def wander(walker: Walker, acts: int) -> None:
    """Acts at random, time between them, and somebody who tries what is not theirs."""
    for _number in range(acts):
        if walker.case.ended_at:
            return
        try_what_is_not_mine(walker)
        offered = [pair for pair in walker.offered() if pair[0].does != "withdraw" or walker.choose([False, True])]
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

    onward = [pair for pair in walker.offered() if pair[0].does != "withdraw"]
    return sorted(onward, key=closeness)


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
    held = {*one.roles, *(("interpreter",) if one.hearings else ())}
    return "applicant" in by if own else bool(set(by) & held)


INVENTED = [(path, route) for path, route in opened_at_work() if path.name == "machine"]


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "route"), INVENTED, ids=lambda value: getattr(value, "name", value))
def test_every_act_of_the_law_can_happen(path: Path, route: str, at: Any) -> None:
    """Walks that prefer what was done least: an act that none of them reaches is law that nobody can use."""
    done: Counter[str] = Counter()
    luck = random.Random(route)
    pack = law_in(path)
    acts = {name for name, act in pack.route(route).procedure.acts.items()}  # type: ignore[union-attr]
    for _walk in range(WALKS):
        if not acts - set(done):
            break
        with undone():
            curious(pack, route, at, done, luck)
    assert acts - set(done) == set()


def curious(pack: Pack, route: str, at: Any, done: Counter[str], luck: random.Random) -> None:
    """One walk that prefers what was done least."""
    walker, tried = set_out(pack, route, at, luck.choice), Counter[str]()  # what was refused counts too
    procedure = walker.standing().procedure
    for _number in range(40):
        offered = [pair for pair in walker.offered() if not (done[pair[0].id] and only_ends(procedure, pair[0]))]
        if offered and luck.random() < (0.4 if lets_run_out(walker, done) else 0.8):
            fewest = min(done[act.id] + tried[act.id] for act, _who in offered)
            act, who = luck.choice([one for one in offered if done[one[0].id] + tried[one[0].id] == fewest])
            tried[act.id] += 1
            walker.do(act, who)
        else:
            walker.wait(luck.choice([1, 9, 40]))
        if walker.case.ended_at:
            break
    done.update(entry.act for entry in walker.standing().entries)


def lets_run_out(walker: Walker, done: Counter[str]) -> bool:
    """A term runs here whose consequence no walk has seen yet."""
    return any(term.expires and not done[term.expires] for term in Term.objects.filter(case=walker.case))


def only_ends(procedure: Procedure, act: Act) -> bool:
    steps = procedure.steps
    return not act.branch and bool(act.to) and all(steps[to].ends or steps[to].goes_on for to in act.to.values())


def test_every_procedure_without_a_draft_is_walked() -> None:
    assert ("machine", "protection") in [(path.name, route) for path, route in opened_at_work()]
