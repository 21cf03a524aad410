"""The hand of people: the cost before it is kept, a second signature, locks that stay, places given by two."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from tests.cases import cast
from tests.matching import stage
from veer.access import policy
from veer.journal.models import Entry
from veer.matching import acts, queries
from veer.matching.models import Answer, Line, Lock, Run
from veer.matching.sources.errors import Gone
from veer.quotas.verify import verify_ledgers
from veer.reception import acts as reception
from veer.reception.models import Stay, Wait

pytestmark = pytest.mark.django_db


def begun(at: object) -> tuple[stage.Town, Run]:
    town = stage.town()
    return town, stage.asked(town.rik)


@pytest.fixture(scope="module")
def built(building: Callable[..., tuple[stage.Town, Run]]) -> tuple[stage.Town, Run]:
    return building(begun)


@pytest.fixture
def both(db: None, built: tuple[stage.Town, Run]) -> tuple[stage.Town, Run]:
    return deepcopy(built)


@pytest.fixture
def town(both: tuple[stage.Town, Run]) -> stage.Town:
    return both[0]


@pytest.fixture
def run(both: tuple[stage.Town, Run]) -> Run:
    return both[1]


def test_two_people_give_a_place_and_nobody_alone(town: stage.Town, run: Run) -> None:
    line = stage.line(run, town.ill)
    with pytest.raises(acts.Decided):
        acts.confirm(line.pk, town.sam, "early")
    acts.accept(line.pk, town.rik)
    with pytest.raises(acts.SamePerson):
        acts.confirm(line.pk, town.rik, "alone")
    assert not Stay.objects.exists()
    acts.confirm(line.pk, town.sam, "two")
    stay = Stay.objects.get()
    assert (stay.wait, stay.place, stay.given_by) == (town.ill, town.clinic, town.sam.account)
    assert Wait.objects.get(pk=town.ill.pk).ended_why == Wait.PLACED
    assert verify_ledgers() == []
    with pytest.raises(acts.Decided):
        acts.confirm(line.pk, town.sam, "again")


def test_all_are_accepted_at_once_but_for_ones_own(town: stage.Town, run: Run) -> None:
    near = replace(town.sam, persons=frozenset({town.ill.person_id}))
    assert acts.accept_all(run.pk, near) == 1
    assert (stage.line(run, town.ill).state, stage.line(run, town.family).state) == (Line.PROPOSED, Line.ACCEPTED)
    assert acts.accept_all(run.pk, town.rik) == 1
    assert acts.accept_all(run.pk, town.rik) == 0  # who has no place has nothing to accept
    told = Entry.objects.filter(chain=run.pk, act="accept_all").order_by("position")
    assert [one.actor_id for one in told] == [town.sam.account, town.rik.account]


def test_the_database_itself_wants_two_people(town: stage.Town, run: Run) -> None:
    line = stage.line(run, town.ill)
    acts.accept(line.pk, town.rik)
    with pytest.raises(IntegrityError), transaction.atomic():
        Line.objects.filter(pk=line.pk).update(
            state=Line.CONFIRMED, confirmed_by=town.rik.account, confirmed_at=line.run.asked_at
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Line.objects.filter(pk=line.pk).update(state=Line.CONFIRMED, decided_by=None, confirmed_by=town.sam.account)


def test_a_place_that_is_gone_is_not_given_and_the_line_stays_open(town: stage.Town, run: Run) -> None:
    line = stage.line(run, town.family)
    acts.accept(line.pk, town.rik)
    reception.strike(town.family.pk, town.rik, Wait.WITHDRAWN)
    with pytest.raises(Gone):
        acts.confirm(line.pk, town.sam, "k")
    assert stage.line(run, town.family).state == Line.ACCEPTED
    acts.take_back(line.pk, town.sam)
    assert stage.line(run, town.family).decided_by is None


def test_what_it_costs_is_shown_before_it_is_kept(town: stage.Town, run: Run) -> None:
    """Two alone instead of three of a family: B counts ten times, so the cost is 30 - 2, and the family moves out."""
    alone, entries = stage.line(run, town.alone), Entry.objects.count()
    lock = stage.settled(alone, town.rik, Lock.MUST, spot="P00002")
    assert lock.cost["first_loss"] == 30 - 2
    assert lock.cost["moved"] == [["H00002", "P00002", None], ["H00003", None, "P00002"]]
    assert lock.cost["unplaced"] == {"H00002": "B"}
    assert lock.second is True
    assert ["tier_B", 1.0, 0.0] in lock.cost["groups"]
    assert (lock.kept_at, Entry.objects.count()) == (None, entries)
    assert stage.placed(run) == {"H00001": "De Kliniek", "H00002": "Het Veer", "H00003": ""}


def test_nothing_is_kept_whose_cost_nobody_saw(town: stage.Town, run: Run) -> None:
    alone = stage.line(run, town.alone)
    lock = acts.settle(alone.pk, Lock.MUST, "judgement", stage.WORDS, town.rik, spot="P00002")
    with pytest.raises(acts.Uncounted):
        acts.keep(lock.pk, town.rik)
    with pytest.raises(IntegrityError), transaction.atomic():
        Lock.objects.filter(pk=lock.pk).update(kept_at=run.asked_at)
    acts.recount(lock)
    stage.answered(acts.ask_again(run.pk, town.sam))  # meanwhile there is another answer
    with pytest.raises(acts.Uncounted):
        acts.keep(lock.pk, town.rik)


def test_who_is_urgent_loses_a_place_only_by_two_signatures(town: stage.Town, run: Run) -> None:
    lock = stage.settled(stage.line(run, town.alone), town.rik, Lock.MUST, spot="P00002")
    assert acts.keep(lock.pk, town.rik) is None
    assert stage.line(run, town.alone).state == Line.PROPOSED
    with pytest.raises(acts.SamePerson):
        acts.sign(lock.pk, town.rik)
    stage.answered(acts.sign(lock.pk, town.sam))
    assert stage.placed(run) == {"H00001": "De Kliniek", "H00002": "", "H00003": "Het Veer"}
    alone = stage.line(run, town.alone)
    assert (alone.state, alone.decided_by) == (Line.OVERRIDDEN, town.rik.account)
    with pytest.raises(acts.SamePerson):
        acts.confirm(alone.pk, town.rik, "k")
    acts.confirm(alone.pk, town.sam, "k")
    assert Stay.objects.get().place == town.house


def test_an_override_that_hurts_nobody_urgent_needs_no_second_signature(town: stage.Town, run: Run) -> None:
    lock = stage.settled(stage.line(run, town.family), town.rik, Lock.MUST_NOT, spot="P00001")
    assert (lock.second, lock.cost["moved"]) == (False, [])
    answer = stage.answered(acts.keep(lock.pk, town.rik))
    assert (answer.state, answer.number) == (Answer.PROPOSED, 2)


def test_locks_stay_in_the_next_run_and_can_be_lifted(town: stage.Town, run: Run) -> None:
    lock = stage.settled(stage.line(run, town.ill), town.rik, Lock.NOWHERE, reason="new_fact")
    acts.keep(lock.pk, town.rik)
    stage.answered(acts.sign(lock.pk, town.sam))
    assert stage.placed(run)["H00001"] == ""
    again = stage.asked(town.sam)
    assert stage.placed(again)["H00001"] == ""
    carried = again.locks.get()
    assert (carried.made_by, carried.signed_by) == (town.rik.account, town.sam.account)
    stage.answered(acts.lift(carried.pk, town.sam))
    assert stage.placed(again)["H00001"] == "De Kliniek"


def test_a_second_thought_takes_the_place_of_the_first(town: stage.Town, run: Run) -> None:
    """Nowhere, and then to a place after all: the later word holds alone."""
    first = stage.settled(stage.line(run, town.alone), town.rik, Lock.NOWHERE)
    stage.answered(acts.keep(first.pk, town.rik))
    acts.accept(stage.line(run, town.ill).pk, town.rik)
    then = stage.settled(stage.line(run, town.alone), town.sam, Lock.MUST, spot="P00002")
    assert then.impossible == ""
    acts.keep(then.pk, town.sam)
    stage.answered(acts.sign(then.pk, town.rik))
    assert stage.placed(run)["H00003"] == "Het Veer"
    assert stage.placed(run)["H00001"] == "De Kliniek"
    first.refresh_from_db()
    assert first.lifted_at is not None


def test_what_is_accepted_or_confirmed_is_never_moved(town: stage.Town, run: Run) -> None:
    """A place taken by somebody accepted cannot be given by an override; the cost says that it cannot be."""
    acts.accept(stage.line(run, town.family).pk, town.sam)
    lock = stage.settled(stage.line(run, town.alone), town.rik, Lock.MUST, spot="P00002")
    assert lock.cost is None
    assert "Het Veer" not in lock.impossible
    assert lock.impossible
    with pytest.raises(acts.Uncounted):
        acts.keep(lock.pk, town.rik)


def test_what_a_rule_shuts_no_override_opens(town: stage.Town, run: Run) -> None:
    with pytest.raises(acts.Impossible):
        acts.settle(stage.line(run, town.family).pk, Lock.MUST, "judgement", stage.WORDS, town.rik, spot="P00001")
    with pytest.raises(acts.Unexplained):
        acts.settle(stage.line(run, town.alone).pk, Lock.MUST, "judgement", "Because.", town.rik, spot="P00001")


def test_households_kept_together_share_a_place_or_have_none(town: stage.Town, run: Run) -> None:
    lock = stage.settled(stage.line(run, town.alone), town.rik, Lock.KEEP_WITH, other="H00002")
    assert lock.cost["unplaced"] == {"H00002": "B"}  # five do not fit into four beds
    acts.keep(lock.pk, town.rik)
    stage.answered(acts.sign(lock.pk, town.sam))
    assert stage.placed(run) == {"H00001": "De Kliniek", "H00002": "", "H00003": ""}


def test_nobody_works_on_their_own_household(town: stage.Town, run: Run) -> None:
    near = replace(town.sam, persons=frozenset({town.ill.person_id}))
    line = stage.line(run, town.ill)
    assert [one.code for one in queries.lines_for(near, run)] == ["H00002", "H00003"]
    for act in (lambda: acts.accept(line.pk, near), lambda: queries.line_for(near, line.pk)):
        with pytest.raises(policy.NotThere):
            act()
    with pytest.raises(policy.Refused):
        acts.ask("reception", cast.who(cast.account("Somebody", "auditor")), "k")


def test_reasons_are_kept_and_counted(town: stage.Town, run: Run) -> None:
    lock = stage.settled(stage.line(run, town.family), town.rik, Lock.MUST_NOT, spot="P00001", reason="risk")
    stage.answered(acts.keep(lock.pk, town.rik))
    found = queries.reasons(run)
    assert (found.lines, found.overridden, found.by) == (3, 1, [("risk", 1, 100)])
    report = queries.report(run)
    assert report is not None
    assert [(one.group, one.households, one.placed) for one in report.groups][:1] == [("", 3, pytest.approx(2 / 3))]
    assert report.envy == []
