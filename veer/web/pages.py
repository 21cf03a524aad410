"""The pages of the frame: the way in, health, and the demonstration's own."""

from pathlib import Path
from typing import Any
from uuid import UUID

from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.db import connections
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veer.access import policy, roles
from veer.access.queries import roles_of_each
from veer.cases.queries import has_files
from veer.people import proof
from veer.people.queries import who_is
from veer.sponsorship.coming import own_comings
from veer.web import demo, mail
from veer.web.demo import demo_only
from veer.web.models import DemoLogin


@require_GET
@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Where somebody arrives after signing in: their work, or their own files."""
    who = who_is(request.user)
    if who.has(roles.ADMINISTRATOR):
        return redirect("people:colleagues")
    if who.has(roles.INTEGRITY):
        return redirect("safeguarding:work")
    if who.works_here:
        return redirect("cases:work")
    if policy.may(who, "act_for_municipality"):
        return redirect("municipalities:mine")
    if policy.may(who, "propose_law"):
        return redirect("cases:laws")
    if who.has(roles.ANALYST):
        return redirect("openness:numbers")
    if own_comings(who):
        return redirect("sponsorship:coming")
    return redirect("people:clients" if who.acts_for_others and not has_files(who) else "cases:mine")


@never_cache
@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """For whoever watches the machine: 200 and `ok`, or 503 and the parts that do not answer."""
    broken = [alias for alias in connections if not _answers(alias)]
    if not _writable(Path(settings.DATA_DIR)):
        broken.append("files")
    if broken:
        return HttpResponse(f"not answering: {', '.join(broken)}\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


@require_GET
@demo_only
def demo_login(request: HttpRequest) -> HttpResponse:
    return render(request, "web/demo/login.html", {"groups": _by_role(demo.logins())})


@require_POST
@demo_only
def demo_become(request: HttpRequest, account_id: UUID) -> HttpResponse:
    account = demo.account_of(account_id)
    if account is None:
        raise Http404
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    return redirect("start")


@require_http_methods(["GET", "POST"])
@demo_only
@login_required
def demo_prove(request: HttpRequest) -> HttpResponse:
    """An invented person has no password: where a real one gives theirs again, a button does."""
    if demo.account_of(request.user.pk) is None:
        raise Http404
    if request.method == "POST":
        proof.remember(request)
        return redirect(get_next_redirect_url(request) or "start")
    return render(request, "web/demo/prove.html", {"next": get_next_redirect_url(request) or ""})


@require_GET
@demo_only
def demo_mail(request: HttpRequest) -> HttpResponse:
    return render(
        request, "web/demo/mail.html", {"messages_kept": [(name, one, mail.sent_at(one)) for name, one in mail.kept()]}
    )


@require_GET
@demo_only
def demo_mail_message(request: HttpRequest, name: str) -> HttpResponse:
    try:
        message = mail.read(name)
    except KeyError:
        raise Http404 from None
    body = message.get_body(("plain", "html"))
    return render(
        request,
        "web/demo/mail_message.html",
        {
            "message": message,
            "sent": mail.sent_at(message),
            "body": body.get_content() if body else "",
            "attached": [part.get_filename() for part in message.iter_attachments()],
        },
    )


def _by_role(logins: list[DemoLogin]) -> list[dict[str, Any]]:
    """Those whom a visitor may become, by what they may do; an account without a role applies for itself."""
    held = roles_of_each(one.account_id for one in logins)
    groups: dict[str, list[DemoLogin]] = {}
    for one in logins:
        groups.setdefault(min(held[one.account_id], default=roles.APPLICANT), []).append(one)
    titles = {roles.APPLICANT: _("Applicant"), **roles.TITLES}
    return [
        {"role": role, "title": titles[role], "does": does, "logins": groups[role]}
        for role, does in roles.DOES.items()
        if role in groups
    ]


def _answers(alias: str) -> bool:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except Exception:  # whatever is wrong with it, it does not answer
        return False


def _writable(folder: Path) -> bool:
    probe = folder / ".health"
    try:
        probe.write_text("")
        probe.unlink()
    except OSError:
        return False
    return True
