"""A document that is asked for: only kinds that matter are offered, and the way from the request to the answer."""

from typing import Any

import pytest
from django.urls import reverse

from tests.cases import cast
from tests.cases.test_pages import as_, page
from veer.access.who import Who
from veer.cases.models import Case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(amina: Who, bram: Who, settings: Any, tmp_path: Any) -> Case:
    settings.MEDIA_ROOT = tmp_path
    made = cast.submitted(amina)
    cast.act(made, "take", bram)
    return made


def kinds(told: str) -> list[str]:
    offered = told[told.index('name="kind"') :].split("</select>")[0]
    return [one.split('"')[0] for one in offered.split('value="')[1:] if one.split('"')[0]]


def test_only_documents_of_this_way_are_offered_to_both_sides(case: Case, amina: Who, bram: Who) -> None:
    own = page(as_(amina), reverse("cases:documents", args=[case.pk]))
    office = page(as_(bram), reverse("cases:ask", args=[case.pk, "ask_document"]))
    assert kinds(own) == kinds(office)
    assert {"diploma", "work_certificate", "language_certificate"} <= set(kinds(own))
    assert not {"statutes", "annual_accounts", "lease"} & set(kinds(own))
    needs = own[own.index("This counts only once it is proved:") :].split("</ul>")[0]
    assert "diploma" in needs.lower()


def test_from_the_request_to_the_answer(case: Case, amina: Who, bram: Who) -> None:
    cast.act(case, "ask_document", bram, kind="diploma", reason="We need it.")
    add = f"{reverse('cases:documents', args=[case.pk])}?kind=diploma"
    answer = reverse("cases:act", args=[case.pk, "answer"])
    client = as_(amina)
    assert f'href="{add}#add"' in page(client, reverse("cases:file", args=[case.pk]))
    before = page(client, add)
    assert '<option value="diploma" selected>' in before
    assert "Now send your answer" not in before
    assert "It is not in the file yet." in page(client, answer)
    cast.act(case, "add_document", amina, kind="diploma", file=cast.a_pdf())
    after = page(client, reverse("cases:documents", args=[case.pk]))
    assert answer in after[after.index("Now send your answer") :]
    assert "It is not in the file yet." not in page(client, answer)
