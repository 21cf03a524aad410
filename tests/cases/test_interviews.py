"""An interview is set, moved and held; its interpreter sees that interview and nothing else of the file."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cases import cast
from tests.cases.test_machine import MACHINE
from tests.laws import law_in
from tests.people.cast import signed_in
from veer.access.who import SYSTEM, Who
from veer.cases import law
from veer.cases.acts import open_case
from veer.cases.errors import BadData, NotForYou, NotReady
from veer.cases.models import Case, Hearing
from veer.journal.models import Reading
from veer.journal.queries import entries
from veer.people.models import Link

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 10, 20, 8, tzinfo=UTC)  # ten o'clock where the law holds


@pytest.fixture
def bram(at: Any) -> Who:
    at(2026, 10, 1, 9)
    law.activate(law_in(MACHINE), SYSTEM)
    return cast.official()


@pytest.fixture
def idriss(bram: Who) -> Who:
    return cast.applicant("Idriss Bah", "en")


@pytest.fixture
def case(idriss: Who, bram: Who) -> Case:
    opened = open_case(cast.person_of(idriss), "machine", "protection", bram, language="en", key=uuid4().hex)
    return cast.act(opened, "lodge", bram, facts={"country": "GN"}).case


@pytest.fixture
def hearing(case: Case, bram: Who) -> Hearing:
    cast.act(case, "summon", bram, set_for=TEN, place="Room 2", language="Susu")
    return Hearing.objects.get()


def happened(case: Case) -> list[str]:
    return [entry.act for entry in entries(case.pk)]


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_invitation_says_a_day_and_an_hour(case: Case, bram: Who) -> None:
    for said in ({}, {"set_for": "soon"}, {"set_for": "2026-10-20T10:00"}):
        with pytest.raises(BadData):
            cast.act(case, "summon", bram, **said)
    assert Hearing.objects.count() == 0


def test_invited_again_it_is_moved_and_held_it_is_the_same_one(case: Case, hearing: Hearing, bram: Who) -> None:
    ines = cast.interpreter(hearing, bram)
    cast.act(case, "summon", bram, set_for="2026-10-22T09:00+02:00", place="Room 3", language="Susu")
    moved = Hearing.objects.get()
    assert (moved.pk, moved.place, moved.held_at) == (hearing.pk, "Room 3", None)
    cast.act(case, "hear", bram, notes="He told his story.")
    held = Hearing.objects.get()
    assert (held.pk, held.language, held.interpreter) == (hearing.pk, "Susu", ines.account)
    cast.act(case, "hear", bram, notes="A second day.")
    assert Hearing.objects.count() == 2


def test_the_person_reads_when_and_where(idriss: Who, case: Case, hearing: Hearing) -> None:
    shown = page(signed_in(idriss.account), reverse("cases:file", args=[case.pk]))
    assert "Your interview" in shown
    assert "20 October 2026, 10:00" in shown
    assert "Room 2" in shown


def test_nobody_is_offered_to_remark_on_notes_that_are_not_there(idriss: Who, case: Case, hearing: Hearing) -> None:
    client = signed_in(idriss.account)
    file, remark = reverse("cases:file", args=[case.pk]), reverse("cases:own_act", args=[case.pk, "remark"])
    assert f'href="{remark}"' not in page(client, file)
    with pytest.raises(NotReady, match="There are no notes to remark on"):
        cast.act(case, "remark", idriss, remarks="They were my brother's goats.")
    cast.act(case, "hear", cast.official(), notes="He told his story.")
    assert f'href="{remark}"' in page(client, file)
    cast.act(case, "remark", idriss, remarks="They were my brother's goats.")
    assert Hearing.objects.get().remarks == "They were my brother's goats."


def test_an_official_asks_an_interpreter_who_then_sees_the_interview_alone(
    case: Case, hearing: Hearing, bram: Who
) -> None:
    office = signed_in(bram.account)
    at_work = reverse("cases:at_work", args=[case.pk])
    asks = reverse("cases:interpreter", args=[case.pk])
    assert asks in page(office, at_work)
    told = {"email": "ines@example.org", "body": "Immigration Office"}
    assert office.post(asks, told, follow=True).redirect_chain == [(at_work, 302)]
    link = Link.objects.get(relation="interpreter")
    assert (link.scope_of, link.may, link.accepted_at) == (str(hearing.pk), "read", None)
    ines = cast.interpreter(hearing, bram)
    assert "Interpreter: Ines Laurent" in page(office, at_work)

    client, address = signed_in(ines.account), reverse("cases:interview", args=[hearing.pk])
    assert f'href="{address}"' in page(client, reverse("people:clients"))
    shown = page(client, address)
    for words in ("20 October 2026, 10:00", "Room 2", "Susu", "Idriss Bah"):
        assert words in shown
    assert case.given.number not in shown
    for name in ("cases:file", "cases:at_work", "cases:documents", "cases:data_json", "cases:looked"):
        assert client.get(reverse(name, args=[case.pk])).status_code == 404
    assert list(Reading.objects.filter(reader_id=ines.account).values_list("chain", "purpose")) == [
        (case.pk, "interpret")
    ]


def test_the_person_reads_that_the_interpreter_looked(idriss: Who, case: Case, hearing: Hearing, bram: Who) -> None:
    page(signed_in(cast.interpreter(hearing, bram).account), reverse("cases:interview", args=[hearing.pk]))
    shown = page(signed_in(idriss.account), reverse("cases:looked", args=[case.pk]))
    assert "Interprets at your interview" in shown


def test_the_interpreter_says_what_the_law_lets_them_say(case: Case, hearing: Hearing, bram: Who) -> None:
    ines = cast.interpreter(hearing, bram)
    client, address = signed_in(ines.account), reverse("cases:interview", args=[hearing.pk])
    shown = page(client, address)
    assert 'value="will_come"' in shown
    assert 'value="interpreted"' not in shown  # not before it was held
    for act, status in (("will_come", 302), ("interpreted", 404), ("lodge", 404), ("hear", 404)):
        sent = {"act": act, "seen": "99", "key": uuid4().hex}
        assert client.post(address, sent).status_code == status
    assert happened(case)[-1] == "will_come"
    cast.act(case, "hear", bram, notes="He told his story.")
    shown = page(client, address)
    assert 'value="interpreted"' in shown
    assert "He told his story." not in shown


def test_what_happened_meanwhile_is_not_told_to_the_interpreter(case: Case, hearing: Hearing, bram: Who) -> None:
    client = signed_in(cast.interpreter(hearing, bram).account)
    cast.act(case, "ask", bram)
    sent = {"act": "will_come", "seen": "1", "key": uuid4().hex}
    shown = client.post(reverse("cases:interview", args=[hearing.pk]), sent, follow=True).content.decode()
    assert "That was not written down" in shown
    assert "See what changed" not in shown
    assert happened(case)[-1] == "ask"


def test_another_interpreter_acts_in_nothing(case: Case, hearing: Hearing, bram: Who, idriss: Who) -> None:
    other = open_case(cast.person_of(idriss), "machine", "protection", bram, language="en", key=uuid4().hex)
    cast.act(other, "lodge", bram, facts={"country": "GN"})
    cast.act(other, "summon", bram, set_for=TEN)
    ines = cast.interpreter(other.hearings.get(), bram)
    assert signed_in(ines.account).get(reverse("cases:interview", args=[hearing.pk])).status_code == 404
    with pytest.raises(NotForYou):
        cast.act(case, "will_come", ines)


def test_given_up_it_is_over(case: Case, hearing: Hearing, bram: Who) -> None:
    ines = cast.interpreter(hearing, bram)
    client, link = signed_in(ines.account), Link.objects.get(relation="interpreter")
    client.post(reverse("people:end", args=[link.pk]))
    assert client.get(reverse("cases:interview", args=[hearing.pk])).status_code == 404
