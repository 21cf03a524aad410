"""A real virus scanner, with one signature of our own: what waits is handed out to nobody, what is found goes apart."""

import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from tests.cases import cast
from tests.cases.test_pages import as_, page
from veer.access.who import Who
from veer.cases import scanning, uploads
from veer.cases.models import Case, Document
from veer.journal.queries import entries, told
from veer.journal.verify import verify
from veer.people.models import Fact

pytestmark = pytest.mark.django_db

CLAMD = Path("/usr/sbin/clamd")
MARK = b"veer-test-signature-of-our-own-7f3a"  # harmless; only our own database knows it


class Scanner:
    """A `clamd` of our own, listening on a socket and on a port, that knows one signature."""

    def __init__(self, folder: Path) -> None:
        if not CLAMD.exists():
            pytest.fail(f"these tests need {CLAMD}; script/test installs it", pytrace=False)
        self.socket = folder / "clamd.sock"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        (folder / "db").mkdir()
        (folder / "db" / "own.ndb").write_text(f"Veer.Test.Own:0:*:{MARK.hex()}\n")
        settings = {
            "DatabaseDirectory": folder / "db", "LocalSocket": self.socket, "TCPSocket": self.port,
            "TCPAddr": "127.0.0.1", "Foreground": "yes", "LogFile": folder / "clamd.log",
            "TemporaryDirectory": folder, "StreamMaxLength": "11M",
        }  # fmt: skip
        (folder / "clamd.conf").write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
        self.log = folder / "clamd.log"
        self.running = subprocess.Popen(
            [CLAMD, "--config-file", folder / "clamd.conf"], stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT
        )

    def wait(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1) as asked:
                    asked.sendall(b"zPING\0")
                    if asked.recv(16).startswith(b"PONG"):
                        return
            except OSError:
                time.sleep(0.1)
        pytest.fail(f"clamd did not start: {self.log.read_text() if self.log.exists() else 'no log'}")

    def stop(self) -> None:
        self.running.terminate()
        self.running.wait(30)


@pytest.fixture(scope="module")
def scanner() -> Iterator[Scanner]:
    with tempfile.TemporaryDirectory(prefix="veer-clamd-") as folder:
        made = Scanner(Path(folder))
        try:
            made.wait()
            yield made
        finally:
            made.stop()


@pytest.fixture
def scanned(scanner: Scanner, settings: Any) -> Any:
    settings.CLAMD = str(scanner.socket)
    return settings


def harmful() -> SimpleUploadedFile:
    """A PDF that opens, with the bytes of our own signature in it."""
    whole = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.attachments["x.txt"] = pikepdf.AttachedFileSpec(document, MARK)
        document.Root.Mark = pikepdf.String(MARK.decode())
        document.save(whole, compress_streams=False)
    return SimpleUploadedFile("bad.pdf", whole.getvalue(), "application/pdf")


def send(case: Case, amina: Who, file: Any, commits: Any) -> Document:
    with commits(execute=True):
        cast.act(case, "add_document", amina, kind="diploma", file=file)
    return Document.objects.order_by("-added_at", "id").first()  # type: ignore[return-value]


def test_a_clean_file_is_handed_out_once_it_was_seen(
    amina: Who, bram: Who, scanned: Any, django_capture_on_commit_callbacks: Any
) -> None:
    case = cast.submitted(amina)
    document = send(case, amina, cast.a_pdf(), django_capture_on_commit_callbacks)
    assert (document.scan, document.found) == ("clean", "")
    assert document.scanned_at is not None
    assert as_(amina).get(reverse("cases:document", args=[case.pk, document.pk])).content.startswith(b"%PDF")
    assert "Not scanned" not in page(as_(bram), reverse("cases:at_work", args=[case.pk]))


def test_a_file_that_carries_something_is_put_apart(
    amina: Who, bram: Who, scanned: Any, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    case = cast.submitted(amina)
    document = send(case, amina, harmful(), django_capture_on_commit_callbacks)
    assert (document.scan, document.state) == ("infected", "refused")
    assert document.found.startswith("Veer.Test.Own")
    assert [path.parent.name for path in folder.rglob("*") if path.is_file()] == ["quarantine"]
    for reader, name in ((as_(amina), "cases:document"), (as_(bram), "cases:work_document")):
        answer = reader.get(reverse(name, args=[case.pk, document.pk]))
        assert (answer.status_code, MARK in answer.content) == (409, False)
        assert "virus was found" in answer.content.decode()
    with pytest.raises(uploads.Quarantined):
        uploads.content(document)
    assert "Please send another" in page(as_(amina), reverse("cases:documents", args=[case.pk]))
    assert "A virus was found: Veer.Test.Own" in page(as_(bram), reverse("cases:at_work", args=[case.pk]))
    last = list(entries(case.pk))[-1]
    assert (last.act, last.actor_kind) == ("infected", "system")
    assert (told(last) or {})["found"] == document.found
    assert verify().ok


def test_what_only_a_harmful_file_proved_is_stated_again(
    amina: Who, scanned: Any, django_capture_on_commit_callbacks: Any
) -> None:
    case = cast.submitted(amina)
    proved = Fact.objects.filter(purpose_id=case.pk, fact="education.isced")
    send(case, amina, harmful(), django_capture_on_commit_callbacks)
    assert list(proved.order_by("recorded_at", "id").values_list("state", flat=True)) == [
        "stated", "evidenced", "stated",
    ]  # fmt: skip
    assert proved.get(superseded_by=None).state == "stated"


def test_what_was_harmful_in_a_draft_proves_nothing_when_it_is_sent(
    amina: Who, scanned: Any, django_capture_on_commit_callbacks: Any
) -> None:
    case = cast.draft(amina)
    send(case, amina, harmful(), django_capture_on_commit_callbacks)
    cast.act(case, "submit", amina, declaration=True)
    assert Fact.objects.get(purpose_id=case.pk, fact="education.isced").state == "stated"


def test_while_the_scanner_is_away_a_file_waits_and_nobody_gets_it(
    amina: Who, bram: Who, scanner: Scanner, settings: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    settings.CLAMD = str(tmp_path / "nobody.sock")
    case = cast.submitted(amina)
    document = send(case, amina, cast.a_pdf(), django_capture_on_commit_callbacks)
    assert document.scan == "waiting"
    for reader, name in ((as_(amina), "cases:document"), (as_(bram), "cases:work_document")):
        answer = reader.get(reverse(name, args=[case.pk, document.pk]))
        assert answer.status_code == 409
        assert "being checked for viruses" in answer.content.decode()
    assert "being checked for viruses" in page(as_(amina), reverse("cases:documents", args=[case.pk]))
    with pytest.raises(CommandError, match="no verdict"):
        call_command("scan_documents", stdout=StringIO())
    settings.CLAMD = f"127.0.0.1:{scanner.port}"
    said = StringIO()
    call_command("scan_documents", stdout=said)
    assert said.getvalue().strip() == "clean: 1, put apart: 0, still waiting: 0"
    assert as_(amina).get(reverse("cases:document", args=[case.pk, document.pk])).status_code == 200


def test_without_a_scanner_the_authority_reads_that_nothing_was_scanned(
    amina: Who, bram: Who, scanner: Scanner, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.CLAMD = ""
    case = cast.submitted(amina)
    document = send(case, amina, cast.a_pdf(), django_capture_on_commit_callbacks)
    assert document.scan == "unscanned"
    assert "Not scanned for viruses" in page(as_(bram), reverse("cases:at_work", args=[case.pk]))
    assert as_(bram).get(reverse("cases:work_document", args=[case.pk, document.pk])).status_code == 200
    with pytest.raises(CommandError, match="VEER_CLAMD"):
        call_command("scan_documents")
    settings.CLAMD = str(scanner.socket)
    assert scanning.scan_waiting() == scanning.Round(clean=1)


def test_an_installation_that_gives_up_its_scanner_says_so_of_each_file(
    amina: Who, settings: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    settings.CLAMD = str(tmp_path / "nobody.sock")
    document = send(cast.submitted(amina), amina, cast.a_pdf(), django_capture_on_commit_callbacks)
    call_command("scan_documents", "--without-scanner", stdout=StringIO())
    document.refresh_from_db()
    assert document.scan == "unscanned"


def test_finding_it_twice_is_finding_it_once(amina: Who, scanned: Any, django_capture_on_commit_callbacks: Any) -> None:
    case = cast.submitted(amina)
    document = send(case, amina, harmful(), django_capture_on_commit_callbacks)
    scanning._put_apart(document, "again")
    assert [entry.act for entry in entries(case.pk)].count("infected") == 1
