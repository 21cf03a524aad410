"""Adding documents and handing them out, for the person and for the authority."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from veer.access import policy, roles
from veer.access.who import Who
from veer.cases import facts, law, queries, shelf
from veer.cases.acts import offers
from veer.cases.acts.offers import Offer
from veer.cases.errors import ActRefused
from veer.cases.forms.documents import DocumentForm
from veer.cases.models import Case, Document
from veer.cases.pages import filed, shown
from veer.cases.pages.common import do, form_marks, language, signed_in, told_at_fields
from veer.cases.standing import Standing
from veer.cases.uploads import content, readable


@require_http_methods(["GET", "POST"])
@signed_in
def own(request: HttpRequest, who: Who, case_id: UUID) -> HttpResponse:
    """The documents of my file, and adding one: a first one, `?newer=` than another, a translation of `?original=`."""
    case = queries.case_for(who, case_id, policy.OWN)
    standing = Standing(case)
    mine = offers(standing, who, language())
    offer = next((one for one in mine if one.does == "add_document"), None)
    form = _form(request, case, shelf.for_person(case)) if offer is not None else None
    problems: list[dict[str, str]] = []
    if offer is not None and form is not None and request.method == "POST" and form.is_valid():
        problems = _add(request, case, offer, who, form)
        if not problems and not form.errors:
            return redirect("cases:documents", case.pk)
    seen, kept = shelf.parted(case)
    context = {
        **shown.head(case, language()),
        **form_marks(case, request),
        "form": form,
        "problems": problems,
        "answer": next((one for one in mine if one.does == "answer" and one.ready), None),
        "waits": filed.asked_for(standing, language()),
        "wanted": filed.wanted(standing, language()) if offer is not None else [],
        "documents": filed.rows(case, seen, language(), office=False),
        "kept": filed.kept_words(case, kept, language()),
    }
    return render(request, "cases/person/documents.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def at_work(request: HttpRequest, who: Who, case_id: UUID, act: str) -> HttpResponse:
    """A document that the authority, a desk or a court adds to a file."""
    case = queries.case_at_work(who, case_id)
    mine = offers(Standing(case), who, language())
    offer = next((one for one in mine if one.id == act and one.does == "add_document"), None)
    if offer is None:
        raise policy.NotThere("act")
    form, problems = _form(request, case, shelf.at_work(case, who)), []
    if request.method == "POST" and form.is_valid():
        problems = _add(request, case, offer, who, form)
        if not problems and not form.errors:
            return redirect("cases:at_work", case.pk)
    declared = law.route_of(case).procedure.acts[offer.id]
    context = {
        **shown.head(case, language()),
        **form_marks(case, request),
        "offer": offer,
        "form": form,
        "problems": problems,
        "kept_from": [str(roles.TITLES.get(one, _("the person"))) for one in declared.kept_from],
    }
    return render(request, "cases/office/add.html", context)


@require_GET
@signed_in
def own_file(request: HttpRequest, who: Who, case_id: UUID, document_id: UUID) -> HttpResponse:
    case = queries.case_for(who, case_id, policy.OWN)
    return _hand_out(request, case, shelf.one_for_person(case, document_id), office=False)


@require_GET
@signed_in
def file_at_work(request: HttpRequest, who: Who, case_id: UUID, document_id: UUID) -> HttpResponse:
    case = queries.case_at_work(who, case_id)
    return _hand_out(request, case, shelf.one_at_work(case, who, document_id), office=True)


def _form(request: HttpRequest, case: Case, seen: list[Document]) -> DocumentForm:
    """The form; what it stands beside is named in the address, and is one of the documents that the reader sees."""
    named = {str(one.pk): one for one in seen}
    older, original = (named.get(request.GET.get(word, "")) for word in ("newer", "original"))
    files = (request.POST, request.FILES) if request.method == "POST" else ()
    if older is not None and older.translates_id is not None:
        original = older.translates
    beside = {"older": older, "original": original, "initial": {"kind": request.GET.get("kind", "")}}
    return DocumentForm(*files, pack=law.pack_of(case), kinds=facts.document_kinds(case), lang=language(), **beside)


def _add(request: HttpRequest, case: Case, offer: Offer, who: Who, form: DocumentForm) -> list[dict[str, str]]:
    """Add it. What was wrong stands in the form, or is given back; nothing in either means that it was added."""
    try:
        do(request, case, offer.id, who, form.act_data())
    except ActRefused as refused:
        return told_at_fields(refused, case, form)
    messages.success(request, _("The document is in the file."))
    return []


def _hand_out(request: HttpRequest, case: Case, document: Document | None, *, office: bool) -> HttpResponse:
    """A document as a download, never shown as part of a page of ours; 404 where the reader sees none such.

    One that is quarantined or erased is not handed out to anybody: a page says why.
    """
    if document is None:
        raise Http404
    if not readable(document):
        (row,) = filed.rows(case, [document], language(), office=office)
        context: dict[str, Any] = {**shown.head(case, language()), "row": row, "office": office}
        return render(request, "cases/withheld.html", context, status=409)
    answer = HttpResponse(content(document), content_type=document.media_type)
    answer.headers["Content-Disposition"] = content_disposition_header(True, document.name) or "attachment"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
