"""A drawn household, and whoever acts in its file: to be walked through by tests."""

from typing import Any
from uuid import uuid4

from tests.cases import cast
from tests.law.proposal_story import pack
from veer.access import roles
from veer.access.who import SYSTEM, Who
from veer.cases import law
from veer.cases.acts import open_case
from veer.cases.models import Case, Term
from veer.journal import clock
from veer.letters.models import Letter
from veer.people import facts
from veer.people.models import Account, Person

ROUTE = "humanitarian-visa"
WHY = [{"id": "", "text": "Because.", "source": ""}]
POINTS = pack().facts["settlement"].type.keys
PLAN: dict[str, Any] = {"settlement": dict.fromkeys(POINTS, True)}
FOUND: dict[str, Any] = {
    "household.adults": 2, "household.children": 3, "bring.way": "named_family", "check.war": "presence_alone",
    "check.whereabouts": "first_country", "check.tie": "proven", "check.reunification": False,
    "check.minors": "both_agree", "check.tier": "C", "exclusion.none": True,
}  # fmt: skip
APART: dict[str, Any] = {
    "apart.adults": 2, "apart.payment": "nobody", "apart.keeps_sponsor": True, "identity.all": True,
}  # fmt: skip
CHECKS = ("security", "police", "systems", "credibility")


def worker(role: str, name: str = "") -> Who:
    return cast.who(cast.account(name or f"Somebody {role}", role))


class Household:
    """The file of two adults and three children who were drawn, opened by an official on what was found before."""

    def __init__(self, **found: Any) -> None:
        law.activate(pack(), SYSTEM)
        self.head = cast.applicant("Samira Haddad", "en")
        self.bram, self.olga = cast.official(), cast.official("Olga Tweede")
        self.chantal, self.simon = cast.signer(), cast.signer("Simon Derde")
        self.support, self.consul = worker(roles.SUPPORT), worker(roles.CONSUL)
        self.desk, self.reception = worker(roles.DESK), worker(roles.RECEPTION)
        person = cast.person_of(self.head)
        self.case = open_case(person, pack().id, ROUTE, self.bram, language="en", key=uuid4().hex)
        self.know({**FOUND, **{name.replace("__", "."): value for name, value in found.items()}})
        self.does("take", self.bram)

    def know(self, found: dict[str, Any]) -> None:
        """What the file of the sponsor had established before the draw."""
        chain = law.case_chain(self.case.pk)
        for fact, value in found.items():
            facts.record(chain, chain, fact, value, state=facts.VERIFIED, source=self.bram.ref, by=self.bram.ref)

    def does(self, act: str, by: Who, **data: Any) -> Case:
        self.case = cast.act(self.case, act, by, **data).case
        return self.case

    def told(self, act: str, by: Who, **told: Any) -> Case:
        return self.does(act, by, facts={name.replace("__", "."): value for name, value in told.items()})

    def agreed(self, adults: int = 2) -> Case:
        return self.told("agree", SYSTEM, consent__adults=adults)

    def heard(self, **said: Any) -> Case:
        self.does("hear_apart", self.bram, notes="Alone, with our interpreter.")
        return self.does("found_apart", self.bram, facts={**APART, **{f"apart.{k}": v for k, v in said.items()}})

    def screened(self) -> Case:
        self.agreed()
        self.heard()
        return self.does("begin_screening", self.bram)

    def checked(self, **results: str) -> Case:
        for one in CHECKS:
            self.does(f"{one}_result", self.bram, facts={f"check.{one}": results.get(one, "clear")})
        return self.case

    def proposed(self) -> Case:
        self.screened()
        self.checked()
        self.does("finish_plan", self.support, facts=PLAN)
        return self.does("propose_grant", self.bram, reasons=WHY)

    def signed(self) -> Case:
        return self.does("sign", self.chantal, letter=cast.shown_letter(self.case, self.chantal))

    def issued(self) -> Case:
        self.proposed()
        self.signed()
        self.does("use_place", SYSTEM)
        return self.told("issue_visa", self.consul, visa__sticker="BEL1234567", visa__paper="passport")

    def arrived(self) -> Case:
        """Address and journey in time; everybody boards, everybody arrives."""
        self.issued()
        day = clock.today("Europe/Brussels")
        self.told("home_ready", self.support, home__ready_on=day.replace(year=day.year - 1).isoformat())
        self.does("orient", self.support)
        self.told("book", self.support, travel__on=day.isoformat(), travel__listed=5)
        self.does("board", self.support)
        return self.told("arrive", self.desk, travel__arrived=5)

    def refused(self) -> Case:
        self.does("propose_refusal", self.bram, reasons=WHY)
        self.signed()
        return self.does("give_refusal", self.bram)

    def term(self, name: str) -> Any:
        return Term.objects.get(case=self.case, clock=name).last_day

    @property
    def branch(self) -> str:
        """Where sponsor and household stand, when something was raised."""
        step: str = self.case.branches.get(branch="breakdown").step
        return step

    @property
    def letters(self) -> list[str]:
        found = Letter.objects.filter(subject_id=self.case.pk).order_by("made_at", "id")
        return list(found.values_list("name", flat=True))


def account_of(who: Who) -> Account:
    return Account.objects.get(pk=who.account)


def person_of(who: Who) -> Person:
    return Person.objects.get(pk=cast.person_of(who))
