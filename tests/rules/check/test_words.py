"""Words and sources: each node in each language, nothing for what is not there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.rules.check.marked import findings, marks, pack_files
from veer.rules.check import check_pack
from veer.rules.scaffold import new_route

LAW = Path(__file__).resolve().parents[3] / "veer" / "law"


@pytest.fixture
def land(tmp_path: Path) -> Path:
    """A complete pack in four languages, active: a missing text is an error."""
    new_route(tmp_path / "land", "work")
    head = tmp_path / "land" / "pack.yaml"
    head.write_text(head.read_text().replace("status: draft", "status: active") + "published: 2026-01-01\n")
    assert check_pack(tmp_path / "land") == []
    return tmp_path / "land"


def said(folder: Path) -> list[tuple[str, str, str]]:
    found = check_pack(folder)
    return [(p.code, p.severity, f"{str(p.place).removeprefix(str(folder) + '/')}: {p.message}") for p in found]


def without(path: Path, start: str) -> None:
    lines = path.read_text().splitlines()
    kept = [line for line in lines if not line.startswith(start)]
    assert len(kept) == len(lines) - 1, start
    path.write_text("\n".join(kept) + "\n")


@pytest.mark.parametrize(
    "path",
    [
        "title", "points.age", "points.language", "conditions.adult", "procedure.steps.waiting", "procedure.acts.take",
        "clocks.decision_due", "rights.see_points", "duties.decide", "remedies.appeal", "bodies.council",
        "letters.refusal.remedy", "letters.grant.subject",
    ],
)  # fmt: skip
def test_a_missing_text_in_one_language(land: Path, path: str) -> None:
    without(land / "texts" / "work.fr.yaml", f"{path}:")
    (found,) = check_pack(land)
    assert (found.code, found.severity, found.message) == ("E501", "error", f"no words for {path} in fr")
    assert found.hint == "write it in texts/work.fr.yaml"
    lines = (land / "routes" / "work.yaml").read_text().splitlines()
    name = {"bodies.council": "council", "title": "route"}.get(path, path.split(".")[1 if "letters" in path else -1])
    near = "".join(lines[found.place.line - 2 : found.place.line])
    assert name in near


def test_active_law_says_when_it_was_published(land: Path) -> None:
    without(land / "pack.yaml", "published:")
    (found,) = check_pack(land)
    assert (found.code, found.severity, str(found.place)) == ("E520", "error", f"{land}/pack.yaml:1:1")
    head = land / "pack.yaml"
    head.write_text(head.read_text().replace("status: active", "status: draft"))
    assert check_pack(land) == []


def test_other_words_for_a_value_that_is_none(land: Path) -> None:
    fact, value = "work.language", "B11"
    facts = land / "facts" / "work.yaml"
    was = "{label: Language, "
    assert was in facts.read_text()
    facts.write_text(facts.read_text().replace(was, f"{was}also: {{B1: intermediate, {value}: better}}, "))
    (found,) = check_pack(land)
    assert (found.code, found.severity, str(found.place)) == ("W506", "warning", f"{facts}:16:5")
    assert (found.message, found.hint) == (f"words for {value}, which is no value of {fact}", 'did you mean "B1"?')


def test_it_is_a_warning_in_a_draft(land: Path) -> None:
    head = land / "pack.yaml"
    head.write_text(head.read_text().replace("status: active", "status: draft"))
    without(land / "texts" / "work.fr.yaml", "points.age:")
    assert [severity for _, severity, _ in said(land)] == ["warning"]


def test_words_of_facts_and_their_values(land: Path) -> None:
    facts = land / "facts" / "work.yaml"
    facts.write_text(facts.read_text().replace(", question: How old are you?", "").replace(", B2: B2 or higher", ""))
    assert said(land) == [
        ("E502", "error", "facts/work.yaml:4:5: no question of work.age in en"),
        ("E503", "error", "facts/work.yaml:16:5: no words for B2 of work.language in en"),
    ]


def test_letters_hold_known_placeholders_in_every_language(land: Path) -> None:
    texts = land / "texts" / "work.de.yaml"
    texts.write_text(texts.read_text().replace("{remedy_until}", "{remedy_untill}"))
    assert [(code, message) for code, _, message in said(land)] == [
        ("E504", "routes/work.yaml:76:12: unknown placeholder {remedy_untill} in letters.refusal.remedy (de)"),
        ("W505", "routes/work.yaml:76:12: letters.refusal.remedy lacks {remedy_until} in de"),
    ]


def test_words_for_what_is_not_there(land: Path) -> None:
    texts = land / "texts" / "work.nl.yaml"
    texts.write_text(texts.read_text() + "points.agee: Leeftijd\n")
    (land / "texts" / "facts.en.yaml").write_text("work.aga: {label: Age}\n")
    assert said(land) == [
        ("W506", "warning", "texts/facts.en.yaml:1:1: words for work.aga, which is no fact"),
        ("W506", "warning", "texts/work.nl.yaml:59:1: words for points.agee, which the route does not have"),
    ]


def test_a_right_may_have_a_sentence_to_show(land: Path) -> None:
    for lang in ("nl", "fr", "de", "en"):
        texts = land / f"texts/work.{lang}.yaml"
        texts.write_text(texts.read_text() + "rights.see_points.sentence: Deze persoon mag de punten zien.\n")
    assert said(land) == []


def test_the_paper_with_which_a_right_is_shown_may_have_words(land: Path) -> None:
    """As any document: without them a page calls it by its name in the law file."""
    route = land / "routes" / "work.yaml"
    route.write_text(route.read_text().replace("  see_points: {", "  see_points: {proof: yellow_card, ", 1))
    assert "proof: yellow_card" in route.read_text()
    for lang, words in (("nl", "gele kaart"), ("fr", "carte jaune"), ("de", "gelbe Karte"), ("en", "yellow card")):
        texts = land / f"texts/facts.{lang}.yaml"
        before = texts.read_text() if texts.exists() else ""
        texts.write_text(before + f'evidence.yellow_card: {{label: "{words}"}}\n')
    assert said(land) == []


def test_a_citation_without_words_in_one_language(land: Path) -> None:
    """What a route writes in English needs words in the other languages; a number reads the same in each."""
    route = land / "routes" / "work.yaml"
    route.write_text(route.read_text().replace("{act: § 2}", "{act: article 2}").replace("{act: § 6}", "{act: 6-7(b)}"))
    for language, words in {"nl": "artikel 2", "fr": "article 2", "de": "Artikel 2"}.items():
        (land / "texts" / f"sources.{language}.yaml").write_text(f'act: {{"article 2": {words}}}\n')
    assert said(land) == []
    (land / "texts" / "sources.fr.yaml").unlink()
    (found,) = check_pack(land)
    assert (found.code, found.severity, found.message) == ("E512", "error", 'no words for "article 2" of act in fr')
    assert found.hint == "write it in texts/sources.fr.yaml"
    assert "article 2" in route.read_text().splitlines()[found.place.line - 1]


def test_words_for_a_citation_that_is_not_made(land: Path) -> None:
    (land / "texts" / "sources.nl.yaml").write_text('act:\n  "§ 22": "artikel 22"\n')
    assert said(land) == [
        ("W506", "warning", 'texts/sources.nl.yaml:2:1: words for "§ 22" of act, which nothing cites'),
    ]


def test_a_source_without_a_title_in_one_language(land: Path) -> None:
    without(land / "pack.yaml", "      fr: Nom de la loi")
    assert said(land) == [("E511", "error", "pack.yaml:14:5: no title of the source act in fr")]


def test_a_rule_without_a_source(tmp_path: Path) -> None:
    files = pack_files("points: {sections: {a: §{if: b, points: 1}}}\nconditions: {c: §n > 1}\n")
    files["routes/r.yaml"] = files["routes/r.yaml"].replace("source: {act: s. 1}\n", "")
    files, places = marks(files)
    assert [f for f in findings(tmp_path, files) if f.startswith("E510")] == [f"E510 {place}" for place in places]


def test_an_active_pack_has_worked_cases(land: Path) -> None:
    shutil.rmtree(land / "examples")
    assert said(land) == [("W802", "warning", "routes/work.yaml:2:1: no worked case for work")]


@pytest.mark.parametrize("folder", sorted(p.parent for p in LAW.glob("*/pack.yaml")), ids=lambda p: p.name)
def test_the_bundled_law_has_nothing_to_find(folder: Path) -> None:
    assert [str(problem) for problem in check_pack(folder)] == []
