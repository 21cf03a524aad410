"""For everybody, with or without an account: reporting what is wrong."""

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from veer.people.pages.door import form_key
from veer.people.queries import who_is
from veer.safeguarding import acts, queries, rules
from veer.safeguarding.forms import ReportForm
from veer.safeguarding.promises import HOLDS, PROMISES, STATES

TRIES = "concern"  # counted as ACCOUNT_RATE_LIMITS says
SENT = "safeguarding.due"
AUDITS = "SG10"  # beside it stand the lots
NUMBERS = "SG17"  # beside it, where they are
INTERESTS = "SG18"  # beside it, for whoever works here, the way to say on whom they do not
HIDE_BELOW = 5  # where no law says from which number on a count is shown


@require_http_methods(["GET", "POST"])
@never_cache
def report(request: HttpRequest) -> HttpResponse:
    """What is it about, what happened, which file, and who may learn who said it."""
    law = rules.law_of_safeguards()
    if law is None:
        return render(request, "safeguarding/no_law.html")
    form = ReportForm(request.POST or None, law=law)
    key = form_key(request)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action=TRIES):
            return ratelimit.respond_429(request)
        made = acts.raise_concern(form.said, who_is(request.user), key)
        request.session[SENT] = made.due_at.isoformat()
        return redirect("safeguarding:sent")
    return render(request, "safeguarding/report.html", {"form": form, "key": key})


@require_GET
def safeguards(request: HttpRequest) -> HttpResponse:
    """What holds today of SG1 to SG20, and what shows it. Numbers of a few are hidden."""
    law = rules.law_of_safeguards()
    smallest = law.safeguards.limits["hide_below"] if law else HIDE_BELOW
    rows = [
        {
            "id": one.id,
            "words": one.words,
            "how": one.how,
            "state": one.state,
            "said": STATES[one.state],
            "figure": one.figure(smallest) if one.figure else "",
            "proof": one.proof[1] if one.proof else "",
            "rounds": queries.rounds() if one.id == AUDITS else [],
            "counted": one.id == NUMBERS,
            "says": one.id == INTERESTS and who_is(request.user).works_here,
        }
        for one in PROMISES
    ]
    held = sum(one.state == HOLDS for one in PROMISES)
    return render(request, "safeguarding/promises.html", {"rows": rows, "held": held})


@require_GET
@never_cache
def sent(request: HttpRequest) -> HttpResponse:
    """What happens now, and by when. The page keeps nothing of what was said."""
    until = parse_datetime(request.session.pop(SENT, "")) if SENT in request.session else None
    return render(request, "safeguarding/sent.html", {"until": until})
