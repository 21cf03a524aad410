"""Who may act for whom: as far as the mandate says, as long as it says, and until somebody ends it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from tests.people import cast
from veer.access import policy
from veer.access.who import Who
from veer.journal import clock
from veer.journal.queries import entries, told
from veer.people import acts
from veer.people.acts.mandates import Terms
from veer.people.finding import clients, mandates_of, offered
from veer.people.models import Account, Link, Person

pytestmark = pytest.mark.django_db


WHOLE = Terms()


def given(amina: Account, person: Person, lawyer: Account, terms: Terms = WHOLE, **more: Any) -> Link:
    link = acts.give_mandate(person.pk, cast.who(amina), email=str(lawyer.email), terms=terms, **more)
    return acts.accept_mandate(link.pk, cast.who(lawyer))


def test_a_mandate_counts_from_the_moment_it_is_accepted() -> None:
    (amina, person), lawyer = cast.somebody(), cast.account("Lea Wouters")
    link = acts.give_mandate(person.pk, cast.who(amina), email=str(lawyer.email).upper())
    assert cast.who(lawyer).near == frozenset()
    assert offered(cast.who(lawyer), {str(lawyer.email)}) == [link]
    acts.accept_mandate(link.pk, cast.who(lawyer))
    known = cast.who(lawyer)
    assert (known.persons, known.own, known.reaches) == ({person.pk}, frozenset(), frozenset())
    assert [entry.act for entry in entries(person.pk)] == ["introduce", "give_mandate", "accept_mandate"]


def test_an_offer_tells_nothing_of_whom_and_the_same_to_everybody(django_capture_on_commit_callbacks: Any) -> None:
    (amina, person), lawyer = cast.somebody(), cast.account("Lea Wouters")
    with django_capture_on_commit_callbacks(execute=True):
        acts.give_mandate(person.pk, cast.who(amina), email=str(lawyer.email))
        acts.give_mandate(person.pk, cast.who(amina), email="nobody@example.org")
    one, other = mail.outbox
    assert (one.subject, one.body) == (other.subject, other.body)
    assert "Amina" not in one.body + one.subject


def test_only_the_confirmed_owner_of_the_address_accepts() -> None:
    (amina, person), lawyer, stranger = cast.somebody(), cast.account("Lea Wouters"), cast.account("Stefan Vreemd")
    link = acts.give_mandate(person.pk, cast.who(amina), email=str(lawyer.email))
    with pytest.raises(policy.NotThere):
        acts.accept_mandate(link.pk, cast.who(stranger))
    typed = Account.objects.create_user("unconfirmed@example.org")
    unconfirmed = acts.give_mandate(person.pk, cast.who(amina), email="unconfirmed@example.org")
    with pytest.raises(policy.NotThere):
        acts.accept_mandate(unconfirmed.pk, cast.who(typed))
    acts.accept_mandate(link.pk, cast.who(lawyer))
    with pytest.raises(policy.NotThere):
        acts.accept_mandate(link.pk, cast.who(lawyer))


def test_reading_is_not_acting_and_a_route_or_a_file_is_not_everything() -> None:
    (amina, person), lawyer = cast.somebody(), cast.account("Lea Wouters")
    case = uuid4()
    given(amina, person, lawyer, Terms(may=Link.READ, scope=Link.ROUTE, scope_of="pack/one"))
    given(amina, person, lawyer, Terms(scope=Link.CASE, scope_of=str(case)))
    known = cast.who(lawyer)
    assert known.persons == frozenset()
    assert known.may_read(person.pk, route="pack/one")
    assert not known.may_act(person.pk, route="pack/one", case=uuid4())
    assert not known.may_read(person.pk, route="pack/other", case=uuid4())
    assert known.may_act(person.pk, route="pack/other", case=case)
    assert not known.may_read(uuid4(), route="pack/one", case=case)
    assert known.near == {person.pk}


@pytest.mark.parametrize("scope,of", [("case", "x"), ("hearing", ""), ("route", "one"), ("all", "pack/one"), ("x", "")])
def test_what_a_mandate_names_must_be_one(scope: str, of: str) -> None:
    with pytest.raises(ValueError, match=r"UUID|is no"):
        Terms(scope=scope, scope_of=of)


def test_it_ends_on_its_day_without_anybody_doing_anything(at: Callable[..., datetime]) -> None:
    at(2026, 11, 23)
    (amina, person), lawyer = cast.somebody(), cast.account("Lea Wouters")
    given(amina, person, lawyer, Terms(ends=datetime(2026, 12, 1, tzinfo=UTC)))
    at(2026, 11, 30, 23, 59)
    assert cast.who(lawyer).persons == {person.pk}
    at(2026, 12, 1)
    assert cast.who(lawyer).persons == frozenset()
    assert clients(cast.who(lawyer)).links == []
    assert mandates_of(person.pk) == []
    link = given(amina, person, lawyer)
    assert cast.who(lawyer).persons == {person.pk}
    assert Link.objects.filter(until=None, account=lawyer).get() == link


def test_no_mandate_begins_after_its_end() -> None:
    (amina, person), _lawyer = cast.somebody(), cast.account("Lea Wouters")
    with pytest.raises(ValueError, match="already ended"):
        acts.give_mandate(
            person.pk, cast.who(amina), email="x@example.org", terms=Terms(ends=clock.now() - timedelta(days=1))
        )


@pytest.mark.parametrize("ends_it", ["person", "holder"])
def test_the_person_and_the_holder_can_end_it_and_it_stands_in_the_journal(ends_it: str) -> None:
    (amina, person), lawyer = cast.somebody(), cast.account("Lea Wouters")
    link = given(amina, person, lawyer)
    ender = cast.who(amina if ends_it == "person" else lawyer)
    acts.end_mandate(link.pk, ender, "Done.")
    assert cast.who(lawyer).persons == frozenset()
    *_rest, last = entries(person.pk)
    assert (last.act, last.actor_id, told(last)) == ("end_mandate", ender.account, {"reason": "Done."})
    with pytest.raises(policy.NotThere):
        acts.end_mandate(link.pk, ender)


def test_a_stranger_and_another_lawyer_end_nothing() -> None:
    (amina, person), lawyer, other = cast.somebody(), cast.account("Lea Wouters"), cast.account("Otto Anders")
    link = given(amina, person, lawyer)
    given(amina, person, other)
    for somebody in (other, cast.account("Stefan Vreemd")):
        with pytest.raises(policy.NotThere):
            acts.end_mandate(link.pk, cast.who(somebody), "because")


def test_a_lawyer_passes_nothing_on() -> None:
    (amina, person), lawyer = cast.somebody(), cast.account("Lea Wouters")
    given(amina, person, lawyer)
    with pytest.raises(policy.Refused):
        acts.give_mandate(person.pk, cast.who(lawyer), email="colleague@example.org")
    with pytest.raises(policy.Refused):
        acts.represent(person, cast.account("Otto Anders"), cast.who(lawyer))


def test_at_a_desk_a_mandate_stands_on_a_paper_that_is_named() -> None:
    desk = cast.desk()
    person = cast.registered(desk, "محمد")
    with pytest.raises(ValueError, match="on what it stands"):
        acts.give_mandate(person.pk, desk, email="lea@example.org")
    link = acts.give_mandate(person.pk, desk, email="lea@example.org", reason="Signed paper of today.")
    assert link.given_by == desk.account


def appointed(bram: Who, person: Person, to: Account, **more: Any) -> Link:
    link = acts.appoint(person.pk, bram, email=str(to.email), body="Guardianship service", **more)
    return acts.accept_mandate(link.pk, cast.who(to))


def test_a_guardian_acts_for_a_minor_who_cannot_end_it_and_may_take_a_lawyer() -> None:
    bram, guardian, lawyer = cast.official(), cast.account("Gerda Voogd"), cast.account("Lea Wouters")
    minor, person = cast.somebody("Yusuf Ali")
    link = appointed(bram, person, guardian, relation=Link.GUARDIAN)
    assert cast.who(guardian).persons == {person.pk}
    with pytest.raises(policy.NotThere):
        acts.end_mandate(link.pk, cast.who(minor), "I do not want one.")
    given(guardian, person, lawyer)
    assert cast.who(lawyer).persons == {person.pk}
    with pytest.raises(policy.NotThere):
        acts.end_mandate(link.pk, bram, " ")
    acts.end_mandate(link.pk, bram, "Came of age.")
    assert cast.who(guardian).persons == frozenset()


def test_an_interpreter_reaches_one_hearing_and_no_file() -> None:
    bram, interpreter = cast.official(), cast.account("Ines Tolk")
    _amina, person = cast.somebody()
    hearing = uuid4()
    appointed(bram, person, interpreter, relation=Link.INTERPRETER, hearing=hearing)
    known = cast.who(interpreter)
    assert (known.hearings, known.persons, known.near) == ({hearing}, frozenset(), {person.pk})
    assert not known.may_read(person.pk)
    assert not known.may_read(person.pk, route="pack/one", case=hearing)
    with pytest.raises(IntegrityError), transaction.atomic():
        Link.objects.filter(account=interpreter).update(scope=Link.ALL, scope_of="")


def test_nobody_appoints_without_a_body_or_for_themselves() -> None:
    official = cast.account("Bram Peeters", "official")
    own = acts.introduce(official, given_name="Bram", language="nl")
    _amina, person = cast.somebody()
    bram = cast.who(official)
    with pytest.raises(ValueError, match="body"):
        acts.appoint(person.pk, bram, relation=Link.GUARDIAN, email="g@example.org", body=" ")
    with pytest.raises(ValueError, match="hearing"):
        acts.appoint(person.pk, bram, relation=Link.INTERPRETER, email="g@example.org", body="Bureau")
    with pytest.raises(policy.Refused):
        acts.appoint(own.pk, bram, relation=Link.GUARDIAN, email="g@example.org", body="Service")
    with pytest.raises(policy.Refused):
        acts.appoint(person.pk, cast.desk(), relation=Link.GUARDIAN, email="g@example.org", body="Service")


def test_an_office_holds_a_mandate_for_whoever_works_there() -> None:
    (amina, person), lead, colleague = cast.somebody(), cast.account("Lea Wouters"), cast.account("Otto Anders")
    office = acts.make_organisation(cast.official(), name="Wouters & Co", kind="law office", lead=lead)
    link = acts.give_mandate(person.pk, cast.who(amina), organisation=office)
    assert offered(cast.who(lead), set()) == [link]
    acts.accept_mandate(link.pk, cast.who(lead))
    assert cast.who(lead).persons == {person.pk}
    assert cast.who(colleague).persons == frozenset()
    acts.join_organisation(office.pk, colleague, cast.who(lead), function="trainee")
    assert cast.who(colleague).persons == {person.pk}
    with pytest.raises(policy.Refused):
        acts.join_organisation(office.pk, cast.account("Xander"), cast.who(colleague), function="friend")
    assert acts.leave_organisation(office.pk, colleague.pk, cast.who(lead))
    assert cast.who(colleague).persons == frozenset()


def test_a_lawyer_finds_many_clients_by_name_and_page_with_as_many_queries_for_one_as_for_three(
    django_assert_num_queries: Any,
) -> None:
    lawyer = cast.account("Lea Wouters")
    for number in range(23):
        amina, person = cast.somebody(f"Klant Nummer{number:02d}")
        given(amina, person, lawyer)
        if number in (0, 2):
            known = cast.who(lawyer)
            with django_assert_num_queries(1):
                names = [row.person.name for row in clients(known).links]
            assert names == [f"Klant Nummer{shown:02d}" for shown in range(number + 1)]
    known = cast.who(lawyer)
    first = clients(known)
    second = clients(known, after=first.after)
    shown = [link.person.name for link in [*first.links, *second.links]]
    assert shown == [f"Klant Nummer{number:02d}" for number in range(23)]
    assert second.after == ""
    assert [link.person.name for link in clients(known, "nummer07 KLÁNT").links] == ["Klant Nummer07"]
    assert clients(cast.who(cast.account("Otto Anders"))).links == []


def test_who_is_asked_costs_as_much_with_three_clients_as_with_one(django_assert_num_queries: Any) -> None:
    """Roles and mandates; and for whoever holds one, whom they sponsor or live beside."""
    lawyer = cast.account("Lea Wouters")
    for number in range(4):
        known = Account.objects.get(pk=lawyer.pk)
        with django_assert_num_queries(3 if number else 2):
            cast.who_is(known)
        amina, person = cast.somebody(f"Klant {number}")
        given(amina, person, lawyer)
