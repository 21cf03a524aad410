"""The pages of officials and signers: a file, and the acts on it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veer.access import policy
from veer.access.who import Who
from veer.cases import facts, law, queries, shelf
from veer.cases.acts import deciding, offers
from veer.cases.acts.doing import relation_of
from veer.cases.acts.offers import Offer
from veer.cases.errors import ActRefused
from veer.cases.forms.acts import (
    ActForm,
    AskDocumentForm,
    JudgeForm,
    NoteForm,
    ReasonForm,
    ReasonsForm,
    SignForm,
)
from veer.cases.forms.questions import ABSENT, Question
from veer.cases.models import Case
from veer.cases.pages import desk, shown
from veer.cases.pages.acting import Asked, asked_of
from veer.cases.pages.common import (
    do,
    form_marks,
    hand_out_letter,
    language,
    pdf,
    signed_in,
    told_problems,
)
from veer.cases.queries import act_words, step_at_work
from veer.cases.standing import Opened, Standing, at_step
from veer.letters import render as letters_render
from veer.letters.queries import letter_of
from veer.people.queries import names

AT_ONCE = {"take": ActForm, "give_back": ActForm, "note": NoteForm}


@require_GET
@signed_in
def file(request: HttpRequest, who: Who, case_id: UUID) -> HttpResponse:
    """A file in three parts."""
    return _file(request, queries.opened_at_work(who, case_id), who)


@require_GET
@signed_in
def present(request: HttpRequest, who: Who, case_id: UUID) -> HttpResponse:
    """Who else has the file open: asked again now and then by the page itself."""
    opened = queries.opened_at_work(who, case_id)
    others = sorted(names(set(queries.be_present(opened, who))).values())
    return render(request, "cases/office/present.html", {"case": opened.case, "others": others})


@require_POST
@signed_in
def act_at_once(request: HttpRequest, who: Who, case_id: UUID, act: str) -> HttpResponse:
    """Acts with a button on the file itself: take, give back, note."""
    opened = queries.opened_at_work(who, case_id)
    case = opened.case
    offer = _offer(case, who, act, tuple(AT_ONCE))
    form = AT_ONCE[offer.does](request.POST)
    if not form.is_valid():
        return _file(request, opened, who, form=form, problems=[])
    try:
        do(request, case, act, who, form.act_data())
    except ActRefused as refused:
        return _file(request, opened, who, form=form, problems=told_problems(refused, case, office=True))
    return redirect("cases:at_work", case.pk)


@require_http_methods(["GET", "POST"])
@signed_in
def ask(request: HttpRequest, who: Who, case_id: UUID, act: str) -> HttpResponse:
    """Ask the person for a document."""
    case = queries.case_at_work(who, case_id)
    offer = _offer(case, who, act, ("ask_document",))
    kinds = facts.document_kinds(case)
    form = AskDocumentForm(request.POST or None, pack=law.pack_of(case), kinds=kinds, lang=language())
    return _act_page(request, case, who, offer, form, "cases/office/act.html", {})


@require_http_methods(["GET", "POST"])
@signed_in
def judge(request: HttpRequest, who: Who, case_id: UUID, fact: str) -> HttpResponse:
    """Verify or dispute one fact, and put its value right where it is wrong."""
    case = queries.case_at_work(who, case_id)
    offer = _offer_that(case, who, "judge_fact")
    pack = law.pack_of(case)
    declared = pack.facts.get(fact)
    if declared is None or declared.derive is not None:
        raise Http404
    values, states = facts.known(case)
    asked = Question(pack, fact, language(), value=values.get(fact, ABSENT), data=request.POST or None)
    form = JudgeForm(request.POST or None, documents=shelf.at_work(case, who), pack=pack, lang=language())
    before, problems = facts.answer_of_law(case), []
    if request.method == "POST" and asked.wants_more:
        asked = asked.reshaped()
    elif request.method == "POST" and form.is_valid() and asked.is_valid():
        try:
            do(request, case, offer.id, who, {**form.act_data(), "fact": fact, "value": asked.answer})
        except ActRefused as refused:
            problems = told_problems(refused, case, office=True)
        else:
            _tell_points(request, before, facts.answer_of_law(case))
            return redirect("cases:at_work", case.pk)
    context = {
        **shown.head(case, language()),
        **form_marks(case, request),
        "offer": offer,
        "question": asked,
        "form": form,
        "problems": problems,
        "state": desk.shown_state(states[fact]) if fact in states else "",
    }
    return render(request, "cases/office/judge.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def propose(request: HttpRequest, who: Who, case_id: UUID, act: str) -> HttpResponse:
    """Propose a decision: the law's reasons filled in, each to be edited, beside the law at work."""
    case = queries.case_at_work(who, case_id)
    offer = _offer_now(case, who, act, ("propose",))
    if offer is None:
        return _moved_on(request, case, who)
    standing = Standing(case)
    filled = deciding.prefilled(standing, offer.outcome or "")
    begun = deciding.begun(standing, offer.outcome or "")
    spoken = law.tongue(standing.pack, case.language)
    form = ReasonsForm(request.POST or None, prefilled=begun, lang=spoken)
    asked = asked_of(request, standing, offer)
    more = {
        "asked": asked,
        "law": desk.trace(standing, language()),
        "outcome": offer.outcome,
        "filled": bool(filled),
        "unchecked": desk.unchecked(standing, who, language()),
        "sent_back": desk.sent_back(standing),
    }
    return _act_page(request, case, who, offer, form, "cases/office/propose.html", more, asked)


@require_http_methods(["GET", "POST"])
@signed_in
def send_back(request: HttpRequest, who: Who, case_id: UUID, act: str) -> HttpResponse:
    """Not sign, and say why."""
    case = queries.case_at_work(who, case_id)
    offer = _offer_now(case, who, act, ("send_back",))
    if offer is None:
        return _moved_on(request, case, who)
    return _act_page(request, case, who, offer, ReasonForm(request.POST or None), "cases/office/act.html", {})


@require_http_methods(["GET", "POST"])
@signed_in
def sign(request: HttpRequest, who: Who, case_id: UUID, act: str) -> HttpResponse:
    """Read what is proposed, how it differs from what the law filled in, and the letter as it leaves; then sign."""
    case = queries.case_at_work(who, case_id)
    offer = _offer_now(case, who, act, ("sign",))
    if offer is None:
        return _moved_on(request, case, who)
    standing = Standing(case)
    if standing.proposal is None:
        raise policy.NotThere("proposal")
    paper, content = deciding.preview(standing, standing.proposal, who, queries.legal_today(case))
    form = SignForm(request.POST or None, initial={"letter": letters_render.digest(content)})
    more = {
        "proposal": standing.proposal,
        "proposed": desk.proposal_words(standing, standing.proposal, language()),
        "paper": paper,
        "changes": desk.differences(standing.proposal),
        "unchecked": desk.unchecked(standing, who, language()),
        "law": desk.trace(standing, language()),
        "send_back": next((one for one in offers(Standing(case), who, language()) if one.does == "send_back"), None),
    }
    return _act_page(request, case, who, offer, form, "cases/office/sign.html", more)


@require_GET
@signed_in
def preview(request: HttpRequest, who: Who, case_id: UUID) -> HttpResponse:
    """The letter exactly as it will be sent if I sign it today."""
    case = queries.case_at_work(who, case_id)
    standing = Standing(case)
    if standing.proposal is None:
        raise policy.NotThere("proposal")
    _paper, content = deciding.preview(standing, standing.proposal, who, queries.legal_today(case))
    return pdf(content, "preview.pdf")


@require_GET
@signed_in
def letter(request: HttpRequest, who: Who, case_id: UUID, letter_id: UUID) -> HttpResponse:
    case = queries.case_at_work(who, case_id)
    return hand_out_letter(letter_of(case.pk, letter_id))


def _file(
    request: HttpRequest, opened: Opened, who: Who, *, form: ActForm | None = None, problems: Any = ()
) -> HttpResponse:
    shown_now = desk.file(opened, who, language())
    context = {
        **shown_now,
        **form_marks(opened.case, request, seen=shown_now["seen"]),
        "note": form if isinstance(form, NoteForm) else NoteForm(),
        "problems": problems,
    }
    return render(request, "cases/office/file.html", context, status=409 if problems else 200)


def _act_page(
    request: HttpRequest,
    case: Case,
    who: Who,
    offer: Offer,
    form: ActForm,
    template: str,
    more: dict[str, Any],
    asked: Asked | None = None,
) -> HttpResponse:
    """The page of one act with a form, and with the questions that the law asks with it: shown, mended, done."""
    problems: list[dict[str, str]] = []
    valid = [form.is_valid(), asked is None or (asked.is_valid() and not asked.wants_more)]
    if request.method == "POST" and all(valid):
        facts_told = {"facts": asked.answers} if asked is not None and asked.questions else {}
        try:
            do(request, case, offer.id, who, {**form.act_data(), **facts_told})
        except ActRefused as refused:
            problems = told_problems(refused, case, office=True)
        else:
            messages.success(request, _("Done: %(act)s.") % {"act": offer.title})
            return redirect("cases:at_work", case.pk)
    context = {
        **shown.head(case, language()),
        **form_marks(case, request),
        **more,
        "offer": offer,
        "form": form,
        "problems": problems,
    }
    return render(request, template, context)


def _offer(case: Case, who: Who, act: str, kinds: tuple[str, ...]) -> Offer:
    found = next((one for one in offers(Standing(case), who, language()) if one.id == act and one.does in kinds), None)
    if found is None:
        raise policy.NotThere("act")
    return found


def _offer_now(case: Case, who: Who, act: str, kinds: tuple[str, ...]) -> Offer | None:
    """The act, or nothing where it is theirs to do but the file is past it: a second window, a faster colleague."""
    standing = Standing(case)
    declared = standing.procedure.acts.get(act)
    if (
        declared is not None
        and declared.does in kinds
        and relation_of(declared, who, case)
        and not at_step(declared, standing.steps)
    ):
        return None
    return _offer(case, who, act, kinds)


def _moved_on(request: HttpRequest, case: Case, who: Who) -> HttpResponse:
    """To the file, with what happened last on it."""
    last = next(one for one in reversed(Standing(case).entries) if one.led_to is not None)
    mine = last.actor_id == who.account
    name = _("you") if mine else names({last.actor_id}).get(last.actor_id, _("Somebody"))
    said = {
        "act": act_words(case, last.act, language()),
        "who": name,
        "step": step_at_work(case, case.step, language()),
    }
    messages.warning(
        request, _("The file has moved on meanwhile: %(act)s (%(who)s). It now stands at: %(step)s.") % said
    )
    return redirect("cases:at_work", case.pk)


def _offer_that(case: Case, who: Who, does: str) -> Offer:
    found = next((one for one in offers(Standing(case), who, language()) if one.does == does), None)
    if found is None:
        raise policy.NotThere("act")
    return found


def _tell_points(request: HttpRequest, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Say how the points moved."""
    was, now = desk.points_words(before), desk.points_words(after)
    if was != now:
        messages.success(request, _("Points: %(was)s, now %(now)s.") % {"was": was, "now": now})
