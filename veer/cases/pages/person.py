"""The pages of a person: starting, answering, sending, and following their own file."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from veer.access import policy
from veer.access.roles import ADMINISTRATOR, APPLICANT, DOES, SOON, TITLES
from veer.access.who import Who
from veer.cases import carried, facts, law, queries, reminders
from veer.cases.acts import open_case
from veer.cases.errors import ActRefused, BadData, Overtaken
from veer.cases.forms.acts import DeclareForm
from veer.cases.forms.questions import ABSENT, Question
from veer.cases.models import Answer, Case
from veer.cases.pages import shown
from veer.cases.pages.common import do, form_marks, fresh_key, language, signed_in, told_problems
from veer.people.forms import IntroduceForm
from veer.people.queries import own_person


@require_GET
@signed_in
def mine(request: HttpRequest, who: Who) -> HttpResponse:
    """All my files."""
    cases = queries.own_cases(who)
    rows = [shown.case_line(case, language()) for case in cases]
    begun = [] if rows else [pack for pack in law.packs() if carried.answers(request, pack)]
    context = {
        "rows": rows,
        "begun": begun,
        "beside": reminders.of_person(who),
        "roles": [] if who.works_here else [_role(role) for role in sorted(who.roles)],
        "administers": who.has(ADMINISTRATOR),
        "proposes_law": policy.may(who, "propose_law"),
        "for_others": who.acts_for_others,
    }
    return render(request, "cases/person/mine.html", context)


def _role(role: str) -> dict[str, Any]:
    """A role as whoever holds it reads it; what is still to come, where no page is theirs yet."""
    return {"title": TITLES[role], "does": DOES[role], "later": SOON.get(role, "")}


@require_http_methods(["GET", "POST"])
@signed_in
def apply(request: HttpRequest, who: Who, pack: str, route: str) -> HttpResponse:
    """Begin an application: who it is about, then a file with a number."""
    try:
        stored = law.active(pack)
        read = law.read(stored.hash)
        procedure = read.route(route).procedure
        if procedure is None or APPLICANT not in procedure.by:
            raise Http404
    except LookupError:
        raise Http404 from None
    person = own_person(who.account)
    form = IntroduceForm(request.POST or None, person=person, language=language())
    if request.method == "POST" and form.is_valid():
        known = form.save(request.user)
        now = replace(who, name=known.name, persons=who.persons | {known.pk}, own=who.own | {known.pk})
        key = request.POST.get("key", "")[:64] or fresh_key()
        case = open_case(known.pk, pack, route, now, language=known.language, key=key)
        facts.carry(case, now, carried.answers(request, pack))
        return redirect("cases:file", case.pk)
    context = {
        "form": form,
        "key": request.POST.get("key") or fresh_key(),
        "title": law.words(read, route, "title", language(), route),
        "summary": law.words(read, route, "summary", language()),
    }
    return render(request, "cases/person/apply.html", context)


@require_GET
@signed_in
def file(request: HttpRequest, who: Who, case_id: UUID) -> HttpResponse:
    """My file: a task list until it is sent, then where it stands."""
    opened = queries.opened_for(who, case_id, policy.OWN)
    if opened.case.submitted_at is None and opened.case.ended_at is None:
        return render(request, "cases/person/tasks.html", shown.task_list(opened.case, language()))
    return render(request, "cases/person/file.html", shown.my_file(opened, who, language()))


@require_GET
@signed_in
def questions(request: HttpRequest, who: Who, case_id: UUID) -> HttpResponse:
    """On to the next question that can still change the answer; when there is none, to looking everything over."""
    case = queries.case_for(who, case_id, policy.OWN)
    if _was_sent(case):
        return redirect("cases:file", case.pk)
    left = facts.unanswered(facts.answer_of_law(case), facts.known(case)[0])
    return redirect("cases:question", case.pk, left[0]) if left else redirect("cases:check", case.pk)


@require_http_methods(["GET", "POST"])
@signed_in
def question(request: HttpRequest, who: Who, case_id: UUID, fact: str) -> HttpResponse:
    """One question. The answer is saved at once; another window's answer is never overwritten unseen."""
    case = queries.case_for(who, case_id, policy.OWN)
    if _was_sent(case):
        return redirect("cases:file", case.pk)
    pack = law.pack_of(case)
    declared = pack.facts.get(fact)
    if declared is None or declared.derive is not None or "applicant" not in declared.by or facts.told_by_record(fact):
        raise Http404
    saved = facts.draft_answer(case, fact)
    asked = Question(pack, fact, language(), value=saved.value if saved else ABSENT, data=request.POST or None)
    version, overtaken = saved.version if saved else 0, None
    if request.method == "POST" and asked.wants_more:
        asked = asked.reshaped()
    elif request.method == "POST" and asked.is_valid():
        try:
            saved = facts.save_answer(case, who, fact, asked.answer, version=_version(request))
            lapsed = shown.lapsed(case, fact, saved.value, language())
            if _by_itself(request) or {one["mark"] for one in lapsed} <= set(request.POST.getlist("told")):
                return _saved(request, saved, lapsed)
            version = saved.version  # it is saved; before they go on they read what no longer counts
        except BadData as refused:
            for words in refused.errors.values():
                asked.add_error(None, str(words))
        except Overtaken as refused:
            overtaken, version = refused, refused.version
    if _by_itself(request):
        return HttpResponse(status=204)  # half an answer, or one overtaken: the person will see when they go on
    stands = saved.value if saved and not asked.errors else None
    context = shown.question_page(case, asked, version, overtaken, language(), stands=stands)
    return render(request, "cases/person/question.html", context)


def _saved(request: HttpRequest, answer: Answer, lapsed: list[dict[str, str]]) -> HttpResponse:
    """On to the next question; or, when the page saved by itself, merely a word that it did."""
    if _by_itself(request):
        context = {"version": answer.version, "at": answer.saved_at, "lapsed": lapsed, "by_itself": True}
        return render(request, "cases/person/saved.html", context)
    after = "cases:check" if request.GET.get("back") == "check" else "cases:questions"
    return redirect(after, answer.case_id)


def _by_itself(request: HttpRequest) -> bool:
    return request.headers.get("HX-Target") == "saved"


def _version(request: HttpRequest) -> int:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 9 else 0


@require_http_methods(["GET", "POST"])
@signed_in
def check(request: HttpRequest, who: Who, case_id: UUID) -> HttpResponse:
    """Look everything over, declare, send."""
    case = queries.case_for(who, case_id, policy.OWN)
    if _was_sent(case):
        return redirect("cases:file", case.pk)
    act = shown.act_that(case, "submit")
    form, problems = DeclareForm(request.POST or None), []
    if request.method == "POST" and form.is_valid():
        try:
            do(request, case, act, who, form.act_data())
        except ActRefused as refused:
            problems = told_problems(refused, case)
        else:
            return redirect("cases:sent", case.pk)
    context = {**shown.check_answers(case, language()), **form_marks(case, request), "form": form, "problems": problems}
    return render(request, "cases/person/check.html", context)


@require_GET
@signed_in
def sent(request: HttpRequest, who: Who, case_id: UUID) -> HttpResponse:
    """It arrived: the number, the date by which there is an answer, what happens next."""
    case = queries.case_for(who, case_id, policy.OWN)
    if case.submitted_at is None:
        return redirect("cases:file", case.pk)
    return render(request, "cases/person/sent.html", shown.receipt(case, language()))


def _was_sent(case: Case) -> bool:
    """Whether it is no draft any more. Whoever comes back, or has another window, then goes to the file."""
    return case.submitted_at is not None or case.ended_at is not None
