"""A person who reads from right to left, an official who does not: each text turns as it is written."""

import re

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape

from tests.cases import cast
from tests.cases.test_pages import as_, page
from veer.access.who import Who
from veer.cases.forms.acts import ReasonsForm
from veer.cases.models import Case
from veer.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(amina: Who, bram: Who) -> Case:
    made = cast.submitted(amina, {**cast.GOOD, "experience.months": 0})
    Case.objects.filter(pk=made.pk).update(language="ar")
    Person.objects.filter(pk=made.person_id).update(address="Kouter 1\n9000 Gent")
    cast.act(made, "take", bram)
    return made


def test_each_box_of_a_reason_says_its_language_and_turns_with_its_text(case: Case, bram: Who) -> None:
    told = page(as_(bram), reverse("cases:propose", args=[case.pk, "propose_refusal"]))
    boxes = [one.split(">")[0] for one in told.split("<textarea")[1:]]
    assert boxes
    assert all('lang="ar"' in one and 'dir="auto"' in one for one in boxes)
    hints = re.findall(r'id="id_reason_[0-9]+_helptext">(.{27})', told)
    assert hints
    assert set(hints) == {'<span lang="ar" dir="auto">'}


def test_what_somebody_answered_is_no_markup_below_a_reason() -> None:
    """Below a reason stand the facts that it relied on, and a fact may be a text that the person wrote."""
    told = "Facts: What is new: <form action=//example.org>"
    form = ReasonsForm(prefilled=[{"id": "r/c.new", "text": "No.", "source": told}], lang="en")
    shown = render_to_string("components/field.html", {"field": form["reason_0"]})
    assert escape(told) in shown
    assert "<form" not in shown


def test_the_lines_of_an_address_stand_apart_from_the_direction_of_the_letter(
    case: Case, bram: Who, chantal: Who
) -> None:
    cast.act(case, "propose_refusal", bram, reasons=[{"id": "", "text": "النقاط لا تكفي.", "source": ""}])
    told = page(as_(chantal), reverse("cases:sign", args=[case.pk, "sign"]))
    sheet = told[told.index('class="sheet"') :]
    assert 'dir="rtl"' in sheet[: sheet.index(">")]
    assert "<bdi>9000 Gent</bdi>" in sheet
