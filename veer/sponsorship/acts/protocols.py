"""Collective protocols (QU6): begun by an official; the law of the file says who proposes, signs and ends them.

With the signature the places are set apart in the ledger, or it is not signed; when the file leaves the steps at which
the law gives the right to them, what nobody has goes back. Whoever has a place keeps it.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from veer.access import policy, roles
from veer.access.who import SYSTEM, Who
from veer.cases import facts, law
from veer.cases.acts import following, open_case
from veer.cases.errors import NotForYou, NotReady
from veer.cases.models import Case, Decision
from veer.cases.standing import Standing
from veer.journal import clock
from veer.journal.acts import Ref, lock
from veer.journal.models import Entry as JournalEntry
from veer.journal.queries import told
from veer.people import facts as people_facts
from veer.people.models import Person
from veer.quotas import acts as quotas
from veer.quotas.acts import Full
from veer.quotas.models import Quota
from veer.quotas.queries import balances
from veer.sponsorship.acts.common import CHAIN, lock_places, lock_sponsor, program_does, write
from veer.sponsorship.acts.naming import lacks
from veer.sponsorship.acts.suspending import standing
from veer.sponsorship.counting import may_bring
from veer.sponsorship.models import Application, Group, Member, Protocol
from veer.sponsorship.policy import GROUPS
from veer.sponsorship.reserved import promised, room
from veer.sponsorship.rules import (
    ADULTS,
    CHILDREN,
    FORM,
    KEPT,
    ORGANISATION,
    READY,
    RESERVED,
    SPONSORING,
    WAY,
    Sponsors,
    sponsors,
    today,
)

TITLE, PERSONS, WHY = "protocol.title", "protocol.persons", "protocol.why"
BEGINS, ENDS = "protocol.begins", "protocol.ends"
AGREED = (TITLE, WAY, PERSONS, BEGINS, ENDS, WHY)
REASON = "protocol"


class NoProtocol(ValueError):
    """Only an organisation that is recognised today has a protocol, under a law that knows them."""


@transaction.atomic
def begin_protocol(group_id: UUID, by: Who, key: str) -> Case:
    """The file of a protocol with an organisation: an official who is not near to it begins to write. Raises
    `NoProtocol`."""
    if by.kind == "system" or not by.has(roles.OFFICIAL):
        raise policy.Refused("this is for an official")
    lock(group_id, CHAIN)
    group: Group = policy.obtain(Group.objects.all(), GROUPS.kind, by, policy.HANDLE, group_id)
    law = sponsors()
    if law is None or law.protocol is None or group.form != ORGANISATION or not may_bring(group):
        raise NoProtocol
    person = Person.objects.get(pk=group.person_id)
    case = open_case(person.pk, law.pack.id, law.protocol.id, by, language=person.language, key=key)
    made, new = Protocol.objects.get_or_create(case=case, defaults={"group": group, "made_at": clock.now()})
    if new:
        _knows(case, group)
        write(group, "begin_protocol", by.ref, {"case": str(made.pk)})
    return case


def _knows(case: Case, group: Group) -> None:
    """What the program knows of the organisation, and nobody types again."""
    for fact, value in ((SPONSORING, True), (FORM, group.form)):
        people_facts.record(
            facts.subject_of(case, "case"), facts.purpose_of(case), fact, value,
            state=people_facts.VERIFIED, source=Ref(CHAIN, group.pk), by=SYSTEM.ref,
        )  # fmt: skip


# ---------- Along with the acts of the law ----------


def goes_with(case: Case, entry: JournalEntry) -> None:
    """What an act in the file of a protocol does beside it. Raises `NotReady` where the law's limits or the ledger have
    no room, and `NotForYou` for somebody of the organisation."""
    right = law.route_of(case).rights.get(RESERVED)
    if right is None:
        return
    act = law.route_of(case).procedure.acts.get(entry.act)
    found = Protocol.objects.select_related("group").filter(case=case).first()
    if act is None:
        return
    if found is None:
        if act.does == "propose":
            raise NotReady({FORM: _("A protocol is begun on the page of its organisation: this file belongs to none.")})
        return
    if roles.APPLICANT not in act.by and Member.objects.filter(group=found.group, account=entry.actor_id).exists():
        raise NotForYou(_("You are, or were, of this organisation. Somebody else does this."))
    if act.does == "propose" and not act.refuses:
        _terms(case, found.group)
    if case.step in right.at and found.quota_id is None:
        _signed(case, found, entry)
    elif case.step not in right.at and found.quota_id is not None and found.ended_on is None:
        _over(case, found, entry if act.does == "sign" else None)


def _terms(case: Case, group: Group) -> dict[str, Any]:
    """What was agreed, within what the law lets this organisation have today. Raises `NotReady`."""
    known, now = Standing(case).known[0], sponsors()
    if now is None:
        raise NotReady({FORM: _("This organisation is not recognised today.")})
    lacking = [one for one in AGREED if one not in known or facts.unknown(known[one])]
    if lacking:
        words = _("Write down first what is agreed: %(what)s.")
        raise NotReady({one: words % {"what": now.label(one)} for one in lacking})
    terms = {one: date.fromisoformat(str(known[one])) for one in (BEGINS, ENDS)}
    if terms[BEGINS].year != terms[ENDS].year or terms[ENDS] < today(now):
        raise NotReady({ENDS: _("A protocol begins and ends in one year, and its last day is still to come.")})
    part = _part(now, terms[BEGINS].year, str(known[WAY]))
    lock_places(part.parent_id)
    lock(group.pk, CHAIN)
    lock_sponsor(group.pk)
    if group.form != ORGANISATION or not may_bring(group):
        raise NotReady({FORM: _("This organisation is not recognised today.")})
    persons, left = int(known[PERSONS]), room(group, now, terms[BEGINS])
    if persons > left:
        words = _("The law lets this organisation have %(left)d places more, and %(persons)d are asked.")
        raise NotReady({PERSONS: words % {"left": max(0, left), "persons": persons}})
    free = max(0, balances([part.pk])[part.pk].free - promised(part))
    if persons > free:
        words = _("Of this part of the year %(free)d places are free and on no list of a draw; %(persons)d are asked.")
        raise NotReady({PERSONS: words % {"free": free, "persons": persons}})
    return {**terms, PERSONS: persons, WAY: part.name, TITLE: str(known[TITLE]), WHY: str(known[WHY]), "part": part}


def _part(law: Sponsors, year: int, way: str) -> Quota:
    whole = quotas.open_year(law.pack, law.application.id, law.quota.id, year, SYSTEM.ref)
    return Quota.objects.get(parent=whole, name=way)


def _signed(case: Case, protocol: Protocol, entry: JournalEntry) -> None:
    """The places are set apart under the protocol's own name, and from now on everybody reads it."""
    terms = _terms(case, protocol.group)
    part, by = terms["part"], Ref(entry.actor_kind, entry.actor_id)
    name = f"{REASON} {case.pk}"
    try:
        made = quotas.set_apart(part.pk, name, terms[PERSONS], by, REASON, leaving=promised(part))
    except Full as full:
        raise NotReady({PERSONS: _("There are not places enough for all of them, so nothing was changed.")}) from full
    protocol.quota, protocol.organisation, protocol.signed_at = made, protocol.group.name, entry.at
    protocol.title, protocol.why, protocol.way = terms[TITLE][:200], terms[WHY][:2000], terms[WAY]
    protocol.persons, protocol.begins, protocol.ends = terms[PERSONS], terms[BEGINS], terms[ENDS]
    protocol.save()
    write(protocol.group, "reserve_places", by, {"protocol": str(case.pk), "persons": terms[PERSONS]})


def _over(case: Case, protocol: Protocol, signed: JournalEntry | None) -> None:
    """What nobody has goes back to the part of which it was; why, where two people decided it."""
    assert protocol.quota_id is not None
    said = (told(signed) if signed else None) or {}
    reasons = Decision.objects.get(pk=said["decision"]).reasons if said else []
    protocol.ended_on = clock.today(law.pack_of(case).time_zone)
    protocol.ended_why = "\n".join(str(one["text"]) for one in reasons)[:2000]
    protocol.save(update_fields=["ended_on", "ended_why"])
    given = quotas.give_back(protocol.quota_id, SYSTEM.ref, REASON)
    write(protocol.group, "release_places", SYSTEM.ref, {"protocol": str(case.pk), "places": given})


# ---------- Places ----------


def place_at_once(case: Case, _entry: JournalEntry) -> None:
    """An application that was admitted and is asked on a protocol gets its places with that act."""
    if case.step == READY:
        asked = Application.objects.filter(case=case, protocol__ended_on=None, protocol__isnull=False).first()
        if asked is not None:
            _placed(asked)


def place_by_protocol() -> int:
    """Give places to each admitted application of a protocol that waits for them. How many got theirs; one whose
    protocol is over, or has no room, goes to the draw."""
    waiting = Application.objects.filter(
        case__step=READY, case__ended_at=None, protocol__isnull=False, protocol__ended_on=None
    )
    return sum(_placed(one) for one in waiting.order_by("case__opened_at", "case"))


@transaction.atomic
def _placed(asked: Application) -> bool:
    found, case = sponsors(), Case.objects.get(pk=asked.case_id)
    protocol = Protocol.objects.get(pk=asked.protocol_id)
    if found is None or standing(found) is not None or lacks(case):
        return False
    known = Standing(case).known[0]
    persons = int(known[ADULTS]) + int(known[CHILDREN])
    assert protocol.quota_id is not None
    key = f"{case.pk} on {protocol.pk}"
    try:
        quotas.reserve(protocol.quota_id, persons, case.pk, SYSTEM.ref, REASON, key)
    except Full:
        return False
    program_does(case.pk, _place_act(case), key)
    return True


def _place_act(case: Case) -> str:
    """The program's act by which the law gives a place without a draw: from being admitted to where it is kept."""
    route = law.route_of(case)
    kept = route.rights[KEPT].at
    return next(
        str(act.id)
        for act in route.procedure.acts.values()
        if "system" in act.by and READY in act.from_ and act.to.get("") in kept
    )


def give_back_unused() -> int:
    """What came free since in protocols that are over: somebody withdrew. How many places went back."""
    held = F("quota__counters__reserved") + F("quota__counters__confirmed")
    over = Protocol.objects.filter(ended_on__isnull=False, quota__counters__places__gt=held).order_by("case")
    return sum(quotas.give_back(one.quota_id, SYSTEM.ref, REASON) for one in over if one.quota_id)


following.register(goes_with)
following.register(place_at_once)
