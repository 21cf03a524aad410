"""The public pages without a script: real content, a walk to the end, few questions to the database."""

import html
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.cases.test_machine import MACHINE
from tests.laws import law_in
from tests.openness.typing_answers import UNKNOWN, typed
from veer.access.who import SYSTEM
from veer.cases import carried, law
from veer.openness import answers, examples, queries, relevance, score, words

pytestmark = pytest.mark.django_db

LAW = [law_in(file.parent) for file in sorted(queries.BUNDLED.glob("*/pack.yaml"))]
ROUTES = [(pack.id, route) for pack in LAW for route in pack.routes]
COUNTED = [(pack.id, route.id) for pack in LAW for route in pack.routes.values() if route.points]
PACKS = sorted(pack.id for pack in LAW)


def seen(answer: Any) -> str:
    """The words of a page."""
    assert answer.status_code in (200, 422), answer.status_code
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def asked(client: Client, pack: str) -> str:
    """The fact that the finder asks now, or nothing when it has come to an end; of the purpose nothing is known."""
    answer = client.get(reverse("openness:find", args=[pack]))
    if answer.status_code == 302 and answer.url == reverse("openness:find_purpose", args=[pack]):
        answer = client.get(client.post(answer.url, {"unknown": "1"}).url)
    if answer.status_code == 302:
        assert answer.url == reverse("openness:result", args=[pack])
        return ""
    return str(answer.context["fact"])


def walk(client: Client, pack: Any, facts: dict[str, Any]) -> list[str]:
    """Answer whatever is asked, from the facts of an example; I don't know where it says nothing."""
    flat = relevance.flattened(pack, facts)
    path: list[str] = []
    while fact := asked(client, pack.id):
        assert fact not in path, f"{fact} is asked twice"
        path.append(fact)
        value = flat.get(fact, UNKNOWN)
        answer = client.post(reverse("openness:find_fact", args=[pack.id, fact]), typed(pack, fact, value))
        assert answer.status_code == 302, (fact, value, answer.context["form"].errors)
    return path


def test_the_first_page_is_light(client: Client) -> None:
    answer = client.get("/")
    body = answer.content.decode()
    assert "You always know where you stand." in body
    weight = len(answer.content)
    for address in re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', body):
        weight += len(b"".join(client.get(address).streaming_content))
    assert weight < 100_000, weight


@pytest.mark.parametrize(("pack", "route"), ROUTES)
def test_the_law_of_each_route_can_be_read(client: Client, pack: str, route: str) -> None:
    answer = client.get(reverse("openness:law_route", args=[pack, route]))
    said = seen(answer)
    found = queries.bundled()[pack]
    assert words.route_title(found, route) in said
    one = found.route(route)
    for condition in one.conditions:
        assert words.say(found, route, f"conditions.{condition.id}") in said
    if one.points:
        for section in one.points.sections:
            assert words.say(found, route, f"points.{section.id}") in said
    assert found.law_hash in said
    permanent = client.get(reverse("openness:law_version", args=[pack, route, queries.short(found.law_hash)]))
    assert "permanent link" in seen(permanent)
    assert client.get(reverse("openness:law_version", args=[pack, route, "0" * 16])).status_code == 404


@pytest.mark.parametrize(("pack", "route"), ROUTES)
def test_each_part_of_a_law_has_its_place_on_the_page(client: Client, pack: str, route: str) -> None:
    found = queries.bundled()[pack]
    one = found.route(route)
    body = client.get(reverse("openness:law_route", args=[pack, route])).content.decode()
    places = re.findall(r'\bid="([^"]+)"', body)
    assert len(places) == len(set(places)), [place for place in places if places.count(place) > 1]
    wanted = {"way", "dates", "rights", "if-no", "sources"}
    wanted |= {f"conditions.{condition.id}" for condition in one.conditions}
    if one.points:
        wanted |= {item["id"] for section in _sections(found, one) for item in section["items"]}
        wanted |= {section["id"] for section in _sections(found, one)}
    assert wanted <= set(places), wanted - set(places)
    assert all(place in places for place in re.findall(r'href="#([^"]+)"', body))
    said = seen(client.get(reverse("openness:law_route", args=[pack, route])))
    clauses = [(kind, name) for kind in ("clocks", "rights", "duties", "remedies") for name in getattr(one, kind)]
    assert all(words.say(found, route, f"{kind}.{name}") in said for kind, name in clauses)
    assert ("The steps are not written" in said) == (one.procedure is None)
    assert f"Version {found.version}" in said
    assert reverse("openness:law_version", args=[pack, route, queries.short(found.law_hash)]) in body
    heads = re.findall(r"<th[^>]*>([^<]*)", body)
    assert not [head for head in heads if re.search(r"[a-z]\.[a-z]|_", head)], "facts are called by name"


def _sections(pack: Any, route: Any) -> list[dict[str, Any]]:
    return score.Profile(pack, route, {}, "nobody").sections


@pytest.mark.parametrize(("pack", "proposed"), [("be-proposal", True), ("be-current", False)])
def test_what_is_proposed_is_never_called_law_in_force(client: Client, pack: str, proposed: bool) -> None:
    told = client.get(f"/law/{pack}/asylum/?lang=en").content.decode()
    assert ("a proposal, not law in force" in told) == proposed
    assert (re.search(r"</svg>\s*in force</span>", told) is None) == proposed


def test_each_door_of_the_first_page_opens(client: Client) -> None:
    body = client.get("/").content.decode()
    doors = re.findall(r'class="door" href="([^"]+)"', body)
    assert [client.get(door).status_code for door in doors] == [200] * 3


def test_what_nobody_knows_of_time_and_cost_is_said(client: Client) -> None:
    found = queries.bundled()["be-proposal"]
    walk(client, found, {})
    said = seen(client.get(reverse("openness:result", args=[found.id])))
    route = found.route(next(iter(found.routes)))
    told = [clock for clock in route.clocks if words.say(found, route.id, f"clocks.{clock}") in said]
    assert len(told) >= min(5, len(route.clocks)), "five terms of today, and how many more there are"
    assert "How long it usually takes: no public figure yet." in said
    assert "Not in the law file. Ask before you pay anybody." in said
    termless = queries.bundled()["de-chancenkarte"]
    walk(client, termless, {})
    assert "By law: no term is set." in seen(client.get(reverse("openness:result", args=[termless.id])))


@pytest.mark.parametrize(
    ("pack", "route", "told"),
    [
        ("de-chancenkarte", "chancenkarte", ["€ 75 : The visa for the card, paid when you apply"]),
        ("ca-express-entry", "fsw-67", ["CAD 990 : Processing of the application", "CAD 600 : The right of permanent"]),
    ],
)
def test_what_a_way_costs_stands_in_the_result_and_in_the_law(
    client: Client, at: Callable[..., datetime], pack: str, route: str, told: list[str]
) -> None:
    at(2026, 5, 1, 12)
    found = queries.bundled()[pack]
    walk(client, found, {})
    for address in (reverse("openness:result", args=[pack]), reverse("openness:law_route", args=[pack, route])):
        said = seen(client.get(address))
        assert not [one for one in told if one not in said], address
    assert "not checked against the source" in said or pack != "ca-express-entry"


@pytest.mark.parametrize(("pack", "route"), COUNTED)
def test_points_of_each_worked_example(client: Client, pack: str, route: str) -> None:
    found = queries.bundled()[pack]
    known = examples.of(found, route)
    assert known
    for one in list(known.values())[:3]:
        said = queries.decide(found, route, one["facts"], lang="en")
        page = seen(client.get(reverse("openness:score", args=[pack, route]), {"example": one["id"]}))
        total = said["points"]["total"]
        if total is not None:
            assert f"You have {total} point" in page
        table = client.get(reverse("openness:score_table", args=[pack, route, "points"]), {"example": one["id"]})
        last = table.content.decode().strip().splitlines()[-1]
        assert last.split(",")[2:4] == [str(said["points"]["min"]), str(said["points"]["max"])]
        dates = client.get(reverse("openness:score_table", args=[pack, route, "dates"]), {"example": one["id"]})
        assert dates.content.decode().startswith("from,points_min,points_max,outcome")


@pytest.mark.parametrize("pack", PACKS)
def test_a_walk_without_a_script(client: Client, pack: str) -> None:
    found = queries.bundled()[pack]
    route = next(iter(found.routes))
    example = next(iter(examples.of(found, route).values()))
    path = walk(client, found, example["facts"])
    assert path
    page = client.get(reverse("openness:result", args=[pack]))
    said = seen(page)
    for fact in path:
        assert words.label(found, fact) in said
    expected = {one["route"]: one["outcome"] for one in queries.survey(found, _kept(client, pack), lang="en")["routes"]}
    shown = {way["id"]: group for group, ways in page.context["groups"].items() for way in ways}
    assert shown == expected


def _kept(client: Client, pack: str) -> dict[str, Any]:
    return signing.loads(client.cookies[answers.name_of(pack)].value, salt=answers.SALT)["f"]


@pytest.mark.parametrize("pack", PACKS)
def test_not_knowing_is_always_an_answer(client: Client, pack: str) -> None:
    found = queries.bundled()[pack]
    walk(client, found, {})
    page = client.get(reverse("openness:result", args=[pack]))
    assert "I don’t know" in seen(page)
    assert not page.context["groups"]["open"] or any(not route.conditions for route in found.routes.values())


def test_an_answer_changed_changes_what_is_left(client: Client) -> None:
    found = queries.bundled()["be-proposal"]
    fact = asked(client, found.id)
    client.post(reverse("openness:find_fact", args=[found.id, fact]), typed(found, fact, UNKNOWN))
    assert asked(client, found.id) != fact
    page = client.get(reverse("openness:find_fact", args=[found.id, fact]))
    assert "answered before" in seen(page)


def test_nothing_chosen_keeps_the_question_and_says_so(client: Client) -> None:
    found = queries.bundled()["be-proposal"]
    fact = asked(client, found.id)
    answer = client.post(reverse("openness:find_fact", args=[found.id, fact]), {})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert asked(client, found.id) == fact


def kept_from_another_time(client: Client, pack: str, facts: dict[str, Any]) -> None:
    response = HttpResponse()
    answers.keep(response, answers.Answers(pack, facts=facts, order=list(facts)))
    client.cookies.update(response.cookies)


def test_answers_of_an_older_law_are_asked_again_not_a_fault(client: Client) -> None:
    found = queries.bundled()["be-proposal"]
    fact = next(fact.id for fact in found.facts.values() if fact.type.kind == "bool" and fact.derive is None)
    kept_from_another_time(client, found.id, {"no.such.fact": 1, fact: "not a truth", "gone": {"a": 2}})
    assert asked(client, found.id)
    assert client.get(reverse("openness:result", args=[found.id])).status_code in (200, 302)
    assert client.get(reverse("openness:score", args=COUNTED[0])).status_code == 200


def test_a_plan_that_does_not_fit_is_no_fault(client: Client) -> None:
    pack, route = COUNTED[0]
    found = queries.bundled()[pack]
    fact = next(fact.id for fact in found.facts.values() if fact.type.kind == "bool" and fact.derive is None)
    client.post(reverse("openness:score_plan", args=[pack, route]), {"set": json.dumps({fact: "nonsense"})})
    assert client.get(reverse("openness:score", args=[pack, route])).status_code == 200
    client.post(reverse("openness:score_plan", args=[pack, route]), {"set": "[1, 2"})
    client.post(reverse("openness:score_plan", args=[pack, route]), {"set": "[1, 2]"})
    assert client.get(reverse("openness:score", args=[pack, route])).status_code == 200


def test_a_code_brings_the_answers_back_on_another_device(client: Client) -> None:
    found = queries.bundled()["be-proposal"]
    fact = asked(client, found.id)
    client.post(reverse("openness:find_fact", args=[found.id, fact]), typed(found, fact, UNKNOWN))
    client.post(reverse("openness:keep", args=[found.id]))
    code = client.get(reverse("openness:result", args=[found.id])).context["code"]
    assert code
    other = Client()
    assert other.get(reverse("openness:result", args=[found.id])).status_code == 302, "nothing answered here yet"
    back = other.post(reverse("openness:resume"), {"code": code.lower()})
    assert back.url == reverse("openness:result", args=[found.id])
    assert words.label(found, fact) in seen(other.get(back.url))
    wrong = other.post(reverse("openness:resume"), {"code": "2222-2222-2222"})
    assert wrong.status_code == 400
    client.post(reverse("openness:forget", args=[found.id]))
    assert client.get(reverse("openness:result", args=[found.id])).status_code == 302


def test_a_step_of_the_finder_asks_the_database_little(client: Client, django_assert_max_num_queries: Any) -> None:
    found = queries.bundled()["be-proposal"]
    fact = asked(client, found.id)
    with django_assert_max_num_queries(15):
        answer = client.post(reverse("openness:find_fact", args=[found.id, fact]), typed(found, fact, UNKNOWN))
        client.get(answer.url)
    with django_assert_max_num_queries(15):
        client.get(reverse("openness:result", args=[found.id]))
    with django_assert_max_num_queries(15):
        client.get(reverse("openness:score", args=COUNTED[0]))


def test_nothing_personal_stands_in_an_address(client: Client) -> None:
    found = queries.bundled()["be-proposal"]
    fact = asked(client, found.id)
    answer = client.post(reverse("openness:find_fact", args=[found.id, fact]), typed(found, fact, UNKNOWN))
    assert "?" not in answer.url


def test_a_plan_stands_beside_today(client: Client) -> None:
    pack, route = COUNTED[0]
    found = queries.bundled()[pack]
    fact = next(fact.id for fact in found.facts.values() if fact.type.kind == "bool" and fact.derive is None)
    client.post(reverse("openness:score_plan", args=[pack, route]), {"set": json.dumps({fact: True, "no.such": 1})})
    page = client.get(reverse("openness:score", args=[pack, route]))
    assert "Two profiles side by side" in seen(page)
    client.post(reverse("openness:score_plan", args=[pack, route]), {"clear": "1"})
    assert "Two profiles side by side" not in seen(client.get(reverse("openness:score", args=[pack, route])))


@pytest.mark.parametrize("address", ["/law/no-such/x/", "/find/no-such/", "/score/no-such/x/", "/find/no-such/ask/x/"])
def test_what_does_not_exist_is_not_found(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "This page does not exist." in answer.content.decode()


def test_arabic_reads_from_the_right_and_marks_what_is_english(client: Client) -> None:
    pack, route = ROUTES[0]
    body = client.get(reverse("openness:law_route", args=[pack, route]), {"lang": "ar"}).content.decode()
    assert '<html lang="ar" dir="rtl">' in body
    assert ' lang="en" dir="ltr"' in body


def test_a_law_that_speaks_arabic_holds_nothing_in_english(client: Client) -> None:
    body = client.get(reverse("openness:law_route", args=["be-proposal", "talent"]), {"lang": "ar"}).content.decode()
    assert ' lang="en" dir="ltr"' not in body
    page = re.sub(r"<(code|pre|svg|dfn)\b.*?</\1>", " ", body.partition("<main")[2].partition("</main")[0], flags=re.S)
    said = html.unescape(re.sub(r"<[^>]+>", " ", page))
    assert not re.findall(r"\b(?:the|of|and|is|your|section|article|act)\b", said)


def test_a_version_once_in_force_stays_readable(client: Client) -> None:
    found = queries.bundled()["be-proposal"]
    stored = law.activate(found, SYSTEM)
    route = next(iter(found.routes))
    page = seen(client.get(reverse("openness:law_route", args=[found.id, route])))
    assert queries.short(stored.law_hash) in page
    old = client.get(reverse("openness:law_version", args=[found.id, route, queries.short(stored.law_hash)]))
    assert words.route_title(found, route) in seen(old)


def test_the_application_begins_with_what_was_answered(client: Client) -> None:
    found = queries.bundled()["be-proposal"]
    fact = asked(client, found.id)
    client.post(reverse("openness:find_fact", args=[found.id, fact]), typed(found, fact, UNKNOWN))
    request = RequestFactory().get("/")
    request.COOKIES = {name: one.value for name, one in client.cookies.items()}
    assert carried.answers(request, found.id) == {fact: UNKNOWN}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Not possible now. The law asks what stands here. By your answers it is not so:"),
        ("nl", "Dit kan nu niet. De wet vraagt wat hier staat. Volgens uw antwoorden is het bij u niet zo:"),
    ],
)
def test_a_closed_way_says_what_the_law_asks_before_it_says_no(client: Client, language: str, sentence: str) -> None:
    """Two denials in one sentence ("closed because this does not hold") ask too much of a reader."""
    pack = queries.bundled()["be-proposal"]
    walk(client, pack, {"birth_date": "2015-01-01"})
    said = seen(client.get(reverse("openness:result", args=[pack.id]) + f"?lang={language}"))
    assert sentence in said


def test_the_way_is_drawn_with_every_step_and_branch(client: Client) -> None:
    law.activate(law_in(MACHINE), SYSTEM)
    body = client.get(reverse("openness:law_route", args=["machine", "protection"])).content.decode()
    drawings = re.findall(r"<svg[^>]*class=\"drawing.*?</svg>", body)
    assert [ET.fromstring(one).get("class") for one in drawings] == ["drawing drawing--narrow", "drawing drawing--wide"]
    table = body.split("Show as a table")[1].split("</table>")[0].lower()  # names without words begin with a capital
    for drawn in drawings:
        for step in ("presented", "announced", "pending", "confirmed"):
            assert f">{step}</text>" in drawn
            assert step in table
        assert "The case goes on: Leaving" in drawn
        assert "you are here" not in drawn
    assert "detain" in table, "also acts that lead nowhere are in the table"
    assert not re.search(r"<svg[^>]*drawing.*?style=", body), "styles in a page are refused by the browser"
