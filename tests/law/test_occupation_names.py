"""An occupation is found by its name, in every language of the law, and is one of the international list."""

from datetime import date
from pathlib import Path

import pytest

from tests.laws import law_in
from veer.cases.forms import search
from veer.cases.forms.questions import Question
from veer.rules import Pack, decide

FACT = "occupation.isco08"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return law_in(Path(__file__).parents[2] / "veer/law/be-proposal")


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en", "ar"])
def test_every_group_has_a_name_of_its_own(pack: Pack, language: str) -> None:
    codes = pack.facts[FACT].type.symbols
    names = [pack.fact_text(FACT, language).values[code] for code in codes]
    assert len(codes) == 436
    assert len(set(names)) == 436
    assert not set(names) & set(codes)


@pytest.mark.parametrize(
    ("language", "typed", "code"),
    [
        ("nl", "elektricien bouw", "7411"),
        ("nl", "verpleegkundige", "2221"),
        ("nl", "vrachtwagen", "8332"),
        ("fr", "electricien", "7411"),
        ("fr", "aide soignant domicile", "5322"),
        ("de", "dachdecker", "7121"),
        ("de", "softwareentwicklung", "2512"),
        ("en", "software dev", "2512"),
        ("en", "bricklayer", "7112"),
        ("ar", "التمريض", "3221"),
        ("ar", "سائقو الشاحنات", "8332"),
        ("en", "8332", "8332"),
    ],
)
def test_a_word_finds_it(pack: Pack, language: str, typed: str, code: str) -> None:
    question = Question(pack, FACT, language)
    assert question.kind == "search"
    names = pack.fact_text(FACT, language).values
    found = search.look([(one, names[one]) for one in pack.facts[FACT].type.symbols], typed, "", question.said.also)
    assert code in [one.value for one in found.options[:3]]


EVERYDAY = {
    "nl": {"verpleger": "2221", "verpleegster": "2221", "programmeur": "2512", "poetsvrouw": "9112", "metser": "7112",
           "trucker": "8332", "juf": "2341", "kinesist": "2264", "tuinman": "6113", "leraar": "2330"},
    "fr": {"infirmiere": "2221", "infirmier": "2221", "developpeur": "2512", "femme de menage": "9112", "macon": "7112",
           "camionneur": "8332", "institutrice": "2341", "kine": "2264", "jardinier": "6113", "prof": "2330"},
    "de": {"krankenschwester": "2221", "programmierer": "2512", "putzfrau": "9112", "maurer": "7112", "arzt": "2211",
           "fernfahrer": "8332", "grundschullehrer": "2341", "gartner": "6113", "lehrerin": "2330"},
    "en": {"nurse": "2221", "programmer": "2512", "cleaner": "9112", "mason": "7112", "truck driver": "8332",
           "physio": "2264", "gardener": "6113", "school teacher": "2330", "waitress": "5131", "gp": "2211"},
    "ar": {"ممرضة": "2221", "مبرمج": "2512", "عاملة نظافة": "9112", "نجار": "7115", "سائق شاحنة": "8332",
           "معلم": "2341", "طبيب أسنان": "2261", "كهربائي": "7411", "حلاق": "5141", "مدرسة": "2330"},
}  # fmt: skip


@pytest.mark.parametrize(("language", "typed"), [(code, typed) for code, words in EVERYDAY.items() for typed in words])
def test_a_word_of_every_day_finds_it_on_the_first_page(pack: Pack, language: str, typed: str) -> None:
    question = Question(pack, FACT, language, data={"find": typed})
    assert EVERYDAY[language][typed] in [one.value for one in question.found.options[:8]]


def test_everyday_words_are_of_occupations_of_the_list_and_the_same_ones_in_each_language(pack: Pack) -> None:
    codes = [set(pack.fact_text(FACT, language).also) for language in EVERYDAY]
    assert codes[0] <= set(pack.facts[FACT].type.symbols)
    assert all(one == codes[0] for one in codes)


def test_the_everyday_word_is_only_for_finding(pack: Pack) -> None:
    found = Question(pack, FACT, "nl", data={"find": "verpleegster"}).found
    assert [one.label for one in found.options] == ["Verpleegkundigen"]


@pytest.mark.parametrize(("occupation", "points"), [("doctors", 1), ("it", 1), ("other", 0), (None, None)])
def test_a_shortage_follows_from_an_occupation_that_has_a_name(occupation: str | None, points: int | None) -> None:
    german = law_in(Path(__file__).parents[2] / "veer/law/de-chancenkarte")
    facts = {} if occupation is None else {"qualification": {"occupation": occupation}}
    said = decide(german, "chancenkarte", facts, on=date(2026, 11, 23))
    assert said["points"]["sections"]["shortage_occupation"]["total"] == points
    assert ("qualification.occupation" in said["missing"]) == (occupation is None)
    assert "qualification.shortage_occupation" not in said["missing"]
    for language in german.languages:
        names = german.fact_text("qualification.occupation", language).values
        assert set(names) == set(german.facts["qualification.occupation"].type.symbols)
