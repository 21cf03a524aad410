"""What all acts of this room share: the day, the chain of a household, a request that was done before."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings

from veer.access import policy
from veer.access.who import Who
from veer.journal import clock
from veer.journal.acts import Ref, append, lock, request_key
from veer.journal.models import Entry
from veer.journal.queries import by_key
from veer.reception.models import Wait
from veer.reception.policy import WAITS, works

CHAIN = "reception"
LEAST = 20  # characters of a reason


class Unexplained(ValueError):
    """This needs a reason in words."""


def today() -> date:
    return clock.today(settings.TIME_ZONE)


def handled(wait_id: UUID, by: Who) -> Wait:
    """A household on which somebody may work, locked until the act is done. `NotThere` for their own."""
    works(by)
    lock(wait_id, CHAIN)
    found: Wait = policy.obtain(Wait.objects.all(), WAITS.kind, by, policy.HANDLE, wait_id)
    return found


def before(by: Who, key: str) -> Entry | None:
    """What the same request did already."""
    return by_key(request_key(by.ref, key))


def write(wait: Wait, act: str, by: Who, payload: Mapping[str, Any] | None = None, key: str | None = None) -> Entry:
    """One entry on the household's own chain."""
    return append(
        Ref(CHAIN, wait.pk), act, by.ref, subject=Ref("person", wait.person_id), payload=payload or {}, key=key
    )
