"""Letters, acts that the person does on a sent file, and taking one's data along."""

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from veer.access import policy
from veer.access.who import Who
from veer.cases import export, held, queries
from veer.cases.acts import offers
from veer.cases.errors import ActRefused
from veer.cases.forms.acts import ActForm, AnswerForm, WithdrawForm
from veer.cases.pages import filed, shown
from veer.cases.pages.common import (
    do,
    form_marks,
    hand_out_letter,
    language,
    pdf,
    signed_in,
    told_problems,
)
from veer.cases.standing import Standing
from veer.journal.chain import canonical
from veer.letters.queries import letter_of

FORMS: dict[str, type[ActForm]] = {"answer": AnswerForm, "withdraw": WithdrawForm}


@require_GET
@signed_in
def letter(request: HttpRequest, who: Who, case_id: UUID, letter_id: UUID) -> HttpResponse:
    case = queries.case_for(who, case_id, policy.OWN)
    return hand_out_letter(letter_of(case.pk, letter_id))


@require_http_methods(["GET", "POST"])
@signed_in
def act(request: HttpRequest, who: Who, case_id: UUID, act: str) -> HttpResponse:
    """An act of the person on their own file, asked once more before it is done."""
    case = queries.case_for(who, case_id, policy.OWN)
    standing = Standing(case)
    offer = next((one for one in offers(standing, who, language()) if one.id == act and one.does in FORMS), None)
    if offer is None:
        raise policy.NotThere("act")
    form, problems = FORMS[offer.does](request.POST or None), []
    if request.method == "POST" and form.is_valid():
        try:
            do(request, case, act, who, form.act_data())
        except ActRefused as refused:
            problems = told_problems(refused, case)
        else:
            return redirect("cases:file", case.pk)
    context = {
        **shown.head(case, language()),
        **form_marks(case, request),
        "offer": offer,
        "form": form,
        "problems": problems,
        "waits": filed.asked_for(standing, language()) if offer.does == "answer" else None,
    }
    return render(request, "cases/person/act.html", context)


@require_GET
@signed_in
def looked(request: HttpRequest, who: Who, case_id: UUID) -> HttpResponse:
    """Everybody who looked at my file."""
    case = queries.case_for(who, case_id, policy.OWN)
    context = {**shown.head(case, language()), "looks": queries.who_looked(case)}
    return render(request, "cases/person/looked.html", context)


@require_GET
@signed_in
def data_json(request: HttpRequest, who: Who, case_id: UUID) -> HttpResponse:
    """All that is kept about me in this file, for a program."""
    case = queries.case_for(who, case_id, policy.OWN)
    answer = HttpResponse(canonical(export.everything(case)), content_type="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{case.given.number}.json"'
    return answer


@require_GET
@signed_in
def data_pdf(request: HttpRequest, who: Who, case_id: UUID) -> HttpResponse:
    """All that is kept about me in this file, to read or print."""
    case = queries.case_for(who, case_id, policy.OWN)
    return pdf(export.printed(case, who, language()), f"{case.given.number}.pdf")


@require_GET
@signed_in
def my_data(request: HttpRequest, who: Who) -> HttpResponse:
    """All that is held about me, in every file: where to get it, and what is not among it."""
    return render(
        request, "cases/person/data.html", {"files": [shown.case_line(one, language()) for one in held.cases(who)]}
    )


@require_GET
@signed_in
def my_data_json(request: HttpRequest, who: Who) -> HttpResponse:
    answer = HttpResponse(held.as_json(who), content_type="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


@require_GET
@signed_in
def my_data_pdf(request: HttpRequest, who: Who) -> HttpResponse:
    return pdf(held.as_pdf(who, language()), "my-data.pdf")


@require_GET
@signed_in
def my_data_zip(request: HttpRequest, who: Who) -> FileResponse:
    """Both, with every document and every letter."""
    return FileResponse(held.packed(who, language()), as_attachment=True, filename="my-data.zip")
