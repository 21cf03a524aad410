"""What brings you here: asked first, where a law asks it; it narrows what is asked and looked at, never for good."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.openness.test_pages import asked, seen, walk
from tests.openness.typing_answers import UNKNOWN, typed
from veer.openness import queries
from veer.openness.purposes import of

pytestmark = pytest.mark.django_db
PACK = "be-proposal"
ASKING = [pack.id for pack in queries.bundled().values() if pack.purposes]


def chosen(client: Client, *purposes: str) -> Any:
    """The answer to the first question; the page that follows."""
    address = reverse("openness:find_purpose", args=[PACK])
    return client.post(address, {"purpose": purposes} if purposes else {"unknown": "1"}, follow=True)


def test_only_the_routes_of_what_was_chosen_are_asked_about_and_shown(client: Client) -> None:
    pack = queries.bundled()[PACK]
    work, shelter = (next(iter(pack.routes[name].purposes)) for name in ("talent", "asylum"))
    first = client.get(reverse("openness:find", args=[PACK]), follow=True)
    assert first.redirect_chain == [(reverse("openness:find_purpose", args=[PACK]), 302)]
    after = chosen(client, shelter)
    assert after.context["fact"] == "whereabouts"
    assert of(pack)[shelter].text in seen(after)  # beside the question, changeable
    client.post(reverse("openness:find_fact", args=[PACK, "whereabouts"]), {"value": "inside"})
    result = client.get(reverse("openness:find", args=[PACK]), follow=True)
    assert [way["id"] for ways in result.context["groups"].values() for way in ways] == ["asylum"]
    said = seen(result)
    assert f"What was looked at: {of(pack)[shelter].text}" in said
    assert {one.id for one in result.context["not_looked_at"]} == set(pack.purposes) - {shelter}
    assert result.context["instead"] == []
    for one in result.context["not_looked_at"]:
        assert f"Look at this too : {one.text}" in said
    more = chosen(client, shelter, work)  # as the button does
    assert asked(client, PACK) == more.context["fact"] != "whereabouts"
    wider = client.get(reverse("openness:result", args=[PACK]))
    assert {way["id"] for ways in wider.context["groups"].values() for way in ways} == {"asylum", "talent"}


def test_what_was_chosen_being_closed_is_not_said_of_what_was_left_aside(client: Client) -> None:
    """Who seeks protection from abroad chose one way of seven; the six others were not looked at."""
    pack = queries.bundled()[PACK]
    chosen(client, next(iter(pack.routes["asylum"].purposes)))
    client.post(reverse("openness:find_fact", args=[PACK, "whereabouts"]), {"value": "abroad"})
    result = client.get(reverse("openness:result", args=[PACK]))
    assert [name for name, ways in result.context["groups"].items() if ways] == ["closed"]
    assert result.context["not_looked_at"]
    # What the law has instead stands at the top, with its button; and not once more below.
    (first,) = result.context["instead"]
    assert first not in result.context["not_looked_at"]
    body = result.content.decode()
    assert body.index('id="g-instead"') < body.index(f'name="purpose" value="{first.id}"') < body.index('id="g-closed"')
    more = chosen(client, *pack.routes["asylum"].purposes, first.id)
    assert not more.context.get("instead"), "then it is looked at, as anything else"
    said = seen(result)
    assert "Nothing is open today" not in said
    assert "What you chose is not open to you today." in said
    assert "See what was left aside" in said


def test_who_does_not_know_is_shown_every_route(client: Client) -> None:
    chosen(client)
    walk(client, queries.bundled()[PACK], {"whereabouts": "inside"})
    result = client.get(reverse("openness:result", args=[PACK]))
    shown = {way["id"] for ways in result.context["groups"].values() for way in ways}
    assert shown == set(queries.bundled()[PACK].routes)
    assert "Not looked at" not in seen(result)
    assert "What brings you here? I don’t know" in seen(result)


@pytest.mark.parametrize("sent", [{}, {"purpose": ["no-such"]}, {"purpose": ["work"], "unknown": "1"}])
def test_nothing_or_both_is_told_and_nothing_ticked_is_lost(client: Client, sent: dict[str, Any]) -> None:
    answer = client.post(reverse("openness:find_purpose", args=[PACK]), sent)
    assert answer.status_code == 422
    body = answer.content.decode()
    assert 'role="alert"' in body
    assert body.count(" checked") == len(sent.get("purpose", [])) - ("no-such" in sent.get("purpose", [])) + (
        "unknown" in sent
    )


def test_a_code_brings_the_purpose_back(client: Client) -> None:
    fact = chosen(client, "work").context["fact"]
    client.post(reverse("openness:find_fact", args=[PACK, fact]), typed(queries.bundled()[PACK], fact, UNKNOWN))
    client.post(reverse("openness:keep", args=[PACK]))
    code = client.get(reverse("openness:result", args=[PACK])).context["code"]
    back = Client().post(reverse("openness:resume"), {"code": code}, follow=True)
    assert [one.id for one in back.context["looked_at"]] == ["work"]


def test_a_law_with_one_purpose_asks_nothing(client: Client) -> None:
    assert asked(client, "de-chancenkarte")
    assert client.get(reverse("openness:find_purpose", args=["de-chancenkarte"])).status_code == 404


@pytest.mark.parametrize("language", ["nl", "fr", "de", "ar"])
def test_the_purposes_are_read_in_every_language(client: Client, language: str) -> None:
    for pack in ASKING:
        answer = client.get(reverse("openness:find_purpose", args=[pack]), {"lang": language})
        for one in queries.bundled()[pack].purposes.values():
            assert one.text[language] in seen(answer)
        assert "What brings you here" not in seen(answer)
        assert ('dir="rtl"' in answer.content.decode()) == (language == "ar")


def test_the_first_question_asks_the_database_little(client: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(15):
        chosen(client, "sponsor")


def test_from_the_law_of_a_route_its_purpose_is_chosen_already(client: Client) -> None:
    law = client.get(reverse("openness:law_route", args=[PACK, "talent"]))
    page = client.get(law.context["find"])
    assert [one["said"].id for one in page.context["offered"] if one["ticked"]] == ["work"]
    assert asked(client, PACK), "nothing is kept of it before it is sent"


def test_what_was_answered_in_part_is_not_asked_again(client: Client) -> None:
    """Of a birth only the year, of a language only one skill: the finder goes on, and comes to an end."""
    pack = queries.bundled()[PACK]
    chosen(client, "work")
    spoken = {"nl": {"listening": "B1"}}
    path = walk(client, pack, {"birth_date": "1998", "languages": spoken, "identity_established": True})
    assert {"birth_date", "languages"} <= set(path)
    result = client.get(reverse("openness:result", args=[PACK]))
    (way,) = [way for ways in result.context["groups"].values() for way in ways]
    assert way["outcome"] == "maybe"
