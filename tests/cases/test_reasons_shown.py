"""The reasons of a decision on a page: in the language they were written in, and beside what the law had filled in."""

import re
from html import unescape

import pytest
from django.urls import reverse

from tests.cases import cast
from tests.cases.test_pages import as_, page
from veer.access.who import Who
from veer.cases.acts.deciding import prefilled
from veer.cases.models import Case
from veer.cases.standing import Standing

pytestmark = pytest.mark.django_db


def list_holding(words: str, text: str) -> str:
    """The opening tag of the list in which these words stand."""
    found = re.findall(r"<[ou]l[^>]*>", text[: text.index(words)])
    return str(found[-1])


def test_the_person_hears_the_reasons_in_the_language_they_were_written_in(amina: Who, bram: Who, chantal: Who) -> None:
    case = cast.signed(amina, bram, chantal)
    for lang in ("fr", "ar", "nl"):
        shown = page(as_(amina), reverse("cases:file", args=[case.pk]) + f"?lang={lang}")
        assert f'<html lang="{lang}"' in shown
        opened = list_holding("Uw contract is te kort.", shown)
        assert 'lang="nl"' in opened
        assert 'dir="ltr"' in opened


def test_the_signer_hears_the_reasons_in_the_language_they_were_written_in(amina: Who, bram: Who, chantal: Who) -> None:
    case = cast.proposed(amina, bram)
    shown = page(as_(chantal), reverse("cases:sign", args=[case.pk, "sign"]) + "?lang=ar")
    assert '<html lang="ar" dir="rtl"' in shown
    assert '<ins lang="nl" dir="ltr">Uw contract is te kort.</ins> <span class="tag">' in shown


def test_the_signer_sees_what_became_of_each_reason_of_the_law(amina: Who, bram: Who, chantal: Who) -> None:
    case = cast.submitted(amina)
    cast.act(case, "take", bram)
    cast.act(case, "verify", bram, fact="education.isced", state="verified")
    kept, edited, removed, *rest = prefilled(Standing(Case.objects.get(pk=case.pk)), "grant")
    written = [
        kept,
        {**edited, "text": "Amina werkte vijf jaar bij drie bakkers."},
        *rest,
        {"id": "", "text": "Zij begint op 1 februari.", "source": ""},
    ]
    cast.act(case, "propose_grant", bram, reasons=written)
    found = changes(page(as_(chantal), reverse("cases:sign", args=[case.pk, "sign"])))
    assert len({kept["text"], edited["text"], removed["text"]}) == 3
    assert found[:3] == [
        ([], [], kept["text"], "as filled in"),
        ([edited["text"]], ["Amina werkte vijf jaar bij drie bakkers."], "", ""),
        ([removed["text"]], [], "", "left out"),
    ]
    assert found[3:-1] == [([], [], one["text"], "as filled in") for one in rest]
    assert found[-1] == ([], ["Zij begint op 1 februari."], "", "added")


def changes(text: str) -> list[tuple[list[str], list[str], str, str]]:
    """Of each line of the signer's list: what is struck out, what is new, what stayed, and what is said of it."""
    (whole,) = re.findall(r'<ol class="numbered">(.*?)</ol>', text, re.DOTALL)
    found = []
    for line in re.findall(r"<li>(.*?)</li>", whole, re.DOTALL):
        old, new, same, said = (
            [unescape(one) for one in re.findall(pattern, line, re.DOTALL)]
            for pattern in (
                r"<del[^>]*>(.*?)</del>",
                r"<ins[^>]*>(.*?)</ins>",
                r'<span lang="nl"[^>]*>(.*?)</span>',
                r'<span class="tag[^>]*>(.*?)</span>',
            )
        )
        found.append((old, new, "".join(same), "".join(said)))
    return found
