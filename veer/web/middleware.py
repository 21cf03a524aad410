"""What every request passes: the demonstration's fence, the reader's language, and an address that is nearly ours."""

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponsePermanentRedirect, QueryDict
from django.middleware.common import CommonMiddleware
from django.middleware.locale import LocaleMiddleware
from django.urls import is_valid_path
from django.utils.http import escape_leading_slashes

Answer = Callable[[HttpRequest], HttpResponse]


class DemoStaysHome:
    """A demonstration hands out logins to whoever asks, so it answers nobody but the machine it runs on."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.DEMO and not _from_this_machine(request):
            return HttpResponseForbidden("A demonstration answers only its own machine.", content_type="text/plain")
        return self.get_response(request)


class LanguageMiddleware(LocaleMiddleware):
    """Django's, and `?lang=fr` on any address chooses and keeps a language: a link, so it works for everybody."""

    def process_request(self, request: HttpRequest) -> None:
        if _chosen(request):
            request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = _chosen(request)
        super().process_request(request)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if _chosen(request):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                _chosen(request),
                max_age=settings.LANGUAGE_COOKIE_AGE,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                samesite=settings.LANGUAGE_COOKIE_SAMESITE,
                httponly=True,
            )
        return super().process_response(request, response)


class NearlyOurs(CommonMiddleware):
    """Django's, which leads from an address with a slash too few to ours; from one with a slash too many as well."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        given, bare = request.path_info, request.path_info.rstrip("/")
        read = request.method in ("GET", "HEAD") and response.status_code == 404
        if read and given != bare and not is_valid_path(given) and is_valid_path(bare):
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(escape_leading_slashes(bare) + (f"?{query}" if query else ""))
        return super().process_response(request, response)


def _chosen(request: HttpRequest) -> str:
    try:
        wanted = request.GET.get("lang", "")
    except SuspiciousOperation:
        request.GET = QueryDict()  # the page that says so must be able to read the address
        raise
    return wanted if wanted in dict(settings.LANGUAGES) else ""


def _from_this_machine(request: HttpRequest) -> bool:
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
