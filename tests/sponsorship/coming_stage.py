"""A household that was drawn: named by an official, with accounts of their own, and the file that goes with it."""

from typing import Any
from uuid import UUID, uuid4

from tests.cases import cast
from tests.law.visa_story import Household, worker
from tests.sponsorship import stage
from veer.access import roles
from veer.access.who import SYSTEM, Who
from veer.cases.acts import open_case
from veer.cases.models import Case
from veer.journal import clock
from veer.people.acts import claim, give_mandate, issue_claim
from veer.people.acts.desk import Told
from veer.people.models import Account, Person
from veer.quotas.acts import reserve
from veer.quotas.models import Quota
from veer.sponsorship import acts
from veer.sponsorship.acts.places import year_of
from veer.sponsorship.coming import visa_route
from veer.sponsorship.models import Application, Coming, PlanLine, Traveller, Voice
from veer.sponsorship.rules import sponsors

FIVE = (("Samira", True), ("Yousef", True), ("Lina", False), ("Omar", False), ("Noor", False))


def drawn(cell: stage.Cell, adults: int = 2, children: int = 3) -> tuple[Any, Who, Case]:
    """A group whose application has a place, given by the program without a window."""
    group, lead, case = stage.asked(cell, adults, children)
    cast.act(case, "list", SYSTEM)
    case = cast.act(case, "draw_in", SYSTEM).case
    law = sponsors()
    assert law is not None
    whole = year_of(law, clock.today("Europe/Brussels").year)
    part = Quota.objects.get(parent=whole, name="named_family")
    reserve(part.pk, adults + children, case.pk, SYSTEM.ref, "draw", uuid4().hex)
    return group, lead, case


def person(name: str, language: str = "en") -> Told:
    return Told(name, "Haddad", "1990", language=language, note="Passport shown by video.")


class Drawn(Household):
    """The household of a group, in the hands of the same people who act in its file."""

    def __init__(self, cell: stage.Cell | None = None) -> None:
        self.cell = cell or stage.Cell()
        self.group, self.lead, self.application = drawn(self.cell)
        self.bram, self.chantal = self.cell.bram, self.cell.chantal
        self.olga, self.simon = cast.official("Olga Tweede"), cast.signer("Simon Derde")
        self.support, self.consul = worker(roles.SUPPORT), worker(roles.CONSUL)
        self.desk, self.reception = worker(roles.DESK), worker(roles.RECEPTION)
        self.people: dict[str, Traveller] = {}
        for name, adult in FIVE:
            self.people[name] = acts.name_traveller(
                self.application.pk, person(name), adult, self.bram, f"{self.application.pk} {name}"
            )
        self.coming = Coming.objects.get(application=self.application)
        self.case = self.coming.case
        self.does("take", self.bram)
        self.head = self.account("Samira")

    def account(self, name: str) -> Who:
        """The account that the printed code of somebody opens."""
        made = claim(issue_claim(self.people[name].person_id, self.bram), None)
        assert made is not None
        return cast.who(made)

    def agreed(self, adults: int = 2) -> Case:
        for name, _adult in FIVE[:adults]:
            acts.say_whether(self.people[name].pk, True, self.bram, uuid4().hex)
        self.case = Case.objects.get(pk=self.case.pk)
        return self.case

    def written(self, points: int = 21) -> None:
        """The lead writes so many points of the plan."""
        pack_points = list(self.points())
        for point in pack_points[:points]:
            told = {"who": "Lieve", "by_day": clock.today("UTC"), "backup": "Karel", "note": ""}
            acts.write_point(self.group.pk, self.coming.pk, point, told, self.lead)

    def points(self) -> tuple[str, ...]:
        return visa_route()[0].facts["settlement"].type.keys


def trusted(home: Drawn, name: str) -> Who:
    """Somebody with a mandate for everything of the household's, given and taken on before any tie."""
    made = stage.somebody(name)
    lives_at(f"Kade {uuid4().hex[:6]}", made)
    link = give_mandate(home.case.person_id, home.head, email=stage.email_of(made), function="trusted")
    cast.accept_mandate(link.pk, made)
    return cast.who(Account.objects.get(pk=made.account))


def lives_at(address: str, *people: Who) -> None:
    Person.objects.filter(pk__in={one for who in people for one in who.own}).update(address=address)


def of_a_group(group: UUID, person: UUID, sent: UUID, by: Who) -> Coming:
    """A household of one, of a group whose file is `sent`: a page for each of its sides, and nothing else."""
    law, route = visa_route()
    now = clock.now()
    Application.objects.create(case_id=sent, group_id=group, made_at=now)
    case = open_case(person, law.id, route.id, by, language="en", key=uuid4().hex)
    made = Coming.objects.create(application_id=sent, group_id=group, case=case, made_at=now)
    traveller = Traveller.objects.create(coming=made, person_id=person, adult=True)
    Voice.objects.create(traveller=traveller, text="Is there a way to learn Dutch already?", said_at=now)
    PlanLine.objects.create(
        coming=made, point="bank", who="Lieve", by_day=now.date(), backup="Karel", written_at=now, written_by=by.account
    )
    return made
