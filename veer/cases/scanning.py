"""Looking for viruses: what comes in is quarantined until a scanner has seen it.

The scanner is a `clamd` that runs beside Veer; the file goes to it over a socket (INSTREAM), so that it needs no right
to read our folder. Without one configured nothing is scanned, and pages say so.
"""

import logging
import socket
import struct
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from veer.access.who import SYSTEM
from veer.cases import facts, law
from veer.cases.models import Case, Document
from veer.journal import clock
from veer.journal.acts import Ref, append, lock
from veer.people import facts as people_facts

log = logging.getLogger(__name__)
INFECTED = "infected"  # the journal's word: a file was found to carry something, and was put apart
APART = "quarantine"
PIECE = 64 * 1024
PATIENCE = 60.0  # seconds that one file may take


class NoAnswer(OSError):
    """The scanner cannot be reached, or says something that is no verdict."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of scanning did. `waiting`: files about which the scanner gave no verdict."""

    clean: int = 0
    infected: int = 0
    waiting: int = 0


def configured() -> bool:
    return bool(settings.CLAMD)


def first_state() -> str:
    """What a file is that has just come in."""
    return Document.WAITING if configured() else Document.UNSCANNED


def verdict(path: Path) -> str:
    """What the scanner calls what it found in a file; empty where it found nothing. Raises `NoAnswer`."""
    try:
        with closing(_connection()) as scanner, path.open("rb") as file:
            scanner.sendall(b"zINSTREAM\0")
            while piece := file.read(PIECE):
                scanner.sendall(struct.pack("!L", len(piece)) + piece)
            scanner.sendall(struct.pack("!L", 0))
            said = b"".join(_pieces(scanner)).rstrip(b"\0").decode("utf-8", "replace").strip()
    except OSError as problem:
        raise NoAnswer(f"the virus scanner does not answer: {problem}") from problem
    what = said.removeprefix("stream: ")
    if what == "OK":
        return ""
    if what.endswith(" FOUND"):
        return what.removesuffix(" FOUND")
    raise NoAnswer(f"the virus scanner gave no verdict: {said or 'nothing'}")


def scan(document_id: UUID) -> str:
    """Have one file looked at, and keep what was said. A file that was found to carry something is put apart."""
    document = Document.objects.get(pk=document_id)
    try:
        found = verdict(Path(settings.MEDIA_ROOT) / document.path)
    except NoAnswer as problem:
        log.warning("document %s waits for the virus scanner: %s", document_id, problem)
        return document.scan
    if found:
        _put_apart(document, found)
        return Document.INFECTED
    now = clock.now()
    Document.objects.filter(pk=document_id).update(scan=Document.CLEAN, scanned_at=now)
    return Document.CLEAN


def scan_waiting() -> Round:
    """Have everything looked at that no scanner has seen: what waits, and what came in while there was none."""
    unseen = Document.objects.filter(scan__in=[Document.WAITING, Document.UNSCANNED], erased_at=None)
    said = [scan(document) for document in list(unseen.order_by("added_at", "id").values_list("pk", flat=True))]
    clean, infected = said.count(Document.CLEAN), said.count(Document.INFECTED)
    return Round(clean, infected, len(said) - clean - infected)


def give_up() -> int:
    """There is no scanner any more: hand out what waits, marked as not scanned."""
    return Document.objects.filter(scan=Document.WAITING).update(scan=Document.UNSCANNED)


@transaction.atomic
def _put_apart(document: Document, found: str) -> None:
    """Nobody gets the file; it proves nothing; the journal says what was found. Twice is once."""
    lock(document.case_id, "case")
    case = Case.objects.select_for_update(of=("self",)).get(pk=document.case_id)
    fresh = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if fresh.scan == Document.INFECTED:
        return
    apart = f"{APART}/{fresh.pk}"
    whole = Path(settings.MEDIA_ROOT)
    (whole / APART).mkdir(parents=True, exist_ok=True, mode=0o700)
    (whole / fresh.path).rename(whole / apart)
    fresh.scan, fresh.found, fresh.path = Document.INFECTED, found[:200], apart
    fresh.state, fresh.scanned_at = Document.REFUSED, clock.now()
    fresh.save(update_fields=["scan", "found", "path", "state", "scanned_at"])
    back = _proves_nothing(case, fresh)
    named = {"kept_from": fresh.kept_from} if fresh.kept_from else {"name": fresh.name}
    told = {"document": fresh.pk, "kind": fresh.kind, "found": fresh.found, "facts": back, **named}
    append(law.case_chain(case.pk), INFECTED, SYSTEM.ref, payload=told)


def _proves_nothing(case: Case, document: Document) -> list[str]:
    """Facts that only this file made evidenced are what they were before: stated."""
    back = []
    for row in facts.rows(case):
        if row.source_id == document.pk and row.state == people_facts.EVIDENCED:
            people_facts.record(
                Ref(row.subject_kind, row.subject_id),
                facts.purpose_of(case),
                row.fact,
                row.value,
                state=people_facts.STATED,
                source=Ref("document", document.pk),
                by=SYSTEM.ref,
            )
            back.append(row.fact)
    return back


def _connection() -> socket.socket:
    where: str = settings.CLAMD
    host, _colon, port = where.rpartition(":")
    if host and port.isdecimal():
        return socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE)
    scanner = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    scanner.settimeout(PATIENCE)
    try:
        scanner.connect(where.removeprefix("unix:"))
    except OSError:
        scanner.close()
        raise
    return scanner


def _pieces(scanner: socket.socket) -> Iterator[bytes]:
    while piece := scanner.recv(PIECE):
        yield piece
