"""Who waits, in which order and why; which place fits; who gives it; and that a place is never overbooked."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.cases import cast
from tests.reception import stage
from veer.access import policy
from veer.access.who import SYSTEM, Who
from veer.journal.models import Entry
from veer.journal.verify import verify
from veer.people.models import Account
from veer.quotas.acts import Full, InUse
from veer.quotas.models import Counter
from veer.quotas.verify import verify_ledgers
from veer.reception import acts, queries
from veer.reception.fitting import Household, Offer, fits
from veer.reception.models import Need, Proposal, Stay, Wait

pytestmark = pytest.mark.django_db
WHY = "The family asked for this place."


@pytest.fixture
def rik(db: None) -> Who:
    stage.activate_law()
    return stage.officer()


def test_the_list_is_in_the_order_of_the_public_rules_and_says_why(rik: Who) -> None:
    late_but_ill = stage.waits(rik, 1, "medical", name="Ana A", since=date(2026, 11, 20))
    family = stage.waits(rik, 4, "family", name="Bo B", since=date(2026, 11, 1))
    alone, first_alone = (
        stage.waits(rik, 1, name=n, since=day)
        for n, day in [("Cas C", date(2026, 10, 9)), ("Dee D", date(2026, 10, 1))]
    )
    order = [late_but_ill, family, first_alone, alone]
    assert [one.wait.pk for one in queries.waiting_for(rik)] == [one.pk for one in order]
    for number, one in enumerate(order, 1):
        found = queries.position(one)
        assert found is not None
        assert (found.number, found.of) == (number, 4)
        assert found.number == found.in_classes_above + found.before_in_class + 1


def test_without_a_right_by_law_nobody_is_put_on_the_list(rik: Who) -> None:
    case = stage.presented(cast.applicant())
    cast.act(case, "withdraw", cast.who(Account.objects.get(name="Amina Haddad")))
    with pytest.raises(acts.NoRight):
        acts.enlist(case, 1, rik, key=uuid4().hex)


def test_the_same_form_twice_is_one_household(rik: Who) -> None:
    case = stage.presented(cast.applicant())
    first, again = (acts.enlist(case, 2, rik, key="one") for _n in range(2))
    assert first == again
    with pytest.raises(acts.AlreadyWaiting):
        acts.enlist(case, 2, rik, key="two")


def test_health_is_written_down_with_consent_or_not_at_all(rik: Who) -> None:
    wait = stage.waits(rik)
    with pytest.raises(IntegrityError), transaction.atomic():
        acts.add_need(wait.pk, "medical", rik, source="doctor")
    acts.add_need(wait.pk, "medical", rik, source="doctor", consent="person")
    assert [one.rank for one in queries.waiting_for(rik)] == [0]
    acts.end_need(wait.pk, "medical", rik)
    assert ([one.rank for one in queries.waiting_for(rik)], queries.needs_of(wait)) == ([2], [])
    assert Need.objects.get().until is not None


def test_the_program_proposes_with_reasons_and_gives_nothing(rik: Who) -> None:
    fits_ = stage.place(rik, 4, "Fits", services=["family", "school"])
    stage.place(rik, 3, "Small", services=["family", "school"])
    stage.place(rik, 9, "Stairs", services=["school"])
    stage.place(rik, 9, "Girls", services=["family", "school", "women"])
    stage.place(rik, 9, "Return", services=["family", "school"], kind="open_return")
    wait = stage.waits(rik, 4, "family", "school")
    proposal = acts.propose(wait.pk, rik)
    assert proposal.place == fits_
    told = {one["site"]: one["against"] for one in proposal.reasons}
    assert told == {
        "Fits": [], "Small": [["full", []]], "Stairs": [["lacks", ["family"]]], "Girls": [["kept_for", ["women"]]],
        "Return": [["other_kind", []]],
    }  # fmt: skip
    assert Stay.objects.count() == 0
    with pytest.raises(policy.Refused):
        acts.allocate(proposal.pk, fits_.pk, SYSTEM, key="x")
    with pytest.raises(policy.Refused):
        acts.propose(wait.pk, SYSTEM)


def test_somebody_gives_the_place_and_another_one_only_with_a_reason(rik: Who) -> None:
    good, other = stage.place(rik, 2, "A"), stage.place(rik, 2, "B")
    wait = stage.waits(rik, 2)
    proposal = acts.propose(wait.pk, rik)
    with pytest.raises(acts.Unexplained):
        acts.allocate(proposal.pk, other.pk, rik, reason="because", key="k")
    stay = acts.allocate(proposal.pk, good.pk, rik, key="k")
    assert acts.allocate(proposal.pk, good.pk, rik, key="k") == stay
    settled = Proposal.objects.get()
    assert (settled.settled, settled.settled_by) == ("taken", rik.account)
    assert Wait.objects.get(pk=wait.pk).ended_why == "placed"
    with pytest.raises(queries.NoLonger):
        acts.allocate(proposal.pk, other.pk, rik, reason=WHY, key="again")
    assert list(Entry.objects.filter(chain=wait.pk).order_by("position").values_list("act", flat=True)) == [
        "enlist", "propose_place", "allocate",
    ]  # fmt: skip
    assert verify().ok


def test_a_full_place_takes_nobody_and_the_database_itself_says_so(rik: Who) -> None:
    where = stage.place(rik, 2)
    stage.placed(rik, where, stage.waits(rik, 2, name="Ana A"))
    last = stage.waits(rik, 1, name="Bo B")
    with pytest.raises(Full):
        acts.allocate(acts.propose(last.pk, rik).pk, where.pk, rik, reason=WHY, key="k")
    assert (Stay.objects.count(), Wait.objects.get(pk=last.pk).ended_at) == (1, None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Counter.objects.filter(quota=where.pk).update(confirmed=3)
    fewer = replace(acts.Told.of(where), beds=1)
    with pytest.raises(InUse):
        acts.change_place(where.pk, fewer, rik, "fewer", seen=queries.seen(where), key="f")
    with pytest.raises(InUse):
        acts.close_place(where.pk, rik, "closed")


def test_moving_and_leaving_free_the_beds_at_once(rik: Who) -> None:
    here, there = stage.place(rik, 3), stage.place(rik, 3)
    stay = stage.placed(rik, here, stage.waits(rik, 3))
    moved = acts.transfer(stay.pk, there.pk, rik, WHY, "move")
    assert acts.transfer(stay.pk, there.pk, rik, WHY, "move") == moved
    with pytest.raises(queries.NoLonger):
        acts.transfer(stay.pk, here.pk, rik, WHY, "stale")
    with pytest.raises(Full):
        acts.resize(moved.pk, 4, rik, "birth")
    free = {row.place.pk: row.balance.free for row in queries.places()}
    assert free == {here.pk: 3, there.pk: 0}
    acts.leave(moved.pk, rik, "left", "leave")
    acts.leave(moved.pk, rik, "left", "leave")
    assert {row.balance.free for row in queries.places()} == {3}
    assert verify_ledgers() == []
    assert verify().ok


def test_when_the_right_ends_somebody_is_told_and_nothing_happens_by_itself(rik: Who) -> None:
    amina = cast.applicant()
    case = stage.presented(amina)
    wait = acts.enlist(case, 1, rik, key="k")
    stay = stage.placed(rik, stage.place(rik), wait)
    assert queries.right_ended(rik) == []
    cast.act(case, "withdraw", amina)
    assert [one.stay for one in queries.right_ended(rik)] == [stay]
    assert Stay.objects.get(pk=stay.pk).until is None


def test_nobody_works_on_their_own_household_nor_sees_it_as_an_officer(rik: Who) -> None:
    known = Account.objects.get(pk=rik.account)
    cast.introduce(known, given_name="Rik", family_name="Officer", language="nl")
    own = cast.who(known)
    case = stage.presented(own)
    with pytest.raises(policy.Refused):
        acts.enlist(case, 1, own, key="k")
    wait = acts.enlist(case, 1, stage.officer("Other"), key="k")
    for act in (lambda: acts.propose(wait.pk, own), lambda: acts.add_need(wait.pk, "family", own, source="person")):
        with pytest.raises(policy.NotThere):
            act()
    assert [one.pk for one in queries.own_waits(own)] == [wait.pk]
    assert queries.waiting_for(own) == []


def test_small_numbers_are_hidden_and_so_is_what_would_give_them_away(rik: Who) -> None:
    where = stage.place(rik, 20)
    stage.place(rik, 9, kind="individual")
    for number in range(6):
        stage.placed(rik, where, stage.waits(rik, 1, name=f"Ana{number} A"))
    stage.waits(rik, 7, name="Bo B")
    stage.waits(rik, 2, "medical", name="Cas C")
    told = queries.public()
    assert [used for _words, _beds, used in told.kinds] == [6, 0, 0]
    (only,) = told.lists
    assert (told.beds, told.used, only.waiting) == (29, 6, 9)
    assert only.classes == [None, 0, None]


HOUSE = Household(3, frozenset({"family"}), "Gent")


def offer(site: str, **more: Any) -> Offer:
    told = {"municipality": "Gent", "kind": "collective", "services": frozenset({"family"}), "free": 3, **more}
    return Offer(uuid4(), site, told["municipality"], told["kind"], frozenset(told["services"]), told["free"])


def test_the_wish_first_then_what_wastes_least() -> None:
    offers = [
        offer("Elsewhere", municipality="Liège"),
        offer("Clinic", services={"family", "medical"}),
        offer("Big", free=9),
        offer("Exact"),
    ]
    assert [one.offer.site for one in fits(HOUSE, offers)] == ["Exact", "Big", "Clinic", "Elsewhere"]
    assert [one.offer.site for one in fits(HOUSE, reversed(offers))] == ["Exact", "Big", "Clinic", "Elsewhere"]
