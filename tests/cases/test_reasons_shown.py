"""The reasons of a decision on a page: in the language they were written in, and beside what the law had filled in."""

import re

import pytest
from django.urls import reverse

from tests.cases import cast
from tests.cases.test_pages import as_, page
from veer.access.who import Who

pytestmark = pytest.mark.django_db


def list_holding(words: str, text: str) -> str:
    """The opening tag of the list in which these words stand."""
    found = re.findall(r"<[ou]l[^>]*>", text[: text.index(words)])
    return str(found[-1])


def test_the_person_hears_the_reasons_in_the_language_they_were_written_in(amina: Who, bram: Who, chantal: Who) -> None:
    case = cast.signed(amina, bram, chantal)
    for lang in ("fr", "ar", "nl"):
        shown = page(as_(amina), reverse("cases:file", args=[case.pk]) + f"?lang={lang}")
        assert f'<html lang="{lang}"' in shown
        opened = list_holding("Uw contract is te kort.", shown)
        assert 'lang="nl"' in opened
        assert 'dir="ltr"' in opened


def test_the_signer_hears_the_reasons_in_the_language_they_were_written_in(amina: Who, bram: Who, chantal: Who) -> None:
    case = cast.proposed(amina, bram)
    shown = page(as_(chantal), reverse("cases:sign", args=[case.pk, "sign"]) + "?lang=ar")
    assert '<html lang="ar" dir="rtl"' in shown
    assert '<ins lang="nl" dir="ltr">Uw contract is te kort.</ins> <span class="tag">' in shown
