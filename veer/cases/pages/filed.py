"""Documents as the pages show them: what each is, what it stands beside, and whether it can be opened."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from veer.cases import law, shelf, uploads
from veer.cases.clocks import legal_day
from veer.cases.forms.documents import tongue_words
from veer.cases.forms.questions import said
from veer.cases.models import Case, Document
from veer.cases.standing import Standing
from veer.journal.queries import told as told_by
from veer.people.facts import STATED


def own_rows(case: Case, lang: str) -> list[dict[str, Any]]:
    """The documents of a file as its person sees them."""
    return rows(case, shelf.for_person(case), lang, office=False)


def rows(case: Case, documents: Iterable[Document], lang: str, *, office: bool) -> list[dict[str, Any]]:
    pack, here = law.pack_of(case), list(documents)
    seen = {one.pk for one in here}
    return [
        {
            "document": one,
            "kind": law.document_words(pack, one.kind, lang),
            "state": state(one),
            "language": tongue_words(one.language, lang) if one.language else "",
            "beside": beside(one, seen),
            "scan": office_scan(one) if office else own_scan(one),
            "opens": uploads.readable(one),
            "older": hasattr(one, "newer"),
            "translation": one.translates_id is not None,
        }
        for one in here
    ]


def asked_for(standing: Standing, lang: str) -> dict[str, Any] | None:
    """The document that was asked for last, why, and whether it came in since; None where none was, or its asking was
    answered."""
    acts = standing.route.procedure.acts
    for entry in reversed(standing.entries):
        does = acts[entry.act].does if entry.act in acts else ""
        if does == "answer":
            return None
        if does == "ask_document":
            told: Mapping[str, Any] = told_by(entry) or {}
            kind = str(told.get("kind", ""))
            words = law.document_words(standing.pack, kind, lang)
            return {
                "code": kind,
                "kind": words,
                "reason": told.get("reason", ""),
                "came": shelf.came_since(standing, kind, entry.at),
            }
    return None


def wanted(standing: Standing, lang: str) -> list[dict[str, Any]]:
    """What the law counts only once somebody verified it, and no document shows yet: each with what can prove it."""
    states = standing.known[1]
    waits = dict.fromkeys(one["fact"] for one in standing.answer["warnings"] if one["code"] == "not_verified")
    return [
        {
            "label": said(standing.pack, fact, lang).label,
            "kinds": [law.document_words(standing.pack, kind, lang) for kind in standing.pack.facts[fact].evidence],
        }
        for fact in waits
        if states.get(fact) == STATED and standing.pack.facts[fact].evidence
    ]


def state(document: Document) -> str:
    if document.erased_at is not None:
        return _("erased")
    if hasattr(document, "newer"):
        return _("older version")
    return {
        Document.RECEIVED: _("received"),
        Document.ACCEPTED: _("looked at, accepted"),
        Document.REFUSED: _("looked at, not accepted") if document.scan != Document.INFECTED else _("put apart"),
    }[document.state]


def beside(document: Document, seen: set[Any]) -> list[str]:
    """What a document replaces or translates, a sentence each; nothing of what the reader does not see."""
    told = []
    if document.supersedes is not None and document.supersedes_id in seen:
        told.append(_("Replaces: %(name)s") % {"name": document.supersedes.name})
    if document.translates is not None and document.translates_id in seen:
        words = _("Sworn translation of: %(name)s") if document.sworn else _("Translation, not sworn, of: %(name)s")
        told.append(words % {"name": document.translates.name})
    return told


def own_scan(document: Document) -> str:
    """What the person has to know of the virus check."""
    if document.erased_at is not None:
        erased = legal_day(document.erased_at, settings.TIME_ZONE)
        return _("The file was erased on %(day)s.") % {"day": date_format(erased, "DATE_FORMAT")}
    return {
        Document.WAITING: _("It is being checked for viruses. Nobody can open it before that is done."),
        Document.INFECTED: _("A virus was found in this file, so nobody opens it. Please send another."),
    }.get(document.scan, "")


def office_scan(document: Document) -> str:
    """What the authority has to know of it: the absence of a check too."""
    if document.erased_at is not None:
        return own_scan(document)
    return {
        Document.WAITING: _("It is being checked for viruses. Nobody can open it before that is done."),
        Document.INFECTED: _("A virus was found: %(name)s. The file is kept apart and proves nothing.")
        % {"name": document.found},
        Document.UNSCANNED: _("Not scanned for viruses."),
    }.get(document.scan, "")


def told_lines(told: Mapping[str, Any], lang: str) -> list[str]:
    """What an entry of the journal tells of a document, beside its kind."""
    lines = [str(told["name"])] if told.get("name") else []
    if told.get("language"):
        lines.append(tongue_words(str(told["language"]), lang))
    if told.get("supersedes"):
        lines.append(_("A newer version"))
    if told.get("translates"):
        lines.append(_("A sworn translation") if told.get("sworn") else _("A translation, not sworn"))
    if told.get("found"):
        lines.append(
            _("A virus was found: %(name)s. The file is kept apart and proves nothing.") % {"name": told["found"]}
        )
    return lines


def kept_words(case: Case, kept: Sequence[Document], lang: str) -> dict[str, Any] | None:
    """How many documents the law keeps from the person, and which law."""
    if not kept:
        return None
    pack, acts = law.pack_of(case), law.route_of(case).procedure.acts.values()
    cited = {one for act in acts if act.does == "add_document" and act.kept_from for one in act.marks.source}
    named = [(pack.sources[one.source].title, one.article) for one in cited if one.source in pack.sources]
    spoken = law.tongue(pack, lang)
    sources = sorted(f"{title.get(spoken) or next(iter(title.values()), '')}, {place}" for title, place in named)
    return {"count": len(kept), "sources": sources}
