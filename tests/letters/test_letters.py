"""Letters: accessible, in the person's language, the same bytes each time, and sent once."""

import re
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pikepdf
import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from veer.journal.acts import Ref
from veer.letters import acts, glyphs, render
from veer.letters.models import Letter, Sending

DAY = datetime(2026, 11, 20, tzinfo=UTC)
PAPER = render.Paper(
    title="U krijgt nu geen verblijf",
    lang="nl",
    sender=["Dienst Vreemdelingenzaken"],
    recipient=["Amina Haddad", "Kerkstraat 1", "9000 Gent"],
    reference="20 november 2026 · Dossier V-2026-041-877-352",
    blocks=[
        render.words("Geachte mevrouw Haddad,", "Wij zeggen neen."),
        render.reasons("Waarom", [{"text": "Uw contract is te kort.", "source": "Wet, artikel 7"}]),
        render.box("U bent het niet eens?", "Ga in beroep."),
        render.table("Feiten", ["Feit", "Waarde"], [["Geboren", "1997"]]),
    ],
    closing=["Chantal Dubois"],
    footer="V-2026-041-877-352",
)


def text_of(content: bytes, folder: Path) -> str:
    file = folder / "letter.pdf"
    file.write_bytes(content)
    return subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True).stdout


def tags(document: pikepdf.Pdf) -> set[str]:
    found: set[str] = set()

    def walk(node: Any) -> None:
        if isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.add(str(node["/S"]))
            children = node.get("/K")
            for child in children if isinstance(children, pikepdf.Array) else [children]:
                walk(child)

    walk(document.Root.StructTreeRoot)
    return found


@pytest.mark.parametrize("lang", ["nl", "fr", "de", "en", "ar"])
def test_a_letter_is_tagged_titled_and_in_its_language(lang: str) -> None:
    content = render.pdf(replace(PAPER, lang=lang), DAY)
    with pikepdf.open(BytesIO(content)) as document:
        assert str(document.Root.Lang) == lang
        assert document.Root.MarkInfo.Marked
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert {"/H1", "/H2", "/P", "/L", "/LI", "/Table", "/TH"} <= tags(document)
        with document.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert about["dc:title"] == PAPER.title


def test_it_says_what_it_has_to_say(tmp_path: Path) -> None:
    said = text_of(render.pdf(PAPER, DAY), tmp_path)
    for words in ("Amina Haddad", "9000 Gent", "Wij zeggen neen.", "Uw contract is te kort.", "Ga in beroep.", "1997"):
        assert words in said


def test_arabic_is_set_in_letters_of_its_own(tmp_path: Path) -> None:
    content = render.pdf(replace(PAPER, lang="ar", blocks=[render.words("لا تحصل الآن على الإقامة")]), DAY)
    with pikepdf.open(BytesIO(content)) as document:
        fonts = [str(font.DescendantFonts[0].BaseFont) for font in document.pages[0].Resources.Font.values()]
    assert any("NotoNaskhArabic" in font for font in fonts)


def test_an_address_and_the_foot_of_an_arabic_letter_keep_their_own_direction(tmp_path: Path) -> None:
    """A postman reads "9000 Gent", and the number of the page stands apart from the number of the file."""
    court = render.box("الطعن", "Raad", "1030 Brussel")
    arabic = replace(PAPER, lang="ar", title="لا إقامة لك الآن", footer="الملف V-2026-041-877-352", blocks=[court])
    file = tmp_path / "letter.pdf"
    file.write_bytes(render.pdf(arabic, DAY))
    boxes = subprocess.run(["pdftotext", "-bbox", str(file), "-"], capture_output=True, text=True, check=True).stdout
    left = {word: float(x) for x, word in re.findall(r'<word xMin="([0-9.]+)".*?>(.*?)</word>', boxes)}
    assert left["9000"] < left["Gent"]
    assert left["1030"] < left["Brussel"]
    assert left["V-2026-041-877-352"] > left["/"] + 200


def test_what_people_write_is_never_code(tmp_path: Path) -> None:
    nasty = '#panic() *not bold* $x$ \\ "quoted" <label> @ref // comment'
    said = text_of(render.pdf(replace(PAPER, blocks=[render.words(nasty)]), DAY), tmp_path)
    assert nasty in " ".join(said.split())


def test_the_same_words_on_the_same_day_are_the_same_bytes() -> None:
    assert render.pdf(PAPER, DAY) == render.pdf(PAPER, DAY)
    assert render.pdf(PAPER, DAY) != render.pdf(replace(PAPER, closing=["Somebody else"]), DAY)


def test_a_letter_without_a_title_is_refused() -> None:
    with pytest.raises(Exception, match="title"):
        render.pdf(replace(PAPER, title=""), DAY)


def keep(email: str | None = "amina@example.org") -> Letter:
    content = render.pdf(PAPER, DAY)
    return acts.keep(Ref("case", uuid4()), uuid4(), "refusal", PAPER, content, email=email, postal="Amina\nGent")


@pytest.mark.django_db
def test_it_leaves_after_the_act_holds_and_not_before(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        letter = keep()
        assert mail.outbox == []
    (message,) = mail.outbox
    assert message.to == ["amina@example.org"]
    assert [(name, content) for name, content, _type in message.attachments] == [("refusal.pdf", bytes(letter.pdf))]
    assert render.digest(bytes(Letter.objects.get().pdf)) == letter.digest


@pytest.mark.django_db(transaction=True)
def test_an_act_that_does_not_hold_sends_nothing() -> None:
    with transaction.atomic():
        keep()
        transaction.set_rollback(True)
    assert (mail.outbox, Letter.objects.count(), acts.send_waiting()) == ([], 0, 0)


@pytest.mark.django_db
def test_it_never_leaves_twice() -> None:
    letter = keep()
    assert [acts.send(letter.pk), acts.send(letter.pk), acts.send_waiting()] == [True, False, 0]
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_a_mail_server_that_is_away_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    letter = keep()
    with monkeypatch.context() as away:
        away.setattr(EmailBackend, "send_messages", _refuse)
        assert not acts.send(letter.pk)
    sending = Sending.objects.get()
    assert (sending.claimed_at, sending.attempts, sending.problem) == (None, 1, "nobody there")
    assert acts.send_waiting() == 1
    assert (len(mail.outbox), Sending.objects.get().problem) == (1, None)


@pytest.mark.django_db
def test_a_machine_that_died_while_sending_leaves_a_question_not_a_second_letter(at: Any) -> None:
    at(2026, 11, 20, 10)
    letter = keep()
    Sending.objects.update(claimed_at=at(2026, 11, 20, 10, 1))
    at(2026, 11, 20, 11)
    assert acts.send_waiting() == 0
    assert [sending.letter_id for sending in acts.unsure()] == [letter.pk]


@pytest.mark.django_db
def test_without_email_it_waits_to_be_printed() -> None:
    letter = keep(email=None)
    assert (acts.send_waiting(), Sending.objects.get().address) == (0, "Amina\nGent")
    assert [acts.printed(letter.pk), acts.printed(letter.pk)] == [True, False]
    assert acts.unsure() == []


def _refuse(*_args: Any) -> int:
    raise OSError("nobody there")


@pytest.mark.parametrize(
    "name",
    [
        "አማኑኤል ተስፋዬ",
        "Олександр",
        "Ελένη",
        "محمد",
        "नेपाल",
        "ঢাকা",
        "ქეთევან",
        "Արամ",
        "דוד",
        "தமிழ்",
        "ไทย",
        "Linh Trần",
        "ជា",
    ],
)
def test_a_name_in_its_own_script_is_set(name: str) -> None:
    paper = replace(PAPER, recipient=[name])
    assert paper.settable().recipient == [name]
    assert render.pdf(paper, DAY).startswith(b"%PDF")


@pytest.mark.parametrize(
    "odd", ["张伟", "😀", "\x00\x07", "\ud7ff", "a\u202eb\u2066c", "\U000e0041", "ﷺ", "e\u0301\u0489"]
)
def test_no_character_can_stop_a_letter(odd: str) -> None:
    paper = replace(PAPER, recipient=[odd], blocks=[render.words(odd), render.box("Titel", odd)])
    assert render.pdf(paper, DAY).startswith(b"%PDF")


def test_what_cannot_be_shown_is_a_box_and_nothing_turns_the_text_around() -> None:
    assert glyphs.settable("张 Wei") == "□ Wei"
    assert glyphs.settable("a\u202eb\u0007") == "ab"
    assert glyphs.settable("e\u0301") == "é"
    assert ord(glyphs.BOX) in glyphs.covered()


def pages_of(content: bytes, folder: Path) -> list[str]:
    """The words of each page."""
    return text_of(content, folder).split("\f")


@pytest.mark.parametrize("above", range(24, 40, 2))
def test_a_row_stands_whole_on_one_page_and_a_heading_with_what_it_heads(above: int, tmp_path: Path) -> None:
    """Whatever stands above: a table, then reasons, pushed down line by line over the end of a page."""
    answer = " ".join(["begin{0}", *["a long answer"] * 12, "end{0}"])
    paper = replace(
        PAPER,
        blocks=[
            render.words(*["One line."] * above),
            render.table("Table heading", ["Question", "Answer"], [[f"Row {n}", answer.format(n)] for n in range(3)]),
            render.words(*["One line."] * 24),
            render.reasons("Reasons heading", [{"text": answer.format(n), "source": f"law{n}"} for n in range(5, 8)]),
        ],
    )
    pages = pages_of(render.pdf(paper, DAY), tmp_path)

    def where(words: str) -> int:
        return next(number for number, page in enumerate(pages) if words in page)

    for number in (0, 1, 2, 5, 6, 7):
        assert where(f"begin{number}") == where(f"end{number}"), number
    assert where("Table heading") == where("end0")
    assert where("Reasons heading") == where("end5")
    assert [where(f"end{number}") for number in range(5, 8)] == [where(f"law{number}") for number in range(5, 8)]


def test_what_no_page_could_hold_whole_goes_on_over_the_page(tmp_path: Path) -> None:
    endless = " ".join(["begin", *["word"] * 1500, "end"])
    paper = replace(PAPER, blocks=[render.table("T", ["Q", "A"], [["Row", endless]]), render.reasons("R", [])])
    pages = pages_of(render.pdf(paper, DAY), tmp_path)
    assert [page for page in pages if page.count("word") > 100][1:]
    assert sum(page.count("word") for page in pages) == 1500


def test_lines_of_a_cell_stand_under_each_other(tmp_path: Path) -> None:
    paper = replace(PAPER, blocks=[render.table("T", ["Q", "A"], [["Languages", "French: B1\nDutch: A2"]])])
    said = text_of(render.pdf(paper, DAY), tmp_path).splitlines()
    assert said.index("French: B1") + 1 == said.index("Dutch: A2")


def test_french_letters_keep_a_narrow_space_beside_their_signs() -> None:
    said = "Pourquoi ? Voici: «oui» ; à 13:30 sur https://veer.example/a?b=1 !"
    spaced = "Pourquoi\u202f? Voici\u202f: «\u202foui\u202f»\u202f; à 13:30 sur https://veer.example/a?b=1\u202f!"
    paper = render.Paper(said, "fr", [said], [said], "", [render.words(said)]).settable()
    assert (paper.title, paper.blocks[0]["words"]) == (spaced, [spaced])
    assert paper.recipient == [said], "an address stays as it was written"
    assert paper.settable() == paper
    assert render.Paper(said, "nl", [], [], "", []).settable().title == said
