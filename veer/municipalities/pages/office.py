"""For who works with municipalities: writing them down, telling them of a group, links, and taking links back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from veer.access import roles
from veer.access.who import Who
from veer.cases.errors import ActRefused
from veer.municipalities import acts, queries, rules
from veer.municipalities.acts import links
from veer.municipalities.forms import BodyForm, ColleagueForm, TellForm
from veer.municipalities.models import Body
from veer.municipalities.nowhere import nowhere
from veer.people.pages.door import form_key, signed_in


@require_http_methods(["GET", "POST"])
@signed_in
def work(request: HttpRequest, who: Who) -> HttpResponse:
    """Groups of which a municipality can be told, every municipality, and writing one down."""
    bodies, do = queries.bodies_for(who), request.POST.get("do", "") if request.method == "POST" else ""
    form = BodyForm(request.POST if do == "body" else None)
    tell = TellForm(request.POST if do == "tell" else None, bodies=bodies)
    if do == "body" and form.is_valid():
        told = form.cleaned_data
        made = acts.write_body(told["name"], told["email"], told["language"], who)
        return redirect("municipalities:body", made.pk)
    if do == "tell" and tell.is_valid() and _told(request, tell, who):
        return redirect("municipalities:work")
    accounts = queries.with_accounts(bodies)
    context = {
        "bodies": [{"body": one, "accounts": one.pk in accounts} for one in bodies],
        "files": queries.to_tell(who),
        "choices": bodies,
        "nowhere": nowhere(queries.bodies()),
        "form": form,
        "tell": tell,
        "works": who.has(roles.OFFICIAL),
        "key": form_key(request),
    }
    return render(request, "municipalities/office/work.html", context)


def _told(request: HttpRequest, form: TellForm, who: Who) -> bool:
    try:
        acts.ask_remark(_id(request.POST.get("case", "")), _id(form.cleaned_data["body"]), who, form_key(request))
    except ActRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The municipality was told. Its term runs from today."))
    return True


@require_http_methods(["GET", "POST"])
@signed_in
def body(request: HttpRequest, who: Who, body_id: UUID) -> HttpResponse:
    """One municipality: its people, what it was asked and said, its links, and its places."""
    found = queries.body_for(who, body_id)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    form = ColleagueForm(request.POST if do == "colleague" else None)
    if do == "colleague" and form.is_valid() and _let_in(form, found, who):
        return redirect("municipalities:body", found.pk)
    if do in ("link", "again", "revoke") and _linked(request, found, who, do):
        return redirect("municipalities:body", found.pk)
    context = {
        "body": found,
        "people": queries.people_of(found),
        "remarks": queries.asked_of(found),
        "about": rules.ABOUT,
        "links": [{"link": one, "shut": links.why_shut(one)} for one in queries.links_of(found)],
        "quarters": queries.quarters(found, links.today()),
        "form": form,
        "works": who.has(roles.OFFICIAL),
    }
    return render(request, "municipalities/office/body.html", context)


def _let_in(form: ColleagueForm, found: Body, who: Who) -> bool:
    told = form.cleaned_data
    try:
        acts.let_in(found.pk, told["email"], told["function"], who)
    except acts.NoSuchColleague:
        form.add_error("email", _("No account with this address holds the role. An administrator invites it first."))
    except acts.WorksElsewhere:
        form.add_error("email", _("This account acts for another municipality."))
    else:
        return True
    return False


def _linked(request: HttpRequest, found: Body, who: Who, do: str) -> bool:
    try:
        if do == "revoke":
            acts.revoke_link(_id(request.POST.get("link", "")), who)
            messages.success(request, _("The link no longer works."))
        else:
            if do == "again":
                acts.ask_again(_id(request.POST.get("asked", "")), who)
            else:
                acts.link_for_places(found.pk, who)
            messages.success(request, _("A link is on its way to the municipality."))
    except acts.TermOver:
        messages.error(request, _("The term to remark is over, or somebody remarked already."))
    except acts.NoAddress:
        messages.error(request, _("The municipality has no address to write to."))
    return True


def _id(said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError:
        raise Http404 from None
