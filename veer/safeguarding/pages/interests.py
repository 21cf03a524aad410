"""For whoever works here: on whom they do not work, said by themselves."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from veer.access.who import Who
from veer.people.pages.door import signed_in
from veer.safeguarding import acts, queries
from veer.safeguarding.forms import InterestForm


@require_http_methods(["GET", "POST"])
@signed_in
def interests(request: HttpRequest, who: Who) -> HttpResponse:
    """What was said and holds, saying more, and saying that something is over."""
    said = queries.interests_of(who)
    if over := request.POST.get("over", ""):
        acts.end_interest(_id(over), who)
        return redirect("safeguarding:interests")
    form = InterestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            acts.say_interest(who, told["why"], number=told["number"], municipality=told["municipality"])
            return redirect("safeguarding:interests")
        except acts.NoFile:
            form.add_error("number", _("There is no such file for you."))
    return render(request, "safeguarding/interests.html", {"said": said, "form": form})


def _id(said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError:
        raise Http404 from None
