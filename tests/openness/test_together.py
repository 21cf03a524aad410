"""Questions of one group share a page, so that an ordinary person answers about a dozen pages for one purpose."""

import re
from statistics import median
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.openness.typing_answers import UNKNOWN, typed
from veer.openness import examples, queries, relevance

PACK = "be-proposal"
PEOPLE = 6  # worked cases of each route: a purpose is walked by each


def pages(pack: Any, routes: list[str], facts: dict[str, Any]) -> int:
    """How many pages somebody is shown who answers from these facts, and does not know the rest."""
    given: dict[str, Any] = {}
    for number in range(60):
        asked = queries.rules.survey(pack, given, today=queries.today(pack), routes=routes, by="applicant")
        following = asked["next_question"]
        if following is None:
            return number
        assert set(following["together"]).isdisjoint(given), "asked twice"
        given |= {fact: facts.get(fact, {"unknown": "cannot"}) for fact in following["together"]}
    raise AssertionError("it never comes to an end")


@pytest.mark.django_db
@pytest.mark.parametrize("purpose", queries.bundled()[PACK].purposes)
def test_one_purpose_is_about_a_dozen_pages(purpose: str) -> None:
    pack = queries.bundled()[PACK]
    routes = [route.id for route in pack.routes.values() if purpose in route.purposes]
    people = [
        relevance.flattened(pack, one["facts"])
        for name in routes
        for one in [*examples.of(pack, name).values()][:PEOPLE]
    ]
    counted = [pages(pack, routes, facts) for facts in people]
    assert max(counted) <= 13, counted
    assert median(counted) <= 12, counted


@pytest.mark.django_db
class TestOnePage:
    facts = "training.vocational,training.onsite"

    def address(self) -> str:
        return reverse("openness:find_fact", args=[PACK, self.facts])

    def test_each_is_answered_and_each_stands_beside(self, client: Client) -> None:
        page = client.get(self.address()).content.decode()
        assert page.count("<h1>") == 1
        assert page.count('<h2 class="h-small">') >= 1
        assert page.count('class="hint lead"') <= 1, "only what belongs to the heading of the page is set large"
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids)), "no id stands twice"
        after = client.post(self.address(), {"f0-value": "true", "f1-value": "-unknown"})
        assert after.status_code == 302
        side = client.get(reverse("openness:answers", args=[PACK])).context["side"]
        assert [(one["fact"], one["unknown"]) for one in side] == [
            ("training.vocational", False),
            ("training.onsite", True),
        ]

    def test_what_lacks_is_told_once_and_nothing_typed_is_lost(self, client: Client) -> None:
        answer = client.post(self.address(), {"f0-value": "true"})
        body = answer.content.decode()
        assert answer.status_code == 422
        assert body.count('role="alert"') == 1
        assert [one["to"] for one in answer.context["problems"]] == ["#id_f1-value_0"]
        assert body.count(" checked") == 1

    def test_back_leads_to_the_whole_page(self, client: Client) -> None:
        client.post(self.address(), {"f0-value": "true", "f1-value": "false"})
        later = client.get(reverse("openness:find", args=[PACK]))
        assert later.context["back"] == self.address()
        assert later.context["number"] == 2

    def test_a_stranger_among_them_is_no_page(self, client: Client) -> None:
        for facts in ("training.vocational,no.such", "check.members", "training.vocational,"):
            assert client.get(reverse("openness:find_fact", args=[PACK, facts])).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["openness:find", "openness:score_ask"])
def test_the_first_question_of_work_holds_what_belongs_together(client: Client, address: str) -> None:
    """In the finder, and where points are counted under one route."""
    pack = queries.bundled()[PACK]
    client.post(reverse("openness:find_purpose", args=[PACK]), {"purpose": ["work"]})
    page = client.get(reverse(address, args=[PACK, "talent"][: 1 + address.endswith("score_ask")]))
    facts = [one.fact for one in page.context["questions"]]
    assert len(facts) > 1
    assert len({pack.facts[fact].group for fact in facts}) == 1
    before = page.context["left"]
    data = {f"f{n}-{name}": value for n, fact in enumerate(facts) for name, value in typed(pack, fact, UNKNOWN).items()}
    after = client.get(client.post(page.context["to"], data).url)
    assert after.context["left"] < before
    assert after.context["fact"] not in facts
