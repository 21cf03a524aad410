"""Dividing whole places: the largest remainder, and the order of the names where remainders are equal."""

from collections.abc import Mapping
from fractions import Fraction


def shares(total: int, weights: Mapping[str, int | Fraction]) -> dict[str, int]:
    """`total` over the names by weight, in whole places that add up to it exactly.

    Each gets its quotient rounded down; what is left goes one by one to the largest remainders, and among equal ones to
    the name that sorts first. `ValueError` when there is nothing to divide by.
    """
    if total < 0 or any(weight < 0 for weight in weights.values()) or not sum(weights.values()):
        raise ValueError("places are divided over weights, of which at least one is more than nothing")
    whole = Fraction(sum(Fraction(weight) for weight in weights.values()))
    exact = {name: Fraction(weight) * total / whole for name, weight in weights.items()}
    found = {name: share.numerator // share.denominator for name, share in exact.items()}
    order = sorted(exact, key=lambda name: (found[name] - exact[name], name))
    for name in order[: total - sum(found.values())]:
        found[name] += 1
    return found


def most_called(places: int, factor: Fraction) -> int:
    """How many may be called for so many places: `places` times the factor, rounded down; never less than `places`."""
    if factor < 1:
        raise ValueError("a factor below one would leave places empty for ever")
    called = places * factor
    return called.numerator // called.denominator


def evenly(total: int, at_least: list[int]) -> list[int]:
    """`total` over so many counters, none below what it holds already, the emptiest filled first.

    `ValueError` when they hold more than there is.
    """
    if sum(at_least) > total:
        raise ValueError("more is held than there is")
    found, left = list(at_least), total - sum(at_least)
    while left:
        lowest = min(found)
        low = [place for place, value in enumerate(found) if value == lowest]
        above = [value for value in found if value > lowest]
        room = (min(above) - lowest) * len(low) if above else left
        each, rest = divmod(min(room, left), len(low))
        for order, place in enumerate(low):
            found[place] += each + (1 if order < rest else 0)
        left = total - sum(found)
    return found
