"""Somebody reports; somebody of the integrity cell takes it, stops a file where that is needed, and decides.

The journal of a concern names no reporter: its headers stay for ever, and whoever reads them learns only that one came.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veer.access import policy
from veer.access.who import Who
from veer.cases import numbering
from veer.cases.acts import stopping
from veer.cases.errors import BadData
from veer.cases.models import Case
from veer.journal import clock
from veer.journal.acts import Ref, append, lock
from veer.safeguarding.models import Concern
from veer.safeguarding.policy import CONCERNS
from veer.safeguarding.rules import due, law_of_safeguards
from veer.sponsorship.queries import file_that_asked, group_of_file

CHAIN, REPORTER = "concern", "reporter"


class NoLaw(LookupError):
    """No law of safeguards is in force."""


class NoFile(LookupError):
    """There is no such file, or none is named."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody reports, in their words; `kind` is a word of the law."""

    kind: str
    told: str
    about: str = ""
    number: str = ""
    tell: str = Concern.CELL
    contact: str = ""


@transaction.atomic
def raise_concern(said: Said, by: Who, key: str) -> Concern:
    """Report something, with or without an account. Sent twice it is one. Nothing tells whether the file exists."""
    law = law_of_safeguards()
    if law is None or said.kind not in law.safeguards.concerns:
        raise NoLaw
    now = clock.now()
    concern, made = Concern.objects.get_or_create(
        key=sha256(f"{by.account} {key}".encode()).hexdigest(),
        defaults={
            "kind": said.kind,
            "told": said.told,
            "about": said.about,
            "number": said.number,
            "tell": said.tell,
            "contact": said.contact,
            "case": _file(said.number),
            "account": by.account if by.kind == "account" else None,
            "raised_at": now,
            "due_at": due(law, said.kind, now),
        },
    )
    if made:
        append(Ref(CHAIN, concern.pk), "raise_concern", Ref(REPORTER, concern.pk), payload={"kind": said.kind})
    return concern


@transaction.atomic
def take(concern_id: UUID, by: Who) -> Concern:
    """Look at it oneself from now on, also over from a colleague."""
    concern = _held(concern_id, by)
    concern.owner = by.account
    concern.save(update_fields=["owner"])
    _write(concern, "take", by)
    return concern


@transaction.atomic
def name_file(concern_id: UUID, number: str, by: Who) -> Concern:
    """Say which file it is about. Raises `NoFile`."""
    concern, case = _held(concern_id, by), _file(number)
    if case is None or case.person_id in by.near:
        raise NoFile
    concern.case = case
    concern.save(update_fields=["case"])
    _write(concern, "name_file", by, {"case": str(case.pk)})
    return concern


@transaction.atomic
def stop_file(concern_id: UUID, reason: str, by: Who) -> Concern:
    """Stop the file that it is about. Where the law says so of this kind, the sponsor reads nothing meanwhile: their
    own file is frozen; of a household, the one that asked for it. The household goes on reading its own."""
    concern, law = _held(concern_id, by), law_of_safeguards()
    if law is None:
        raise NoLaw
    if concern.case is None:
        raise NoFile
    group = group_of_file(concern.case.pk)
    freezes, passes = group is not None and law.freezes(concern.kind), law.safeguards.passes
    asked = file_that_asked(concern.case.pk)
    own = group is not None and group.person_id == concern.case.person_id
    concern.stop = stopping.stop(concern.case.pk, by, reason, passes=passes, freezes=freezes and own)
    if freezes and asked is not None:
        concern.freeze = stopping.stop(asked, by, reason, passes=passes, freezes=True)
    concern.save(update_fields=["stop", "freeze"])
    _write(concern, "stop_file", by, {"stop": str(concern.stop.pk)})
    return concern


@transaction.atomic
def lift_stop(concern_id: UUID, reason: str, by: Who) -> Concern:
    """Let the file go on."""
    concern = _held(concern_id, by)
    if concern.stop_id is None:
        raise NoFile
    concern.stop = stopping.lift(concern.stop_id, by, reason)
    if concern.freeze_id is not None:
        stopping.lift(concern.freeze_id, by, reason)
    _write(concern, "lift_stop", by, {"stop": str(concern.stop_id)})
    return concern


def reasoned(outcome: str, reason: str) -> str:
    """The reason for an outcome that the law knows: of a report, an alert or an audit. Raises `NoLaw`, `BadData`."""
    law = law_of_safeguards()
    if law is None or outcome not in law.safeguards.outcomes:
        raise NoLaw
    if not reason.strip():
        raise BadData({"reason": _("Write down the reason.")})
    return reason.strip()


@transaction.atomic
def decide(concern_id: UUID, outcome: str, reason: str, by: Who) -> Concern:
    """What came of it, and why; once. A stop stands until somebody lifts it. Raises `BadData` without a reason."""
    concern, reason = _held(concern_id, by), reasoned(outcome, reason)
    if concern.decided_at is None:
        concern.outcome, concern.reason = outcome, reason
        concern.decided_at, concern.decided_by = clock.now(), by.account
        concern.owner = concern.owner or by.account
        concern.save(update_fields=["outcome", "reason", "decided_at", "decided_by", "owner"])
        _write(concern, "decide", by, {"outcome": outcome})
    return concern


def _held(concern_id: UUID, by: Who) -> Concern:
    """A concern of the cell's, locked until the act is done."""
    lock(concern_id, CHAIN)
    found: Concern = policy.obtain(Concern.objects.all(), CONCERNS.kind, by, policy.HANDLE, concern_id)
    return found


def _file(number: str) -> Case | None:
    if not numbering.valid(number):
        return None
    return Case.objects.filter(given__number=numbering.written(number)).first()


def _write(concern: Concern, act: str, by: Who, payload: Mapping[str, Any] | None = None) -> None:
    append(Ref(CHAIN, concern.pk), act, by.ref, payload=payload or {})
