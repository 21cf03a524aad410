"""At a desk: a person without e-mail, telephone or Latin name is written down, and later takes over their record."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from veer.access import policy
from veer.access.who import Who
from veer.journal import clock
from veer.journal.acts import Ref, append, lock, request_key
from veer.journal.queries import by_key
from veer.people import birth
from veer.people.acts.accounts import new_code
from veer.people.acts.twins import make_findable
from veer.people.models import Account, Claim, Link, Name, Paper, Person
from veer.people.policy import WRITTEN_DOWN, not_near
from veer.people.queries import code_digest

LASTS = timedelta(days=60)


class AlreadyTheirs(ValueError):
    """The person has an account, or the account is a person already."""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody at a desk says of who they are, and what they show.

    `names`: (kind, name) beside the first; `papers`: (kind, number, issued by); `note`: how they were identified.
    """

    given_name: str
    family_name: str = ""
    born: str = ""
    language: str = "en"
    address: str = ""
    names: tuple[tuple[str, str], ...] = ()
    papers: tuple[tuple[str, str, str], ...] = ()
    note: str = ""


@transaction.atomic
def register_at_desk(by: Who, told: Told, *, key: str) -> Person:
    """Write down somebody by the name they give, in the script they write it in. The same key registers once."""
    policy.require(by, "write_down")
    lock(by.account, "account")  # the second press of a button waits for the first, and finds its person
    before = by_key(request_key(by.ref, key))
    if before is not None:
        return Person.objects.get(pk=before.chain)
    now = clock.now()
    person = Person.objects.create(
        given_name=told.given_name,
        family_name=told.family_name,
        born=birth.checked(told.born, clock.today(settings.TIME_ZONE)),
        language=told.language,
        address=told.address,
        made_at=now,
    )
    for kind, name in dict.fromkeys(told.names):
        Name.objects.create(person=person, kind=kind, name=name, added_at=now)
    for kind, number, issued_by in dict.fromkeys(told.papers):
        Paper.objects.create(
            person=person,
            kind=kind,
            number=number,
            issued_by=issued_by,
            seen_at=now,
            seen_kind=by.ref.kind,
            seen_by=by.ref.id,
        )
    append(Ref("person", person.pk), WRITTEN_DOWN, by.ref, payload=asdict(told), key=key)
    make_findable(person)
    return person


@transaction.atomic
def correct(person_id: UUID, by: Who, reason: str, **changes: Any) -> Person:
    """Mend what a record says of who somebody is: given_name, family_name, born. The reason says what was seen."""
    policy.require(by, "register_at_desk")
    not_near(person_id, by)
    if not reason.strip() or set(changes) - {"given_name", "family_name", "born"}:
        raise ValueError("a correction gives its reason, and is about a name or a birth date")
    person = Person.objects.select_for_update().get(pk=person_id)
    if "born" in changes:
        birth.checked(changes["born"], clock.today(settings.TIME_ZONE))
    was = {name: getattr(person, name) for name in changes}
    if was == changes:
        return person
    for name, value in changes.items():
        setattr(person, name, value)
    person.save()
    append(Ref("person", person.pk), "correct", by.ref, payload={"was": was, "is": changes, "reason": reason})
    make_findable(person)
    return person


@transaction.atomic
def issue_claim(person_id: UUID, by: Who) -> str:
    """A code for the person to take along on paper. Shown once; the one before no longer opens anything."""
    policy.require(by, "register_at_desk")
    not_near(person_id, by)
    lock(person_id, "person")
    if Link.objects.filter(person=person_id, relation=Link.SELF, until=None).exists():
        raise AlreadyTheirs
    now, code = clock.now(), new_code()
    Claim.objects.filter(person=person_id, used_at=None, voided_at=None).update(voided_at=now)
    Claim.objects.create(person_id=person_id, digest=code_digest(code), made_at=now, expires_at=now + LASTS)
    append(Ref("person", person_id), "issue_claim", by.ref)
    return code


@transaction.atomic
def claim(code: str, account: Account | None) -> Account | None:
    """Take over the record that a code is for, with this account or a new one without e-mail; None for a wrong code.

    With a new account the paper stays the way in, until its owner is given another. What is wrong with a code (unknown,
    used, too old, replaced) is not said.
    """
    now, digest = clock.now(), code_digest(code)
    found = Claim.objects.filter(digest=digest, used_at=None, voided_at=None, expires_at__gt=now).first()
    if found is None:
        return None
    lock(found.person_id, "person")
    if account is not None and Link.objects.filter(account=account, relation=Link.SELF, until=None).exists():
        raise AlreadyTheirs
    if not Claim.objects.filter(pk=found.pk, used_at=None, voided_at=None).update(used_at=now):
        return None
    person = Person.objects.get(pk=found.person_id)
    if account is None:
        account = Account.objects.create_user(
            name=person.name, language=person.language, made_at=now, code_digest=digest
        )
    Link.objects.create(
        account=account,
        person=person,
        relation=Link.SELF,
        since=now,
        accepted_at=now,
        given_kind="account",
        given_by=account.pk,
    )
    actor = Ref("account", account.pk)
    append(Ref("person", person.pk), "claim", actor, subject=actor)
    account.__dict__.pop("known_as", None)
    return account
