"""Two records may be one person. The program proposes, people decide, and every decision can be taken back."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.people import cast
from veer.access import policy
from veer.access.who import Who
from veer.journal.queries import entries, told
from veer.journal.verify import verify
from veer.people import acts
from veer.people.acts import twins
from veer.people.finding import likeness_for, merges_of, waiting_twins
from veer.people.models import Likeness, Merge, Person
from veer.people.queries import same_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def bram(db: None) -> Who:
    return cast.official()


def pairs() -> list[tuple[set[UUID], list[str]]]:
    return [({row.one_id, row.other_id}, row.signs) for row in Likeness.objects.filter(said=None).order_by("id")]


@pytest.mark.parametrize(
    "one,other,signs",
    [
        ({"given_name": "Amina", "family_name": "Haddad", "born": "1998"}, {"born": "1998-05-03"}, ["name"]),
        ({"given_name": "Amína", "family_name": "HADDAD", "born": "1998-05"}, {"born": ""}, ["name"]),
        ({"given_name": "Haddad", "family_name": "Amina", "born": "1998-05-03"}, {"born": "1998-05-03"}, ["name"]),
        ({"given_name": "Amina", "family_name": "Haddad", "born": "1998"}, {"born": "1999"}, None),
        ({"given_name": "Amina", "family_name": "Haddad"}, {"born": ""}, None),
        ({"given_name": "Amina", "family_name": "Hadad", "born": "1998"}, {"born": "1998"}, None),
    ],
)
def test_what_looks_alike(bram: Who, one: Any, other: Any, signs: list[str] | None) -> None:
    first = cast.registered(bram, **one)
    second = cast.registered(bram, "Amina", "Haddad", **other)
    assert pairs() == ([({first.pk, second.pk}, signs)] if signs else [])


def test_the_same_paper_is_a_sign_whatever_the_name(bram: Who) -> None:
    first = cast.registered(bram, "Amina", papers=(("passport", "AB 123-456", "SY"),))
    second = cast.registered(bram, "Samira", papers=(("passport", "ab123456", ""),))
    cast.registered(bram, "Noor", papers=(("card", "AB123456", ""),))
    assert pairs() == [({first.pk, second.pk}, ["paper"])]


def test_another_script_is_a_sign_only_with_the_very_same_day(bram: Who) -> None:
    first = cast.registered(bram, "محمد", "خالد", born="1990-01-02")
    second = cast.registered(bram, "Mohamed", "Khaled", born="1990-01-02")
    cast.registered(bram, "Muhammad", "Khalid", born="1990")
    assert pairs() == [({first.pk, second.pk}, ["sounds"])]


def test_a_pair_that_no_longer_looks_alike_is_taken_off_and_one_that_is_decided_stays_decided(bram: Who) -> None:
    first = cast.registered(bram, "Amina", "Haddad", born="1998")
    second = cast.registered(bram, "Amina", "Haddad", born="1998")
    acts.correct(second.pk, bram, "Typed wrongly.", born="1989")
    assert pairs() == []
    acts.correct(second.pk, bram, "Typed rightly.", born="1998")
    (row,) = waiting_twins(bram)[0]
    acts.say_different(row.pk, bram, "Two cousins: both were here.")
    acts.correct(first.pk, bram, "Day seen.", born="1998-04-01")
    assert pairs() == []


def test_somebody_who_makes_an_account_is_compared_too(bram: Who) -> None:
    person = cast.registered(bram, "Amina", "Haddad", born="1998")
    _amina, same = cast.somebody("Amina Haddad")
    assert pairs() == [({person.pk, same.pk}, ["name"])]
    assert Person.objects.get(pk=same.pk).kept_id == same.pk  # proposed, and nothing more


def two(bram: Who) -> tuple[Person, Person, Likeness]:
    first = cast.registered(bram, "Amina", "Haddad", born="1998")
    _amina, second = cast.somebody("Amina Haddad")
    return first, second, Likeness.objects.get(said=None)


def test_merged_they_are_found_through_each_other_and_undone_they_are_as_before(bram: Who) -> None:
    first, second, row = two(bram)
    amina = second.links.get().account
    lawyer = cast.account("Lea Wouters")
    acts.represent(first, lawyer, Who(uuid4(), own=frozenset({first.pk}), persons=frozenset({first.pk})))
    before = (list(Person.objects.order_by("id").values()), cast.who(amina), cast.who(lawyer))
    made = acts.merge(row.pk, first.pk, bram, "Same passport, seen at the desk.")
    assert cast.who(amina).own == {first.pk, second.pk}
    assert cast.who(lawyer).persons == {first.pk, second.pk}
    assert same_person(second.pk) == [first.pk, second.pk]
    assert [tie.pk for tie in merges_of(second.pk)] == [made.pk]
    acts.undo_merge(made.pk, bram, "Twins, with one passport number mistyped.")
    assert (list(Person.objects.order_by("id").values()), cast.who(amina), cast.who(lawyer)) == before
    assert same_person(second.pk) == [second.pk]
    for person in (first, second):
        *_before, merged, undone = entries(person.pk)
        assert (merged.act, undone.act) == ("merge", "undo_merge")
        assert told(undone) == {"reason": "Twins, with one passport number mistyped."}
    assert verify().ok


def test_a_reason_and_the_right_role_are_needed_and_nobody_decides_about_themselves(bram: Who) -> None:
    first, second, row = two(bram)
    for reason in ("", "  "):
        with pytest.raises(twins.NoReason):
            acts.merge(row.pk, first.pk, bram, reason)
    with pytest.raises(policy.Refused):
        acts.merge(row.pk, first.pk, cast.desk(), "Looks the same.")
    herself = Who(uuid4(), roles=bram.roles, own=frozenset({second.pk}))
    with pytest.raises(policy.NotThere):
        acts.merge(row.pk, first.pk, herself, "That is me.")
    with pytest.raises(policy.NotThere):
        likeness_for(herself, row.pk)
    assert waiting_twins(herself)[0] == []
    with pytest.raises(ValueError, match="one of the two"):
        acts.merge(row.pk, uuid4(), bram, "Same.")
    assert not Merge.objects.exists()


def test_what_a_colleague_decided_is_decided(bram: Who) -> None:
    first, _second, row = two(bram)
    made = acts.merge(row.pk, first.pk, bram, "Same.")
    with pytest.raises(twins.SaidBefore):
        acts.say_different(row.pk, cast.official("Bea Willems"), "Different.")
    acts.undo_merge(made.pk, bram, "Different.")
    with pytest.raises(twins.SaidBefore):
        acts.undo_merge(made.pk, bram, "Different.")


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("merge"), st.integers(0, 5), st.integers(0, 5)),
        st.tuples(st.just("undo"), st.integers(0, 9), st.just(0)),
    ),
    max_size=14,
)


def groups(people: list[Person]) -> dict[int, int]:
    """For each person, the place of the record that stands for them."""
    place = {person.pk: number for number, person in enumerate(people)}
    return {place[pk]: place[kept] for pk, kept in Person.objects.order_by("id").values_list("id", "kept_id")}


@given(STEPS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_merging_and_undoing_is_as_if_what_was_undone_never_happened(
    django_db_blocker: Any, steps: list[tuple[str, int, int]]
) -> None:
    from django.db import transaction

    with transaction.atomic():
        bram = cast.official()
        people = [cast.registered(bram, f"Person{chr(97 + number)}") for number in range(6)]
        done: list[tuple[int, int, Merge]] = []
        model: list[tuple[int, int]] = []
        for what, first, second in steps:
            if what == "merge" and first != second:
                one, other = sorted((people[first].pk, people[second].pk))
                row, _made = Likeness.objects.get_or_create(
                    one_id=one, other_id=other, defaults={"signs": [], "found_at": people[0].made_at}
                )
                if row.said is None:
                    done.append((first, second, acts.merge(row.pk, people[first].pk, bram, "Same.")))
                    model.append((first, second))
            elif what == "undo" and first < len(done):
                keep, absorbed, tie = done.pop(first)
                acts.undo_merge(tie.pk, bram, "Different.")
                model.remove((keep, absorbed))
            assert groups(people) == _replayed(model)
        while done:
            acts.undo_merge(done.pop()[2].pk, bram, "Different.")
        assert groups(people) == {number: number for number in range(6)}
        transaction.set_rollback(True)


def _replayed(ties: list[tuple[int, int]]) -> dict[int, int]:
    """Only what still counts, done from the beginning with pen and paper."""
    stands = {number: number for number in range(6)}
    for keep, absorbed in ties:
        gone, stays = stands[absorbed], stands[keep]
        for number in stands:
            if stands[number] == gone:
                stands[number] = stays
    return stands
