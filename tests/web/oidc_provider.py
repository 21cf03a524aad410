"""An identity provider, small and strict, run as a process of its own: `python oidc_provider.py` prints its port.

Discovery, published keys that change, the code flow with PKCE (S256 or nothing), one use of each code. What it says of
the person, and what it gets wrong on purpose, is told to it at /control, as JSON.
"""

import base64
import hashlib
import json
import secrets
import sys
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET = "veer", "a secret between the two"


class Key:
    """A pair of keys with a name."""

    def __init__(self) -> None:
        self.id = secrets.token_hex(4)
        self.private: RSAPrivateKey = generate_private_key(public_exponent=65537, key_size=2048)

    def published(self) -> dict[str, Any]:
        return {**RSAAlgorithm.to_jwk(self.private.public_key(), as_dict=True), "kid": self.id, "use": "sig"}


class Provider(ThreadingHTTPServer):
    """What it knows: its keys, the person who signs in, codes given out, and questions that were asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Pages)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.called = self.issuer
        self.keys = [Key()]
        self.person: dict[str, Any] = {"sub": "1"}
        self.fault = ""
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[dict[str, str]] = []

    def token(self, asked: dict[str, str]) -> str:
        now = int(datetime.now(UTC).timestamp())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 60,
            "nonce": asked["nonce"],
            **self.person,
        }
        wrong: dict[str, dict[str, Any]] = {
            "nonce": {"nonce": "another"},
            "expired": {"iat": now - 900, "exp": now - 600},
            "audience": {"aud": "somebody else"},
            "two audiences": {"aud": [CLIENT, "somebody else"], "azp": "somebody else"},
            "issuer": {"iss": "https://elsewhere.example"},
        }
        claims |= wrong.get(self.fault, {})
        if self.fault == "no nonce":
            del claims["nonce"]
        key = Key() if self.fault in ("unknown key", "forged key") else self.keys[-1]
        name = self.keys[-1].id if self.fault == "forged key" else key.id
        if self.fault == "unsigned":
            return jwt.encode(claims, None, algorithm="none", headers={"kid": name})
        if self.fault == "shared secret":
            return jwt.encode(claims, SECRET.ljust(32), algorithm="HS256", headers={"kid": name})
        return jwt.encode(claims, key.private, algorithm="RS256", headers={"kid": name})


class Pages(BaseHTTPRequestHandler):
    server: Provider

    def log_message(self, *_said: Any) -> None:
        """Says nothing: the port is all that it prints."""

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        here = self.server.issuer
        if address.path == "/.well-known/openid-configuration":
            places = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/keys"}
            known = {name: here + path for name, path in places.items()}
            self._say(200, {"issuer": self.server.called, "code_challenge_methods_supported": ["S256"], **known})
        elif address.path == "/keys":
            self._say(200, {"keys": [key.published() for key in self.server.keys]})
        elif address.path == "/asked":
            self._say(200, self.server.asked)
        elif address.path == "/authorize":
            self._authorize(asked)
        else:
            self._say(404, {})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/control":
            self._control(json.loads(body))
        elif self.path == "/token":
            self._token({name: values[0] for name, values in parse_qs(body).items()})
        else:
            self._say(404, {})

    def _control(self, told: dict[str, Any]) -> None:
        self.server.person = told.get("person", self.server.person)
        self.server.fault = told.get("fault", "")
        self.server.called = told.get("called", self.server.issuer)
        if told.get("new_key"):
            self.server.keys = [*self.server.keys, Key()][-2:]
        if told.get("forget_old_keys"):
            self.server.keys = self.server.keys[-1:]
        self._say(200, {})

    def _authorize(self, asked: dict[str, str]) -> None:
        """The person is signed in here already, and agrees."""
        needed = {"response_type": "code", "client_id": CLIENT, "code_challenge_method": "S256"}
        complete = all(asked.get(name) for name in ("redirect_uri", "state", "nonce", "code_challenge"))
        right = all(asked.get(name) == value for name, value in needed.items())
        if not (complete and right and "openid" in asked.get("scope", "").split()):
            self._say(400, {"error": "invalid_request"})
        else:
            self.server.asked.append(asked)
            code = secrets.token_urlsafe(24)
            self.server.codes[code] = asked
            answer = {"code": code, "state": asked["state"], "iss": self.server.issuer}
            if self.server.fault == "mixed up":
                answer["iss"] = "https://elsewhere.example"
            self.send_response(302)
            self.send_header("Location", f"{asked['redirect_uri']}?{urlencode(answer)}")
            self.end_headers()

    def _token(self, told: dict[str, str]) -> None:
        """A code counts once, for who asked for it, with the word whose digest was shown before."""
        asked = self.server.codes.pop(told.get("code", ""), None)
        digest = hashlib.sha256(told.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if (told.get("client_id"), told.get("client_secret")) != (CLIENT, SECRET):
            self._say(401, {"error": "invalid_client"})
        elif asked is None or told.get("redirect_uri") != asked["redirect_uri"] or challenge != asked["code_challenge"]:
            self._say(400, {"error": "invalid_grant"})
        else:
            answer = {"access_token": secrets.token_urlsafe(24), "token_type": "Bearer", "expires_in": 60}
            self._say(
                200, answer if self.server.fault == "no token" else {**answer, "id_token": self.server.token(asked)}
            )

    def _say(self, status: int, told: Any) -> None:
        whole = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(whole)))
        self.end_headers()
        self.wfile.write(whole)


if __name__ == "__main__":
    provider = Provider()
    sys.stdout.write(f"{provider.server_port}\n")
    sys.stdout.flush()
    provider.serve_forever()
