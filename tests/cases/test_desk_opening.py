"""At a desk: somebody without anything is written down, a file is opened with its true time, and later claimed."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cases import cast
from tests.cases.test_machine import MACHINE
from tests.laws import law_in
from tests.people.cast import moment, registered, signed_in
from veer.access import roles
from veer.access.who import SYSTEM
from veer.cases import law
from veer.cases.acts import open_case
from veer.cases.models import Case
from veer.journal.queries import entries
from veer.letters.queries import letters_of
from veer.people.models import Account, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, at: Any) -> Client:
    at(2026, 9, 1, 9)
    law.activate(law_in(MACHINE), SYSTEM)
    one = cast.who(cast.account("Dirk", roles.DESK))
    client.force_login(Account.objects.get(pk=one.account), backend="django.contrib.auth.backends.ModelBackend")
    client.who = one  # type: ignore[attr-defined]
    return client


def test_a_file_is_opened_for_who_has_neither_mail_nor_latin_name(desk: Client, at: Any) -> None:
    at(2026, 10, 5, 9)
    person = registered(desk.who, "فاطمة")  # type: ignore[attr-defined]
    address = reverse("cases:open_for", args=[person.pk])
    page = desk.get(address).content.decode()
    assert "Protection" in page
    assert "machine/leaving" not in page  # only an official opens that
    answer = desk.post(address, {"route": "machine/protection", "key": "once"})
    case = Case.objects.get(person=person)
    assert answer["Location"] == reverse("cases:at_work", args=[case.pk])
    assert (case.step, case.ends) == ("presented", None)
    desk.post(address, {"route": "machine/protection", "key": "once"})
    assert Case.objects.filter(person=person).count() == 1
    assert (
        reverse("cases:open_for", args=[person.pk])
        in desk.get(reverse("people:person", args=[person.pk])).content.decode()
    )


def test_it_carries_the_time_at_which_the_person_came(desk: Client, at: Any) -> None:
    at(2026, 10, 5, 9)
    person = registered(desk.who, "Ada")  # type: ignore[attr-defined]
    told = {"route": "machine/protection", **moment("happened", "2026-10-02T08:15")}
    desk.post(reverse("cases:open_for", args=[person.pk]), told)
    case = Case.objects.get(person=person)
    assert entries(case.pk)[0].at.isoformat() == "2026-10-02T06:15:00+00:00"
    # What is written down next happened then too, unless the desk says otherwise.
    assert 'value="08:15"' in desk.get(reverse("cases:lawful", args=[case.pk, "lodge"])).content.decode()
    other = registered(desk.who, "Bo")  # type: ignore[attr-defined]
    desk.post(reverse("cases:open_for", args=[other.pk]), {"route": "machine/protection"})
    now = reverse("cases:lawful", args=[Case.objects.get(person=other).pk, "lodge"])
    assert 'value="08:15"' not in desk.get(now).content.decode()
    later = desk.post(reverse("cases:open_for", args=[person.pk]), {**told, **moment("happened", "2026-10-09T08:15")})
    assert "has not happened yet" in later.content.decode()
    assert Case.objects.filter(person=person).count() == 1


def test_nothing_typed_is_lost_when_no_route_was_chosen(desk: Client, at: Any) -> None:
    at(2026, 10, 5, 9)
    person = registered(desk.who, "Ada")  # type: ignore[attr-defined]
    said = moment("happened", "2026-10-02T08:15")
    page = desk.post(reverse("cases:open_for", args=[person.pk]), said).content.decode()
    assert [f'value="{part}"' in page for part in ("02", "10", "2026", "08:15")] == [True] * 4
    assert "datetime-local" not in page
    assert Case.objects.count() == 0


@pytest.mark.parametrize("role", [roles.RECEPTION, roles.RETURNS])
def test_who_asks_for_protection_at_another_counter_is_written_down_there(law: None, role: str, at: Any) -> None:
    """The law of the proposal lets them be received wherever somebody of the authority stands."""
    at(2026, 11, 22, 9)
    officer = cast.who(cast.account("Rik", role))
    client = signed_in(officer.account)
    assert reverse("people:register") in client.get(reverse("cases:work")).content.decode()
    assert f'href="{reverse("people:desk")}"' not in client.get(reverse("people:register")).content.decode()
    written = client.post(reverse("people:register"), {"given_name": "Selam", "language": "en", "key": "once"})
    opens = reverse("cases:open_for", args=[Person.objects.get(given_name="Selam").pk])
    assert written["Location"] == opens
    opened = client.post(opens, {"route": "be-proposal/asylum", "key": "opened"})
    case = Case.objects.get(route="asylum")
    assert opened["Location"] == reverse("cases:at_work", args=[case.pk])
    assert opens in client.get(opened["Location"]).content.decode()
    receives = reverse("cases:lawful", args=[case.pk, "receive"])
    assert "As asked of the applicant:" in client.get(receives).content.decode(), "its words speak to the person"
    received = client.post(receives, {"value": "inside", "seen": "1", "key": "received"}, follow=True)
    case.refresh_from_db()
    assert case.step == "presented"
    receipt = reverse("cases:work_letter", args=[case.pk, letters_of(case.pk)[0].pk])
    assert received["Content-Type"] == "application/pdf" or receipt in received.content.decode(), "there is a receipt"
    other = registered(cast.who(cast.account("Dora", roles.DESK)), "Omar")
    for page in ("cases:open_for", "people:person"):
        assert client.get(reverse(page, args=[other.pk])).status_code == 404, "whom they did not write down"
    at(2026, 11, 24, 9)
    mine = Person.objects.get(given_name="Selam").pk
    sees = role == roles.RECEPTION  # the file of whoever waits for a bed is theirs still
    assert client.get(opens).status_code == (200 if sees else 404)
    assert client.get(reverse("people:person", args=[mine])).status_code == 404


def test_who_asks_during_a_talk_about_return_is_not_written_down_twice(law: None, at: Any) -> None:
    at(2026, 11, 22, 9)
    person = registered(cast.who(cast.account("Dora", roles.DESK)), "Idriss")
    tom = cast.who(cast.account("Tom", roles.RETURNS))
    opens = reverse("cases:open_for", args=[person.pk])
    client = signed_in(tom.account)
    assert client.get(opens).status_code == 404
    open_case(person.pk, "be-proposal", "return", tom, language="en", key="return")
    client.post(opens, {"route": "be-proposal/asylum", "key": "asks"})
    assert Case.objects.filter(person=person, route="asylum").count() == 1
