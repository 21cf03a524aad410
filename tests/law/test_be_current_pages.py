"""What the public pages say of the law as it stands: whoever is here may ask, and how a file can end."""

import html
import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cases import cast
from veer.access.who import SYSTEM
from veer.cases import law, papers
from veer.cases.acts import open_case
from veer.cases.queries import step_in_words
from veer.cases.standing import Standing
from veer.journal import clock
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
    """What the finder says after its one question, to somebody who does not say what brings them here."""
    assert client.get(reverse("openness:find", args=[PACK])).url == reverse("openness:find_purpose", args=[PACK])
    first = client.get(client.post(reverse("openness:find_purpose", args=[PACK]), {"unknown": "1"}).url)
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
    ("lang", "words", "how", "nothing_after"),
    [
        (
            "en",
            "The file ends with the order to leave; what became of you the law does not ask",
            "an order to leave",
            "Here this law ends: with an order, and nothing after it.",
        ),
        (
            "nl",
            "Het dossier eindigt met het bevel; wat er van u geworden is, vraagt het recht niet",
            "een bevel om te vertrekken",
            "Hier houdt deze wet op: met een bevel, en niets daarna.",
        ),
        (
            "fr",
            "Le dossier se termine par l'ordre ; le droit ne demande pas ce que vous êtes devenu",
            "un ordre de quitter le territoire",
            "Ici cette loi s’arrête : un ordre, et rien après.",
        ),
        (
            "de",
            "Die Akte endet mit der Anweisung; was aus Ihnen wurde, fragt das Recht nicht",
            "eine Anordnung zur Ausreise",
            "Hier endet dieses Gesetz: mit einer Anordnung, und nichts danach.",
        ),
        (
            "ar",
            "ينتهي الملف بالأمر بالمغادرة؛ وما صار إليه أمرك لا يسأل عنه القانون",
            "أمر بالمغادرة",
            "هنا ينتهي هذا القانون: بأمر، ولا شيء بعده.",
        ),
    ],
)
def test_the_law_page_says_that_a_file_can_end_with_an_order(
    client: Client, lang: str, words: str, how: str, nothing_after: str
) -> None:
    """Among the ends of the way stands an order without a return: under its own name, of its own kind, and with a
    sentence that nothing follows. Both routes say it in their first lines already."""
    client.cookies["language"] = lang
    pack = queries.bundled()[PACK]
    read = seen(client.get(reverse("openness:law_route", args=[PACK, "return"])))
    assert f"{words} {how} {nothing_after}" in read
    assert pack.text_in("return", "summary")[lang] in read
    asking = seen(client.get(reverse("openness:law_route", args=[PACK, "asylum"])))
    assert pack.text_in("asylum", "summary")[lang] in asking
    assert "2024/1348" in asking


@pytest.mark.parametrize("route", ["asylum", "return"])
def test_the_law_page_holds_nothing_in_english_for_who_reads_arabic(client: Client, route: str) -> None:
    body = client.get(reverse("openness:law_route", args=[PACK, route]), {"lang": "ar"}).content.decode()
    assert ' lang="en" dir="ltr"' not in body
    page = re.sub(r"<(code|pre|svg|dfn)\b.*?</\1>", " ", body.partition("<main")[2].partition("</main")[0], flags=re.S)
    said = html.unescape(re.sub(r"<[^>]+>", " ", page))
    assert not re.findall(r"\b(?:the|of|and|is|your|section|articles?|act)\b", said)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("nl", ("oranje kaart", "A-kaart", "B-kaart")),
        ("fr", ("carte orange", "carte A", "carte B")),
        ("de", ("orange Karte", "A-Karte", "B-Karte")),
        ("en", ("orange card", "A card", "B card")),
        ("ar", ("البطاقة البرتقالية", "البطاقة A", "البطاقة B")),
    ],
)
def test_the_card_that_shows_a_right_is_called_in_the_readers_language(
    client: Client, lang: str, words: tuple[str, ...]
) -> None:
    client.cookies["language"] = lang
    body = client.get(reverse("openness:law_route", args=[PACK, "asylum"])).content.decode()
    for card in words:
        assert re.search(rf">{card}<", body), card
    assert lang == "en" or "Orange card" not in body


@pytest.mark.parametrize("lang", ["nl", "fr", "de", "en", "ar"])
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


@pytest.mark.parametrize("lang", ["nl", "fr", "de", "en", "ar"])
@pytest.mark.parametrize("route", ["asylum", "return"])
def test_every_letter_is_whole(route: str, lang: str, at: Any) -> None:
    """Set with what its act puts in, no letter has a hole, and a decision says who proposed and who signed."""
    at(2026, 9, 2, 9)
    law.activate(queries.bundled()[PACK], SYSTEM)
    whole = queries.bundled()[PACK].route(route)
    assert whole.procedure is not None
    person = cast.applicant("Tesfaye Haile", lang)
    case = open_case(cast.person_of(person), PACK, route, cast.official(), language=lang, key=uuid4().hex)
    decisions = {
        letter for act in whole.procedure.acts.values() if act.does == "sign" for letter in act.letter.values()
    }
    puts = {key: f"<{key}>" for key in ("due", "document", "proposer", "signer", "remedy_how", "remedy_address")}
    why = [{"id": "", "text": "Because.", "source": ""}]
    for name in whole.letters:
        paper = papers.plain_paper(Standing(case), name, day=clock.now().date(), more=puts, reasons=why)
        parts = [one for block in paper.blocks for one in block.get("words", [])]
        said = " ".join([paper.title, *parts])
        assert parts, name
        assert not re.search(r"[{}]", said), name
        assert (name in decisions) == ("<signer>" in said) == ("<proposer>" in said), name
