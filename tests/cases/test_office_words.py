"""The authority's pages speak of the applicant; what only the person's words say stands there as a quotation."""

import re
import shutil
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.html import escape

import veer
from tests.cases import cast
from tests.cases.test_pages import as_
from tests.cli.running import LAW
from tests.laws import law_in
from veer.access.who import SYSTEM, Who
from veer.cases import law, queries
from veer.rules import load_pack

pytestmark = pytest.mark.django_db


def test_a_step_is_told_to_the_authority_in_its_own_words(amina: Who, bram: Who) -> None:
    case = cast.submitted(amina)
    cast.act(case, "take", bram)
    cast.act(case, "ask_document", bram, kind="diploma", reason="Nodig.")
    office, own = as_(bram), as_(amina)
    for page in (reverse("cases:work") + "?show=all", reverse("cases:at_work", args=[case.pk])):
        said = office.get(page).content.decode()
        assert "Waits for a document from the applicant" in said
        assert "We are waiting for a document from you" not in said
    assert (
        "Waits for a document from the applicant" not in own.get(reverse("cases:file", args=[case.pk])).content.decode()
    )


def test_where_the_law_has_only_the_persons_words_they_are_quoted(tmp_path: Path, bram: Who) -> None:
    shutil.copytree(Path(veer.__file__).parent / "law" / cast.PACK, tmp_path / cast.PACK)
    for texts in (tmp_path / cast.PACK / "texts").glob(f"{cast.ROUTE}.*.yaml"):
        kept = [line for line in texts.read_text().splitlines() if ".office:" not in line]
        texts.write_text("\n".join(kept) + "\n")
    law.activate(load_pack(tmp_path / cast.PACK), SYSTEM)
    case = cast.submitted(cast.applicant())
    quoted = f"“{queries.step_words(case, 'submitted', 'en')}”"
    assert queries.step_at_work(case, "submitted", "en") == quoted
    file = as_(bram).get(reverse("cases:at_work", args=[case.pk])).content.decode()
    assert f"The person reads: {escape(quoted)}</span>" in file


@pytest.mark.parametrize("name", ["be-current", "be-proposal"])
def test_what_a_person_can_still_ask_for_is_no_words_for_the_authority(name: str) -> None:
    pack = law_in(LAW / name)
    for route in pack.routes.values():
        steps = route.procedure.steps if route.procedure else {}
        for path in (f"procedure.steps.{step}" for step in steps):
            if re.search(r"\byou can (still )?(appeal|ask)\b", pack.text(route.id, path, "en")):
                assert not re.search(r"\byou\b|person can appeal", pack.text(route.id, f"{path}.office", "en")), path
                assert len({pack.text(route.id, f"{path}.office", lang) for lang in pack.languages}) >= 4, path


def test_a_question_is_shown_to_an_official_as_one_put_to_the_applicant(amina: Who, bram: Who) -> None:
    case = cast.submitted(amina)
    cast.act(case, "take", bram)
    page = as_(bram).get(reverse("cases:judge", args=[case.pk, "birth_date"])).content.decode()
    assert page.index("Question put to the applicant:") < page.index("When were you born?")
