"""Roles: given by an act, never two that may not meet; and the one registry of policies."""

from itertools import permutations
from uuid import uuid4

import pytest

from veer.access import policy, roles
from veer.access.acts import give_role, take_role
from veer.access.queries import holders, roles_of
from veer.access.who import NOBODY, SYSTEM, Who
from veer.cases.models import Case
from veer.journal.queries import entries, told

pytestmark = pytest.mark.django_db


def test_a_role_is_given_and_the_journal_says_by_whom() -> None:
    account = uuid4()
    give_role(account, roles.OFFICIAL, SYSTEM)
    assert roles_of(account) == {roles.OFFICIAL}
    assert holders(roles.OFFICIAL) == [account]
    (entry,) = entries(account)
    assert (entry.act, entry.actor_kind, told(entry)) == ("give_role", "system", {"role": "official"})


def test_given_twice_is_held_once() -> None:
    account = uuid4()
    assert give_role(account, roles.SIGNER, SYSTEM) == give_role(account, roles.SIGNER, SYSTEM)
    assert entries(account).count() == 1


def test_taken_back_it_is_gone_and_can_be_given_again() -> None:
    account = uuid4()
    give_role(account, roles.OFFICIAL, SYSTEM)
    assert take_role(account, roles.OFFICIAL, SYSTEM)
    assert roles_of(account) == frozenset()
    assert not take_role(account, roles.OFFICIAL, SYSTEM)
    give_role(account, roles.OFFICIAL, SYSTEM)
    assert roles_of(account) == {roles.OFFICIAL}


@pytest.mark.parametrize("one,other", sorted(pair for known in roles.INCOMPATIBLE for pair in permutations(known)))
def test_roles_that_may_not_meet_do_not_meet(one: str, other: str) -> None:
    account = uuid4()
    give_role(account, one, SYSTEM)
    with pytest.raises(roles.IncompatibleRoles):
        give_role(account, other, SYSTEM)
    assert roles_of(account) == {one}


def test_a_coach_is_nobodys_authority() -> None:
    authority = {roles.OFFICIAL, roles.SIGNER, roles.COMMISSION, roles.ADMINISTRATOR}
    assert all(frozenset((roles.COACH, other)) in roles.INCOMPATIBLE for other in authority)


def test_clashes_are_found_after_a_rule_became_stricter() -> None:
    assert roles.clashes([roles.COACH, roles.OFFICIAL, roles.SIGNER]) == [
        (roles.COACH, roles.OFFICIAL),
        (roles.COACH, roles.SIGNER),
    ]


def test_a_role_that_does_not_exist_is_not_given() -> None:
    with pytest.raises(roles.UnknownRole):
        give_role(uuid4(), "king", SYSTEM)


@pytest.mark.parametrize("role", sorted(set(roles.TITLES) - {roles.ADMINISTRATOR}))
def test_only_an_administrator_gives_roles(role: str) -> None:
    somebody = Who(uuid4(), roles=frozenset({role}))
    with pytest.raises(policy.Refused):
        give_role(uuid4(), roles.OFFICIAL, somebody)


def test_nobody_may_nothing() -> None:
    assert not any(policy.may(NOBODY, right) for right in ("give_role", "invite", "activate_law", "verify_journal"))


def test_a_purpose_that_does_not_exist_shows_nothing() -> None:
    person = uuid4()
    somebody = Who(uuid4(), persons=frozenset({person}), roles=frozenset({roles.OFFICIAL}))
    with pytest.raises(policy.NotThere):
        policy.obtain(Case.objects.all(), "case", somebody, "curiosity", uuid4())


def test_a_kind_has_one_policy() -> None:
    class Another:
        kind = "case"

        def which(self, who: Who, purpose: str) -> None:
            return None

    with pytest.raises(ValueError, match="already has a policy"):
        policy.register(Another())
