"""Pages about oneself: name, address and language; and signing in with a code on paper."""

from allauth.account.app_settings import EmailVerificationMethod
from allauth.account.utils import get_next_redirect_url, perform_login
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from veer.people.acts import choose_language
from veer.people.forms import CodeForm, IntroduceForm
from veer.people.queries import account_of_code, own_person

TRIES = "printed_code"  # counted as ACCOUNT_RATE_LIMITS says


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def me(request: HttpRequest) -> HttpResponse:
    """My name, my address, the language of my letters; and back to the page that asked for them."""
    form = IntroduceForm(
        request.POST or None, person=own_person(request.user.pk), language=translation.get_language() or "en"
    )
    if request.method == "POST" and form.is_valid():
        known = form.save(request.user)
        choose_language(request.user, known.language)
        messages.success(request, _("Saved."))
        return redirect(get_next_redirect_url(request) or "people:me")
    return render(request, "people/me.html", {"form": form})


@require_http_methods(["GET", "POST"])
@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """Sign in with a code on paper, for who has no e-mail. A second factor is asked as from every way in."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action=TRIES):
            return ratelimit.respond_429(request)
        account = account_of_code(form.cleaned_data["code"])
        if account is not None:
            ratelimit.clear(request, action=TRIES)
            return perform_login(request, account, email_verification=EmailVerificationMethod.NONE)
        form.add_error("code", _("This code is not right. Look at it again, letter by letter."))
    return render(request, "people/code.html", {"form": form})
