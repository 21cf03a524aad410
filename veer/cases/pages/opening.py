"""At a desk: opening a file for somebody who came, on any route that the law lets this desk open."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from veer.access import policy
from veer.access.who import Who
from veer.cases import law, queries
from veer.cases.acts import open_case
from veer.cases.errors import ActRefused
from veer.cases.forms.acts import OpenForm
from veer.cases.pages.common import fresh_key, language, signed_in
from veer.people.finding import person_at_work
from veer.people.models import Person

CAME = "came"  # in the session: the file opened last for somebody who came before, with the moment


@require_http_methods(["GET", "POST"])
@signed_in
def open_for(request: HttpRequest, who: Who, person_id: UUID) -> HttpResponse:
    """Write down that somebody presented themselves, with the time at which they really came."""
    person = _somebody(who, person_id)
    offered = law.opened_by(who.roles, language())
    if not offered:
        raise policy.NotThere("open")
    form = OpenForm(request.POST or None, routes=[(f"{one.pack}/{one.route}", one.title) for one in offered])
    problems: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        pack, _slash, route = form.cleaned_data["route"].partition("/")
        key = request.POST.get("key", "")[:64] or fresh_key()
        try:
            case = open_case(person.pk, pack, route, who, language=person.language, key=key, at=form.at)
        except ActRefused as refused:
            problems = [{"to": "#main", "text": str(refused)}]
        else:
            if form.at is not None:
                request.session[CAME] = {str(case.pk): form.at.isoformat()}
            messages.success(request, _("File %(number)s is open.") % {"number": case.given.number})
            if queries.sees_at_work(who, case.pk):
                return redirect("cases:at_work", case.pk)
            return redirect("cases:work")
    key = request.POST.get("key", "") or fresh_key()
    back = reverse("people:person", args=[person.pk]) if policy.may(who, "register_at_desk") else reverse("cases:work")
    context = {"person": person, "form": form, "problems": problems, "key": key, "back": back}
    return render(request, "cases/office/open.html", context)


def _somebody(who: Who, person_id: UUID) -> Person:
    """Who stands there: found at a desk, written down just now, or of a file in which they have a part."""
    try:
        return person_at_work(who, person_id)
    except policy.NotThere:
        return queries.person_of_part(who, person_id)
