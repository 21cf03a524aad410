"""Groups that may be one sponsor, and homes that may be one: the list, and two side by side."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from veer.access.who import Who
from veer.people.pages.door import signed_in
from veer.sponsorship import acts, alike, counting, queries, rules
from veer.sponsorship.alike import Alike
from veer.sponsorship.alike_forms import AlikeForm
from veer.sponsorship.models import Finding, Group

WHY = {
    alike.HOME: gettext_lazy("the same address of the home"),
    alike.NUMBER: gettext_lazy("the same number of an organisation"),
    alike.ACCOUNT: gettext_lazy("accounts at one bank with the same last digits"),
    alike.NAME: gettext_lazy("the same name, and homes in one municipality"),
    alike.MEMBERS: gettext_lazy("the same members, now or before"),
}


@require_GET
@signed_in
def twins(request: HttpRequest, who: Who) -> HttpResponse:
    """The pairs that wait for somebody to look."""
    rows, after = alike.waiting(who, request.GET.get("after", "")[:100])
    told = [{"pair": one, "why": _why(one)} for one in rows]
    return render(request, "sponsorship/office/twins.html", {"rows": told, "after": after})


@require_http_methods(["GET", "POST"])
@signed_in
def twin(request: HttpRequest, who: Who, what: str, one: UUID, other: UUID) -> HttpResponse:
    """Two records side by side, and what somebody finds."""
    pair = alike.alike_for(who, what, one, other)
    form = AlikeForm(request.POST or None, pair=pair)
    if request.method == "POST" and form.is_valid() and _decided(request, pair, form, who):
        return redirect("sponsorship:twins")
    heading = _("One home, or two?") if pair.what == Finding.HOME else _("One sponsor, or two?")
    context = {"pair": pair, "why": _why(pair), "form": form, "heading": heading}
    context["sides"] = [_side(one) for one in (pair.one, pair.other)]
    return render(request, "sponsorship/office/twin.html", context)


def _decided(request: HttpRequest, pair: Alike, form: AlikeForm, who: Who) -> bool:
    """Whether the pair is dealt with; else the form says what stands in the way."""
    try:
        _found(pair, form.cleaned_data["said"], who, form.cleaned_data["reason"])
    except acts.SaidBefore:
        messages.warning(request, _("A colleague decided about these two meanwhile."))
    except acts.Contradicts as found:
        words = _(
            "A colleague found that %(one)s and %(other)s are not the same. On the page of either you can take that "
            "back first."
        )
        form.add_error("said", words % {"one": found.groups[0].name, "other": found.groups[1].name})
        return False
    else:
        messages.success(request, _("Saved."))
    return True


def _found(pair: Alike, said: str, who: Who, reason: str) -> None:
    both = (pair.one.pk, pair.other.pk)
    if said == Finding.DIFFERENT:
        acts.find_different(pair.what, *both, who, reason)
    else:
        acts.find_same(pair.what, *both, UUID(said), who, reason)


def _why(pair: Alike) -> list[str]:
    return [str(WHY[sign]) for sign in pair.signs]


def _side(group: Group) -> dict[str, object]:
    law = rules.sponsors()
    form = law.choices("sponsor.form").get(group.form, group.form) if law else group.form
    return {"group": group, "form": form, "home": queries.home_of(group), "members": counting.agreed(group)}
