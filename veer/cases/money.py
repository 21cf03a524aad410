"""Amounts of money as the reader's language writes them, in one place: no line breaks the sign from the figure."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext

WHOLE = "\u00a0"  # a space at which no line breaks
SIGNS = {"EUR": "€"}  # other currencies by their code


def money(amount: int | float | Decimal, currency: str = "EUR", decimals: int | None = None) -> str:
    """An amount with its currency: € 20,100; 20 100 €; CAD 990. `decimals`: so many always, else as many as it has."""
    figure = number_format(amount, decimals, use_l10n=True, force_grouping=True).replace(" ", WHOLE)
    return gettext("%(currency)s\u00a0%(amount)s") % {"currency": SIGNS.get(currency, currency), "amount": figure}


def euros(amount: int | float | Decimal, decimals: int | None = 2) -> str:
    """An amount in euro, with its cents where nothing else is said."""
    return money(amount, decimals=decimals)
