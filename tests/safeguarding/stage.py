"""Safeguards of these tests: the integrity cell, a group with a file, and somebody who reports about it."""

from datetime import date
from typing import Any
from uuid import uuid4

from tests.cases import cast
from tests.sponsorship import stage as sponsors
from veer.access import roles
from veer.access.who import NOBODY, Who
from veer.cases.models import Case
from veer.draw import commitment
from veer.journal import clock
from veer.people.models import Person
from veer.safeguarding import acts
from veer.safeguarding.acts.concerns import Said
from veer.safeguarding.models import Alert, Audit, Concern, Round
from veer.safeguarding.rules import Law, law_of_safeguards
from veer.sponsorship.acts import write_receipt
from veer.sponsorship.models import Group

TOLD = "They asked me 4000 for the visa: a-secret-told."


def cell(name: str = "Iris Integer") -> Who:
    return cast.who(cast.account(name, roles.INTEGRITY))


def reported(case: Case | None, by: Who = NOBODY, kind: str = "money", **more: str) -> Concern:
    number = case.given.number if case else ""
    said = Said(kind, TOLD, about="a-secret-about", number=number, contact="a-secret-contact", **more)
    return acts.raise_concern(said, by, uuid4().hex)


def sponsored() -> tuple[Group, list[Who], Case, sponsors.Cell]:
    """A group whose recognition is with an official, and its members."""
    work = sponsors.Cell()
    group, people = sponsors.group_of()
    case = sponsors.acts.ask_recognition(group.pk, people[0], uuid4().hex)
    cast.act(case, "submit", people[0], declaration=True)
    cast.act(case, "take", work.bram)
    group.refresh_from_db()
    return group, people, case, work


def begun(name: str) -> tuple[Group, Who]:
    """A group of one."""
    lead = lives_apart(sponsors.somebody(f"{name} Lead"))
    return sponsors.acts.begin_group(name, "group", lead, sponsors.TOLD), lead


def lives_apart(who: Who) -> Who:
    """At an address that nobody else has."""
    Person.objects.filter(pk__in=who.own).update(address=f"Straat {uuid4().hex[:6]}")
    return who


def gave(group: Group, lead: Who, giver: str) -> None:
    write_receipt(group.pk, "cash", 10_000, date(2026, 3, 1), giver, lead)


def alerted() -> Alert:
    """Three groups that one giver pays for."""
    for name in ("Een", "Twee", "Drie"):
        group, lead = begun(name)
        gave(group, lead, "Jan Gever")
    (alert,) = acts.find_networks()
    return alert


def law() -> Law:
    found = law_of_safeguards()
    assert found is not None
    return found


def audited(case: Case) -> Audit:
    """A file that was drawn for an audit, alone in its list."""
    day, now = date(2026, 2, 1), clock.now()
    lot = Round(name="drawn-alone", first=day, last=day, source="drand", granted_percent=10, refused_percent=5)
    lot.ids, lot.commitment, lot.value = ["abc.yes"], commitment(["abc.yes"]), "8c6f1e"
    lot.listed_at, lot.drawn_at, lot.order = now, now, ["abc.yes"]
    lot.save()
    return Audit.objects.create(round=lot, case=case, lot="abc", granted=True, drawn=True)


def shown(case: Case) -> dict[str, Any]:
    """By the name of its page, a record that it shows: a concern about this file, an alert, an audit of the file."""
    audit = audited(case)
    return {"concern": reported(case).pk, "alert": alerted().pk, "lot": audit.round.name, "audit": audit.pk}
