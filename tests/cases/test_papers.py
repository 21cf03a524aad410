"""The letters of a case: in the person's language, with their reasons, their remedy and its last day."""

import re
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from tests.cases import cast
from veer.access.who import Who
from veer.cases import papers
from veer.cases.acts import deciding
from veer.cases.models import Case, Decision
from veer.cases.standing import Standing
from veer.letters.models import Letter
from veer.people.models import Account
from veer.rules.model import Length

pytestmark = pytest.mark.django_db
THIRTY_DAYS = Length(days=30)
FRENCH = "Vous n’êtes pas d’accord\u202f? Dernier jour\u202f: 30 jours après la réception de cette décision"


def text_of(letter: Letter, folder: Path) -> str:
    file = folder / "letter.pdf"
    file.write_bytes(bytes(letter.pdf))
    found = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(re.sub("[\u202a-\u202c]", "", found).split())  # what marks the direction is no word


def walk(bram: Who, chantal: Who, language: str, answers: dict[str, Any] | None = None) -> Case:
    amina = cast.applicant(language=language)
    case = cast.submitted(amina, answers)
    cast.act(case, "take", bram)
    reasons = deciding.prefilled(Standing(case), "refuse")
    case = cast.act(case, "propose_refusal", bram, reasons=reasons).case
    return cast.act(case, "sign", chantal, letter=cast.shown_letter(case, chantal)).case


REFUSED = {
    "nl": ("Raad voor Vreemdelingenbetwistingen", "Amina Haddad"),
    "fr": ("Conseil du contentieux des étrangers", "Amina Haddad"),
    "de": ("Amina Haddad", "Chantal Dubois"),
    "en": ("Council for Alien Law Litigation", "Our answer is no for now."),
    "ar": ("مجلس منازعات الأجانب", "جوابنا الآن لا", "Amina Haddad"),
}


@pytest.mark.parametrize("language", sorted(REFUSED))
def test_a_refusal_in_each_language(bram: Who, chantal: Who, tmp_path: Path, language: str, at: Any) -> None:
    at(2027, 1, 10, 9)
    case = walk(bram, chantal, language, {**cast.GOOD, "entry_ban": True})
    letter = Letter.objects.get(subject_id=case.pk, name="refusal")
    said = text_of(letter, tmp_path)
    for words in (*REFUSED[language], case.given.number, "Bram Peeters", "Chantal Dubois"):
        assert words in said
    assert "{" not in said
    assert {"de": "9. ", "ar": "فبراير"}.get(language, "9 ") in said
    with pikepdf.open(BytesIO(bytes(letter.pdf))) as document:
        assert str(document.Root.Lang) == language


def test_a_refusal_says_why_on_which_rule_and_which_facts(bram: Who, chantal: Who, tmp_path: Path) -> None:
    case = walk(bram, chantal, "en", {**cast.GOOD, "entry_ban": True})
    decision = Decision.objects.get(case=case)
    (reason,) = [one for one in decision.reasons if one["id"].endswith(".no_ban")]
    assert reason["text"] == "You do not meet this condition: No entry ban is in force against you."
    assert "article 74/11" in reason["source"]
    assert "Facts: Entry ban: Yes, a ban is in force" in reason["source"]
    said = text_of(Letter.objects.get(subject_id=case.pk, name="refusal"), tmp_path)
    assert reason["text"] in said
    assert "article 74/11" in said


def test_reasons_are_whole_conditions_of_one_kind(amina: Who) -> None:
    case = cast.submitted(amina, {**cast.GOOD, "entry_ban": True})
    standing = Standing(case)
    no, yes = ([one["id"] for one in deciding.prefilled(standing, outcome)] for outcome in ("refuse", "grant"))
    assert "talent/conditions.no_ban" in no
    assert "talent/conditions.adult" in yes
    assert not set(no) & set(yes)
    assert all(one.count(".") == 1 for one in (*no, *yes))


def test_the_last_day_of_the_remedy_stands_in_the_letter_and_in_the_file(
    bram: Who, chantal: Who, tmp_path: Path, at: Any
) -> None:
    at(2027, 1, 10, 9)
    case = walk(bram, chantal, "en")
    assert Decision.objects.get(case=case).remedy_until.isoformat() == "2027-02-09"
    said = text_of(Letter.objects.get(subject_id=case.pk, name="refusal"), tmp_path)
    assert "9 February 2027" in said


@pytest.mark.parametrize(
    ("language", "term", "title"),
    [
        ("en", THIRTY_DAYS, "You do not agree? Last day: 30 days after you received this decision"),
        ("nl", THIRTY_DAYS, "Bent u het niet eens? Laatste dag: 30 dagen nadat u deze beslissing kreeg"),
        ("fr", THIRTY_DAYS, FRENCH),
        ("nl", None, "Bent u het niet eens?"),
    ],
)
def test_a_last_day_that_its_receipt_will_set_is_told_by_its_distance(
    bram: Who, chantal: Who, language: str, term: Length | None, title: str
) -> None:
    case = walk(bram, chantal, language)
    remedy = papers.RemedyAt("appeal", "council", None, term, None)
    decision = Decision.objects.get(case=case)
    paper = papers.decision_paper(Standing(case), decision, signer="Chantal", day=None, remedy=remedy)
    assert [block["title"] for block in paper.blocks if block["kind"] == "box"] == [title]


def test_a_receipt_names_the_day_by_which_there_is_an_answer(amina: Who, tmp_path: Path, at: Any) -> None:
    at(2027, 1, 10, 9)
    case = cast.submitted(amina)
    said = text_of(Letter.objects.get(subject_id=case.pk, name="receipt"), tmp_path)
    assert "10 april 2027" in said
    assert case.given.number in said


def test_a_request_names_the_document_the_reason_and_the_day(amina: Who, bram: Who, tmp_path: Path, at: Any) -> None:
    at(2027, 1, 10, 9)
    case = cast.submitted(amina)
    cast.act(case, "take", bram)
    cast.act(case, "ask_document", bram, kind="diploma", reason="De scan was onleesbaar.")
    said = text_of(Letter.objects.get(subject_id=case.pk, name="document_request"), tmp_path)
    for words in ("Diploma", "De scan was onleesbaar.", "9 februari 2027"):
        assert words in said


def test_somebody_without_email_gets_their_letter_by_post(bram: Who, chantal: Who) -> None:
    amina = cast.applicant()
    cast.Account.objects.filter(pk=amina.account).update(email=None)
    case = cast.submitted(amina)
    sending = Letter.objects.get(subject_id=case.pk).sending
    assert (sending.way, sending.address) == ("post", "Amina Haddad\nKerkstraat 1\n9000 Gent")


def test_another_signer_or_another_day_is_another_letter(amina: Who, bram: Who, chantal: Who, at: Any) -> None:
    at(2027, 1, 10, 9)
    case = cast.proposed(amina, bram)
    carlos = cast.signer("Carlos Maes")
    shown = cast.shown_letter(case, chantal)
    assert cast.shown_letter(case, chantal) == shown
    assert cast.shown_letter(case, carlos) != shown
    at(2027, 1, 11, 9)
    assert cast.shown_letter(case, chantal) != shown


def test_the_points_stand_in_the_letter_part_by_part(bram: Who, chantal: Who, tmp_path: Path) -> None:
    case = walk(bram, chantal, "en")
    points = Decision.objects.get(case=case).answer["points"]
    said = text_of(Letter.objects.get(subject_id=case.pk, name="refusal"), tmp_path)
    assert f"Together {points['total']} Needed {points['pass']}" in said


HOW = {
    "nl": ("Gaucheretstraat 92-94", "Stuur het aangetekend", "uiterlijk op 9 februari 2027"),
    "fr": ("Rue Gaucheret 92-94", "par courrier recommandé", "9 février 2027"),
    "de": ("1030 Brüssel", "per Einschreiben", "9. Februar 2027"),
    "en": ("Rue Gaucheret 92-94", "registered post", "9 February 2027"),
}


@pytest.mark.parametrize("language", sorted(HOW))
def test_a_refusal_says_where_and_how_to_appeal_until_when(
    bram: Who, chantal: Who, tmp_path: Path, language: str, at: Any
) -> None:
    at(2027, 1, 10, 9)
    case = walk(bram, chantal, language, {**cast.GOOD, "entry_ban": True})
    said = text_of(Letter.objects.get(subject_id=case.pk, name="refusal"), tmp_path)
    for words in HOW[language]:
        assert words in said


def test_my_file_says_where_and_how_to_appeal_while_it_can_be_done(bram: Who, chantal: Who, at: Any) -> None:
    at(2027, 1, 10, 9)
    case = walk(bram, chantal, "nl", {**cast.GOOD, "entry_ban": True})
    owner = Client()
    account = Account.objects.get(links__person=case.person)
    owner.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("cases:file", args=[case.pk]) + "?lang=nl"
    shown = owner.get(address).content.decode()
    for words in ("Gaucheretstraat 92-94", "<li>Stuur het aangetekend", "Tot en met 9 februari 2027"):
        assert words in shown
    at(2027, 2, 10, 9)
    assert "Gaucheretstraat" not in owner.get(address).content.decode()


GRANTED = {
    "nl": ("Wat u nu kunt doen: 1.", "visum D", "gemeente", "werkgever", "Raad voor"),
    "fr": ("Ce que vous pouvez faire maintenant : 1.", "visa D", "commune", "employeur", "Conseil du"),
    "de": ("Was Sie jetzt tun können: 1.", "Visum D", "Gemeinde", "Arbeitgeber", "Rat für"),
    "en": ("What you can do now: 1.", "visa D", "municipality", "employer", "appeal"),
    "ar": ("ما يمكنك فعله الآن", "البلدية", "صاحب العمل", "D", "مجلس"),
}


@pytest.mark.parametrize("language", sorted(GRANTED))
def test_a_yes_says_what_can_be_done_now_and_nothing_of_an_appeal(
    bram: Who, chantal: Who, tmp_path: Path, language: str
) -> None:
    amina = cast.applicant(language=language)
    case = cast.signed(amina, bram, chantal, "propose_grant")
    said = text_of(Letter.objects.get(subject_id=case.pk, name="grant"), tmp_path)
    *told, appeal = GRANTED[language]
    assert [words for words in told if words not in said] == []
    assert appeal not in said
    if language == "en":
        client = Client()
        client.force_login(Account.objects.get(pk=amina.account), backend="django.contrib.auth.backends.ModelBackend")
        page = client.get(reverse("cases:file", args=[case.pk]) + "?lang=en").content.decode()
        rights = page.partition('id="h-rights"')[2].partition("</section>")[0]
        assert "You may work here in the occupation that you asked for." in rights
