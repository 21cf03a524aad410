"""Values in words: what is one thing in one line, what is several things in a line each."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from tests.cases import cast
from tests.cases.test_pages import as_
from veer.access.who import Who
from veer.cases import export
from veer.cases.acts import deciding
from veer.cases.forms.values import value_lines, value_words
from veer.cases.standing import Standing
from veer.letters.models import Letter

pytestmark = pytest.mark.django_db

SKILLS = {"listening": "B1", "reading": "B1", "speaking": "B1", "writing": "B1"}
TWO = {"fr": {**SKILLS, "certificate_date": "2026-11-02"}, "nl": {**SKILLS, "certificate_date": "2026-10-05"}}
FRENCH = "French: Listening B1, Reading B1, Speaking B1, Writing B1, Date of the certificate 2 November 2026"
DUTCH = "Dutch: Listening B1, Reading B1, Speaking B1, Writing B1, Date of the certificate 5 October 2026"
ANSWERS = {**cast.GOOD, "languages": TWO}


def lines_of(content: bytes, folder: Path) -> list[str]:
    file = folder / "paper.pdf"
    file.write_bytes(content)
    said = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, text=True, check=True).stdout
    return said.splitlines()


def test_each_language_is_a_line_and_one_thing_stays_one_line() -> None:
    pack = cast.bundled()
    assert value_lines(pack, "languages", TWO, "en") == [FRENCH, DUTCH]
    assert value_lines(pack, "education.isced", "6", "en") == ["Bachelor"]
    for empty in ({}, {"unknown": True}):
        assert value_lines(pack, "languages", empty, "en") == [value_words(pack, "languages", empty, "en")]


def test_the_page_to_check_answers_lists_the_languages(amina: Who) -> None:
    case = cast.draft(amina, ANSWERS)
    page = as_(amina).get(reverse("cases:check", args=[case.pk])).content.decode()
    assert f"<ul><li>{FRENCH}</li><li>{DUTCH}</li></ul>" in page


def test_an_official_reads_a_language_a_line(amina: Who, bram: Who) -> None:
    case = cast.submitted(amina, ANSWERS)
    page = as_(bram).get(reverse("cases:at_work", args=[case.pk])).content.decode()
    assert f"<ul><li>{FRENCH}</li><li>{DUTCH}</li></ul>" in page


def test_ones_own_data_on_paper_begin_a_line_with_each_language(amina: Who, tmp_path: Path) -> None:
    case = cast.submitted(amina, ANSWERS)
    said = lines_of(export.printed(case, amina, "en"), tmp_path)
    (french,) = [place for place, line in enumerate(said) if re.search(r"(^|Languages )French: Listening B1", line)]
    (dutch,) = [place for place, line in enumerate(said) if line.startswith("Dutch: Listening B1")]
    assert french < dutch


def test_a_letter_begins_a_line_with_each_language_it_relied_on(
    bram: Who, chantal: Who, tmp_path: Path, at: Any
) -> None:
    at(2027, 1, 10, 9)
    amina = cast.applicant(language="en")
    case = cast.submitted(amina, {**ANSWERS, "entry_ban": True})
    cast.act(case, "take", bram)
    standing = Standing(case)
    (reason,) = [one for one in deciding.prefilled(standing, "grant") if one["id"].endswith(".language")]
    assert reason["source"].splitlines()[-3:] == ["Languages:", FRENCH, DUTCH]
    case = cast.act(case, "propose_refusal", bram, reasons=[reason]).case
    cast.act(case, "sign", chantal, letter=cast.shown_letter(case, chantal))
    said = lines_of(bytes(Letter.objects.get(subject_id=case.pk, name="refusal").pdf), tmp_path)
    assert "Languages:" in said
    assert [line for line in said if line.startswith(("French: Listening B1", "Dutch: Listening B1"))]
