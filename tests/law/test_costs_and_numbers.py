"""Bundled law says what a way costs and what of it is counted; what was not confirmed says so."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.laws import law_in
from veer.access.who import SYSTEM
from veer.cases import law
from veer.rules import Pack

LAW = Path(__file__).parents[2] / "veer/law"
IN_FORCE = ("at-rot-weiss-rot", "be-current", "ca-express-entry", "de-chancenkarte")
DAY = date(2026, 11, 25)


@pytest.fixture(scope="module", params=IN_FORCE)
def pack(request: pytest.FixtureRequest) -> Pack:
    return law_in(LAW / request.param)


def test_each_way_of_law_in_force_says_what_it_costs_or_that_it_is_free(pack: Pack) -> None:
    for route in pack.routes.values():
        assert route.costs or route.nones.get("costs"), f"{pack.id}/{route.id}"
        for cost in route.costs.values():
            assert cost.on(DAY) is not None
            assert cost.marks.source


@pytest.mark.parametrize(
    ("name", "route", "cost", "amount", "confidence"),
    [
        ("at-rot-weiss-rot", "shortage", "card", 218, "unverified"),
        ("be-current", "asylum", "application", 0, "unverified"),
        ("be-current", "return", "voluntary_return", 0, "unverified"),
        ("ca-express-entry", "fsw-67", "processing", 990, "unverified"),
        ("de-chancenkarte", "chancenkarte", "visa", 75, "verified"),
    ],
)
def test_an_amount_of_today(name: str, route: str, cost: str, amount: int, confidence: str) -> None:
    found = law_in(LAW / name).routes[route].costs[cost]
    assert (found.on(DAY), found.marks.confidence) == (amount, confidence)


def test_a_profile_in_the_canadian_ranking_is_free() -> None:
    found = law_in(LAW / "ca-express-entry")
    assert [found.source_title(one.source, "en") for one in found.routes["crs"].nones["costs"]] == [
        "Express Entry: fill out your profile (Government of Canada)"
    ]


@pytest.mark.django_db
def test_what_becomes_of_those_who_come_to_work_is_a_public_number(client: Client) -> None:
    talent = law.read(law.activate(law_in(LAW / "be-proposal"), SYSTEM).pk).routes["talent"]
    assert {one.kind for one in talent.statistics.values()} == {"endings", "share", "days", "waiting"}
    for language in ("nl", "fr", "de", "en", "ar"):
        page = client.get(reverse("openness:numbers_of", args=["be-proposal", "talent"]), {"lang": language})
        assert page.status_code == 200
