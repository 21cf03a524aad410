"""Each way of the result speaks of its own facts: what it turns on, and what proves that."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.openness.test_pages import seen
from tests.openness.typing_answers import UNKNOWN
from veer.openness import finder, queries, words
from veer.openness.answers import Answers
from veer.openness.walk import Walk

pytestmark = pytest.mark.django_db

VAIN = {"job_offer": {}, "job_offer.language": UNKNOWN, "experience.months": UNKNOWN}


@pytest.fixture
def ways() -> dict[str, Any]:
    with translation.override("en"):
        walk = Walk(queries.pack("be-proposal"), Answers("be-proposal", dict(VAIN), list(VAIN)))
        return {one["id"]: one for group in finder.groups(walk).values() for one in group}


def test_what_was_asked_in_vain_is_looked_up_where_it_counts_only(ways: dict[str, Any]) -> None:
    assert {one["fact"] for one in ways["talent"]["missing"][:2]} == {"experience.months", "job_offer.language"}
    for name, way in ways.items():
        if name != "talent":
            assert not {one["fact"] for one in way["missing"]} & VAIN.keys(), name
    assert ways["humanitarian-visa"]["missing"]


def test_only_what_a_reader_may_state_is_asked_of_them(client: Client, ways: dict[str, Any]) -> None:
    """What officials find of somebody has no page of questions here: a link to one would lead nowhere."""
    assert not ways["state-resettlement"]["missing"]
    for way in ways.values():
        for one in way["missing"]:
            assert client.get(one["url"]).status_code == 200, one["fact"]


def test_a_way_asks_for_the_papers_of_its_own_facts(ways: dict[str, Any]) -> None:
    with translation.override("en"):
        employer = words.paper(queries.pack("be-proposal"), "work_certificate")
    assert not [name for name, way in ways.items() if name != "talent" and employer in way["papers"]]
    assert ways["talent"]["papers"]


def test_the_law_page_gathers_the_papers_of_its_own_facts(client: Client) -> None:
    with translation.override("en"):
        employer = words.paper(queries.pack("be-proposal"), "work_certificate")
    assert employer in seen(client.get(page("talent")))
    assert employer not in seen(client.get(page("asylum")))


def test_the_law_page_names_the_sources_of_its_own_route(client: Client) -> None:
    """Of two routes of one pack each names what it cites, all of it, and not what only the other one cites."""
    pack = queries.pack("be-proposal")
    told = {
        name: {one["title"] for one in client.get(page(name)).context["law"]["sources"]}
        for name in ("talent", "asylum")
    }
    title = {name: words.in_words(source.title, "en") for name, source in pack.sources.items()}
    assert title["apr"] in told["asylum"]
    assert title["apr"] not in told["talent"]
    for name, titles in told.items():
        for one in pack.route(name).clocks.values():
            assert {title[cited.source] for cited in one.marks.source} <= titles


def page(route: str) -> str:
    return reverse("openness:law_route", args=["be-proposal", route])
