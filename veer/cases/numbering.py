"""Numbers of cases: random, so that they tell nothing, with a check digit, so that a slip of the pen is noticed."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction

from veer.cases.models import Case, CaseNumber

# Damm's quasigroup: every single wrong digit and every two neighbours swapped give another check digit.
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
TRIES = 20


class NumbersExhausted(RuntimeError):
    """So many numbers of a year are taken that none was found by chance: make them longer."""


def check_digit(digits: str) -> int:
    """The digit that makes the whole come out at nought."""
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim


def valid(number: str) -> bool:
    """Whether what somebody typed can be a case number at all; spaces and dashes do not matter."""
    digits = "".join(letter for letter in number if letter.isdigit())
    return len(digits) == 13 and check_digit(digits) == 0


def written(number: str) -> str:
    """A typed number as it is kept: V-2026-041-877-352."""
    digits = "".join(letter for letter in number if letter.isdigit())
    return f"V-{digits[:4]}-{digits[4:7]}-{digits[7:10]}-{digits[10:]}"


def draw(year: int) -> str:
    """A number by chance; whether it is free, only the table knows."""
    digits = f"{year:04}{secrets.randbelow(10**8):08}"
    return written(f"{digits}{check_digit(digits)}")


def give(case: Case, at: datetime) -> str:
    """Hand out a number. The table's key refuses one that is taken, however many ask at one moment."""
    for _ in range(TRIES):
        number = draw(at.year)
        try:
            with transaction.atomic():
                CaseNumber.objects.create(number=number, case=case, issued_at=at)
        except IntegrityError:
            if CaseNumber.objects.filter(case=case).exists():
                raise
            continue
        return number
    raise NumbersExhausted(f"no free case number found for {at.year}")
