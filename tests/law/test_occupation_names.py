"""An occupation is found by its name, in every language of the law, and is one of the international list."""

from datetime import date
from pathlib import Path

import pytest

from veer.cases.forms import search
from veer.cases.forms.questions import Question
from veer.rules import Pack, decide, load_pack

FACT = "occupation.isco08"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(Path(__file__).parents[2] / "veer/law/be-proposal")


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
    found = search.look([(one, names[one]) for one in pack.facts[FACT].type.symbols], typed, "")
    assert code in [one.value for one in found.options[:3]]


@pytest.mark.parametrize(("occupation", "points"), [("doctors", 1), ("it", 1), ("other", 0), (None, None)])
def test_a_shortage_follows_from_an_occupation_that_has_a_name(occupation: str | None, points: int | None) -> None:
    german = load_pack(Path(__file__).parents[2] / "veer/law/de-chancenkarte")
    facts = {} if occupation is None else {"qualification": {"occupation": occupation}}
    said = decide(german, "chancenkarte", facts, on=date(2026, 11, 23))
    assert said["points"]["sections"]["shortage_occupation"]["total"] == points
    assert ("qualification.occupation" in said["missing"]) == (occupation is None)
    assert "qualification.shortage_occupation" not in said["missing"]
    for language in german.languages:
        names = german.fact_text("qualification.occupation", language).values
        assert set(names) == set(german.facts["qualification.occupation"].type.symbols)
