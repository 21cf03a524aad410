"""Sponsors of these tests: a law of sponsors, people with an e-mail that is theirs, a group of five, a window."""

from datetime import date
from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress

from tests.cases import cast
from tests.law.proposal_story import pack
from tests.law.test_be_proposal_sponsorship import CLEAR, FOUND, WHY
from veer.access.who import Who
from veer.cases import facts
from veer.cases.models import Case
from veer.journal import clock
from veer.people.models import Account, Person
from veer.sponsorship import acts
from veer.sponsorship.models import Group, Identity, Member, Receipt, Window
from veer.sponsorship.rules import ADULTS, CHILDREN

TOLD: dict[str, Any] = {"gives": True, "lawful": True, "near": True, "tied": False, "test": 90}
HOME: dict[str, Any] = {
    "home.kind": "own_dwelling", "home.region": "BE-WAL", "home.area": 90, "home.rooms": 6, "home.bedrooms_fit": True,
    "home.detectors": True, "home.lease_months": 24, "home.rent": 800, "home.rent_topped_up": False,
    "home.certificate": "conform",
}  # fmt: skip


def activate_law() -> None:
    cast.in_force(pack())


def somebody(name: str) -> Who:
    """Somebody with a name, and an e-mail that they read."""
    known = cast.applicant(name, "en")
    account = Account.objects.get(pk=known.account)
    EmailAddress.objects.create(user=account, email=str(account.email), verified=True)
    return cast.who(account)


def email_of(who: Who) -> str:
    return str(Account.objects.get(pk=who.account).email)


def joined(group: Group, by: Who, who: Who, *, test: int | None = None, told: Any = None, **asked: Any) -> Member:
    member = acts.ask_member(group.pk, email_of(who), by, **asked)
    return acts.agree(member.pk, who, {**TOLD, "test": test, **(told or {})})


def group_of(adults: int = 5, name: str = "Buren voor Buren") -> tuple[Group, list[Who]]:
    """A group of so many: two leads, both trained, the second keeps the money."""
    people = [somebody(f"{word} Burenlid") for word in ("Lieve", "Karel", "Mia", "Jef", "Ann", "Tom", "Els")[:adults]]
    group = acts.begin_group(name, "group", people[0], TOLD)
    for number, one in enumerate(people[1:], 2):
        joined(group, people[0], one, test=85 if number == 2 else None, lead=number == 2, keeps_money=number == 2)
    return group, people


class Cell:
    """Who works on sponsors: two officials and two signers, and two who had no hand in any file."""

    def __init__(self) -> None:
        self.bram, self.chantal = cast.official(), cast.signer()
        self.dirk, self.wies = cast.official("Dirk Trekking"), cast.signer("Wies Getuige")

    def recognise(self, group: Group, lead: Who) -> Case:
        case = acts.ask_recognition(group.pk, lead, uuid4().hex)
        cast.act(case, "submit", lead, declaration=True)
        return self.recognise_sent(case)

    def recognise_sent(self, case: Case) -> Case:
        cast.act(case, "take", self.bram)
        cast.act(case, "check", self.bram, facts=CLEAR)
        cast.act(case, "propose_recognition", self.bram, reasons=WHY)
        cast.act(case, "sign", self.chantal, letter=cast.shown_letter(case, self.chantal))
        return cast.act(case, "give_recognition", self.bram).case

    def admit(self, case: Case, lead: Who, answers: dict[str, Any] | None = None, tier: str = "C") -> Case:
        """Answer what the group did not know yet, send it, and let it into the draw."""
        for fact, value in (NAMED if answers is None else answers).items():
            facts.save_answer(case, lead, fact, value, version=0)
        if answers is None:
            identified(case, lead)
        cast.act(case, "submit", lead, declaration=True)
        cast.act(case, "take", self.bram)
        cast.act(case, "examine", self.bram, facts={**FOUND, "check.tier": tier})
        return cast.act(case, "admit", self.bram).case

    def window(self, name: str = "2026-spring", closes: date | None = None) -> Window:
        last = closes or clock.today("Europe/Brussels")
        return acts.open_window(name, last, "drand, the first round after the closing day", self.dirk)


GROWN, YOUNG = ("Samira", "Yousef", "Rana", "Sami"), ("Lina", "Omar", "Noor", "Tarek", "Hala", "Adel")


def identity(name: str, adult: bool = True, **more: Any) -> acts.Identified:
    return acts.Identified(
        name, "Haddad", "1990", **{"nationality": "SYR", "sex": "X", "number": "N 1", **more}, adult=adult
    )


def identified(case: Case, lead: Who) -> None:
    """The group says of everybody whom it counted who they are, beside those of whom it did already."""
    known = facts.known(case)[0]
    written = set(Identity.objects.filter(application=case.pk).values_list("given_name", flat=True))
    for names, count, adult in ((GROWN, known[ADULTS], True), (YOUNG, known[CHILDREN], False)):
        for number in range(count):
            name = names[number] if number < len(names) else f"{names[0]} {number}"
            if name not in written:
                acts.write_identity(case.pk, identity(name, adult), lead)


NAMED: dict[str, Any] = {"bring.identities": True, "tie.degree": 2, "tie.lived_together": False}


def money(group: Group, keeper: Who, euro: int = 21_500) -> None:
    acts.name_account(group.pk, "Bank", "BE68 5390 0754 7034", keeper)
    acts.write_receipt(group.pk, Receipt.CASH, euro * 100, clock.today("UTC"), "Many", keeper, origin="A collection.")


def asked(cell: Cell, adults: int = 2, children: int = 2, tier: str = "C") -> tuple[Group, Who, Case]:
    """A recognised group with money, whose application is in the draw."""
    group, people = group_of(name=f"Group {uuid4().hex[:6]}")
    cell.recognise(group, people[0])
    acts.write_receipt(group.pk, "cash", 3_100_000, clock.today("UTC"), "Many", people[1], origin="A collection.")
    case = acts.ask_to_bring(group.pk, "named_family", adults, children, people[0], uuid4().hex)
    return group, people[0], cell.admit(case, people[0], tier=tier)


def begun(lead: Who, worker: Who, signer: Who) -> dict[str, Any]:
    """By the name of its page, a record that it shows: a group that asked to be recognised, and a draw."""
    own = Account.objects.get(pk=lead.account)
    EmailAddress.objects.update_or_create(user=own, email=str(own.email), defaults={"verified": True})
    group = acts.begin_group("Buren van de Dampoort", "group", lead, TOLD, "0403.170.701")
    acts.ask_member(group.pk, "ann@example.org", lead)
    acts.offer_home(group.pk, "Gent", HOME, lead, street="Klaverhof 3 bus 2", postcode="9040")
    money(group, lead)
    cast.act(acts.ask_recognition(group.pk, lead, uuid4().hex), "submit", lead, declaration=True)
    other = acts.begin_group("Samen Sterk", "group", somebody("Piet Samen"), TOLD)
    invited = acts.ask_member(other.pk, str(own.email), cast.who(other.members.get().account))
    petra = somebody("Petra Klaver")
    Person.objects.filter(pk__in=petra.own).update(address="Dok 7\n9000 Gent")  # shares nothing that raises an alert
    alike = acts.begin_group("Open Deur", "group", petra, TOLD, "403170701")  # the number, written otherwise
    cast.act(acts.ask_recognition(alike.pk, petra, uuid4().hex), "submit", petra, declaration=True)
    window = acts.open_window("drawn-before", date(2026, 3, 31), "drand, the first round after it", worker)
    acts.publish_list(window.pk, worker)
    acts.enter_half(window.pk, "8c6", worker)
    acts.enter_half(window.pk, "f1e", signer)
    pages = dict.fromkeys(("group", "money", "statement", "home", "bring", "group_at_work"), group.pk)
    pair = ["group", *sorted((group.pk, alike.pk))]
    return {**pages, "join": invited.pk, "draw": window.name, "window": window.pk, "twin": pair}


SOUND: dict[str, Any] = {
    "organisation.years": 3, "organisation.accounts_filed": True, "organisation.policies": True,
    "organisation.professionals": 2, "organisation.helper_contract": False, "organisation.board_free": True,
}  # fmt: skip


def organisation(cell: Cell, name: str = "Huis van Hoop") -> tuple[Group, Who]:
    """An organisation that is recognised, and its lead."""
    lead = somebody("Olga Vereniging")
    house = acts.begin_group(name, "organisation", lead, TOLD | {"test": 90})
    joined(house, lead, somebody("Otto Vereniging"), test=95)
    case = acts.ask_recognition(house.pk, lead, uuid4().hex)
    for fact, value in SOUND.items():
        facts.save_answer(case, lead, fact, value, version=0)
    cell.recognise(house, lead)
    acts.write_receipt(house.pk, Receipt.CASH, 9_900_000, clock.today("UTC"), "Many", lead, origin="A collection.")
    return house, lead
