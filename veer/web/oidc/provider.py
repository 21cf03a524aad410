"""allauth's provider, with what it leaves out: a nonce, and parameters that no visitor can add to."""

import secrets
from typing import Any

from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest, HttpResponse

from veer.web.oidc.tokens import Checked


class Provider(OpenIDConnectProvider):  # type: ignore[misc]  # allauth has no types
    """Registered by allauth as `openid_connect`."""

    oauth2_adapter_class = Checked

    def get_scope(self) -> list[str]:
        return ["openid", "email"]

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        return self.get_scope()

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:
        return {}

    def redirect(self, request: HttpRequest, process: str, next_url: str | None = None, **kwargs: Any) -> HttpResponse:
        """To the provider, with a nonce that the token has to carry back; it waits in the session, in the state."""
        nonce = secrets.token_urlsafe(32)
        kwargs |= {"auth_params": {"nonce": nonce}, "scope": self.get_scope(), "nonce": nonce}
        answer: HttpResponse = super().redirect(request, process, next_url=next_url, **kwargs)
        return answer


provider_classes = [Provider]
