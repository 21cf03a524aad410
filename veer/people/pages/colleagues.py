"""The administrator's pages: who works here in which role, giving a role and ending it, inviting somebody."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from veer.access import policy, roles
from veer.access.acts import LastAdministrator, give_role, take_role
from veer.access.who import Who
from veer.people import colleagues as known
from veer.people import proof
from veer.people.acts import invite as send_invitation
from veer.people.forms import InviteForm
from veer.people.pages.door import signed_in


@require_GET
@signed_in
def colleagues(request: HttpRequest, who: Who) -> HttpResponse:
    """Everybody with a role."""
    return render(request, "people/colleagues/list.html", {"colleagues": known.colleagues(who)})


@require_http_methods(["GET", "POST"])
@signed_in
def colleague(request: HttpRequest, who: Who, account_id: UUID) -> HttpResponse:
    """One of them: every role held or ended, and what can be given beside them."""
    one = known.colleague(who, account_id)
    if request.method == "POST":
        if not proof.is_fresh(request):
            return redirect(proof.page(request))
        return _changed(request, who, one.account.pk)
    context = {
        "one": one,
        "grants": [{"grant": grant, "title": roles.TITLES.get(grant.role, grant.role)} for grant in one.grants],
        "offered": known.offered(one),
    }
    return render(request, "people/colleagues/one.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def invite(request: HttpRequest, who: Who) -> HttpResponse:
    """Give somebody a role by their e-mail address; a mail brings them in."""
    policy.require(who, "invite")
    form = InviteForm(request.POST or None, initial={"language": translation.get_language()})
    if request.method == "POST" and form.is_valid():
        if not proof.is_fresh(request):
            return redirect(proof.page(request))
        try:
            account = send_invitation(**form.cleaned_data, by=who)
        except roles.IncompatibleRoles as refused:
            form.add_error("role", _refused(refused))
        else:
            messages.success(request, _("Invited. The mail is under way."))
            return redirect("people:colleague", account.pk)
    return render(request, "people/colleagues/invite.html", {"form": form, "does": _does()})


def _changed(request: HttpRequest, who: Who, account: UUID) -> HttpResponse:
    """A role given or ended, or the sentence that says why not."""
    role, do = request.POST.get("role", ""), request.POST.get("do", "")
    try:
        if do == "end":
            take_role(account, role, who)
        else:
            give_role(account, role, who)
    except roles.IncompatibleRoles as refused:
        messages.error(request, _refused(refused))
    except LastAdministrator:
        messages.error(request, _("This is the last administrator. Give the role to somebody else first."))
    except roles.UnknownRole:
        messages.error(request, _("There is no such role."))
    return redirect("people:colleague", account)


def _refused(refused: roles.IncompatibleRoles) -> str:
    named = {"one": roles.TITLES[refused.one], "other": roles.TITLES[refused.other]}
    return _("One account cannot be both: %(one)s and %(other)s.") % named


def _does() -> list[dict[str, object]]:
    return [{"title": title, "does": roles.DOES.get(role, "")} for role, title in roles.TITLES.items()]
