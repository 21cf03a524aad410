"""Somebody without e-mail, telephone or Latin name is written down at a desk, and takes over their record later."""

import re
from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest

from tests.people import cast
from veer.access import policy
from veer.access.who import Who
from veer.journal.queries import entries, told
from veer.people import acts, birth
from veer.people.acts.desk import AlreadyTheirs, Told
from veer.people.models import Account, Claim, Link, Person
from veer.people.queries import account_of_code, household_of, may_be_notified, own_person, silenced

pytestmark = pytest.mark.django_db


@pytest.fixture
def dina(db: None) -> Who:
    return cast.desk()


def test_a_name_in_any_script_is_enough(dina: Who) -> None:
    person = cast.registered(
        dina, "أحمد", language="ar", born="1987", names=(("passport", "Ahmad Al Khatib"),),
        papers=(("passport", "N 0042", "SY"),), note="Came with his brother, who has a file here.",
    )  # fmt: skip
    assert (person.name, person.latin, person.born_words) == ("أحمد", "Hmd", "1987 (day and month unknown)")
    (entry,) = entries(person.pk)
    assert (entry.act, entry.actor_id) == ("register_at_desk", dina.account)
    assert told(entry)["note"].startswith("Came with")  # type: ignore[index]
    assert not Account.objects.filter(links__person=person).exists()


def test_the_same_form_registers_once(dina: Who) -> None:
    key = uuid4().hex
    one = acts.register_at_desk(dina, Told("Amina"), key=key)
    assert acts.register_at_desk(dina, Told("Amina"), key=key) == one
    assert Person.objects.count() == 1


def test_who_does_not_work_at_a_desk_registers_nobody() -> None:
    for somebody in (cast.who(cast.account("Stefan Vreemd")), cast.who(cast.account("Coach", "coach"))):
        with pytest.raises(policy.Refused):
            cast.registered(somebody, "Amina")
    with pytest.raises(birth.NoBirthDate):
        cast.registered(cast.desk(), "Amina", born="3 May")


def test_a_code_on_paper_makes_an_account_without_email_and_opens_it_again(dina: Who) -> None:
    person = cast.registered(dina, "أحمد", language="ar")
    code = acts.issue_claim(person.pk, dina)
    assert re.fullmatch(r"([2-9A-HJ-NP-Z]{5}-){3}[2-9A-HJ-NP-Z]{5}", code)
    assert code.replace("-", "") not in str(list(Claim.objects.values()))
    made = acts.claim(code.lower().replace("-", " "), None)
    assert made is not None
    assert (own_person(made.pk), made.email, made.language, str(made)) == (person, None, "ar", "أحمد")
    assert account_of_code(code) == made
    assert [entry.act for entry in entries(person.pk)] == ["register_at_desk", "issue_claim", "claim"]
    assert acts.claim(code, None) is None
    with pytest.raises(AlreadyTheirs):
        acts.issue_claim(person.pk, dina)


def test_an_account_that_is_nobody_yet_takes_it_over_and_one_that_is_somebody_does_not(dina: Who) -> None:
    person = cast.registered(dina, "Amina")
    code = acts.issue_claim(person.pk, dina)
    taken, _other = cast.somebody("Samira")
    with pytest.raises(AlreadyTheirs):
        acts.claim(code, taken)
    fresh = cast.account("Amina")
    assert acts.claim(code, fresh) == fresh
    assert cast.who(fresh).own == {person.pk}
    assert account_of_code(code) is None  # they sign in the way they did


def test_a_new_code_voids_the_old_and_no_code_lasts_for_ever(dina: Who, at: Callable[..., datetime]) -> None:
    at(2026, 11, 25)
    person = cast.registered(dina, "Amina")
    old = acts.issue_claim(person.pk, dina)
    new = acts.issue_claim(person.pk, dina)
    assert acts.claim(old, None) is None
    at(2027, 1, 24, 1)
    assert acts.claim(new, None) is None
    newest = acts.issue_claim(person.pk, dina)
    assert acts.claim(newest, None) is not None
    assert Link.objects.filter(person=person).count() == 1


def test_who_works_at_the_desk_gives_no_code_for_themselves() -> None:
    known = cast.account("Dina Claes", "desk")
    own = acts.introduce(known, given_name="Dina", language="nl")
    with pytest.raises(policy.Refused):
        acts.issue_claim(own.pk, cast.who(known))


def test_a_correction_says_why_and_what_was_before(dina: Who) -> None:
    person = cast.registered(dina, "Amina", born="1998")
    with pytest.raises(ValueError, match="reason"):
        acts.correct(person.pk, dina, " ", born="1999")
    acts.correct(person.pk, dina, "Passport seen.", born="1998-05-03", given_name="Amína")
    *_rest, last = entries(person.pk)
    assert told(last)["was"] == {"born": "1998", "given_name": "Amina"}  # type: ignore[index]
    assert acts.correct(person.pk, dina, "Passport seen.", born="1998-05-03").born == "1998-05-03"
    assert entries(person.pk).count() == 2


# ---------- Where it is not safe to be written to ----------


def test_nothing_goes_to_an_address_that_is_not_safe() -> None:
    amina, person = cast.somebody()
    assert all(may_be_notified(person.pk, channel) for channel in ("account", "desk", "mail", "post", "telephone"))
    acts.stop_notices(person.pk, cast.who(amina))
    assert [channel for channel in ("account", "desk", "mail", "post") if may_be_notified(person.pk, channel)] == [
        "account",
        "desk",
    ]
    assert silenced({person.pk, uuid4()}) == {person.pk}
    assert acts.resume_notices(person.pk, cast.who(amina), "I moved.")
    assert may_be_notified(person.pk, "mail")
    assert not acts.resume_notices(person.pk, cast.who(amina))
    assert [entry.act for entry in entries(person.pk)][1:] == ["stop_notices", "resume_notices"]


def test_whoever_works_here_stops_it_with_a_reason_and_a_representative_does_not(dina: Who) -> None:
    amina, person = cast.somebody()
    helper = cast.account("Hanna Helpt")
    acts.represent(person, helper, cast.who(amina))
    with pytest.raises(policy.Refused):
        acts.stop_notices(person.pk, dina, " ")
    with pytest.raises(policy.Refused):
        acts.resume_notices(person.pk, cast.who(helper), "It is safe.")
    made = acts.stop_notices(person.pk, dina, "Says that somebody at home opens the post.")
    assert acts.stop_notices(person.pk, dina, "Again.") == made


def test_it_holds_for_every_record_of_one_person() -> None:
    bram = cast.official()
    first = cast.registered(bram, "Amina", "Haddad", born="1998")
    _amina, second = cast.somebody("Amina Haddad")
    acts.stop_notices(first.pk, bram, "Not safe.")
    assert may_be_notified(second.pk, "mail")
    from veer.people.models import Likeness

    acts.merge(Likeness.objects.get().pk, first.pk, bram, "Same.")
    assert not may_be_notified(second.pk, "mail")
    assert silenced({first.pk, second.pk}) == {first.pk, second.pk}


# ---------- Households ----------


def test_who_lives_with_whom_from_one_day_to_another(dina: Who) -> None:
    parent, child = cast.registered(dina, "Amina"), cast.registered(dina, "Yusuf", born="2015")
    assert household_of(parent.pk) is None
    acts.join_household(child.pk, dina, role="child", beside=parent.pk)
    assert household_of(parent.pk) == household_of(child.pk)
    from veer.people.acts.households import InAnother

    with pytest.raises(InAnother):
        acts.join_household(child.pk, dina, role="other")
    assert acts.leave_household(child.pk, dina)
    assert household_of(child.pk) is None
    assert not acts.leave_household(child.pk, dina)
    with pytest.raises(policy.Refused):
        acts.join_household(child.pk, cast.who(cast.account("Stefan Vreemd")), role="parent")
