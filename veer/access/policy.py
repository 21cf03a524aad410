"""One registry of policies. A policy answers "may this one?" and "which ones?" alike: no list shows what a page hides.

A room registers a policy for each kind of record it owns. Records are then obtained through `only` or `obtain`: what
somebody may not see is not there for them.
"""

from typing import Any, Protocol
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from veer.access import roles
from veer.access.who import Who

OWN = "own"  # the person looks at their own
HANDLE = "handle"  # an official works on it
SIGN = "sign"  # a second pair of eyes
AUDIT = "audit"  # somebody checks the work
TAKE_PART = "take_part"  # a desk, a court, whoever has a step of it
INTERPRET = "interpret"  # somebody interprets at one interview
PURPOSES = (OWN, HANDLE, SIGN, AUDIT, TAKE_PART, INTERPRET)


class Refused(PermissionError):
    """Somebody may not do this."""


class NotThere(LookupError):
    """There is no such record for whoever asks. Whether it exists at all is not said."""


class Policy(Protocol):
    """Who may see which records of one kind, for what purpose."""

    kind: str

    def which(self, who: Who, purpose: str) -> Q | None:
        """The condition of the records that `who` may see for this purpose; None for none at all."""


_policies: dict[str, Policy] = {}

# What is done to no record of a room's own: who may, by role.
_ROLES_FOR: dict[str, frozenset[str]] = {
    "give_role": frozenset({roles.ADMINISTRATOR}),
    "invite": frozenset({roles.ADMINISTRATOR}),
    "activate_law": frozenset({roles.ADMINISTRATOR}),
    "propose_law": frozenset({roles.ADMINISTRATOR, roles.POLICY_MAKER}),
    "give_login_code": frozenset({roles.OFFICIAL, roles.ADMINISTRATOR}),
    # Whoever stands at a counter writes down who comes, so that nobody is sent to another one to ask for protection.
    "write_down": frozenset({roles.OFFICIAL, roles.DESK, roles.RECEPTION, roles.RETURNS}),
    "register_at_desk": frozenset({roles.OFFICIAL, roles.DESK}),
    "record_mandate": frozenset({roles.OFFICIAL, roles.DESK}),
    "appoint": frozenset({roles.OFFICIAL}),
    "say_away": frozenset({roles.OFFICIAL}),
    "review_duplicates": frozenset({roles.OFFICIAL}),
    "find_places": frozenset({roles.RECEPTION, roles.OFFICIAL}),
    "read_placements": frozenset({roles.RECEPTION, roles.OFFICIAL, roles.SIGNER, roles.AUDITOR}),
    "read_sponsors": frozenset({roles.OFFICIAL, roles.SIGNER, roles.AUDITOR}),
    "accompany": frozenset({roles.SUPPORT}),
    "act_for_municipality": frozenset({roles.MUNICIPALITY}),
    "tell_municipalities": frozenset({roles.OFFICIAL, roles.AUDITOR}),
    "audit_files": frozenset({roles.AUDITOR}),
    "stop_files": frozenset({roles.INTEGRITY}),
    "stop_notices": frozenset({roles.OFFICIAL, roles.DESK}),
    "make_organisation": frozenset({roles.OFFICIAL, roles.ADMINISTRATOR}),
    "verify_journal": frozenset({roles.AUDITOR, roles.ADMINISTRATOR}),
}


def register(policy: Policy) -> None:
    """Make a policy known. A kind has one policy."""
    if policy.kind in _policies and type(_policies[policy.kind]) is not type(policy):
        raise ValueError(f"{policy.kind} already has a policy")
    _policies[policy.kind] = policy


def may(who: Who, right: str) -> bool:
    """May somebody do what concerns no single record? The program itself may, when a command on the machine says so."""
    return who.kind == "system" or who.has(*_ROLES_FOR[right])


def require(who: Who, right: str) -> None:
    if not may(who, right):
        raise Refused(f"{right} is not for {who.name or who.kind}")


def only(records: QuerySet[Any], kind: str, who: Who, purpose: str) -> QuerySet[Any]:
    """Of these records, the ones that `who` may see for this purpose."""
    which = _policies[kind].which(who, purpose) if purpose in PURPOSES else None
    return records.none() if which is None else records.filter(which)


def obtain(records: QuerySet[Any], kind: str, who: Who, purpose: str, record_id: UUID) -> Any:
    """One record, or `NotThere`."""
    found: Model | None = only(records, kind, who, purpose).filter(pk=record_id).first()
    if found is None:
        raise NotThere(kind)
    return found
