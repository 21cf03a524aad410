"""A letter cites the law in the language of its reader, article words too."""

import re
from pathlib import Path

import pytest

from tests.cases import cast
from tests.cases.test_papers import text_of, walk
from veer.access.who import Who
from veer.letters.models import Letter

pytestmark = pytest.mark.django_db

ENGLISH = re.compile(
    r"\b(act|of|and|section|sections|level|levels|regulation|the|on|list|design|grid)\b", re.IGNORECASE
)
SAID = {
    "nl": ("Wet van 15 december 1980", "artikel 74/11", "afdeling 3"),
    "fr": ("Loi du 15 décembre 1980", "article 74/11", "section 3"),
    "de": ("Gesetz vom 15. Dezember 1980", "Artikel 74/11", "Abschnitt 3"),
    "ar": ("المادة",),
}
SHARED = {"fr": {"section", "sections", "on"}, "nl": {"of"}, "de": set(), "ar": set()}  # words both languages have


@pytest.mark.parametrize("language", sorted(SAID))
def test_a_letter_has_no_english_citation(bram: Who, chantal: Who, tmp_path: Path, language: str) -> None:
    case = walk(bram, chantal, language, {**cast.GOOD, "entry_ban": True})
    said = text_of(Letter.objects.get(subject_id=case.pk, name="refusal"), tmp_path)
    for words in SAID[language]:
        assert words in said
    assert {found.lower() for found in ENGLISH.findall(said)} <= SHARED[language]
    if language != "fr":
        assert not re.search(r"\barticles?\b", said)
