"""The demonstration: whose database it is, and who may log in with one click."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.http import Http404, HttpRequest, HttpResponse

from veer.web.models import DemoDatabase, DemoLogin

BUNDLED_LAW = Path(__file__).resolve().parents[1] / "law"


class NotOurs(RuntimeError):
    """The demonstration met a database that it did not make."""


def claim_empty_or_own() -> None:
    """Before anything is migrated: go on only with an empty database, or one that carries our mark."""
    if not settings.DEMO:
        raise NotOurs("this installation is not a demonstration")
    for alias in connections:
        tables = connections[alias].introspection.table_names()
        if tables and not _marked():
            raise NotOurs(
                f"the demonstration did not make what stands in the {alias} database, and leaves it alone. "
                f"For a fresh demonstration remove {settings.DATA_DIR}, or set VEER_DATA_DIR to another folder"
            )


def is_filled() -> bool:
    """Whether the invented people are in, and the bundled law has not changed since it was put in force."""
    return DemoDatabase.objects.filter(law=digest_of_law()).exclude(filled_at=None).exists()


def digest_of_law() -> str:
    seen = sha256()
    for file in sorted(BUNDLED_LAW.rglob("*.yaml")):
        seen.update(f"{file.relative_to(BUNDLED_LAW)}\0".encode() + file.read_bytes())
    return seen.hexdigest()


def require_mark() -> None:
    """Before serving: a demonstration serves its own database or nothing."""
    if settings.DEMO and not _marked():
        raise NotOurs("this database was not made by the demonstration; start it with script/server")


def logins() -> list[DemoLogin]:
    """Whom a visitor may become, in the order of their story."""
    return list(DemoLogin.objects.order_by("position"))


def account_of(login: UUID) -> Any:
    """The account of an invented person or official; None for any other account."""
    found = DemoLogin.objects.select_related("account").filter(account=login).first()
    return found.account if found else None


def demo_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that a real installation does not have."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _marked() -> bool:
    present = connections[DEFAULT_DB_ALIAS].introspection.table_names()
    return DemoDatabase._meta.db_table in present and DemoDatabase.objects.exists()
