"""What letters and pages promise is there, and what they say was checked was checked."""

from typing import Any

import pytest
from django.urls import reverse

from tests.cases import cast
from tests.cases.test_pages import as_, page
from veer.access.who import Who
from veer.cases import facts, papers
from veer.cases.models import Case
from veer.cases.standing import Standing

pytestmark = pytest.mark.django_db


def test_my_file_shows_what_the_refusal_says_it_shows(amina: Who, bram: Who, chantal: Who) -> None:
    case = cast.submitted(amina, {**cast.GOOD, "experience.months": 0, "shortage": "none"})
    cast.act(case, "take", bram)
    cast.act(case, "verify", bram, fact="education.isced", state="verified")
    assert 'id="h-changes"' not in page(as_(amina), reverse("cases:file", args=[case.pk]))
    cast.act(case, "propose_refusal", bram, reasons=[{"id": "", "text": "Te weinig punten.", "source": ""}])
    cast.act(case, "sign", chantal, letter=cast.shown_letter(case, chantal))
    told = page(as_(amina), reverse("cases:file", args=[case.pk]))
    changes = told[told.index('id="h-changes"') :].split("</section>")[0]
    assert changes.count("<li>") == len(Standing(Case.objects.get(pk=case.pk)).answer["counterfactuals"]) > 0


def test_the_file_says_what_a_yes_hangs_on_and_nothing_of_it_without_one(amina: Who, bram: Who) -> None:
    case = cast.submitted(amina, {**cast.GOOD, "experience.months": 0, "shortage": "none"})
    cast.act(case, "take", bram)
    address = reverse("cases:at_work", args=[case.pk])
    assert "What does the yes hang on?" not in page(as_(bram), address)
    case = cast.submitted(amina)
    cast.act(case, "take", bram)
    cast.act(case, "verify", bram, fact="education.isced", state="verified")
    standing = Standing(Case.objects.get(pk=case.pk))
    hangs_on = facts.what_breaks(case, *standing.known, standing.record)
    told = page(as_(bram), reverse("cases:at_work", args=[case.pk]))
    part = told[told.index("What does the yes hang on?") :].split("</details>")[0]
    assert part.count("<li>") == len(hangs_on) > 0
    assert facts.answer_of_law(case, standing.known[0] | hangs_on[0]["set"], standing.known[1])["outcome"] == "closed"


def test_a_grant_on_what_nobody_checked_does_not_say_that_it_was_checked(amina: Who, bram: Who, chantal: Who) -> None:
    case = cast.submitted(amina, {**cast.GOOD, "ties.relative": {"unknown": True}})
    cast.act(case, "take", bram)
    cast.act(case, "verify", bram, fact="education.isced", state="verified")
    cast.act(case, "propose_grant", bram, reasons=[{"id": "", "text": "Genoeg punten.", "source": ""}])
    standing = Standing(Case.objects.get(pk=case.pk))
    assert standing.proposal is not None
    assert standing.proposal.answer["points"]["total"] is None
    paper: Any = papers.decision_paper(standing, standing.proposal, signer="", day=None, remedy=None)
    assert "Waar twee getallen staan, was niet alles bekend." in str(paper)
    assert "nagekeken" not in str(paper)


def test_whoever_checks_a_fact_finds_nothing_chosen_and_knows_which_document_is_which(
    amina: Who, bram: Who, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    case = cast.submitted(amina)
    for kind in ("diploma", "employment_contract"):
        cast.act(case, "add_document", amina, kind=kind, file=cast.a_pdf("ok.pdf"))
    cast.act(case, "take", bram)
    told = page(as_(bram), reverse("cases:judge", args=[case.pk, "education.isced"]))
    names = [one.split("</option>")[0].rsplit(">", 1)[-1] for one in told.split("<option")[1:] if "ok.pdf" in one]
    assert len(set(names)) == 2
    state = told[told.index('name="state"') :].split("</fieldset>")[0]
    assert "checked" not in state.replace("I checked it", "")
    assert "That is a good answer too." not in told
