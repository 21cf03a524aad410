"""Each point of a score by itself: its rule, facts, proof and date, and what gains most."""

import datetime
import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation

from veer.openness import answers, examples, gains, points, queries, score, words

COUNTED = [(pack.id, route.id) for pack in queries.bundled().values() for route in pack.routes.values() if route.points]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Whoever was answered before in this process may have read another language."""
    with translation.override("en"):
        yield


def profile(pack: str, route: str, number: int = 0, without: tuple[str, ...] = ()) -> score.Profile:
    found = queries.bundled()[pack]
    facts = dict(list(examples.of(found, route).values())[number]["facts"])
    for name in without:
        facts.pop(name)
    return score.Profile(found, found.route(route), facts, "somebody")


def items(of: score.Profile) -> list[tuple[str, dict[str, Any]]]:
    return [(one["id"], item) for one in of.sections for item in one["items"]]


@pytest.mark.django_db
@pytest.mark.parametrize(("pack", "route"), COUNTED)
def test_each_item_has_its_rule_source_facts_and_date(client: Client, pack: str, route: str) -> None:
    one = profile(pack, route)
    assert len(items(one)) >= len(one.sections)
    for path, item in items(one):
        rule = item["rule"]
        assert rule["table"] or rule["said"] or rule["rule"] or item["group"], (path, item["title"])
        assert item["source"], (path, item["title"])
        assert item["group"] or item["facts"] or item["low"] == item["high"], (path, item["title"])
    chosen = next(iter(examples.of(one.pack, route)))
    body = client.get(reverse("openness:score", args=[pack, route]), {"example": chosen}).content.decode()
    said = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))
    assert body.count("<dt>Holds</dt>") == len(items(one))
    for _path, item in items(one):
        assert item["title"] in said
        assert all(cited["title"] in said for cited in item["source"])
        assert all(paper in said for fact in item["facts"] for paper in fact["evidence"])


@pytest.mark.django_db
@pytest.mark.parametrize(("pack", "route"), COUNTED)
@pytest.mark.parametrize("language", ["nl", "ar"])
def test_a_page_offers_a_few_examples_in_the_readers_language(
    client: Client, pack: str, route: str, language: str
) -> None:
    found = queries.bundled()[pack]
    address = reverse("openness:score", args=[pack, route])
    with translation.override(language):
        few = examples.offered(examples.of(found, route))
    assert 1 < len(few) <= examples.FEW
    body = client.get(address, {"lang": language, "example": few[0]["id"], "with": few[1]["id"]}).content.decode()
    offered = body.partition('id="h-examples"')[2].partition("</section>")[0]
    spoken = "en" if language not in found.languages else language
    marks = "" if spoken == language else ' lang="en" dir="ltr"'
    assert [f"<b{marks}>{html.escape(one['title'])}</b>" in offered for one in few] == [True] * len(few)
    assert offered.count("<b") == len(few) + 1  # and oneself
    assert f"<strong{marks}>{html.escape(few[0]['title'])}</strong>" in body
    for one in few[2:]:
        assert f"?example={few[0]['id']}&amp;with={one['id']}#two" in offered


@pytest.mark.django_db
def test_words_of_another_language_are_marked_whole(client: Client) -> None:
    address = reverse("openness:score", args=["ca-express-entry", "crs"])
    body = client.get(address, {"lang": "ar", "example": "crs-ex-001", "with": "crs-ex-003"}).content.decode()
    marked = re.findall(r'<(\w+)[^>]* lang="en" dir="ltr">(.*?)</\1>', body)
    assert "10 June 2025" in " ".join(said for _tag, said in marked)
    assert not [said for _tag, said in marked if re.search("[\u0600-\u06ff]", said)]
    was = re.findall(r'<p class="sm soft">اليوم: (.*?)\.', body)
    assert was
    assert all(said.startswith('<span lang="en" dir="ltr">') for said in was)


@pytest.mark.django_db
def test_an_example_for_checkers_is_marked_as_what_it_is(client: Client) -> None:
    address = reverse("openness:score", args=["be-proposal", "talent"])
    body = client.get(address, {"lang": "nl", "example": "talent-age-17"}).content.decode()
    assert '<span lang="en" dir="ltr">17, the day before turning 18</span>' in body


@pytest.mark.parametrize(("pack", "route"), COUNTED)
@pytest.mark.parametrize("number", [0, 1, 2])
def test_the_date_of_an_item_is_the_day_on_which_the_engine_changes_it(pack: str, route: str, number: int) -> None:
    one = profile(pack, route, number)
    tried = 0
    for section in one.route.points.sections:
        explained = next(each for each in one.sections if each["id"] == f"points.{section.id}")
        names = ["", *one.points["sections"][section.id]["items"]]
        explainer = points.Explainer(one.pack, one.route, one.facts, one.spans)
        for name in names:
            turn = explainer.turns(section.id, name)
            if turn is None:
                assert counted(one, section.id, name, one.end) == counted(one, section.id, name, one.day)
                continue
            tried += 1
            assert turn["day"] - turn["until"] == datetime.timedelta(days=1)
            now = counted(one, section.id, name, one.day)
            assert counted(one, section.id, name, turn["until"]) == now
            assert counted(one, section.id, name, turn["day"]) == turn["points"] != now
        assert explained["turns"] == explainer.turns(section.id)
    assert tried or not any(span["from"] != one.spans[0]["from"] for span in one.spans)


def counted(one: score.Profile, section: str, item: str, day: datetime.date) -> int:
    found = queries.decide(one.pack, one.route.id, one.facts, on=day, lang="en")["points"]["sections"][section]
    return int(points.number(found, item)["min"])


def test_a_birthday_is_told_beside_the_points_for_age() -> None:
    """The first worked example was born on 17 May 1997: at thirty she has five points less."""
    one = profile("ca-express-entry", "crs")
    age = next(item for _path, item in items(one) if item["title"] == "Your age")
    assert (age["low"], age["turns"]["until"], age["turns"]["points"]) == (110, datetime.date(2027, 5, 16), 105)


def test_what_was_not_answered_is_told_as_such() -> None:
    one = profile("ca-express-entry", "crs", without=("birth_date",))
    age = next(item for _path, item in items(one) if item["title"] == "Your age")
    assert age["low"] < age["high"]
    assert [fact["known"] for fact in age["facts"] if fact["id"] == "birth_date"] == [False]


@pytest.mark.parametrize(("pack", "route"), COUNTED)
def test_what_gains_most_is_what_the_engine_says(pack: str, route: str) -> None:
    one = profile(pack, route)
    told = queries.gains(one.pack, route, one.facts)[: gains.MOST]
    shown = gains.of(one)
    assert [line["by"] for line in shown] == [each["gain"] for each in told]
    assert [line["total"] for line in shown] == [one.low + each["gain"] for each in told]
    assert all(
        words.label(one.pack, fact) in line["title"]
        for line, each in zip(shown, told, strict=True)
        for fact in each["set"]
    )


def test_what_gains_most_is_told_though_not_all_is_answered() -> None:
    one = profile("ca-express-entry", "crs", without=("birth_date",))
    assert not one.exact
    assert gains.of(one)


@pytest.mark.django_db
def test_a_day_before_the_law_has_no_points_and_no_fault(client: Client) -> None:
    """Whoever gives a date from before the law reads that it was not in force."""
    found = queries.bundled()["ca-express-entry"]
    response = HttpResponse()
    answers.keep(response, answers.Answers(found.id, {"assessment_date": "2014-06-01"}, ["assessment_date"]))
    client.cookies.update(response.cookies)
    for what in ("points", "dates"):
        assert client.get(reverse("openness:score_table", args=[found.id, "crs", what])).status_code == 200
    page = client.get(reverse("openness:score", args=[found.id, "crs"]))
    assert page.status_code == 200
    assert "This law was not in force on 1 June 2014." in html.unescape(page.content.decode())
