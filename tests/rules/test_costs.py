"""What a route costs: an amount in a currency by the day from which it holds, nothing at all, or not told."""

import datetime as dt

import pytest

from tests.rules.small import pack_of, problems_of
from veer.rules import route_on

FACTS = "facts: {age: {of: person, type: int, domain: [0, 120]}}\n"
LAW = "source: {act: art. 1}\nconditions: {adult: age >= 18}\n"
VISA = "costs: {visa: {amount: {2011-11-26: 60, 2017-09-01: 75}, currency: EUR, in_force: {until: 2030-12-31}}}\n"


@pytest.mark.parametrize(
    ("day", "amount"), [("2011-11-25", None), ("2011-11-26", 60), ("2017-08-31", 60), ("2017-09-01", 75)]
)
def test_the_amount_of_a_day(day, amount):
    cost = pack_of(FACTS, LAW + VISA).route("r").costs["visa"]
    assert (cost.on(dt.date.fromisoformat(day)), cost.currency) == (amount, "EUR")
    assert cost.marks.source[0].article == "art. 1"


def test_what_holds_no_more_is_not_due():
    route = pack_of(FACTS, LAW + VISA).route("r")
    assert list(route_on(route, dt.date(2030, 12, 31)).costs) == ["visa"]
    assert not route_on(route, dt.date(2031, 1, 1)).costs


def test_a_route_that_is_free_says_so_with_its_source():
    route = pack_of(FACTS, LAW + "costs: {none: {source: {act: art. 9}}}\n").route("r")
    assert not route.costs
    assert [one.article for one in route.nones["costs"]] == ["art. 9"]
    assert "costs" not in pack_of(FACTS, LAW).route("r").nones


@pytest.mark.parametrize(
    ("cost", "said"),
    [
        ("{currency: EUR}", "how much"),
        ("{amount: -1, currency: EUR}", "how much"),
        ("{amount: 5}", "currency"),
        ("{amount: 5, currency: euro}", "currency"),
    ],
)
def test_a_cost_says_how_much_and_in_which_currency(cost, said):
    (found,) = problems_of(FACTS, LAW + f"costs: {{visa: {cost}}}\n")
    assert found.split()[:2] == ["routes/r.yaml:4:15", "E089"]
    assert said in found
