"""What a decision rests on though nobody checked it is said where it is proposed and where it is signed."""

import pytest
from django.urls import reverse

from tests.cases import cast
from tests.cases.test_pages import as_, page
from veer.access.who import Who
from veer.cases import relied
from veer.cases.standing import Standing

pytestmark = pytest.mark.django_db(databases=["default", "guidance"])


def test_what_nobody_verified_is_named_to_whoever_proposes_and_signs(amina: Who, bram: Who, chantal: Who) -> None:
    case = cast.submitted(amina)
    cast.act(case, "take", bram)
    cast.act(case, "verify", bram, fact="education.isced", state="verified")
    rests_on = relied.unchecked(Standing(case))
    assert {"birth_date", "entry_ban", "languages"} <= set(rests_on)
    assert not {"education.isced", "ties.seasons", "job_offer", "job_offer.months"} & set(rests_on)  # 271 without it

    propose = reverse("cases:propose", args=[case.pk, "propose_grant"])
    warned = page(as_(bram), propose).partition('id="unchecked"')[2].partition("</div></div>")[0]
    assert f"rests on {len(rests_on)} facts that nobody verified" in warned
    judge = reverse("cases:judge", args=[case.pk, "birth_date"])
    assert f'<a href="{judge}">Date of birth</a>' in warned
    assert "Job offer" not in warned

    for fact in rests_on[1:]:
        cast.act(case, "verify", bram, fact=fact, state="verified")
    assert relied.unchecked(Standing(case)) == rests_on[:1]
    assert "rests on a fact that nobody verified" in page(as_(bram), propose)
    cast.act(case, "propose_grant", bram, reasons=[{"id": "", "text": "Ja.", "source": ""}])  # a warning, no block
    assert "rests on a fact that nobody verified" in page(as_(chantal), reverse("cases:sign", args=[case.pk, "sign"]))


def test_what_cannot_turn_a_no_needs_no_check(amina: Who, bram: Who) -> None:
    case = cast.submitted(amina, {**cast.GOOD, "entry_ban": True})
    cast.act(case, "take", bram)
    assert relied.unchecked(Standing(case)) == ["entry_ban"]
    cast.act(case, "verify", bram, fact="entry_ban", state="verified")
    assert relied.unchecked(Standing(case)) == []
    assert 'id="unchecked"' not in page(as_(bram), reverse("cases:propose", args=[case.pk, "propose_refusal"]))
