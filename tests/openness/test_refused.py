"""Answers that the law cannot take: each kind is said in the reader's words, on the question itself, never a fault."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.openness.test_pages import seen
from veer.openness import ask, queries
from veer.openness.answers import Answers
from veer.openness.walk import Walk

pytestmark = pytest.mark.django_db

ADDRESSES = [("openness:find_fact", ["be-proposal"]), ("openness:score_fact", ["be-proposal", "talent"])]
DAYS = [("1", "2", "2031"), ("1", "5", "1850"), ("", "", "1850"), ("", "12", "2031"), ("", "", "2031")]


@pytest.mark.parametrize("typed", DAYS)
@pytest.mark.parametrize(("page", "of"), ADDRESSES)
def test_a_birth_date_that_cannot_be_is_said_on_the_question(
    client: Client, page: str, of: list[str], typed: tuple[str, str, str]
) -> None:
    sent = dict(zip(("value_day", "value_month", "value_year"), typed, strict=True))
    answer = client.post(reverse(page, args=[*of, "birth_date"]), sent)
    assert answer.status_code == 422
    said = seen(answer)
    assert "This value is not possible here." in said or "This date cannot be right." in said
    assert f'value="{typed[2]}"' in answer.content.decode()


def test_two_answers_that_do_not_go_together_are_told_in_the_words_of_the_law(client: Client) -> None:
    client.post(reverse("openness:find_fact", args=["be-proposal", "experience.months"]), {"value": "24"})
    address = reverse("openness:find_fact", args=["be-proposal", "experience.months_be_eu"])
    answer = client.post(address, {"value": "36"}, headers={"accept-language": "nl"})
    assert answer.status_code == 422
    assert "kan niet hoger zijn dan het totaal" in seen(answer)


@pytest.mark.parametrize(
    ("pack", "facts", "words"),
    [
        ("be-proposal", {"birth_date": "1850"}, "This value is not possible here."),
        ("be-proposal", {"birth_date": "1998-99"}, "This is not written the way it has to be."),
        ("be-proposal", {"experience.months": "many"}, "This is not written the way it has to be."),
        (
            "be-proposal",
            {"job_offer": {"months": 5}, "job_offer.months": 6},
            "This does not go together with another answer.",
        ),
        ("be-proposal", {"birth_date": "1850", "experience.months": 5000}, "This value is not possible here."),
    ],
)
def test_every_kind_of_refusal_has_a_sentence(pack: str, facts: dict[str, Any], words: str) -> None:
    with translation.override("en"):
        said = ask.conflict(Walk(queries.pack(pack), Answers(pack, facts, list(facts))))
    assert type(said) is str
    assert said.count(words) == 1
