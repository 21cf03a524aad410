"""Files that people send: known by their content, kept where no address leads."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from tests.cases import cast
from tests.cases.test_pages import as_, marks, page
from veer.access.who import Who
from veer.cases import uploads
from veer.cases.errors import BadData
from veer.cases.models import Document
from veer.journal.queries import length

pytestmark = pytest.mark.django_db


def picture(kind: str, size: tuple[int, int] = (3, 3)) -> bytes:
    whole = BytesIO()
    Image.new("RGB", size).save(whole, kind)
    return whole.getvalue()


def locked_pdf() -> bytes:
    whole = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(whole, encryption=pikepdf.Encryption(owner="a", user="b"))
    return whole.getvalue()


GOOD = {"application/pdf": cast.a_pdf().read(), "image/jpeg": picture("JPEG"), "image/png": picture("PNG")}
BAD = {
    "empty": b"",
    "a picture of another kind": picture("GIF"),
    "a page": b"<html><script>alert(1)</script></html>",
    "a page that begins like a PDF": b"%PDF-1.7 <script>alert(1)</script>",
    "half a picture": GOOD["image/png"][:30],
    "a program": b"MZ" + bytes(200),
    "a PDF behind a password": locked_pdf(),
    "a drawing that runs scripts": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
}


@pytest.mark.parametrize("media_type", sorted(GOOD))
def test_what_it_is_says_its_content_not_its_name(amina: Who, media_type: str) -> None:
    case = cast.draft(amina, {})
    sent = SimpleUploadedFile("holiday.exe", GOOD[media_type], "application/x-msdownload")
    cast.act(case, "add_document", amina, kind="diploma", file=sent)
    document = Document.objects.get()
    assert (document.media_type, document.name, document.state) == (media_type, "holiday.exe", "received")
    assert uploads.content(document) == GOOD[media_type]


@pytest.mark.parametrize("what", sorted(BAD))
def test_what_cannot_be_opened_or_is_something_else_is_refused(amina: Who, folder: Path, what: str) -> None:
    case = cast.draft(amina, {})
    before = length(case.pk)
    with pytest.raises(BadData) as refused:
        cast.act(case, "add_document", amina, kind="diploma", file=SimpleUploadedFile("x.pdf", BAD[what]))
    assert set(refused.value.errors) == {"file"}
    assert (Document.objects.count(), length(case.pk), folder.exists()) == (0, before, False)


def test_what_is_too_large_is_refused_before_it_is_read(amina: Who, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "LARGEST", 100)
    with pytest.raises(BadData, match="larger"):
        cast.act(cast.draft(amina, {}), "add_document", amina, kind="diploma", file=cast.a_pdf())


def test_a_picture_that_unfolds_without_end_is_refused(amina: Who, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_PIXELS", 8)
    with pytest.raises(BadData):
        uploads.store(cast.draft(amina, {}), SimpleUploadedFile("x.png", GOOD["image/png"]))


def test_a_kind_that_the_law_does_not_know_is_refused(amina: Who) -> None:
    with pytest.raises(BadData, match="kind"):
        cast.act(cast.draft(amina, {}), "add_document", amina, kind="horoscope", file=cast.a_pdf())


def test_a_file_lies_under_a_name_that_says_nothing(amina: Who, folder: Path) -> None:
    case = cast.draft(amina, {})
    cast.act(case, "add_document", amina, kind="diploma", file=cast.a_pdf("Amina Haddad.pdf"))
    (file,) = [path for path in folder.rglob("*") if path.is_file()]
    assert "Amina" not in str(file.relative_to(folder))
    assert file.suffix == ""
    assert file.stat().st_mode & 0o077 == 0


def test_a_file_that_was_changed_on_disk_is_not_handed_out(amina: Who, folder: Path) -> None:
    case = cast.draft(amina, {})
    cast.act(case, "add_document", amina, kind="diploma", file=cast.a_pdf())
    (file,) = [path for path in folder.rglob("*") if path.is_file()]
    file.write_bytes(b"something else")
    with pytest.raises(OSError, match="changed on disk"):
        uploads.content(Document.objects.get())


def test_it_is_handed_out_as_a_download_that_can_run_nothing(amina: Who) -> None:
    client, case = as_(amina), cast.draft(amina, {})
    address = reverse("cases:documents", args=[case.pk])
    form = page(client, address)
    sent = client.post(address, {**marks(form), "kind": "diploma", "file": cast.a_pdf("diplôme.pdf")})
    assert sent.status_code == 302
    answer = client.get(reverse("cases:document", args=[case.pk, Document.objects.get().pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


def test_a_refused_file_is_told_on_the_page(amina: Who) -> None:
    client, case = as_(amina), cast.draft(amina, {})
    address = reverse("cases:documents", args=[case.pk])
    sent: dict[str, Any] = {**marks(page(client, address)), "kind": "diploma"}
    text = client.post(address, {**sent, "file": SimpleUploadedFile("x.pdf", b"%PDF-no")}).content.decode()
    assert "<title>Error:" in text
    summary, field = text.split('<form method="post" enctype')
    assert '<a href="#id_file">The document itself: Only PDF, JPEG and PNG' in summary
    assert re.search(r'<p class="wrong" id="id_file_error">.*Only PDF, JPEG and PNG', field)
    (control,) = re.findall(r'<input type="file"[^>]*>', field)
    assert 'aria-invalid="true"' in control
    assert "id_file_error" in control.split('aria-describedby="')[1]
