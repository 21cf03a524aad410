"""What a reader answered stays with the reader: in the browser, signed; or behind a code that only they have."""

import hashlib

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from veer.openness import acts, answers
from veer.openness.models import SavedAnswers


def carried(kept: answers.Answers) -> answers.Answers:
    response = HttpResponse()
    assert answers.keep(response, kept)
    request = RequestFactory().get("/")
    request.COOKIES = {name: morsel.value for name, morsel in response.cookies.items()}
    return answers.read(request, kept.pack)


def test_they_come_back_as_they_were() -> None:
    kept = answers.Answers("some-pack")
    kept.give({"birth_date": "1998-05", "married": {"unknown": True}, "languages": [{"test": "A", "level": 7.5}]})
    kept.give({"birth_date": "1998"})
    back = carried(kept)
    assert back.facts == {
        "birth_date": "1998",
        "married": {"unknown": True},
        "languages": [{"test": "A", "level": 7.5}],
    }
    assert back.order == ["married", "languages", "birth_date"]


def test_tampered_answers_are_no_answers() -> None:
    request = RequestFactory().get("/")
    request.COOKIES = {answers.name_of("some-pack"): "eyJmIjp7fX0:forged:forged"}
    assert answers.read(request, "some-pack").facts == {}


def test_too_long_a_story_is_refused_not_cut() -> None:
    kept = answers.Answers("some-pack", facts={f"f{n}": hashlib.sha256(b"%d" % n).hexdigest() for n in range(200)})
    assert not answers.keep(HttpResponse(), kept)


def test_the_plan_stands_beside_the_facts() -> None:
    kept = answers.Answers("some-pack", facts={"a": 1, "b": 2})
    kept.give({"b": 3}, plan=True)
    assert kept.facts["b"] == 2
    assert carried(kept).planned == {"a": 1, "b": 3}


def test_what_was_said_of_somebody_who_is_not_there_is_left_aside_and_comes_back_with_them() -> None:
    kept = answers.Answers("some-pack", facts={"partner": {}, "partner.age": 30, "age": 40})
    assert kept.for_engine() == {"partner": {}, "partner.age": 30, "age": 40}
    kept.give({"partner": None}, plan=True)
    assert kept.for_engine(planned=True) == {"partner": None, "age": 40}
    kept.give({"partner": None})
    assert kept.for_engine() == {"partner": None, "age": 40}
    kept.give({"partner": {}})
    assert kept.for_engine() == {"partner": {}, "partner.age": 30, "age": 40}


@pytest.mark.django_db
class TestBehindACode:
    def test_only_the_code_opens_them(self) -> None:
        kept = answers.Answers("some-pack", facts={"secret": "illness"}, order=["secret"])
        code = acts.keep(kept)
        stored = SavedAnswers.objects.get()
        assert code.replace("-", "") not in stored.lookup + stored.locked
        assert "illness" not in stored.locked
        back = acts.resume(code.lower().replace("-", " "))
        assert back is not None
        assert back.facts == {"secret": "illness"}
        assert back.code == code

    def test_another_code_opens_nothing(self) -> None:
        acts.keep(answers.Answers("some-pack", facts={"a": 1}))
        assert acts.resume("AAAA-AAAA-AAAA") is None
        assert acts.resume("") is None

    def test_after_ninety_days_they_are_gone(self, at) -> None:
        at(2026, 1, 1, 12)
        code = acts.keep(answers.Answers("some-pack", facts={"a": 1}))
        at(2026, 3, 31, 12)
        assert acts.resume(code) is not None
        at(2026, 4, 3, 12)
        assert acts.resume(code) is None
        acts.keep(answers.Answers("some-pack"))
        assert SavedAnswers.objects.count() == 1
