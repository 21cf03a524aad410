"""Versions of the law: which are in force, proposing one from a day on, and signing what somebody else proposed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from veer.access.who import Who
from veer.cases import law, versions
from veer.cases.acts.activation import propose_activation, sign_activation
from veer.cases.errors import ActRefused, BadData
from veer.cases.forms.laws import ProposeLawForm
from veer.cases.pages.common import signed_in
from veer.people import proof


@require_http_methods(["GET", "POST"])
@signed_in
def laws(request: HttpRequest, who: Who) -> HttpResponse:
    """Every version, what waits for a signature, and the form to propose one."""
    form = ProposeLawForm(request.POST or None, versions=versions.storable(who))
    if request.method == "POST" and form.is_valid():
        proof.require(request)
        try:
            pack = law.read(form.cleaned_data["stored"])
            propose_activation(pack, form.cleaned_data["from_day"], who)
        except BadData as refused:
            for field, words in refused.errors.items():
                form.add_error(field, str(words))
        else:
            messages.success(request, _("Proposed. Another person has to sign it."))
            return redirect("cases:laws")
    context = {"versions": versions.versions(who), "waiting": versions.waiting(who), "form": form}
    return render(request, "cases/office/laws.html", context)


@require_POST
@signed_in
def sign(request: HttpRequest, who: Who, proposal_id: UUID) -> HttpResponse:
    """Put what somebody else proposed in force from its day."""
    proof.require(request)
    try:
        sign_activation(proposal_id, who)
    except ActRefused as refused:
        messages.error(request, str(refused.words))
    else:
        messages.success(request, _("Signed. New files stand on it from that day."))
    return redirect("cases:laws")
