"""A citation in the reader's words: another language changes the words of a source, never which one it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.laws import law_in
from veer.cli.main import main
from veer.rules import Pack, decide
from veer.rules.model import Citation

LAW = Path(__file__).resolve().parents[2] / "veer" / "law"
TALENT = law_in(LAW / "be-proposal")
FACTS = {"assessment_date": "2027-01-10", "entry_ban": True}
BAN = {
    "en": ("Act of 15 December 1980", "article 74/11"),
    "nl": ("Wet van 15 december 1980", "artikel 74/11"),
    "fr": ("Loi du 15 décembre 1980", "article 74/11"),
    "de": ("Gesetz vom 15. Dezember 1980", "Artikel 74/11"),
    "ar": ("قانون 15 ديسمبر 1980", "المادة 74/11"),
}


def sources(answer: dict[str, Any]) -> list[dict[str, str]]:
    """Every source of an answer, in its order."""
    if isinstance(answer, list):
        return [one for item in answer for one in sources(item)]
    if not isinstance(answer, dict):
        return []
    own = answer.get("source")
    return [
        *(own if isinstance(own, list) else []),
        *(s for key, v in answer.items() if key != "source" for s in sources(v)),
    ]


@pytest.mark.parametrize("lang", sorted(BAN))
def test_the_source_of_a_reason_is_in_the_language_asked_for(lang: str) -> None:
    answer = decide(TALENT, "talent", FACTS, lang=lang)
    (ban,) = [one for one in answer["reasons"] if one["id"] == "talent/conditions.no_ban"]
    cited = ban["source"][1]
    title, article = BAN[lang]
    assert cited.keys() == {"title", "article", "place", "url"}
    assert cited["article"] == BAN["en"][1]  # as it is cited, whatever the language
    assert cited["title"].startswith(title)
    assert cited["place"] == article


def test_which_source_it_is_does_not_depend_on_the_language() -> None:
    answers = [sources(decide(TALENT, "talent", FACTS, lang=lang)) for lang in BAN]
    assert len(answers[0]) > 10
    assert {tuple(one["url"] for one in cited) for cited in answers} == {tuple(one["url"] for one in answers[0])}


def test_a_language_without_words_reads_what_the_route_says() -> None:
    one = Citation("act80", "article 74/11")
    assert TALENT.article(one, "sw") == "article 74/11"
    assert TALENT.source_title("act80", "sw").startswith("Act of 15 December 1980")


def test_words_of_citations_are_words_and_not_law() -> None:
    files = json.loads(TALENT.canonical())
    files["files"]["texts/sources.nl.yaml"] = files["files"]["texts/sources.nl.yaml"].replace("artikel 74", "art. 74")
    other = Pack.from_canonical(json.dumps(files).encode())
    assert other.article(Citation("act80", "article 74/11"), "nl") == "art. 74/11"
    assert other.law_hash == TALENT.law_hash
    assert other.texts_hash != TALENT.texts_hash


def test_the_command_line_cites_in_the_language_asked_for(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps(FACTS))
    main(["decide", "be-proposal", "talent", str(facts), "--lang", "nl"])
    said = capsys.readouterr().out
    assert "artikel 74/11" in said
    assert "article" not in said
    main(["law", "show", "be-proposal", "talent", "--lang", "de"])
    shown = capsys.readouterr().out
    assert "Artikel 74/11" in shown
    assert "section" not in shown
