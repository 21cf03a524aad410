"""Reads what an installation is from its environment: names that start with VEER_, listed in docs/operate.md."""

import json
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SQLITE_OPTIONS = {
    # Without IMMEDIATE a transaction that reads and then writes dies of "database is locked" as soon as two meet.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # FULL: what somebody was told was saved survives a power cut.
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=20000;"
    ),
}

PROVIDER = ("id", "name", "issuer", "client_id", "secret")


def text(name: str, default: str = "") -> str:
    return os.environ.get(f"VEER_{name}", default).strip()


def flag(name: str) -> bool:
    return text(name) == "1"


def number(name: str, default: int) -> int:
    value = text(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"VEER_{name} must be a whole number, not {value!r}")
    return int(value)


def items(name: str) -> list[str]:
    return [item.strip() for item in text(name).split(",") if item.strip()]


def required(name: str, why: str) -> str:
    value = text(name)
    if not value:
        raise ImproperlyConfigured(f"VEER_{name} is not set: {why}. docs/operate.md lists every setting")
    return value


def unconfigured() -> bool:
    """Nobody has said what this installation is: then it can only be a demonstration on this machine."""
    return not any(text(name) for name in ("SECRET_KEY", "DATABASE_URL", "DATA_DIR"))


def database(url: str) -> dict[str, Any]:
    """`sqlite:////absolute/file`, or `postgresql://user:word@host:5432/name?sslmode=require`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        if not parts.path.startswith("//"):
            raise ImproperlyConfigured(f"{url!r}: name the file by its whole path, as in sqlite:////srv/veer/veer.db")
        path = unquote(parts.path)[1:]
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": dict(SQLITE_OPTIONS)}
    if parts.scheme in ("postgres", "postgresql"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.removeprefix("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": dict(parse_qsl(parts.query)),
        }
    raise ImproperlyConfigured(f"a database is sqlite:… or postgresql:…, not {parts.scheme or url!r}")


def mail(url: str) -> Mapping[str, Any]:
    """`smtp://user:word@host:587` (STARTTLS) or `smtps://user:word@host:465`, as Django's settings for mail."""
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps"):
        raise ImproperlyConfigured(f"mail goes by smtp:… or smtps:…, not {parts.scheme or url!r}")
    safe = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": unquote(parts.hostname or ""),
        "EMAIL_PORT": parts.port or (465 if safe else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": safe,
        "EMAIL_USE_TLS": not safe and bool(parts.username),
        "EMAIL_TIMEOUT": 20,
    }


def choice(name: str, default: str, offered: tuple[str, ...]) -> str:
    value = text(name, default)
    if value not in offered:
        raise ImproperlyConfigured(f"VEER_{name} is one of {', '.join(offered)}, not {value!r}")
    return value


def identity_providers() -> list[dict[str, str]]:
    """Who else may say who somebody is: one by its own names, or several as a list in JSON (VEER_OIDC_PROVIDERS).

    Each has `id` (it stands in addresses), `name`, `issuer`, `client_id`, `secret`; and `pages`, where people sign in,
    if that is not at the issuer's own host.
    """
    issuer = text("OIDC_ISSUER")
    why = "VEER_OIDC_ISSUER names a provider"
    one = {"id": "oidc", "name": text("OIDC_NAME", "eID"), "issuer": issuer}
    if issuer:
        one |= {"client_id": required("OIDC_CLIENT_ID", why), "secret": required("OIDC_SECRET", why)}
    try:
        several = json.loads(text("OIDC_PROVIDERS") or "[]")
    except ValueError as error:
        raise ImproperlyConfigured(f"VEER_OIDC_PROVIDERS is not JSON: {error}") from None
    if not isinstance(several, list):
        raise ImproperlyConfigured("VEER_OIDC_PROVIDERS is a list of providers")
    found = [_provider(each) for each in ([one] if issuer else []) + several]
    if len({each["id"] for each in found}) < len(found):
        raise ImproperlyConfigured("two identity providers have the same id")
    return found


def origins(providers: list[dict[str, str]]) -> list[str]:
    """Where a form of ours may lead: to the pages where people sign in elsewhere."""
    found = [urlsplit(one.get("pages", one["issuer"])) for one in providers]
    return sorted({f"{parts.scheme}://{parts.netloc}" for parts in found})


def _provider(told: Any) -> dict[str, str]:
    known = told if isinstance(told, dict) else {}
    missing = [name for name in PROVIDER if not (isinstance(known.get(name), str) and known[name])]
    if missing:  # its words are not repeated: one of them is a secret
        raise ImproperlyConfigured(f"an identity provider lacks {', '.join(missing)}")
    if not re.fullmatch(r"[a-z0-9-]+", known["id"]):
        raise ImproperlyConfigured(f"the id of a provider has small letters, figures and dashes, not {known['id']!r}")
    for address in (known["issuer"], known.get("pages", known["issuer"])):
        parts = urlsplit(address)
        if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
            raise ImproperlyConfigured(f"an identity provider is asked by https only, not {address!r}")
    return {**known, "issuer": known["issuer"].rstrip("/")}


def help_desk(invented: bool) -> dict[str, str]:
    """Whom people may ask for help: phone, e-mail, hours. Nothing is made up, but in a demonstration."""
    made_up = {"PHONE": "02 000 00 00", "EMAIL": "help@voorbeeld.invalid", "HOURS": "9:00–12:30, 13:30–16:00"}
    return {name.lower(): text(f"HELP_{name}", made_up[name] if invented else "") for name in made_up}


def kept_secret(path: Path) -> str:
    """A secret made once and kept in a file of its own, so that a demonstration's sessions outlive a restart."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        fresh.rename(path)
    return path.read_text()
