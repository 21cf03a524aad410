"""Two officials at one file at once: the second undoes nothing unseen, and reads what the first put there."""

import re
from typing import Any

import pytest
from django.urls import reverse

from tests.cases import cast
from tests.cases.test_machine import MACHINE
from tests.cases.test_pages import as_, marks, page
from veer.access.who import SYSTEM, Who
from veer.cases import law
from veer.cases.acts import open_case
from veer.cases.models import Case
from veer.cases.standing import Standing
from veer.rules import load_pack

pytestmark = pytest.mark.django_db


def test_the_second_reads_both_versions(at: Any) -> None:
    at(2026, 10, 1, 9)
    law.activate(load_pack(MACHINE), SYSTEM)
    bram, karim, idriss = cast.official(), cast.official("Karim Bouzid"), cast.applicant("Idriss Bah", "en")
    case = open_case(cast.person_of(idriss), "machine", "protection", bram, language="en", key="opened")
    cast.act(case, "lodge", bram, facts={"country": "GN"})
    address = reverse("cases:lawful", args=[case.pk, "detain"])
    (first, one), (second, other) = ((client, page(client, address)) for client in (as_(karim), as_(bram)))
    assert first.post(address, {**marks(one), "value": "true", "text": "The police told us."}).status_code == 302
    theirs = {**marks(other), "value": "false", "text": "He lives in a house."}
    answer = second.post(address, theirs).content.decode()
    assert "Karim Bouzid: detain (detained: Yes; The police told us.)" in answer
    assert "He lives in a house.</textarea>" in answer
    assert re.search(r'value="false"[^>]* checked', answer)
    assert Standing(Case.objects.get(pk=case.pk)).known[0]["detained"] is True, "the second undid nothing unseen"
    assert second.post(address, {**theirs, **marks(answer)}).status_code == 302, "having read it, they may"


def test_an_application_that_was_sent_meanwhile_is_told_without_its_answers(amina: Who) -> None:
    draft = cast.draft(amina)
    cast.act(draft, "submit", amina, declaration=True)
    case, bram = Case.objects.get(pk=draft.pk), cast.official()
    take = reverse("cases:do", args=[case.pk, "take"])
    answer = as_(bram).post(take, {"seen": "1", "key": "early"})
    assert answer.status_code == 409
    assert "Amina Haddad: " in answer.content.decode()
