"""A file that was just sent looks open, not refused: what nobody verified yet is not known, and not false."""

import pytest
from django.urls import reverse

from tests.cases import cast
from tests.cases.test_pages import as_, page
from veer.access.who import Who
from veer.cases import unverified
from veer.cases.acts import deciding
from veer.cases.models import Case
from veer.cases.standing import Standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(amina: Who) -> Case:
    """Only just below the mark while nobody verified the diploma, above it with it."""
    return cast.submitted(amina, {**cast.GOOD, "shortage": "none"})


def results(case: Case) -> dict[str, str]:
    return {one["id"]: one["result"] for one in unverified.read(Standing(case), "en")["reasons"]}


def test_what_is_not_verified_yet_is_not_false(case: Case) -> None:
    standing = Standing(case)
    least, read = standing.answer, unverified.read(standing, "en")
    assert least["outcome"] == "closed"
    assert read["outcome"] == "maybe"
    assert read["points"]["min"] == least["points"]["total"] < read["points"]["pass"] <= read["points"]["max"]
    assert read["points"]["sections"]["education"] | {"items": {}} == {"total": None, "min": 0, "max": 60, "items": {}}
    assert results(case)["talent/conditions.mark"] == "unknown"


def test_nobody_reads_a_no_before_somebody_looked(case: Case, amina: Who, bram: Who) -> None:
    cast.act(case, "take", bram)
    told = page(as_(bram), reverse("cases:at_work", args=[case.pk]))
    assert "conditions are not met" not in told
    assert told.count("not needed: another is met") >= 1, "one language is enough, so the others are no fault"
    decide = told[told.index('class="decide"') :]
    assert "Not yet verified:" in decide
    assert reverse("cases:judge", args=[case.pk, "education.isced"]) in decide
    mine = page(as_(amina), reverse("cases:file", args=[case.pk]))
    assert "Between " in mine[mine.index('id="h-points"') :]


def test_a_refusal_does_not_say_that_what_nobody_verified_is_not_so(case: Case, bram: Who) -> None:
    texts = {one["id"]: one["text"] for one in deciding.prefilled(Standing(case), "refuse")}
    assert "niet vaststellen" in texts["talent/conditions.mark"]


def test_once_verified_or_disputed_the_answer_is_the_law_s_own(case: Case, bram: Who) -> None:
    cast.act(case, "take", bram)
    cast.act(case, "verify", bram, fact="education.isced", state="disputed", reason="A copy.")
    assert unverified.read(Standing(case), "en")["outcome"] == "closed"
    cast.act(case, "verify", bram, fact="education.isced", state="verified")
    assert unverified.read(Standing(case), "en") == Standing(case).answer_in("en")
    assert Standing(case).answer["outcome"] == "open"
