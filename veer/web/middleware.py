"""What every request passes."""

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden

Answer = Callable[[HttpRequest], HttpResponse]


class DemoStaysHome:
    """A demonstration hands out logins to whoever asks, so it answers nobody but the machine it runs on."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.DEMO and not _from_this_machine(request):
            return HttpResponseForbidden("A demonstration answers only its own machine.", content_type="text/plain")
        return self.get_response(request)


def _from_this_machine(request: HttpRequest) -> bool:
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
