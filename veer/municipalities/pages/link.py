"""What a signed link opens: one remark, or the places of a quarter, for somebody without an account."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from veer.access import policy
from veer.municipalities import acts, queries
from veer.municipalities.acts import Acting, links
from veer.municipalities.forms import PlacesByLinkForm, RemarkByLinkForm
from veer.municipalities.models import Link
from veer.municipalities.pages.own import declared, remarked
from veer.people.pages.door import form_key


@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, said: str) -> HttpResponse:
    """In whose name, until when, for what; once it is shut, why, and what to do instead. No name is in the address."""
    try:
        link = links.opened(said)
    except policy.NotThere:
        raise Http404 from None
    shut = links.why_shut(link)
    if not shut and request.method == "GET":
        links.count_opening(link)
    answer = _shut(request, link, shut) if shut else _open(request, link)
    answer.headers["Cache-Control"] = "no-store, private"
    # The address opens the page: it is told to nobody. Under `no-referrer` the form would come without an origin,
    # and be refused.
    answer.headers["Referrer-Policy"] = "strict-origin"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _shut(request: HttpRequest, link: Link, why: str, *, done: str = "") -> HttpResponse:
    context = {"link": link, "why": why, "done": done}
    return render(request, "municipalities/link/shut.html", context, status=200 if done else 410)


def _open(request: HttpRequest, link: Link) -> HttpResponse:
    if link.purpose == Link.PLACES:
        return _places(request, link)
    assert link.asked is not None  # the database says so
    found = queries.remark(link.asked)
    if not found.open:
        return _shut(request, link, "over")
    form = RemarkByLinkForm(request.POST or None)
    key, sent = form_key(request), request.method == "POST" and form.is_valid()
    if sent and remarked(form, found, _acting(form.cleaned_data, link), key):
        links.used(link)
        return _shut(request, link, "", done=_("Your remark stands in the file. Whoever decides reads it."))
    context = {"link": link, "remark": found, "form": form, "key": key}
    return render(request, "municipalities/link/remark.html", context)


def _places(request: HttpRequest, link: Link) -> HttpResponse:
    quarters = queries.quarters(link.body, links.today())
    form = PlacesByLinkForm(request.POST or None, quarters=quarters)
    if request.method == "POST" and form.is_valid() and declared(form, _acting(form.cleaned_data, link)):
        links.used(link)
        return _shut(request, link, "", done=_("The places were written down."))
    return render(request, "municipalities/link/places.html", {"link": link, "quarters": quarters, "form": form})


def _acting(told: dict[str, str], link: Link) -> Acting:
    return acts.Acting.by_link(link, told["by_name"], told["by_function"])
