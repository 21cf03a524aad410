"""Acting for somebody else: given by the person, appointed for a minor, or for one hearing; and ending it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse

from veer.access import policy
from veer.access.who import Who
from veer.journal import clock
from veer.journal.acts import SYSTEM, Ref, append, lock
from veer.people.models import Account, Link, Membership, Organisation, Person
from veer.people.policy import not_near
from veer.people.queries import same_person
from veer.people.ties import Tied, tied_to

LAWYER, TRUSTED = "lawyer", "trusted"
FUNCTIONS = (LAWYER, TRUSTED)


MOST_A_DAY = 20  # offers of one account: nobody floods strangers with mails through us


class TooMany(ValueError):
    """An account asks more people in a day than anybody needs."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How far a mandate reaches: `scope` and what it names, whether its holder acts, until when it lasts."""

    may: str = Link.ACT
    scope: str = Link.ALL
    scope_of: str = ""
    ends: datetime | None = None

    def __post_init__(self) -> None:
        named = {Link.ALL: self.scope_of == "", Link.ROUTE: self.scope_of.count("/") == 1}
        if named.get(self.scope):
            return
        if self.scope not in (Link.CASE, Link.HEARING):
            raise ValueError(f"{self.scope_of!r} is no {self.scope}")
        UUID(self.scope_of)

    def told(self) -> dict[str, str]:
        ends = self.ends.isoformat() if self.ends else ""
        return {"may": self.may, "scope": self.scope, "scope_of": self.scope_of, "ends": ends}


@transaction.atomic
def give_mandate(
    person: UUID,
    by: Who,
    *,
    email: str = "",
    organisation: Organisation | None = None,
    function: str = LAWYER,
    terms: Terms = Terms(),
    reason: str = "",
) -> Link:
    """Let somebody act for a person. It is offered to an e-mail or an organisation, and counts once they accept.

    Given by the person, by their guardian, or at a desk on their word: the desk says on what paper it stands.
    """
    if not _speaks_for(person, by):
        policy.require(by, "record_mandate")
        not_near(person, by)
        if not reason.strip():
            raise ValueError("a mandate written down at a desk says on what it stands")
    if function not in FUNCTIONS or terms.scope == Link.HEARING:
        raise ValueError(f"no mandate of {function} for {terms.scope}")
    return _offer(
        person,
        by,
        email,
        terms,
        relation=Link.REPRESENTATIVE,
        function=function,
        organisation=organisation,
        reason=reason,
    )


@transaction.atomic
def appoint(
    person: UUID,
    by: Who,
    *,
    relation: str,
    email: str,
    body: str,
    hearing: UUID | None = None,
    ends: datetime | None = None,
) -> Link:
    """Write down who a body appointed: the guardian of a minor, or the interpreter of one hearing."""
    policy.require(by, "appoint")
    not_near(person, by)
    if not body.strip() or (relation == Link.INTERPRETER) is (hearing is None):
        raise ValueError("an appointment names its body, and an interpreter the hearing")
    if relation == Link.INTERPRETER:
        terms = Terms(Link.READ, Link.HEARING, str(hearing), ends)
    elif relation == Link.GUARDIAN:
        terms = Terms(ends=ends)
    else:
        raise ValueError(f"nobody is appointed as {relation}")
    return _offer(person, by, email, terms, relation=relation, appointed_by=body)


@transaction.atomic
def accept_mandate(link_id: UUID, by: Who) -> Link:
    """Take on what was offered to one's own confirmed e-mail, or to the organisation where one works. Raises `Tied`."""
    link = _offered_to(link_id, by)
    if link is None or link.accepted_at is not None or link.person_id in by.own:
        raise policy.NotThere("link")
    _untied(link.person_id, {by.account})
    now = clock.now()
    holder = {} if link.organisation_id else {"account_id": by.account}
    link.account_id = holder.get("account_id")
    # What is taken on now stands in the place of what reached as far before.
    _end(_same_reach(link), now, by.ref)
    Link.objects.filter(pk=link.pk).update(accepted_at=now, **holder)
    append(Ref("person", link.person_id), "accept_mandate", by.ref, subject=Ref("link", link.pk))
    link.refresh_from_db()
    return link


@transaction.atomic
def end_mandate(link_id: UUID, by: Who, reason: str = "") -> None:
    """End it: the person who gave it, whoever holds it, or for what a body appointed the official, with a reason."""
    link = Link.objects.exclude(relation=Link.SELF).filter(pk=link_id, until=None).first()
    if link is None or not _may_end(link, by, reason):
        raise policy.NotThere("link")
    lock(link.person_id, "person")
    if _end(Link.objects.filter(pk=link.pk, until=None), clock.now(), by.ref):
        append(
            Ref("person", link.person_id),
            "end_mandate",
            by.ref,
            subject=Ref("link", link.pk),
            payload={"reason": reason},
        )


@transaction.atomic
def change_mandate(link_id: UUID, by: Who, terms: Terms) -> Link:
    """Let it reach less far, or further again. What was said before ends and stays readable; whoever said yes need not
    say it again. Only the person decides this, or their guardian; what a body appointed reaches as far as it said."""
    link = Link.objects.filter(pk=link_id, until=None, relation=Link.REPRESENTATIVE).first()
    if link is None or not _speaks_for(link.person_id, by):
        raise policy.NotThere("link")
    if terms.scope == Link.HEARING or (terms.ends is not None and terms.ends <= clock.now()):
        raise ValueError(f"no mandate for {terms.scope} until {terms.ends}")
    if terms == Terms(link.may, link.scope, link.scope_of, link.ends):
        return link
    lock(link.person_id, "person")
    now = clock.now()
    _end(Link.objects.filter(pk=link.pk), now, by.ref)
    link.id, link.since, link.given_kind, link.given_by = uuid4(), now, by.ref.kind, by.ref.id
    link.may, link.scope, link.scope_of, link.ends = terms.may, terms.scope, terms.scope_of, terms.ends
    if link.accepted_at is not None:
        _end(_same_reach(link), now, by.ref)
    link.save(force_insert=True)
    told = {**terms.told(), "before": str(link_id)}
    append(Ref("person", link.person_id), "change_mandate", by.ref, subject=Ref("link", link.pk), payload=told)
    return link


@transaction.atomic
def represent(person: Person, account: Account, by: Who) -> Link:
    """A person lets an account that they name act for them in everything, from now on. Raises `Tied`."""
    if not _speaks_for(person.pk, by):
        raise policy.Refused("only the person says who represents them")
    _untied(person.pk, {account.pk})
    lock(person.pk, "person")
    now = clock.now()
    link = Link(
        account=account,
        person=person,
        relation=Link.REPRESENTATIVE,
        function=TRUSTED,
        since=now,
        accepted_at=now,
        given_kind=by.ref.kind,
        given_by=by.ref.id,
    )
    _end(_same_reach(link).filter(ends__lte=now), now, SYSTEM)
    before = _same_reach(link).first()
    if before is not None:
        return before
    link.save()
    append(Ref("person", person.pk), "represent", by.ref, subject=Ref("account", account.pk))
    return link


def _offer(person: UUID, by: Who, email: str, terms: Terms, **named: Any) -> Link:
    """Write the offer down and tell whom it is for. `named`: the columns that say as what, for whom, and why.

    Raises `Tied` where the e-mail is of somebody who sponsors them, or lives with who does.
    """
    if not named.get("organisation"):
        validate_email(email)
    reads = EmailAddress.objects.filter(email__iexact=email or "", verified=True).order_by()
    _untied(person, set(reads.values_list("user", flat=True)))
    if terms.ends is not None and terms.ends <= clock.now():
        raise ValueError("a mandate that has already ended")
    if not policy.may(by, "record_mandate"):
        lock(by.account, by.kind)
        today = Link.objects.filter(given_by=by.account, email__isnull=False, since__gt=clock.now() - timedelta(days=1))
        if today.count() >= MOST_A_DAY:
            raise TooMany
    lock(person, "person")
    link = Link.objects.create(
        person_id=person,
        email=email.lower() or None,
        may=terms.may,
        scope=terms.scope,
        scope_of=terms.scope_of,
        ends=terms.ends,
        since=clock.now(),
        given_kind=by.ref.kind,
        given_by=by.ref.id,
        **named,
    )
    told = {name: getattr(link, name) for name in ("relation", "function", "appointed_by", "reason")}
    act = "give_mandate" if link.relation == Link.REPRESENTATIVE else "appoint"
    append(Ref("person", person), act, by.ref, subject=Ref("link", link.pk), payload={**terms.told(), **told})
    if link.email:
        transaction.on_commit(lambda: _tell(email), robust=True)
    return link


def _speaks_for(person: UUID, by: Who) -> bool:
    """The person themselves, or the guardian of a minor. A representative passes nothing on."""
    if person in by.own:
        return True
    if person in by.tied:
        return False
    guards = Link.objects.filter(person=person, account=by.account, relation=Link.GUARDIAN, until=None)
    return any(link.holds(clock.now()) for link in guards.order_by("id"))


def _untied(person: UUID, accounts: set[UUID]) -> None:
    """None of these accounts sponsors the person, by any record of theirs, nor lives with who does."""
    same = same_person(person)
    if any(tied_to(account, same) & set(same) for account in sorted(accounts)):
        raise Tied


def _may_end(link: Link, by: Who, reason: str) -> bool:
    holds = link.account_id == by.account or _offered_to(link.pk, by) is not None
    if holds or (link.relation == Link.REPRESENTATIVE and _speaks_for(link.person_id, by)):
        return True
    return bool(reason.strip()) and policy.may(by, "appoint") and link.person_id not in by.near


def _offered_to(link_id: UUID, by: Who) -> Link | None:
    """The link, if it stands for a confirmed e-mail of the account that asks, or for an organisation it works in."""
    link = Link.objects.select_for_update(of=("self",)).filter(pk=link_id, until=None).first()
    if link is None:
        return None
    if link.organisation_id:
        mine = Membership.objects.filter(organisation=link.organisation_id, account=by.account, until=None).exists()
    else:
        mine = EmailAddress.objects.filter(user_id=by.account, verified=True, email__iexact=link.email or "").exists()
    return link if mine else None


def _same_reach(link: Link) -> QuerySet[Link]:
    """Other open links of the same holder for the same person, reaching as far."""
    same = Link.objects.exclude(pk=link.pk).filter(
        account=link.account_id, organisation=link.organisation_id, person=link.person_id, until=None
    )
    return same.filter(
        relation=link.relation, scope=link.scope, scope_of=link.scope_of, accepted_at__isnull=False
    ).order_by("since", "id")


def _end(links: QuerySet[Link], now: datetime, by: Ref) -> int:
    return links.update(until=now, ended_kind=by.kind, ended_by=by.id)


def _tell(email: str) -> None:
    """That something waits, and nothing of whom: the address may be mistyped."""
    words = {"link": settings.SITE_URL + reverse("people:clients"), "site": settings.SITE_URL}
    subject = " ".join(render_to_string("people/mail/mandate_subject.txt", words).split())
    send_mail(subject, render_to_string("people/mail/mandate.txt", words), None, [email])
