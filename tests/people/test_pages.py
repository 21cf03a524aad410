"""The pages at the desk, of a lawyer, and of somebody who says who may act for them."""

import re
from html import unescape
from urllib.parse import unquote

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.people import cast
from veer.people import acts
from veer.people.acts.mandates import MOST_A_DAY
from veer.people.models import Account, Claim, Likeness, Merge, Person
from veer.people.queries import household_of, may_be_notified, own_person

pytestmark = pytest.mark.django_db(databases=["default", "guidance"])
CODE = re.compile(r"(?:[2-9A-HJ-NP-Z]{5}-){3}[2-9A-HJ-NP-Z]{5}")


@pytest.fixture(autouse=True)
def untried() -> None:
    cache.clear()


def test_from_a_name_in_arabic_script_to_an_account_of_ones_own() -> None:
    client = cast.signed_in(cast.desk().account)
    told = {"given_name": "أحمد", "language": "ar", "year": "1987", "paper": "card", "number": "B 12", "key": "once"}
    answer = client.post(reverse("people:register"), told)
    person = Person.objects.get()
    assert answer["Location"] == reverse("people:person", args=[person.pk])
    assert client.post(reverse("people:register"), told)["Location"] == answer["Location"]
    assert Person.objects.count() == 1
    assert "أحمد" in client.get(reverse("people:desk") + "?q=أحمد").content.decode()
    paper = client.post(reverse("people:print_code", args=[person.pk]))
    shown = paper.content.decode()
    frame, written = shown.split("<section", 1)
    assert 'lang="ar" dir="rtl"' in written, "the paper is the person's"
    assert "رمزك" in written
    assert "Print this paper and give it to the person. Its words are in their language: العربية." in frame
    assert f'href="{reverse("people:person", args=[person.pk])}"' in frame
    assert paper["Cache-Control"] == "no-store, private"
    (code,) = set(CODE.findall(shown))
    assert "<svg" in unquote(unescape(shown))
    stranger = Client()
    answer = stranger.post(reverse("people:claim"), {"code": code})
    assert answer["Location"] == reverse("start")
    assert "أحمد" in stranger.get(reverse("people:me")).content.decode()
    assert own_person(Account.objects.get(email=None).pk) == person
    back = Client()
    assert back.post(reverse("people:code"), {"code": code}).status_code == 302
    assert back.get(reverse("people:me")).status_code == 200
    again = client.post(reverse("people:print_code", args=[person.pk]), follow=True)
    assert not CODE.findall(again.content.decode())


def test_the_code_is_nowhere_but_on_the_paper() -> None:
    desk = cast.desk()
    client = cast.signed_in(desk.account)
    person = cast.registered(desk, "Amina")
    code = CODE.findall(client.post(reverse("people:print_code", args=[person.pk])).content.decode())[0]
    assert client.get(reverse("people:print_code", args=[person.pk])).status_code == 405
    assert code not in client.get(reverse("people:person", args=[person.pk])).content.decode()
    assert code not in str(list(Claim.objects.values()))


def test_wrong_codes_say_nothing_and_are_counted() -> None:
    desk = cast.desk()
    used, old = (acts.issue_claim(cast.registered(desk, name).pk, desk) for name in ("Amina", "Samira"))
    acts.claim(used, None)
    Claim.objects.filter(used_at=None).update(voided_at=Claim.objects.get(used_at=None).made_at)
    client, said = Client(), set()
    for code in [used, old, *["AAAAA-AAAAA-AAAAA-AAAAA"] * 8]:
        answer = client.post(reverse("people:claim"), {"code": code})
        assert answer.status_code == 200
        said.add(re.search(r'id="id_code_error">.*?</p>', answer.content.decode(), re.DOTALL).group())  # type: ignore[union-attr]
    assert len(said) == 1
    right = acts.issue_claim(cast.registered(desk, "Noor").pk, desk)
    assert client.post(reverse("people:claim"), {"code": right}).status_code == 429


def test_an_account_that_is_somebody_learns_nothing_of_a_code() -> None:
    desk = cast.desk()
    code = acts.issue_claim(cast.registered(desk, "Noor").pk, desk)
    amina, _person = cast.somebody()
    right = cast.signed_in(amina).post(reverse("people:claim"), {"code": code})
    wrong = cast.signed_in(amina).post(reverse("people:claim"), {"code": "AAAAA-AAAAA-AAAAA-AAAAA"})
    assert (right.status_code, wrong.status_code) == (200, 200)
    assert acts.claim(code, None) is not None


def test_what_is_typed_wrongly_is_said_at_its_field() -> None:
    client = cast.signed_in(cast.desk().account)
    address = reverse("people:register")
    told = {"given_name": "Amina", "language": "nl"}
    for wrong, field in [
        ({"year": "1998", "day": "3"}, "year"),
        ({"year": "98"}, "year"),
        ({"month": "5"}, "year"),
        ({"year": "x"}, "year"),
        ({"year": "1998", "month": "2", "day": "30"}, "year"),
        ({"paper": "card"}, "number"),
        ({"given_name": ""}, "given_name"),
    ]:
        answer = client.post(address, {**told, **wrong})
        assert answer.status_code == 200
        assert f'id="id_{field}_error"' in answer.content.decode(), wrong
    assert not Person.objects.exists()


def test_two_records_side_by_side_and_the_finding_taken_back() -> None:
    bram = cast.official()
    client = cast.signed_in(bram.account)
    first = cast.registered(bram, "Amina", "Haddad", born="1998")
    second = cast.registered(bram, "Haddad", "Amina", born="1998-05")
    row = Likeness.objects.get()
    assert "Haddad Amina" in client.get(reverse("people:twins")).content.decode()
    address = reverse("people:twin", args=[row.pk])
    assert "1998 (day and month unknown)" in client.get(address).content.decode()
    assert client.post(address, {"said": str(first.pk), "reason": ""}).status_code == 200
    assert not Merge.objects.exists()
    assert client.post(address, {"said": str(first.pk), "reason": "Same passport."}).status_code == 302
    assert Person.objects.get(pk=second.pk).kept == first
    assert "Same passport." in client.get(reverse("people:person", args=[second.pk])).content.decode()
    assert "Found to be one person." in client.get(address).content.decode()
    undo = reverse("people:undo", args=[second.pk, Merge.objects.get().pk])
    client.post(undo, {"reason": " "})
    assert Person.objects.get(pk=second.pk).kept == first
    client.post(undo, {"reason": "Sisters."})
    assert Person.objects.get(pk=second.pk).kept == second


def test_mending_and_silence_at_the_desk() -> None:
    desk = cast.desk()
    client = cast.signed_in(desk.account)
    person = cast.registered(desk, "Amina", born="1998-05")
    address = reverse("people:correct", args=[person.pk])
    assert 'value="1998"' in client.get(address).content.decode()
    told = {"given_name": "Amína", "year": "1998", "month": "5", "day": "3", "reason": "Passport seen."}
    assert client.post(address, told).status_code == 302
    assert (Person.objects.get().name, Person.objects.get().born) == ("Amína", "1998-05-03")
    quiet = reverse("people:quiet", args=[person.pk])
    client.post(quiet, {"reason": ""})
    assert may_be_notified(person.pk, "mail")
    client.post(quiet, {"reason": "Somebody at home reads it."})
    assert not may_be_notified(person.pk, "mail")
    assert "Somebody at home reads it." in client.get(reverse("people:person", args=[person.pk])).content.decode()
    client.post(quiet, {"reason": "She moved.", "again": "1"})
    assert may_be_notified(person.pk, "mail")


def test_a_person_lets_a_lawyer_read_and_the_lawyer_gives_it_up() -> None:
    (amina, person), lawyer = cast.somebody(), cast.account("Lea Wouters")
    hers, theirs = cast.signed_in(amina), cast.signed_in(lawyer)
    told = {"email": lawyer.email, "function": "lawyer", "may": "read", **cast.boxes("ends", "2099-12-31")}
    assert hers.post(reverse("people:mandates"), {**told, **cast.boxes("ends", "2020-01-01")}).status_code == 200
    assert hers.post(reverse("people:mandates"), told).status_code == 302
    asked = theirs.get(reverse("people:clients")).content.decode()
    assert "Amina Haddad" in asked
    (address,) = re.findall(r'action="(/clients/[0-9a-f-]+/accept)"', asked)
    theirs.post(address)
    known = cast.who(lawyer)
    assert (known.persons, known.may_read(person.pk), known.may_act(person.pk)) == (frozenset(), True, False)
    assert "Lea Wouters" in hers.get(reverse("people:mandates")).content.decode()
    assert "Amina Haddad" in theirs.get(reverse("people:clients") + "?q=haddad").content.decode()
    assert "Nobody found" in theirs.get(reverse("people:clients") + "?q=peeters").content.decode()
    theirs.post(address.replace("accept", "end"))
    assert not cast.who(lawyer).may_read(person.pk)


def test_a_person_ends_a_mandate_stops_letters_and_sees_who_looked() -> None:
    (amina, person), helper = cast.somebody(), cast.account("Hanna Helpt")
    link = acts.represent(person, helper, cast.who(amina))
    desk = cast.signed_in(cast.desk().account)
    desk.get(reverse("people:person", args=[person.pk]))
    client = cast.signed_in(amina)
    assert "Dina Claes" in client.get(reverse("people:mandates")).content.decode()
    client.post(reverse("people:end", args=[link.pk]), {"mine": "1"})
    assert cast.who(helper).persons == frozenset()
    client.post(reverse("people:notices"))
    assert not may_be_notified(person.pk, "post")
    client.post(reverse("people:notices"), {"again": "1"})
    assert may_be_notified(person.pk, "post")


def test_an_official_writes_down_a_guardian_and_ends_it() -> None:
    bram = cast.official()
    client, guardian = cast.signed_in(bram.account), cast.account("Gerda Voogd")
    minor = cast.registered(bram, "Yusuf", born="2012")
    address = reverse("people:guardian", args=[minor.pk])
    assert client.post(address, {"email": guardian.email}).status_code == 200
    assert client.post(address, {"email": guardian.email, "body": "Guardianship service"}).status_code == 302
    link = minor.links.get()
    cast.signed_in(guardian).post(reverse("people:accept", args=[link.pk]))
    assert cast.who(guardian).persons == {minor.pk}
    assert "Guardianship service" in client.get(reverse("people:person", args=[minor.pk])).content.decode()
    ending = reverse("people:end_appointment", args=[minor.pk, link.pk])
    client.post(ending)
    assert cast.who(guardian).persons == {minor.pk}
    client.post(ending, {"reason": "Came of age."})
    assert cast.who(guardian).persons == frozenset()


def test_a_household_is_written_down_at_the_desk() -> None:
    desk = cast.desk()
    client = cast.signed_in(desk.account)
    parent, child = cast.registered(desk, "Amina", "Haddad"), cast.registered(desk, "Yusuf", "Haddad")
    address = reverse("people:household", args=[child.pk])
    assert str(parent.pk) in client.get(address + "?q=haddad").content.decode()
    assert client.post(address, {"beside": str(parent.pk), "role": "king"}).status_code == 200
    assert client.post(address, {"beside": str(child.pk), "role": "child"}).status_code == 200
    told = {"beside": str(parent.pk), "role": "child"}
    assert client.post(address, told).status_code == 302
    assert household_of(child.pk) == household_of(parent.pk)
    assert "another household" in client.post(address, told, follow=True).content.decode()
    client.post(address, {"leave": "1"})
    assert household_of(child.pk) is None


def test_nobody_floods_strangers_with_mails_through_us() -> None:
    amina, person = cast.somebody()
    client = cast.signed_in(amina)
    for number in range(MOST_A_DAY):
        acts.give_mandate(person.pk, cast.who(amina), email=f"{number}@example.org")
    told = {"email": "more@example.org", "function": "lawyer", "may": "act"}
    answer = client.post(reverse("people:mandates"), told)
    assert "Ask the next one tomorrow" in answer.content.decode()
    assert person.links.exclude(email=None).count() == MOST_A_DAY


def test_a_mandate_on_paper_is_written_down_at_the_desk() -> None:
    desk, lawyer = cast.desk(), cast.account("Lea Wouters")
    client = cast.signed_in(desk.account)
    person = cast.registered(desk, "أحمد")
    address = reverse("people:mandate", args=[person.pk])
    told = {"email": lawyer.email, "function": "lawyer", "may": "act"}
    assert client.post(address, told).status_code == 200
    assert client.post(address, {**told, "reason": "Signed today, before me."}).status_code == 302
    cast.signed_in(lawyer).post(reverse("people:accept", args=[person.links.get().pk]))
    assert cast.who(lawyer).persons == {person.pk}
    assert person.links.get().reason == "Signed today, before me."
