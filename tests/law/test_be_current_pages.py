"""What the public pages say of the law as it stands: whoever is here may ask, and how a file can end."""

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from veer.access.who import SYSTEM
from veer.cases import law
from veer.cases.queries import step_in_words
from veer.openness import queries

pytestmark = pytest.mark.django_db

PACK = "be-current"


def seen(answer: Any) -> str:
    """The words of a page."""
    assert answer.status_code == 200, answer.status_code
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


@pytest.fixture(autouse=True)
def in_force() -> None:
    law.activate(queries.bundled()[PACK], SYSTEM)


def found(client: Client, where: str) -> str:
    """What the finder says after its one question."""
    first = client.get(reverse("openness:find", args=[PACK]))
    assert first.context["fact"] == "whereabouts"
    asked = client.post(reverse("openness:find_fact", args=[PACK, "whereabouts"]), {"value": where})
    assert asked.status_code == 302
    after = client.get(reverse("openness:find", args=[PACK]))
    assert after.url == reverse("openness:result", args=[PACK])
    return seen(client.get(after.url))


def survey(where: str) -> dict[str, str]:
    answer = queries.survey(queries.bundled()[PACK], {"whereabouts": where}, lang="en")
    return {route["route"]: route["outcome"] for route in answer["routes"]}


def test_whoever_is_here_may_ask(client: Client) -> None:
    for where in ("inside", "border"):
        said = found(Client(), where)
        assert survey(where) == {"asylum": "open", "return": "open"}
        assert "Start this application : Protection (asylum)" in said
    read = seen(client.get(reverse("openness:law_route", args=[PACK, "asylum"])))
    assert "Nobody may turn you away. Whether you are a refugee is decided by people" in read


def test_from_abroad_nobody_can_ask_and_why_is_said(client: Client) -> None:
    said = found(client, "abroad")
    assert survey("abroad") == {"asylum": "closed", "return": "closed"}
    assert "You are in Belgium or at its border. From abroad you cannot ask." in said


def test_the_finder_never_says_who_is_a_refugee() -> None:
    """No route asks what a person fears, and none answers it."""
    pack = queries.bundled()[PACK]
    answer = queries.survey(pack, {}, lang="en")
    asked = {fact for route in answer["routes"] for fact in route["missing"]}
    assert asked == {"whereabouts"}
    assert [route["needs_judgement"] for route in answer["routes"]] == [[], []]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "The file ends with the order to leave; what became of you the law does not ask"),
        ("nl", "Het dossier eindigt met het bevel; wat er van u geworden is, vraagt het recht niet"),
        ("fr", "Le dossier se termine par l'ordre ; le droit ne demande pas ce que vous êtes devenu"),
        ("de", "Die Akte endet mit der Anweisung; was aus Ihnen wurde, fragt das Recht nicht"),
    ],
)
def test_the_law_page_says_that_a_file_can_end_with_an_order(client: Client, lang: str, words: str) -> None:
    client.cookies["language"] = lang
    assert words in seen(client.get(reverse("openness:law_route", args=[PACK, "return"])))
    assert "2024/1348" in seen(client.get(reverse("openness:law_route", args=[PACK, "asylum"])))


@pytest.mark.parametrize("lang", ["nl", "fr", "de", "en"])
def test_whoever_works_reads_each_step_in_words_of_their_own(lang: str) -> None:
    """An official is not the one who asked: no step stands there as a quotation of what the person reads."""
    pack = queries.bundled()[PACK]
    for name in ("asylum", "return"):
        procedure = pack.route(name).procedure
        assert procedure is not None
        for step in procedure.steps:
            own = pack.text_in(name, f"procedure.steps.{step}.office").get(lang)
            assert own is not None, step
            assert step_in_words(pack, name, step, lang) == own
