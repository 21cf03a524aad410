"""How far a mandate reaches among files: the condition for a list and the answer for one say the same."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases import cast
from veer.access.who import Reach, Who
from veer.cases.models import Case
from veer.people import acts
from veer.people.acts.mandates import Terms
from veer.people.models import Account, Link
from veer.people.queries import reached

pytestmark = pytest.mark.django_db


@pytest.fixture
def files() -> list[Case]:
    """Two people, two files each."""
    cast.activate_law()
    amina, bea = cast.applicant(), cast.applicant("Bea Willems")
    return [cast.draft(one, {}) for one in (amina, amina, bea, bea)]


def listed(who: Who, *, acting: bool) -> set[int]:
    condition = reached(who, acts=acting)
    there = Case.objects.none() if condition is None else Case.objects.filter(condition)
    return set(there.order_by("id").values_list("id", flat=True))


def test_the_list_and_the_single_answer_agree(files: list[Case]) -> None:
    one, other, hers, _hers = files
    route, elsewhere = f"{one.law.pack}/{one.route}", "another/route"
    for reaches in [
        [],
        [Reach(one.person_id, acts=True, route=route)],
        [Reach(one.person_id, acts=False, route=route), Reach(one.person_id, acts=True, case=other.pk)],
        [Reach(one.person_id, acts=True, route=elsewhere)],
        [Reach(one.person_id, acts=False), Reach(hers.person_id, acts=True, case=one.pk)],
        [Reach(hers.person_id, acts=False, hearing=hers.pk)],
    ]:
        for persons in [frozenset(), frozenset({hers.person_id})]:
            who = Who(uuid4(), persons=persons, reaches=frozenset(reaches))
            for acting, may in [(True, who.may_act), (False, who.may_read)]:
                single = {case.pk for case in files if may(case.person_id, route=route, case=case.pk)}
                assert listed(who, acting=acting) == single, (reaches, acting)


def test_a_mandate_for_one_file_shows_that_file_and_no_other(files: list[Case]) -> None:
    one, other, *_hers = files
    amina = Account.objects.get(links__person=one.person_id)
    lawyer = cast.account("Lea Wouters")
    link = acts.give_mandate(
        one.person_id,
        cast.who(amina),
        email=str(lawyer.email),
        terms=Terms(scope=Link.CASE, scope_of=str(one.pk)),
    )
    Link.objects.filter(pk=link.pk).update(account=lawyer, accepted_at=link.since)
    assert listed(cast.who(lawyer), acting=True) == {one.pk}
    assert other.pk not in listed(cast.who(lawyer), acting=False)


REACHES = st.builds(
    Reach,
    st.sampled_from([uuid4(), uuid4()]),
    st.booleans(),
    st.sampled_from(["", "a/b", "a/c"]),
    st.one_of(st.none(), st.just(uuid4())),
    st.one_of(st.none(), st.just(uuid4())),
)


@given(st.frozensets(REACHES, max_size=4), st.sampled_from(["a/b", "a/c"]))
def test_whoever_acts_reads_and_is_near(reaches: frozenset[Reach], route: str) -> None:
    who = Who(uuid4(), reaches=reaches)
    for one in reaches:
        if who.may_act(one.person, route=route, case=one.case):
            assert who.may_read(one.person, route=route, case=one.case)
        assert one.person in who.near
