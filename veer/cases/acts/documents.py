"""Documents: adding one, and asking for one."""

from django.utils.translation import gettext_lazy as _

from veer.cases import facts, law, papers, uploads
from veer.cases.acts.doing import Doing, family
from veer.cases.errors import BadData
from veer.cases.models import Document


@family("add_document", only_adds=True)
def add_document(doing: Doing) -> None:
    """A document comes in. Facts that it can prove become evidenced; an official still has to look at it."""
    kind = str(doing.data.get("kind") or "")
    if kind not in law.document_kinds(doing.pack):
        raise BadData({"kind": _("Say what kind of document it is.")})
    stored = uploads.store(doing.case, doing.data.get("file"))
    document = Document.objects.create(
        case=doing.case,
        kind=kind,
        added_at=doing.at,
        added_kind=doing.by.ref.kind,
        added_by=doing.by.ref.id,
        **stored,
    )
    moved = facts.evidence_came(doing.case, document, doing.by.ref) if doing.case.submitted_at else []
    doing.told.update(document=document.pk, kind=kind, name=document.name, digest=document.digest, facts=moved)


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
