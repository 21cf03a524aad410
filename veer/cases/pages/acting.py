"""One page for every act that the law itself describes: its form follows from the kind of act and the facts it asks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from veer.access import policy, roles
from veer.access.who import Who
from veer.cases import law, queries, remedies
from veer.cases.acts import Done, offers
from veer.cases.acts.offers import Offer
from veer.cases.errors import ActRefused
from veer.cases.forms.acts import (
    ActForm,
    AnnounceForm,
    HappenedForm,
    HearForm,
    ReasonForm,
    RecordForm,
    RemarkForm,
    SummonForm,
    TellForm,
)
from veer.cases.forms.questions import ABSENT, Question
from veer.cases.models import Case
from veer.cases.pages import shown
from veer.cases.pages.common import do, form_marks, hand_out_letter, language, signed_in, told_problems
from veer.cases.pages.opening import CAME
from veer.cases.standing import Standing
from veer.journal.queries import headers, told
from veer.letters.queries import letter_of

FORMS: dict[str, type[ActForm]] = {
    "record": RecordForm,
    "announce": AnnounceForm,
    "notify": RecordForm,
    "summon": SummonForm,
    "hear": HearForm,
    "remark": RemarkForm,
    "extend": ReasonForm,
    "move_law": ReasonForm,
}
OWN_FORMS: dict[str, type[ActForm]] = {"record": TellForm, "remark": RemarkForm}


@dataclass
class Asked:
    """The questions that an act asks with it, each a form of its own on the same page."""

    questions: list[Question]

    def is_valid(self) -> bool:
        valid = [question.is_valid() for question in self.questions]  # each, so that all that is wrong is said at once
        return all(valid)

    @property
    def wants_more(self) -> bool:
        """Whether a list was only searched, and nothing is to be done or judged yet."""
        return any(question.wants_more for question in self.questions)

    @property
    def answers(self) -> dict[str, Any]:
        return {question.fact: question.answer for question in self.questions}


@require_http_methods(["GET", "POST"])
@signed_in
def at_work(request: HttpRequest, who: Who, case_id: UUID, act: str) -> HttpResponse:
    """An act of the authority, a desk, a court: whoever the law gives it to."""
    case = queries.case_at_work(who, case_id)
    return _page(request, case, who, _offer(case, who, act, FORMS), FORMS, "cases/office/lawful.html", "cases:at_work")


@require_http_methods(["GET", "POST"])
@signed_in
def own(request: HttpRequest, who: Who, case_id: UUID, act: str) -> HttpResponse:
    """An act of the person, or of whoever stands up for them."""
    case = queries.case_for(who, case_id, policy.OWN)
    offer = _offer(case, who, act, OWN_FORMS)
    return _page(request, case, who, offer, OWN_FORMS, "cases/person/lawful.html", "cases:file")


def _offer(case: Case, who: Who, act: str, kinds: dict[str, type[ActForm]]) -> Offer:
    found = next((one for one in offers(Standing(case), who, language()) if one.id == act and one.does in kinds), None)
    if found is None:
        raise policy.NotThere("act")
    return found


def _page(
    request: HttpRequest,
    case: Case,
    who: Who,
    offer: Offer,
    kinds: dict[str, type[ActForm]],
    template: str,
    back: str,
) -> HttpResponse:
    standing, kind = Standing(case), kinds[offer.does]
    declared = standing.procedure.acts[offer.id]
    initial = _came(request, standing) if issubclass(kind, HappenedForm) else {}
    form, asked = kind(request.POST or None, initial=initial), asked_of(request, standing, offer)
    problems: list[dict[str, str]] = []
    valid = [form.is_valid(), asked.is_valid()]
    if request.method == "POST" and all(valid) and not asked.wants_more:
        at = form.at if isinstance(form, HappenedForm) else None
        try:
            done = do(request, case, offer.id, who, {**form.act_data(), "facts": asked.answers}, at=at)
        except ActRefused as refused:
            problems = told_problems(refused, case, office=back == "cases:at_work")
        else:
            return _answer(request, done, who, offer, back)
    context = {
        **shown.head(case, language()),
        **form_marks(case, request),
        "offer": offer,
        "form": form,
        "asked": asked,
        "problems": problems,
        "beside": [one for one in shown.beside(standing, language()) if one["branch"] == declared.branch],
        "hearing": standing.last_held if offer.does == "remark" else None,
        "lodging": _lodging(standing, offer.id, language()) if back == "cases:file" else None,
    }
    return render(request, template, context)


def _came(request: HttpRequest, standing: Standing) -> dict[str, Any]:
    """When the first thing of a file happened, where it was opened just now for somebody who had come before."""
    moment = request.session.get(CAME, {}).get(str(standing.case.pk))
    return {"happened": datetime.fromisoformat(moment)} if moment and len(standing.entries) == 1 else {}


def _lodging(standing: Standing, act: str, lang: str) -> dict[str, Any] | None:
    """Where the remedy that an act notes is lodged, how, and by when, as the law of its route says it; None where the
    law says no other way than the act itself, or somebody here looks at it next: the act then is the asking."""
    procedure = standing.procedure
    next_here = [procedure.branches[one] for one in procedure.acts[act].opens]
    if next_here and all(one.steps[one.starts].ball != roles.COURT for one in next_here):
        return None
    route, said = standing.case.route, standing.pack
    terms = {due.clock.id: due for due in standing.due_on(standing.today) if due.open}
    for remedy in remedies.lodged_by(standing, act):
        how = law.words(said, route, f"remedies.{remedy.id}.how", lang)
        if how and remedy.clock in terms:
            return {
                "body": law.words(said, route, f"bodies.{remedy.body}", lang, remedy.body),
                "how": how.splitlines(),
                "address": law.words(said, route, f"bodies.{remedy.body}.address", lang),
                "until": terms[remedy.clock].last_day,
            }
    return None


def asked_of(request: HttpRequest, standing: Standing, offer: Offer) -> Asked:
    """What the law asks with an act, each with what is known already."""
    act = standing.procedure.acts[offer.id]
    known = standing.known[0]
    many = len(act.asks) > 1
    return Asked(
        [
            Question(
                standing.pack,
                fact,
                language(),
                value=known.get(fact, ABSENT),
                data=request.POST or None,
                prefix=f"f{number}" if many else None,
                beside=True,
            )
            for number, fact in enumerate(act.asks)
        ]
    )


def _answer(request: HttpRequest, done: Done, who: Who, offer: Offer, back: str) -> HttpResponse:
    """Back to the file, where it is still theirs to see. Where what was done handed on a file that they opened, the
    letter that came of it is handed out at once: somebody stands at the counter and waits for a receipt."""
    case, letter = done.case, (told(done.entry) or {}).get("letter")
    gone = back == "cases:at_work" and not queries.sees_at_work(who, case.pk)
    if gone and letter and headers(case.pk)[0].actor_id == who.account:
        return hand_out_letter(letter_of(case.pk, UUID(letter)))
    messages.success(request, _("Done: %(act)s.") % {"act": offer.title})
    return redirect("cases:work") if gone else redirect(back, case.pk)
