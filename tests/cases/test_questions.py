"""Questions made from the law's declarations: what is typed, what the engine gets, what is said when it is wrong."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from tests.cases import cast
from veer.cases.forms import search
from veer.cases.forms.questions import ABSENT, Question
from veer.cases.forms.values import change_words, value_words
from veer.rules import Pack, decide, load_pack

UNKNOWN = {"unknown": True}
FACTS = """
types:
  job:
    fields:
      months: {type: int, domain: [0, 600]}
      country: {type: code, pattern: "[A-Z]{2}"}
      since: {type: date}
facts:
  day: {of: case, type: date, role: on}
  birth: {of: person, type: date, partial: true, domain: [1900-01-01, on]}
  certain: {of: person, type: date}
  adult: {of: person, type: bool}
  kind: {of: person, type: enum, values: [red, blue]}
  maybe_kind: {of: person, type: enum, values: [red, blue], optional: true}
  level: {of: person, type: level, levels: [none, a, b]}
  grade: {of: person, type: enum, values: [e1, e2, e3, e4, e5, e6, e7, e8, e9]}
  count: {of: person, type: int, domain: [1, 2000]}
  wage: {of: case, type: money, unit: EUR/year, domain: [0, 1000000]}
  score: {of: person, type: decimal, step: 0.5, domain: [0, 9]}
  code: {of: person, type: code, pattern: "[A-Z]{2}"}
  note: {of: person, type: text, optional: true}
  job:
    of: person
    type: enum
    optional: true
    values: ["2511", "2512", "2513", "2514", "2519", "2521", "2522", "7411", "7412", "7413", "3113", "2211", "2212",
      "2221", "3221", "8322", "9112"]
  offer: {of: case, type: record, optional: true}
  offer.months: {of: case, type: int, domain: [0, 60]}
  jobs: {of: person, type: list, item: job, max_items: 3}
  skills: {of: person, type: map, keys: [nl, fr], item: {type: level, levels: [a, b]}}
"""
ROUTE = """
route: way
in_force: {from: 2020-01-01}
source: {memo: "1"}
conditions:
  all_of_it: >-
    adult and kind == 'red' and level >= 'a' and count >= 2 and wage >= 1 and score >= 1 and birth < on and certain < on
    and code == 'BE' and note and offer and offer.months > 1 and count(jobs) > 0 and skills.nl >= 'a'
    and maybe_kind == 'red' and job == '2512' and grade == 'e7'
clocks: {none: {source: {memo: "1"}}}
rights: {none: {source: {memo: "1"}}}
duties: {none: {source: {memo: "1"}}}
remedies: {none: {source: {memo: "1"}}}
texts: {en: {title: Way, summary: A way., conditions.all_of_it: All of it.}}
"""
NAMES = """
job:
  label: Occupation
  question: What is your occupation?
  values:
    "2512": Software developers
    "2513": Web and multimedia developers
    "2514": Applications programmers
    "7411": Électriciens du bâtiment
    "7412": Electrical mechanics
    "3113": Elektrotechniker für Straßenbau
"""
PACK = """
language: 1
pack: asked
version: "1"
title: {en: Asked}
languages: [en]
time_zone: UTC
status: draft
sources: {memo: {title: {en: Memo}}}
"""


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    root: Path = tmp_path_factory.mktemp("asked")
    for name, text in {
        "pack.yaml": PACK,
        "facts/all.yaml": FACTS,
        "routes/way.yaml": ROUTE,
        "texts/facts.en.yaml": NAMES,
    }.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text)
    return load_pack(root)


def ask(pack: Pack, fact: str, sent: dict[str, str], value: Any = ABSENT) -> Question:
    data = QueryDict(mutable=True)
    data.update(sent)
    return Question(pack, fact, "en", value=value, data=data)


RIGHT: list[tuple[str, dict[str, str], Any]] = [
    ("adult", {"value": "true"}, True),
    ("adult", {"value": "false"}, False),
    ("adult", {"value": "-unknown"}, UNKNOWN),
    ("kind", {"value": "red"}, "red"),
    ("maybe_kind", {"value": "-none"}, None),
    ("level", {"value": "none"}, "none"),
    ("count", {"value": "12"}, 12),
    ("count", {"value": " 1 500 "}, 1500),
    ("count", {"value": "1.500"}, 1500),
    ("count", {"unknown": "on"}, UNKNOWN),
    ("birth", {"value_day": "", "value_month": "", "value_year": " ", "unknown": "on"}, UNKNOWN),
    ("grade", {"value": "e7"}, "e7"),
    ("grade", {"value": "", "unknown": "on"}, UNKNOWN),
    ("wage", {"value": "45.000"}, 45000),
    ("score", {"value": "6,5"}, 6.5),
    ("score", {"value": "7.0"}, 7),
    ("birth", {"value_day": "3", "value_month": "5", "value_year": "1998"}, "1998-05-03"),
    ("birth", {"value_day": "", "value_month": "5", "value_year": "1998"}, "1998-05"),
    ("birth", {"value_day": "", "value_month": "", "value_year": "1998"}, "1998"),
    ("code", {"value": " BE "}, "BE"),
    ("note", {"value": "x"}, "x"),
    ("note", {"none": "on"}, None),
    ("offer", {"value": "true"}, {}),
    ("offer", {"value": "false"}, None),
    ("jobs", {"rows": "1", "0__months": "12", "0__country": "BE"}, [{"months": 12, "country": "BE"}]),
    ("jobs", {"rows": "2", "0__months": "", "1__months": "3"}, [{"months": 3}]),
    ("jobs", {"rows": "1", "none": "on"}, []),
    ("jobs", {"rows": "1", "unknown": "on"}, UNKNOWN),
    ("skills", {"nl__": "a"}, {"nl": "a"}),
    ("skills", {"none": "on"}, {}),
]


@pytest.mark.parametrize("fact,sent,value", RIGHT)
def test_what_is_typed_is_what_the_engine_takes(pack: Pack, fact: str, sent: dict[str, str], value: Any) -> None:
    question = ask(pack, fact, sent)
    assert question.is_valid(), question.errors
    assert question.answer == value
    on = date(2026, 1, 1)
    decide(pack, "way", {fact: question.answer}, on=on, today=on)


WRONG: list[tuple[str, dict[str, str], str]] = [
    ("adult", {}, "Choose an answer."),
    ("kind", {"value": "green"}, "Select a valid choice"),
    ("count", {"value": ""}, "Give a number, or say"),
    ("count", {"value": "twelve"}, "Give a whole number"),
    ("count", {"value": "12.5"}, "Give a whole number"),
    ("count", {"value": "0"}, "of 1 or more"),
    ("count", {"value": "2001"}, "of 2000 or less"),
    ("count", {"value": "９"}, "Give a whole number"),
    ("score", {"value": "6.3"}, "goes in steps of 0.5"),
    ("score", {"value": "NaN"}, "Give a number, in figures"),
    ("score", {"value": "1e400"}, "or less"),
    ("birth", {"value_day": "31", "value_month": "2", "value_year": "1998"}, "This day does not exist"),
    ("birth", {"value_day": "1", "value_month": "13", "value_year": "1998"}, "This day does not exist"),
    ("birth", {"value_day": "1", "value_month": "1", "value_year": "98"}, "the year with four"),
    ("birth", {"value_day": "1", "value_month": "1", "value_year": "1800"}, "cannot be right"),
    ("certain", {"value_day": "", "value_month": "5", "value_year": "1998"}, "This day does not exist"),
    ("code", {"value": "be"}, "not written the way"),
    ("jobs", {"rows": "1"}, "Fill in what you have"),
    ("jobs", {"rows": "1", "0__months": "x"}, "Give a whole number"),
    ("skills", {}, "Fill in what you have"),
]


@pytest.mark.parametrize("fact,sent,words", WRONG)
def test_what_is_not_right_is_said_in_a_sentence(pack: Pack, fact: str, sent: dict[str, str], words: str) -> None:
    question = ask(pack, fact, sent)
    assert not question.is_valid()
    assert any(words in problem["text"] for problem in question.problems)
    shown = render_to_string("cases/questions/question.html", {"question": question})
    for problem in question.problems:
        assert f'id="{problem["to"].removeprefix("#")}"' in shown


@pytest.mark.parametrize("fact,sent,value", RIGHT)
def test_what_was_answered_stands_there_again(pack: Pack, fact: str, sent: dict[str, str], value: Any) -> None:
    shown = render_to_string("cases/questions/question.html", {"question": Question(pack, fact, "en", value=value)})
    if value == UNKNOWN and fact != "adult":
        assert 'name="unknown" id="id_unknown" checked' in shown
    elif isinstance(value, bool):
        assert f'value="{str(value).lower()}" id="id_value_{0 if value else 1}" checked' in shown
    elif isinstance(value, int):
        assert f'value="{value}"' in shown
    elif fact == "jobs" and value:
        assert all(f'value="{entry["months"]}"' in shown for entry in value)


BOTH: list[tuple[str, dict[str, str], Any]] = [
    ("count", {"value": "60", "unknown": "on"}, UNKNOWN),
    ("count", {"value": "60", "unknown": "on"}, ABSENT),
    ("count", {"value": "60", "unknown": "on"}, 24),
    ("count", {"value": "rubbish", "unknown": "on"}, ABSENT),
    ("birth", {"value_year": "1998", "unknown": "on"}, UNKNOWN),
    ("grade", {"value": "e7", "unknown": "on"}, UNKNOWN),
    ("note", {"value": "x", "none": "on"}, None),
    ("jobs", {"rows": "1", "0__months": "12", "unknown": "on"}, UNKNOWN),
    ("jobs", {"rows": "1", "0__months": "12", "none": "on"}, []),
    ("skills", {"nl__": "a", "unknown": "on"}, UNKNOWN),
]


@pytest.mark.parametrize("fact,sent,was", BOTH)
def test_an_answer_beside_a_way_out_is_asked_about_and_never_dropped(
    pack: Pack, fact: str, sent: dict[str, str], was: Any
) -> None:
    question = ask(pack, fact, sent, was)
    assert not question.is_valid()
    assert any("You gave an answer and also ticked" in problem["text"] for problem in question.problems)
    shown = render_to_string("cases/questions/question.html", {"question": question})
    assert all(f'value="{text}"' in shown for text in sent.values() if text != "on")


@pytest.mark.parametrize(
    "fact,sent,was",
    [
        ("count", {"value": "24", "unknown": "on"}, 24),
        ("birth", {"value_day": "3", "value_month": "5", "value_year": "1998", "unknown": "on"}, "1998-05-03"),
        ("jobs", {"rows": "1", "0__months": "12", "unknown": "on"}, [{"months": 12}]),
        ("skills", {"nl__": "a", "unknown": "on"}, {"nl": "a"}),
        ("grade", {"value": "e7", "unknown": "on"}, "e7"),
    ],
)  # fmt: skip
def test_ticking_a_way_out_takes_back_what_stood_there(pack: Pack, fact: str, sent: dict[str, str], was: Any) -> None:
    question = ask(pack, fact, sent, was)
    assert question.is_valid(), question.errors
    assert question.answer == UNKNOWN


def test_a_short_list_of_choices_says_i_do_not_know_once(pack: Pack) -> None:
    shown = render_to_string("cases/questions/question.html", {"question": Question(pack, "grade", "en")})
    assert shown.count("I don’t know") == 1


def test_one_more_and_one_less_keep_what_was_typed(pack: Pack) -> None:
    typed = {"rows": "2", "0__months": "12", "1__months": "24", "1__country": "BE"}
    more = ask(pack, "jobs", {**typed, "more": "1"})
    assert more.wants_more
    assert more.reshaped().rows == 3
    less = ask(pack, "jobs", {**typed, "0-remove": "1"}).reshaped()
    assert less.rows == 1
    assert less.is_valid()
    assert less.answer == [{"months": 24, "country": "BE"}]


def test_no_more_entries_than_the_law_takes(pack: Pack) -> None:
    assert ask(pack, "jobs", {"rows": "3", "more": "1"}).reshaped().rows == 3
    assert ask(pack, "jobs", {"rows": "9999999"}).rows <= 3
    assert not ask(pack, "jobs", {"rows": "3"}).room_for_more


def test_every_question_of_the_bundled_law_can_be_drawn_in_every_language() -> None:
    pack = cast.bundled()
    for lang in ("nl", "fr", "de", "en", "ar"):
        for fact, declared in pack.facts.items():
            if declared.derive is None:
                shown = render_to_string("cases/questions/question.html", {"question": Question(pack, fact, lang)})
                assert f"<h1>{Question(pack, fact, lang).said.question[:10]}" in shown or "&#x27;" in shown


@pytest.mark.parametrize(
    "fact,value,words",
    [
        ("education.isced", "35", "Secondary school, vocational or technical"),
        ("birth_date", "1998-05", "May 1998"),
        ("birth_date", "1998-05-03", "3 May 1998"),
        ("experience.months", 60, "60 months"),
        ("entry_ban", False, "No"),
        ("entry_ban", UNKNOWN, "I don’t know"),
        ("job_offer", None, "No"),
        ("job_offer", {}, "Yes"),
        ("destination_region", None, "Not chosen yet"),
        ("languages", {"fr": {"listening": "B1"}}, "French: Listening B1"),
    ],
)
def test_a_value_in_words(fact: str, value: Any, words: str) -> None:
    assert value_words(cast.bundled(), fact, value, "en") == words


@pytest.mark.parametrize(
    "fact,value,words",
    [
        ("wage", 45000, "€\u00a045,000 a year"),
        ("count", 1500, "1500"),
        ("score", 6.5, "6.5"),
        ("jobs", [{"months": 1, "country": "BE"}, {"months": 3}], "months 1, country BE; months 3"),
        ("jobs", [], "None of these"),
        ("note", None, "There is none"),
        ("offer", {"months": 12}, "Yes (months: 12)"),
    ],
)
def test_a_value_of_each_type_in_words(pack: Pack, fact: str, value: Any, words: str) -> None:
    assert value_words(pack, fact, value, "en") == words


def test_of_a_map_only_what_changes_is_said() -> None:
    every = dict.fromkeys(["listening", "reading", "writing", "speaking"], "B1")
    was = {"fr": every, "nl": {**every, "reading": "A2"}}
    assert change_words(cast.bundled(), "languages", {"fr": every, "nl": every}, was, "en") == "Dutch B1"
    assert change_words(cast.bundled(), "languages", UNKNOWN, was, "en") == "I don’t know"


@pytest.mark.parametrize("fact", ["maybe_kind", "offer", "adult"])
def test_what_was_not_answered_has_nothing_chosen(pack: Pack, fact: str) -> None:
    assert " checked" not in str(Question(pack, fact, "en")["value"])


def shown_of(pack: Pack, sent: dict[str, str]) -> list[str]:
    return [one.value for one in ask(pack, "job", sent).found.options]


@pytest.mark.parametrize(
    "typed,first",
    [
        ("developers soft", "2512"),
        ("SOFTWARE", "2512"),
        ("electriciens", "7411"),
        ("bâtiment éle", "7411"),
        ("strassenbau", "3113"),
        ("techniker", "3113"),
        ("2513", "2513"),
        ("25 13", "2513"),
    ],
)
def test_a_long_list_is_searched_by_words_in_any_order_and_by_code(pack: Pack, typed: str, first: str) -> None:
    assert Question(pack, "job", "en").kind == "search"
    assert shown_of(pack, {"find": typed, "search": "1"})[0] == first


def test_what_begins_a_word_stands_before_what_is_only_inside(pack: Pack) -> None:
    assert shown_of(pack, {"find": "e", "search": "1"})[:3] == ["7411", "7412", "3113"]


def test_searching_judges_nothing_and_loses_nothing(pack: Pack) -> None:
    question = ask(pack, "job", {"find": "developers", "search": "1", "value": "7411"})
    assert question.wants_more
    again = question.reshaped()
    assert [one.value for one in again.found.options] == ["7411", "2512", "2513"]
    shown = render_to_string("cases/questions/question.html", {"question": again})
    assert 'value="7411" id="id_value_7411" checked' in shown
    assert 'value="developers"' in shown
    empty = ask(pack, "job", {"find": "zzz", "search": "1"}).reshaped()
    assert not empty.problems
    shown = render_to_string("cases/questions/question.html", {"question": empty})
    assert "Nothing fits" in shown
    assert 'value="-unknown"' in shown
    assert 'value="-none"' in shown


def test_a_choice_of_a_long_list_is_an_answer_like_any_other(pack: Pack) -> None:
    for sent, value in ({"value": "2512"}, "2512"), ({"value": "-unknown"}, UNKNOWN), ({"value": "-none"}, None):
        question = ask(pack, "job", {"find": "dev", **sent})
        assert question.is_valid()
        assert question.answer == value
    nothing = ask(pack, "job", {"find": "dev"})
    assert [one["text"] for one in nothing.problems] == ["Choose an answer."]
    shown = render_to_string("cases/questions/question.html", {"question": nothing})
    assert f'id="{nothing.problems[0]["to"].removeprefix("#")}"' in shown


def test_no_more_choices_stand_on_a_page_than_can_be_read() -> None:
    choices = [(str(number), f"Trade {number}") for number in range(1000)]
    found = search.look(choices, "trade", "999")
    assert (len(found.options), found.count, found.left) == (search.SHOWN + 1, 1000, 1000 - search.SHOWN)
    assert found.options[0].value == "999"
    # Before anything is typed only what was chosen: the first twenty of a thousand say nothing.
    assert [one.value for one in search.look(choices, " ", "999").options] == ["999"]
    assert search.look(choices, "", "").options == []
    assert len(search.look(choices[: search.SHOWN], "", "").options) == search.SHOWN


def test_before_anything_is_typed_the_box_and_the_ways_out_are_in_sight(pack: Pack) -> None:
    long_list = Question(cast.bundled(), "occupation.isco08", "en")
    shown = render_to_string("cases/questions/question.html", {"question": long_list})
    assert "436 to choose from." in shown
    assert re.findall(r'type="radio" name="value" value="([^"]+)"', shown) == ["-none", "-unknown"]
