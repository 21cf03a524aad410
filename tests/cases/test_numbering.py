"""Numbers for people to say: random, and a slip of the pen is noticed."""

from hypothesis import given
from hypothesis import strategies as st

from veer.cases import numbering

NUMBERS = (
    st.integers(0, 10**8 - 1)
    .map(lambda tail: f"2026{tail:08}")
    .map(lambda digits: numbering.written(f"{digits}{numbering.check_digit(digits)}"))
)


def test_a_number_looks_like_a_number() -> None:
    number = numbering.draw(2026)
    assert len(number) == len("V-2026-041-877-352")
    assert number.startswith("V-2026-")
    assert numbering.valid(number)


@given(NUMBERS)
def test_however_it_is_typed_it_is_the_same_number(number: str) -> None:
    typed = number.lower().replace("-", " ")
    assert numbering.valid(typed)
    assert numbering.written(typed) == number


@given(NUMBERS, st.integers(0, 12), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(number: str, place: int, shift: int) -> None:
    digits = [letter for letter in number if letter.isdigit()]
    digits[place] = str((int(digits[place]) + shift) % 10)
    assert not numbering.valid("".join(digits))


@given(NUMBERS, st.integers(0, 11))
def test_two_neighbours_swapped_are_noticed(number: str, place: int) -> None:
    digits = [letter for letter in number if letter.isdigit()]
    digits[place], digits[place + 1] = digits[place + 1], digits[place]
    assert numbering.valid("".join(digits)) == (digits[place] == digits[place + 1])
