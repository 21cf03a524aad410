"""What people read of their file under the proposal, in their language; and that no letter has a hole."""

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cases import cast
from tests.cases.test_pages import as_
from tests.law.proposal_story import ASKING, LEAVING, Story, law_on, pack, procedure
from veer.cases import papers
from veer.cases.queries import step_in_words
from veer.cases.standing import Standing
from veer.journal import clock
from veer.openness import queries

LANGUAGES = ["nl", "fr", "de", "en", "ar"]


def seen(story: Story, who: str, language: str = "en") -> str:
    """The words of the file's page, to the person or to somebody of the authority."""
    view = "cases:file" if who == "applicant" else "cases:at_work"
    client = as_(story.people[who])
    answer = client.get(reverse(view, args=[story.case.pk]), {"lang": language})
    assert answer.status_code == 200, answer.status_code
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


@pytest.mark.django_db
def test_the_person_reads_what_the_lateness_of_the_authority_gives(at: Any) -> None:
    story = Story(at).on("2026-07-01").open().do("receive").do("register").do("lodge").do("receive_file").wait(130)
    said = seen(story, "applicant")
    for words in (
        "I may work in Belgium: my application was lodged more than two months ago.",
        "The decision on my application is late. That is why I may work.",
        "There was no place for me. The authority pays a room until there is one.",
        "I have a right to a coach who does not work for the authority.",
    ):
        assert words in said, words


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_reads_in_every_language(language: str, at: Any) -> None:
    story = Story(at).on("2026-09-01").open().do("receive")
    said = seen(story, "applicant", language)
    assert pack().text(ASKING, "rights.ask.sentence", language) in said
    assert pack().text(ASKING, "procedure.steps.presented", language) in said


@pytest.mark.django_db
def test_whoever_of_the_authority_has_the_ball_finds_what_to_do(at: Any) -> None:
    story = Story(at, LEAVING).on("2026-09-01").open("returns").do("meet")
    assert "In talks with the person" in seen(story, "returns")
    story.do("ask_place", "applicant")
    assert pack().text(LEAVING, "procedure.acts.assign_place", "en") in seen(story, "reception")


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("route", [ASKING, LEAVING])
def test_every_letter_is_whole(route: str, language: str, at: Any) -> None:
    """Each is set with what its act puts in: no hole is left, and what decides tells who signed and how to appeal."""
    story = Story(at, route).on("2026-09-02").open()
    story.case.language = language
    standing = Standing(story.case)
    for name, form in law_on(route).letters.items():
        more = {key: f"<{key}>" for key in ("due", "document", "proposer", "signer", "remedy_how", "remedy_address")}
        paper = papers.plain_paper(
            standing, name, day=clock.now().date(), more=more, reasons=[{"id": "", "text": "Because.", "source": ""}]
        )
        whole = str(paper.data())
        assert "{" not in "".join(str(part) for part in re.findall(r"'text': '[^']*'", whole)), name
        decides = any(a.does == "sign" and name in a.letter.values() for a in procedure(route).acts.values())
        closing = pack().text(route, f"letters.{name}.closing", language)
        assert decides == ("{signer}" in closing) == ("{proposer}" in closing), name
        assert not decides or "reasons" in form.blocks, name


@pytest.mark.parametrize(("where", "answer"), [("inside", "open"), ("border", "open"), ("abroad", "closed")])
def test_the_finder_asks_where_somebody_is_and_never_what_they_fear(where: str, answer: str) -> None:
    for facts, expected in (({}, "maybe"), ({"whereabouts": where}, answer)):
        found = {one["route"]: one for one in queries.survey(pack(), facts, lang="en")["routes"]}
        for route in (ASKING, LEAVING):
            assert found[route]["outcome"] == expected
            assert set(found[route]["missing"]) <= {"whereabouts"}


@pytest.mark.django_db
def test_the_law_of_return_says_which_route_is_still_to_come() -> None:
    cast.activate_law()
    answer = Client().get(reverse("openness:law_route", args=["be-proposal", LEAVING]), {"lang": "en"})
    said = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))
    assert "It leads to: Residence for who cannot return . That route is not written in this law yet." in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_works_reads_each_step_in_words_of_their_own(language: str) -> None:
    """An official is not the one who asked: no step stands there as a quotation of what the person reads."""
    for route in pack().routes.values():
        for step in route.procedure.steps if route.procedure else {}:
            own = pack().text_in(route.id, f"procedure.steps.{step}.office").get(language)
            assert own is not None, (route.id, step)
            assert step_in_words(pack(), route.id, step, language) == own
