"""A group asks to be recognised, and then to bring one household: two files, begun with what is known already."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from veer.access.who import Who
from veer.cases import facts
from veer.cases.acts import open_case
from veer.cases.models import Case
from veer.journal import clock
from veer.journal.acts import lock
from veer.people.models import Person
from veer.sponsorship.acts.common import held, lock_sponsor, write
from veer.sponsorship.acts.suspending import running
from veer.sponsorship.counting import (
    digest_of,
    has_all_it_may,
    households_helped,
    households_of_a_member,
    may_bring,
    member_facts,
    money,
    persons_in_a_year,
)
from veer.sponsorship.models import Application, Group, Home
from veer.sponsorship.outcomes import require_known
from veer.sponsorship.reserved import draws_on, room
from veer.sponsorship.rules import ADULTS, CHILDREN, ORGANISATION, WAY, Sponsors, sponsors, today

HELPER = "sponsor_helper"


class NoLaw(LookupError):
    """No law of sponsors is in force."""


class NotRecognised(ValueError):
    """The group is not recognised today."""


class AlreadyActive(ValueError):
    """The group has as many households as the law lets it have at a time."""


class TooMany(ValueError):
    """With this household the group would bring more persons in twelve months than the law lets it."""


class HelpedEnough(ValueError):
    """A member has helped to bring as many households in these years as the law lets one person."""


class HelpsTooOften(ValueError):
    """Whoever helps has helped as many households as the law lets one helper."""


class PaidHelp(ValueError):
    """Somebody who is no lawyer asks money for their help: nobody else may (SG12)."""


@dataclass(frozen=True, slots=True)
class Helper:
    """Whoever helps to ask and is no member: an e-mail, what they are, and what they ask for it."""

    email: str
    is_a: str = Application.VOLUNTEER
    fee: str = Application.NOTHING


@transaction.atomic
def ask_recognition(group_id: UUID, by: Who, key: str) -> Case:
    """The file in which the group asks to be recognised: the open one, or a new one that knows its members."""
    group, law = held(group_id, by), _law()
    before = Case.objects.filter(pk=group.recognition_id, ended_at=None).first()
    if before is not None:
        return before
    case = _begun(group, law.recognition.id, by, law, key, member_facts(group))
    group.recognition = case
    group.save(update_fields=["recognition"])
    write(group, "ask_recognition", by.ref, {"case": str(case.pk)})
    return case


@transaction.atomic
def ask_to_bring(
    group_id: UUID, way: str, adults: int, children: int, by: Who, key: str, *, helper: Helper | None = None
) -> Case:
    """The file in which the group asks to bring a household, within what the law lets it, while it is recognised.

    Where a protocol of the organisation has room for the household, it is asked on that: those places are counted.
    `helper`: somebody who helps and is no member. Raises `Suspended`, `NotRecognised`, `AlreadyActive`,
    `TooMany`, `HelpedEnough`, `HelpsTooOften`, `PaidHelp` or `TooManyLost`.
    """
    group, law = held(group_id, by), _law()
    lock_sponsor(group_id)
    running(law)
    if not may_bring(group):
        raise NotRecognised
    protocol = draws_on(group, way, adults + children, today(law))
    if protocol is None:
        _within(group, law, adults + children)
    helps = _helper(helper, law)
    require_known(group, helps, law)
    told = {
        "sponsoring": True,
        WAY: way,
        ADULTS: adults,
        CHILDREN: children,
        **money_facts(group),
        **home_facts(group),
    }
    case = _begun(group, law.application.id, by, law, key, told)
    named = {"helper": helps, "helper_as": helper.is_a, "helper_fee": helper.fee} if helper else {}
    Application.objects.create(case=case, group=group, protocol=protocol, made_at=clock.now(), **named)
    asked = {"case": str(case.pk), "way": way, "persons": adults + children}
    write(group, "ask_to_bring", by.ref, asked | ({"protocol": str(protocol.pk)} if protocol else {}))
    return case


def _within(group: Group, law: Sponsors, persons: int) -> None:
    """What the law lets one sponsor bring: a group one household at a time and so many persons in twelve months, with a
    larger single family allowed; an organisation its share of the places of the year."""
    if group.form == ORGANISATION:
        if persons > room(group, law):
            raise TooMany
        return
    if has_all_it_may(group, law):
        raise AlreadyActive
    if households_of_a_member(group, law) >= law.limit("member_households"):
        raise HelpedEnough
    before = persons_in_a_year(group, law)
    if before and before + persons > law.limit("group_persons"):
        raise TooMany


def _helper(found: Helper | None, law: Sponsors) -> str:
    """A digest of whoever helps, within so many households in the months that count. Groups wait for each other."""
    if found is None:
        return ""
    if found.fee != Application.NOTHING and found.is_a != Application.LAWYER:
        raise PaidHelp
    helper = digest_of(found.email)
    lock(UUID(helper[:32]), HELPER)
    if households_helped(helper, law) >= law.limit("helper_households"):
        raise HelpsTooOften
    return helper


def _law() -> Sponsors:
    law = sponsors()
    if law is None:
        raise NoLaw
    return law


def _begun(group: Group, route: str, by: Who, law: Sponsors, key: str, told: dict[str, Any]) -> Case:
    person = Person.objects.get(pk=group.person_id)
    case = open_case(person.pk, law.pack.id, route, by, language=person.language, key=key)
    facts.carry(case, by, told)
    return case


def money_facts(group: Group) -> dict[str, Any]:
    """What is on the account and what is there in kind, in whole euro."""
    found = money(group)
    return {"funds.cash": found.cash // 100, "funds.in_kind": found.in_kind // 100}


def home_facts(group: Group) -> dict[str, Any]:
    """What is known of the home. Without one there is approval beforehand, and the address comes later."""
    home = Home.objects.filter(group=group).first()
    return {"home.known": True, **home.facts} if home else {"home.known": False}
