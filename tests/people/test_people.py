"""Accounts are not persons; facts are appended; an invitation opens a door once."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from veer.access import policy, roles
from veer.access.queries import roles_of
from veer.access.who import SYSTEM, Who
from veer.journal.acts import Ref
from veer.journal.queries import entries
from veer.people import acts, facts
from veer.people.models import Account, Fact, Person
from veer.people.queries import account_of_code, own_person, who_is

pytestmark = pytest.mark.django_db(databases=["default", "guidance"])


def account(**more: Any) -> Account:
    return Account.objects.create_user(**more)


def test_an_account_needs_no_email_and_two_may_have_none() -> None:
    one, other = account(), account(email="")
    assert (one.email, other.email) == (None, None)
    assert not one.has_usable_password()


def test_an_email_belongs_to_one_account_however_it_is_written() -> None:
    account(email="amina@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        account(email="Amina@example.org")


def test_an_invitation_makes_an_account_with_a_role_and_a_way_in(
    django_capture_on_commit_callbacks: Any, client: Client
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        invited = acts.invite("bram@example.org", role=roles.OFFICIAL, by=SYSTEM, language="nl")
    assert roles_of(invited.pk) == {roles.OFFICIAL}
    assert [entry.act for entry in entries(invited.pk)] == ["invite", "give_role"]
    (message,) = mail.outbox
    link = re.search(r"https?://\S+|/account/\S+", message.body)
    assert link
    path = re.sub(r"^https?://[^/]+", "", link.group())
    asked = client.get(path, follow=True)
    assert asked.status_code == 200
    address = asked.redirect_chain[-1][0]
    chosen = client.post(address, {"password1": "een heel lang woord", "password2": "een heel lang woord"})
    assert chosen.status_code == 302
    assert Client().login(email="bram@example.org", password="een heel lang woord")


def test_invited_twice_there_is_one_account_with_both_roles() -> None:
    one = acts.invite("chantal@example.org", role=roles.SIGNER, by=SYSTEM)
    other = acts.invite("Chantal@example.org", role=roles.OFFICIAL, by=SYSTEM)
    assert one == other
    assert roles_of(one.pk) == {roles.SIGNER, roles.OFFICIAL}


def test_who_may_not_invite_does_not() -> None:
    with pytest.raises(policy.Refused):
        acts.invite("x@example.org", role=roles.OFFICIAL, by=Who(uuid4(), roles=frozenset({roles.OFFICIAL})))
    assert not Account.objects.exists()


def test_amina_says_who_she_is_and_acts_for_herself() -> None:
    amina = account(email="amina@example.org")
    person = acts.introduce(amina, given_name="Amina", family_name="Haddad", language="fr")
    assert own_person(amina.pk) == person
    assert who_is(Account.objects.get(pk=amina.pk)).persons == {person.pk}
    again = acts.introduce(amina, given_name="Amina", family_name="Haddad-Claes", language="fr")
    assert again.pk == person.pk
    assert [entry.act for entry in entries(person.pk)] == ["introduce", "rename"]


def test_a_representative_acts_for_somebody_only_if_they_say_so() -> None:
    amina, dries = account(email="a@example.org"), account(email="d@example.org")
    person = acts.introduce(amina, given_name="Amina", language="nl")
    with pytest.raises(policy.Refused):
        acts.represent(person, dries, who_is(dries))
    acts.represent(person, dries, who_is(Account.objects.get(pk=amina.pk)))
    assert who_is(Account.objects.get(pk=dries.pk)).persons == {person.pk}
    assert own_person(dries.pk) is None


def test_a_code_on_paper_opens_the_account_until_a_new_one_is_given(client: Client) -> None:
    amina = account(name="Amina")
    code = acts.give_login_code(amina.pk, SYSTEM)
    assert re.fullmatch(r"([2-9A-HJ-NP-Z]{5}-){3}[2-9A-HJ-NP-Z]{5}", code)
    assert account_of_code(code.lower().replace("-", " ")) == amina
    assert client.post(reverse("people:code"), {"code": code})["Location"] == reverse("start")
    assert client.get(reverse("people:me")).status_code == 200
    acts.give_login_code(amina.pk, SYSTEM)
    assert account_of_code(code) is None
    assert code not in str(Account.objects.values().get())


def test_a_wrong_code_opens_nothing_and_cannot_be_tried_for_ever(client: Client) -> None:
    amina = account()
    code = acts.give_login_code(amina.pk, SYSTEM)
    for _try in range(10):
        assert client.post(reverse("people:code"), {"code": "AAAAA-AAAAA-AAAAA-AAAAA"}).status_code == 200
    assert client.post(reverse("people:code"), {"code": code}).status_code == 429
    assert client.get(reverse("people:me")).status_code == 302


def test_my_name_my_address_my_language(client: Client) -> None:
    amina = account(email="amina@example.org")
    client.force_login(amina, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("people:me")
    told = {"given_name": "Amina", "family_name": "", "address": "Gent", "language": "fr"}
    assert client.post(address, told)["Location"] == address
    assert Person.objects.get().language == "fr"
    assert Account.objects.get().language == "fr"


def record(subject: Ref, purpose: Ref, value: Any, state: str = facts.STATED) -> Fact:
    by = Ref("account", uuid4())
    return facts.record(subject, purpose, "birth_date", value, state=state, source=by, by=by)


def test_a_new_fact_supersedes_and_the_old_one_stays_readable() -> None:
    person, case = Ref("person", uuid4()), Ref("case", uuid4())
    old = record(person, case, "1998")
    new = record(person, case, "1998-05-03", facts.VERIFIED)
    old.refresh_from_db()
    assert old.superseded_by == new
    assert facts.current(case.id, [person.id]) == [new]
    assert {fact.value for fact in facts.history(case.id, "birth_date")} == {"1998", "1998-05-03"}


def test_a_fact_is_seen_only_under_the_purpose_it_was_told_for() -> None:
    person, one, other = Ref("person", uuid4()), Ref("case", uuid4()), Ref("case", uuid4())
    record(person, one, "1998")
    record(person, other, "1999")
    assert [fact.value for fact in facts.current(one.id, [person.id])] == ["1998"]


def test_the_database_knows_one_current_fact_and_four_states() -> None:
    person, case = Ref("person", uuid4()), Ref("case", uuid4())
    fact = record(person, case, "1998")
    fact.pk, fact._state.adding = uuid4(), True
    with pytest.raises(IntegrityError), transaction.atomic():
        fact.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Fact.objects.filter(purpose_id=case.id).update(state="believed")


def test_whoever_signs_up_is_in_the_journal_with_their_language(client: Client) -> None:
    told = {"email": "new@example.org", "password1": "een heel lang woord"}
    assert client.post(reverse("account_signup") + "?lang=fr", told).status_code == 302
    made = Account.objects.get()
    assert (made.language, made.made_at is not None) == ("fr", True)
    assert [entry.act for entry in entries(made.pk)] == ["sign_up"]
    (message,) = mail.outbox
    assert message.to == ["new@example.org"]


def test_another_language_is_chosen_for_pages_and_letters_and_stands_in_the_journal() -> None:
    known = account(email="amina@example.org", language="nl")
    person = acts.introduce(known, given_name="Amina", language="nl")
    acts.choose_language(known, "fr")
    acts.choose_language(known, "fr")
    person.refresh_from_db()
    assert (known.language, person.language) == ("fr", "fr")
    assert [entry.act for entry in entries(known.pk)].count("choose_language") == 1
