"""Two laws that differ in meaning: facts that show it, and none where they only are written otherwise."""

import pytest

from tests.rules.test_compare import pack, rewritten
from veer.rules import Pack, decide
from veer.rules.compare import Witness, compare, witnesses
from veer.rules.compare.witness import witness

LAW, ROUTE = "de-chancenkarte", "chancenkarte"
CHANGES = [
    ("mark", "pass: 6", "pass: 7"),
    ("gate", "english: \"english >= 'B2'\"", "english: \"english >= 'C1'\""),
    ("band", "to: 35, points: 2", "to: 35, points: 3"),
    ("day", "in_force: {from: 2024-06-01}", "in_force: {from: 2024-07-01}"),
]


def changed(was: str, now: str) -> Pack:
    return rewritten(pack(LAW), routes__chancenkarte=(was, now))


def answers(found: Witness, laws: tuple[Pack, Pack], without: str = "") -> list[tuple[object, ...]]:
    """Outcome and points as `decide` gives them."""
    facts = {key: value for key, value in found.facts.items() if key != without}
    said = [decide(law, ROUTE, facts, on=found.on) for law in laws]
    return [(one["outcome"], (one["points"] or {}).get("total")) for one in said]


def differ(was: tuple[object, ...], now: tuple[object, ...]) -> bool:
    return {was[0], now[0]} == {"open", "closed"} or (None not in (was[1], now[1]) and was[1] != now[1])


@pytest.mark.parametrize("was,now", [one[1:] for one in CHANGES], ids=[one[0] for one in CHANGES])
def test_facts_show_what_a_change_means_and_none_of_them_can_be_spared(was: str, now: str) -> None:
    laws = (pack(LAW), changed(was, now))
    (looked,) = witnesses(*laws, compare(*laws), [ROUTE])
    found = looked.witness
    assert found is not None
    assert answers(found, laws) == [(found.was.outcome, found.was.total), (found.now.outcome, found.now.total)]
    assert differ(*answers(found, laws))
    assert [name for name in found.facts if differ(*answers(found, laws, without=name))] == []
    assert witness(*laws, ROUTE) == looked  # the same facts every time


def test_what_is_only_written_otherwise_has_no_witness() -> None:
    laws = (pack(LAW), changed("livelihood: {if: livelihood_secured", "livelihood: {if: not (not livelihood_secured)"))
    assert compare(*laws)
    looked = witness(*laws, ROUTE, tries=200)
    assert (looked.witness, looked.tried > 100) == (None, True)


def test_points_that_no_outcome_shows_are_shown_themselves() -> None:
    moved = ("{true: 100, false: 110}}", "{true: 100, false: 111}}")
    laws = (pack("ca-express-entry"), rewritten(pack("ca-express-entry"), routes__crs=moved))
    looked = witness(*laws, "crs", tries=400)
    assert looked.witness is not None
    assert looked.witness.was.total != looked.witness.now.total


def test_a_change_of_steps_and_clocks_is_not_looked_into() -> None:
    laws = (pack("machine"), rewritten(pack("machine"), routes__leaving=("length: {days: 30}", "length: {days: 31}")))
    assert compare(*laws)
    assert witnesses(*laws, compare(*laws), laws[0].routes) == []
