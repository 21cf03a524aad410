"""In the bundled law of asylum a person asks for an interpreter; who says that they come sees the interview alone."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cases import cast
from tests.laws import law_in
from tests.people.cast import signed_in
from veer.access import roles
from veer.access.who import SYSTEM, Who
from veer.cases import law
from veer.cases.acts import open_case
from veer.cases.errors import NotForYou
from veer.cases.models import Case, Hearing
from veer.journal.queries import entries

pytestmark = pytest.mark.django_db
LAW = Path(__file__).parents[2] / "veer/law"
ACTS = ("ask_interpreter", "will_interpret", "interpreted")


@pytest.fixture(params=["be-current", "be-proposal"])
def pack(request: Any, at: Any) -> Any:
    at(2026, 10, 1, 8)
    found = law_in(LAW / request.param)
    law.activate(found, SYSTEM)
    return found


def examined(pack: Any, person: Who, bram: Who) -> Case:
    desk = cast.who(cast.account("Dirk", roles.DESK))
    case = open_case(cast.person_of(person), pack.id, "asylum", desk, language="en", key=uuid4().hex)
    for act, said, by in (
        ("receive", {"whereabouts": "inside"}, desk),
        ("register", {"nationality": "GN", "arrived_on": "2026-09-24"}, desk),
        ("lodge", {"application.number": 1, "detained": False}, desk),
        ("receive_file", {}, bram),
    ):
        asked = pack.routes["asylum"].procedure.acts[act].asks
        cast.act(case, act, by, facts={fact: value for fact, value in said.items() if fact in asked})
    return Case.objects.get(pk=case.pk)


def test_from_the_wish_to_the_interview_that_was_interpreted(pack: Any) -> None:
    idriss, bram = cast.applicant("Idriss Bah", "en"), cast.official()
    case = examined(pack, idriss, bram)
    own = reverse("cases:own_act", args=[case.pk, "ask_interpreter"])
    client = signed_in(idriss.account)
    assert f'href="{own}"' in client.get(reverse("cases:file", args=[case.pk])).content.decode()
    cast.act(case, "ask_interpreter", idriss, text="I speak Susu. I would rather have a woman.")
    cast.act(case, "summon", bram, set_for=datetime(2026, 10, 20, 8, tzinfo=UTC), place="Room 2", language="Susu")
    hearing = Hearing.objects.get()
    ines = cast.interpreter(hearing, bram)
    office, address = signed_in(ines.account), reverse("cases:interview", args=[hearing.pk])
    shown = office.get(address).content.decode()
    assert 'value="will_interpret"' in shown
    assert 'value="interpreted"' not in shown
    assert office.get(reverse("cases:file", args=[case.pk])).status_code == 404
    cast.act(case, "will_interpret", ines)
    with pytest.raises(NotForYou):
        cast.act(case, "will_interpret", cast.who(cast.account("Otto", language="fr")))
    if pack.id == "be-proposal":
        cast.act(case, "decline_lawyer", idriss)
    cast.act(case, "hear", bram, notes="He told his story.")
    cast.act(case, "interpreted", ines)
    assert [one.act for one in entries(case.pk) if one.act in ACTS] == list(ACTS)


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en", "ar"])
def test_it_has_words_in_every_language(pack: Any, language: str) -> None:
    said = [pack.texts["asylum"][language][f"procedure.acts.{act}"] for act in ACTS]
    assert len(set(said)) == len(ACTS)
