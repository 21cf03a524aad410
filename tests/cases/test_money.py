"""Amounts as people read them: in their language's way, and whole on the narrowest phone."""

from decimal import Decimal

import pytest
from django.utils import translation

from veer.cases.money import euros, money


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", "€\u00a020.100,50"),
        ("fr", "20\u00a0100,50\u00a0€"),
        ("de", "20.100,50\u00a0€"),
        ("en", "€\u00a020,100.50"),
    ],
)
def test_no_line_breaks_the_sign_from_the_figure(language: str, words: str) -> None:
    with translation.override(language):
        assert euros(Decimal("20100.5")) == words


def test_another_currency_has_its_code_and_whole_amounts_no_cents() -> None:
    assert money(990, "CAD") == "CAD\u00a0990"
