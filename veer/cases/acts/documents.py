"""Documents: adding one, a newer version, a translation; and asking for one."""

import re
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veer.access import roles
from veer.cases import facts, law, papers, scanning, shelf, uploads
from veer.cases.acts.doing import Doing, family, relation_of
from veer.cases.errors import BadData
from veer.cases.models import Document

TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")  # a language as BCP 47 writes it
THEIR_SIDE = (roles.APPLICANT, "representative")


@family("add_document", only_adds=True)
def add_document(doing: Doing) -> None:
    """A document comes in: a first one, a newer version of one, or a translation beside its original.

    Facts that it can prove become evidenced; an official still has to look at it. The file waits in quarantine where
    there is a scanner, which looks as soon as the act holds.
    """
    added_as = relation_of(doing.act, doing.by, doing.case) or roles.APPLICANT
    older, original = _of_the_file(doing, "newer_than"), _of_the_file(doing, "original")
    kind = str(doing.data.get("kind") or getattr(older or original, "kind", ""))
    tongue = _tongue(doing, original)
    if kind not in law.document_kinds(doing.pack):
        raise BadData({"kind": _("Say what kind of document it is.")})
    if older is not None:
        _may_replace(older, original, kind, added_as)
    if original is not None and original.translates_id is not None:
        raise BadData({"original": _("This is a translation itself. Choose the original.")})
    document = Document.objects.create(
        case=doing.case,
        kind=kind,
        added_at=doing.at,
        added_kind=doing.by.ref.kind,
        added_by=doing.by.ref.id,
        added_as=added_as,
        language=tongue,
        supersedes=older,
        translates=original,
        sworn=original is not None and doing.data.get("sworn") is True,
        kept_from=list(doing.act.kept_from),
        scan=scanning.first_state(),
        **uploads.store(doing.case, doing.data.get("file")),
    )
    moved = facts.evidence_came(doing.case, document, doing.by.ref) if doing.case.submitted_at else []
    doing.told.update(_told(document), facts=moved)
    if document.scan == Document.WAITING:
        transaction.on_commit(lambda: scanning.scan(document.pk), robust=True)


def _of_the_file(doing: Doing, field: str) -> Document | None:
    """A document of this case that whoever acts can see, named by its id."""
    chosen = doing.data.get(field)
    if not chosen:
        return None
    own = doing.by.may_read(doing.case.person_id, case=doing.case.pk)
    seen = shelf.for_person(doing.case) if own else shelf.at_work(doing.case, doing.by)
    found = next((one for one in seen if str(one.pk) == str(chosen)), None)
    if found is None:
        raise BadData({field: _("This document is not in the file.")})
    return found


def _tongue(doing: Doing, original: Document | None) -> str:
    """The language of the document. A translation has one, and it is another than that of its original."""
    said = str(doing.data.get("language") or "")
    if said and not TAG.fullmatch(said):
        raise BadData({"language": _("Choose the language of the document.")})
    if original is not None and not said:
        raise BadData({"language": _("Say into which language it is translated.")})
    if original is not None and said == original.language:
        raise BadData({"language": _("The original is in this language already.")})
    return said


def _may_replace(older: Document, original: Document | None, kind: str, added_as: str) -> None:
    """A version follows the latest one, of the same kind, from the same side: nobody replaces another's evidence."""
    if hasattr(older, "newer"):
        raise BadData({"newer_than": _("There is a newer version of this document already. Look at that one.")})
    if older.kind != kind or (original is None) != (older.translates_id is None):
        raise BadData({"kind": _("A newer version is of the same kind as the older one.")})
    if (older.added_as in THEIR_SIDE) != (added_as in THEIR_SIDE):
        raise BadData({"newer_than": _("Somebody else added this document. Add yours beside it.")})


def _told(document: Document) -> dict[str, Any]:
    """What the journal says of a document: what it is, and what it stands beside."""
    told: dict[str, Any] = {
        "document": document.pk,
        "kind": document.kind,
        "digest": document.digest,
        "scan": document.scan,
    }
    beside: dict[str, UUID | str | bool | list[str] | None] = {
        "name": "" if document.kept_from else document.name,
        "language": document.language,
        "supersedes": document.supersedes_id,
        "translates": document.translates_id,
        "sworn": document.sworn,
        "kept_from": document.kept_from,
    }
    return {**told, **{name: value for name, value in beside.items() if value}}


@family("ask_document")
def ask_document(doing: Doing) -> None:
    """Ask the person for a document; the letter says which, why, and until when."""
    kind = str(doing.data.get("kind") or "")
    if kind not in law.document_kinds(doing.pack):
        raise BadData({"kind": _("Say which document you ask for.")})
    why = str(doing.data.get("reason") or "").strip()
    doing.told.update(kind=kind, reason=why)
    if doing.letter:
        reasons = [{"id": "", "text": why, "source": ""}] if why else []
        due = papers.due_words(doing.standing, doing.act.id, doing.today)
        more = {"document": law.document_words(doing.pack, kind, doing.case.language), "due": due}
        paper = papers.plain_paper(doing.standing, doing.letter, day=doing.today, more=more, reasons=reasons)
        kept = papers.keep(doing.case, doing.letter, paper, papers.set_on(paper, doing.today))
        doing.told.update(letter=kept.pk, letter_digest=kept.digest, due=due)
