"""The filter of the work list names routes so that each can be told from the others."""

from pathlib import Path

import pytest
from django.urls import reverse

import veer
from tests.cases import cast
from tests.cases.test_pages import as_
from tests.laws import law_in
from veer.access.who import Who

pytestmark = pytest.mark.django_db


def test_two_routes_of_one_title_are_told_apart_by_their_law(bram: Who) -> None:
    cast.in_force(law_in(Path(veer.__file__).parent / "law" / "be-current"))
    found = as_(bram).get(reverse("cases:work") + "?show=all&lang=en").context["narrow"]["route"].field.choices
    titles = {value: str(words) for value, words in found if value}
    assert len(set(titles.values())) == len(titles)
    current = titles["be-current/asylum"].removesuffix(" (Belgian law as it stands)")
    proposed = titles["be-proposal/asylum"].removesuffix(" (Proposal for a Belgian migration policy)")
    assert current == proposed
    assert "(" not in titles["be-proposal/talent"]
