"""A stop on a case: nothing that the authority does moves it, until a human lifts it with a reason."""

import json
from typing import Any

import pytest
from django.urls import reverse

from tests.cases import cast
from tests.cases.test_pages import as_
from veer.access import policy, roles
from veer.access.who import SYSTEM, Who
from veer.cases import export, held
from veer.cases.acts import offers, stopping
from veer.cases.errors import BadData, NotReady
from veer.cases.models import Case
from veer.cases.queries import own_cases
from veer.cases.standing import Standing
from veer.journal.queries import entries, told

pytestmark = pytest.mark.django_db

WHY: dict[str, Any] = {"reasons": [{"text": "As the law says."}]}


@pytest.fixture
def iris(law: None) -> Who:
    return cast.who(cast.account("Iris Integer", roles.INTEGRITY))


@pytest.fixture
def case(amina: Who, bram: Who) -> Case:
    """A file with the official, who could propose."""
    sent = cast.submitted(amina)
    return cast.act(sent, "take", bram).case


def test_it_holds_what_moves_the_case_and_nothing_else(case: Case, amina: Who, bram: Who, iris: Who) -> None:
    placed = stopping.stop(case.pk, iris, "Somebody may have paid.")
    with pytest.raises(NotReady, match="is stopped since"):
        cast.act(case, "propose_refusal", bram, **WHY)
    cast.act(case, "note", bram, text="I wait.")  # adds, and leads nowhere
    said = {one.id: one.why_not for one in offers(Standing(case), bram, "en")}
    assert "stopped" in str(said["propose_refusal"])
    stopping.lift(placed.pk, iris, "Nobody paid.")
    assert cast.act(case, "propose_refusal", bram, **WHY).case.step != case.step


def test_the_person_still_withdraws_and_the_law_names_what_passes(case: Case, amina: Who, bram: Who, iris: Who) -> None:
    stopping.stop(case.pk, iris, "First.", passes=["propose_refusal"])
    stopping.stop(case.pk, iris, "Second.")
    with pytest.raises(NotReady):
        cast.act(case, "propose_refusal", bram, **WHY)  # every stop has to let it pass
    assert cast.act(case, "withdraw", amina).case.ended_at is not None


def test_a_human_of_the_cell_places_and_lifts_it_with_a_reason(case: Case, amina: Who, bram: Who, iris: Who) -> None:
    for nobody in (bram, amina, cast.signer()):
        with pytest.raises(policy.Refused):
            stopping.stop(case.pk, nobody, "Why not.")
    with pytest.raises(policy.NotThere):
        stopping.stop(case.pk, SYSTEM, "A program stops nothing.")
    with pytest.raises(BadData):
        stopping.stop(case.pk, iris, "  ")
    placed = stopping.stop(case.pk, iris, "Somebody may have paid.")
    with pytest.raises(BadData):
        stopping.lift(placed.pk, iris, "")
    lifted = stopping.lift(placed.pk, iris, "Nobody paid.")
    assert stopping.lift(placed.pk, iris, "Again.").lifted_reason == lifted.lifted_reason == "Nobody paid."
    assert [one.act for one in entries(placed.pk)] == ["stop", "lift"]


def test_nothing_of_it_stands_in_the_file(case: Case, amina: Who, iris: Who) -> None:
    before = [(one.act, told(one)) for one in entries(case.pk)]
    stopping.stop(case.pk, iris, "a-secret-reason")
    assert [(one.act, told(one)) for one in entries(case.pk)] == before
    assert "a-secret-reason" not in json.dumps(export.everything(case), default=str)
    assert "a-secret-reason" not in held.as_json(amina)


def test_frozen_it_is_not_opened_by_its_person_and_says_so(case: Case, amina: Who, bram: Who, iris: Who) -> None:
    placed = stopping.stop(case.pk, iris, "Threats.", freezes=True)
    client = as_(amina)
    for page in ("file", "documents", "looked", "data_json"):
        answer = client.get(reverse(f"cases:{page}", args=[case.pk]))
        assert answer.status_code == 403
        assert "cannot be opened now" in answer.content.decode()
        assert "Threats" not in answer.content.decode()
    assert own_cases(amina) == []
    assert as_(cast.applicant("Stefan Vreemd")).get(reverse("cases:file", args=[case.pk])).status_code == 404
    assert as_(bram).get(reverse("cases:at_work", args=[case.pk])).status_code == 200
    stopping.lift(placed.pk, iris, "It was nothing.")
    assert client.get(reverse("cases:file", args=[case.pk])).status_code == 200
    assert own_cases(amina) == [case]
