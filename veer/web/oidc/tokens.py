"""What a provider says is believed only when it is signed, for us, now, and in answer to our own question.

The package trusts a token that it fetched itself, unread; we check each by the keys that the provider publishes at that
moment, so that a new key works at once and an old one no longer. OpenID Connect Core 1.0, section 3.1.3.7; RFC 9207.
"""

from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]  # keys in pairs only: what a client knows must sign nothing
NEEDED = ["iss", "sub", "aud", "exp", "iat", "nonce"]
PLACES = ("authorization_endpoint", "token_endpoint", "jwks_uri")
LEEWAY = 30  # seconds that two clocks may differ


class Checked(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth has no types
    """One sign-in with a provider. `state` is what the session kept of our question."""

    state: dict[str, Any]

    @property
    def openid_config(self) -> dict[str, Any]:
        config: dict[str, Any] = super().openid_config
        if config.get("issuer", "").rstrip("/") != self.get_provider().app.settings["server_url"]:
            raise OAuth2Error("the provider calls itself by another name than the one configured")
        if not all(config.get(place) for place in PLACES):
            raise OAuth2Error("the provider does not say where it is asked")
        return config

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Who signed in. Raises `OAuth2Error` for anything that is not as it should be."""
        answered = request.GET.get("iss", self.openid_config["issuer"])
        if answered != self.openid_config["issuer"]:
            raise OAuth2Error("another provider answered than was asked")
        told = kwargs["response"].get("id_token")
        if not told:
            raise OAuth2Error("the provider gave no ID token")
        return self.get_provider().sociallogin_from_response(request, {"id_token": self._decode_id_token(app, told)})

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        try:
            claims: dict[str, Any] = jwt.decode(
                id_token,
                self._key(jwt.get_unverified_header(id_token)),
                algorithms=ALGORITHMS,
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=LEEWAY,
                options={"require": NEEDED},
            )
        except jwt.PyJWTError as error:
            raise OAuth2Error("the ID token does not hold") from error
        if claims["nonce"] != self.state.get("nonce"):
            raise OAuth2Error("the ID token answers another question")
        if claims.get("azp", app.client_id) != app.client_id:
            raise OAuth2Error("the ID token was given to somebody else")
        return claims

    def _key(self, header: dict[str, Any]) -> jwt.PyJWK:
        """The published key that the token names; fetched each time, for keys change."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        for key in jwt.PyJWKSet.from_dict(answer.json()).keys:
            if key.key_id == header.get("kid") and key.public_key_use in (None, "sig"):
                return key
        raise OAuth2Error("the ID token is signed by a key that the provider does not publish")


class Callback(OAuth2CallbackView):  # type: ignore[misc]
    """Where the provider sends people back; hands the adapter what the session kept."""

    adapter: Checked

    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[dict[str, Any] | None, HttpResponse | None]:
        state, answer = super()._get_state(request, provider)
        self.adapter.state = state or {}
        return state, answer
