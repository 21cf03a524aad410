"""Races about people, each with a negative twin: the same moment without protection has two winners."""

import itertools
from threading import Barrier
from uuid import uuid4

import pytest

from tests.people import cast
from tests.races.together import together
from veer.access import policy
from veer.journal import clock
from veer.journal.verify import verify
from veer.people import acts
from veer.people.acts.desk import Told
from veer.people.acts.twins import SaidBefore, recompute
from veer.people.models import Account, Claim, Likeness, Link, Merge, Person

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 8


def test_one_code_typed_eight_times_at_once_is_one_account() -> None:
    desk = cast.desk()
    person = cast.registered(desk, "Amina")
    code, before = acts.issue_claim(person.pk, desk), Account.objects.count()
    results = together(*[lambda: acts.claim(code, None) for _n in range(MANY)])
    assert sum(isinstance(result, Account) for result in results) == 1, results
    assert all(result is None or isinstance(result, Account) for result in results), results
    assert (Account.objects.count(), person.links.count()) == (before + 1, 1)
    assert verify().ok


def test_the_twin_that_looks_and_then_links_makes_two() -> None:
    desk = cast.desk()
    person = cast.registered(desk, "Amina")
    acts.issue_claim(person.pk, desk)
    both_looked = Barrier(2)

    def naive() -> None:
        open_ = Claim.objects.filter(person=person, used_at=None).exists()
        both_looked.wait(timeout=30)
        if open_:
            made = Account.objects.create_user(name="Amina")
            Link.objects.create(account=made, person=person, relation=Link.SELF, since=clock.now())

    assert together(naive, naive) == [None, None]
    assert person.links.count() == 2


def test_one_form_sent_eight_times_at_once_is_one_person() -> None:
    desk, key = cast.desk(), uuid4().hex
    results = together(*[lambda: acts.register_at_desk(desk, Told("Amina"), key=key) for _n in range(MANY)])
    assert {person.pk for person in results} == set(Person.objects.values_list("pk", flat=True))
    assert Person.objects.count() == 1


def test_two_findings_at_once_are_one_finding() -> None:
    bram, bea = cast.official(), cast.official("Bea Willems")
    first = cast.registered(bram, "Amina", papers=(("card", "1", ""),))
    cast.registered(bram, "Samira", papers=(("card", "1", ""),))
    row = Likeness.objects.get()
    results = together(
        lambda: acts.merge(row.pk, first.pk, bram, "Same."), lambda: acts.say_different(row.pk, bea, "Different.")
    )
    assert sum(isinstance(result, SaidBefore) for result in results) == 1, results
    row.refresh_from_db()
    assert Merge.objects.count() == (1 if row.said == "same" else 0)
    assert verify().ok


def test_merges_of_neighbours_at_once_leave_what_doing_them_one_by_one_leaves() -> None:
    bram = cast.official()
    people = [cast.registered(bram, name) for name in ("Ana", "Bea", "Cleo", "Dina", "Eva")]
    rows = []
    for one, other in itertools.pairwise(people):
        low, high = sorted((one.pk, other.pk))
        rows.append(Likeness.objects.create(one_id=low, other_id=high, signs=[], found_at=clock.now()))
    results = together(*[lambda row=row: acts.merge(row.pk, row.one_id, bram, "Same.") for row in rows])  # type: ignore[misc]
    assert all(isinstance(result, Merge) for result in results), results
    found = dict(Person.objects.values_list("id", "kept_id"))
    assert len(set(found.values())) == 1
    recompute({people[0].pk})
    assert dict(Person.objects.values_list("id", "kept_id")) == found


def test_an_offer_accepted_eight_times_at_once_is_held_once() -> None:
    (amina, person), lawyer = cast.somebody(), cast.account("Lea Wouters")
    link = acts.give_mandate(person.pk, cast.who(amina), email=str(lawyer.email))
    known = cast.who(lawyer)
    results = together(*[lambda: acts.accept_mandate(link.pk, known) for _n in range(MANY)])
    assert sum(isinstance(result, Link) for result in results) == 1, results
    assert sum(isinstance(result, policy.NotThere) for result in results) == MANY - 1, results
    assert verify().ok
