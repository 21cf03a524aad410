"""Groups of sponsors, and whom the state resettles: by the same acts as everywhere, in the order of time."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from veer.access import roles
from veer.access.who import SYSTEM, Who
from veer.cases import facts
from veer.cases.acts import deciding, open_case, perform
from veer.cases.models import Case
from veer.cases.standing import Standing
from veer.journal import clock
from veer.journal.queries import length
from veer.letters import render
from veer.people.acts import introduce, invite
from veer.people.models import Account, Person
from veer.people.queries import confirmed_emails, own_person, who_is
from veer.sponsorship import acts
from veer.sponsorship.models import Group, Receipt, Window

STORY = Path(__file__).with_name("demo_sponsors.yaml")
SAID = {"gives": True, "lawful": True, "near": True, "tied": False, "test": 90}
WAY, FORM, REASON = "named_family", "group", "All that the law asks is there."
At = Callable[[int], datetime]


def make(who: Mapping[str, Who], at: At) -> None:
    """Done twice it is done once: a group, and a draw, is there whole or not at all."""
    told = yaml.safe_load(STORY.read_text())
    handles = who[told["works"]["handles"]]
    with clock.held(at(told["groups"][0]["days"][0])):
        for name, number in told["inhabitants"].items():
            acts.write_inhabitants(name, number, handles)
    for one in told["groups"]:
        if not Group.objects.filter(name=one["name"]).exists():
            with transaction.atomic():
                _group(one, told, who, at)
    for one in told["refused"]:
        if not Group.objects.filter(name=one["name"]).exists():
            with transaction.atomic():
                _refused(one, told, who, at)
    for one in told["windows"]:
        closes = at(one["closes"]).date()
        if not Window.objects.filter(closes=closes).exists():
            with transaction.atomic():
                _window(one, told, who, at)
    for row in told["state"]:
        if not Person.objects.filter(given_name=row[0], family_name=row[1]).exists():
            with transaction.atomic():
                _resettled(row, told, who, at)


def _resettled(row: list[Any], told: Mapping[str, Any], who: Mapping[str, Who], at: At) -> None:
    """A household that UNHCR submitted to the state: heard, checked, agreed, with a place of the state's own."""
    given, family, facts_told, submitted, advised, agreed = row
    works = told["works"]
    worker, hears, signs = who[works["handles"]], who[works["halves"][0]], who[works["signs"]]
    with clock.held(at(submitted)):
        (person,) = arrive(given, family).own
        found = acts.state()
        assert found is not None
        case = open_case(person, found.pack.id, found.route.id, worker, language="en", key=f"demo-{given}")
        do(case, "take", worker)
        do(case, "receive_submission", worker, facts=facts_told)
        do(case, "plan_mission", worker)
    if advised is None:
        return
    with clock.held(at(advised)):
        do(case, "hear", hears, notes="Invented notes of an interview.")
        do(case, "give_advice", hears, facts=told["advised"])
        do(case, "security_result", worker, facts={"resettle.security": "clear"})
        do(case, "systems_result", worker, facts={"resettle.systems": "clear"})
    with clock.held(at(agreed)):
        do(case, "propose_agreement", worker, reasons=[{"id": "", "text": REASON, "source": ""}])
        signed(case, signs)
        acts.keep_state_places()


def _group(one: Mapping[str, Any], told: Mapping[str, Any], who: Mapping[str, Who], at: At) -> None:
    """From five people who agree to a file that is admitted to the draw."""
    lead, worker = who[one["lead"]], who[told["works"]["handles"]]
    begun, recognised, asked, admitted = one["days"]
    with clock.held(at(begun)):
        group, keeper = founded(one, lead)
    with clock.held(at(recognised)):
        case = acts.ask_recognition(group.pk, lead, f"demo-{group.pk}")
        do(case, "submit", lead, declaration=True)
        do(case, "take", worker)
        do(case, "check", worker, facts=told["checked"])
        do(case, "propose_recognition", worker, reasons=[{"id": "", "text": REASON, "source": ""}])
        signed(case, who[told["works"]["signs"]])
        do(case, "give_recognition", worker)
        where = {"street": one["street"], "postcode": one["postcode"]}
        acts.offer_home(group.pk, one["municipality"], told["home"], lead, **where)
        for euro, giver, origin, days_ago in told["receipts"]:
            day = at(days_ago).date()
            acts.write_receipt(group.pk, Receipt.CASH, euro * 100, day, giver, keeper, origin=origin)
    with clock.held(at(asked)):
        case = acts.ask_to_bring(group.pk, WAY, *one["household"], lead, f"demo-{group.pk}-bring")
        for row in one["asked"]:
            acts.write_identity(case.pk, acts.Identified(*row), lead)
        facts.carry(case, lead, told["answers"])
        do(case, "submit", lead, declaration=True)
    with clock.held(at(admitted)):
        do(case, "take", worker)
        do(case, "examine", worker, facts=told["examined"])
        do(case, "admit", worker)


def _refused(one: Mapping[str, Any], told: Mapping[str, Any], who: Mapping[str, Who], at: At) -> None:
    """A group that does not meet what the law asks: checked, refused for the law's own reasons, and told so."""
    lead, worker = who[one["lead"]], who[told["works"]["handles"]]
    begun, asked, checked, sign, given = one["days"]
    with clock.held(at(begun)):
        group, _keeper = founded(one, lead)
    with clock.held(at(asked)):
        case = acts.ask_recognition(group.pk, lead, f"demo-{group.pk}")
        do(case, "submit", lead, declaration=True)
    with clock.held(at(checked)):
        do(case, "take", worker)
        do(case, "check", worker, facts=told["checked"])
        reasons = deciding.prefilled(Standing(Case.objects.get(pk=case.pk)), "refuse")
        do(case, "propose_refusal", worker, reasons=reasons)
    with clock.held(at(sign)):
        signed(case, who[told["works"]["signs"]])
    with clock.held(at(given)):
        do(case, "give_refusal", worker)


def founded(one: Mapping[str, Any], lead: Who) -> tuple[Group, Who]:
    """A group of which everybody agreed. The first of the others leads too, and keeps the money."""
    group = acts.begin_group(one["name"], FORM, lead, SAID | one.get("says", {}))
    others = [arrive(*name) for name in one["others"]]
    for name, other in zip(one["others"], others, strict=True):
        first = other is others[0]
        (email,) = confirmed_emails(other.account)
        member = acts.ask_member(group.pk, email, lead, lead=first, keeps_money=first)
        says = SAID | ({} if first else {"test": None}) | {"near": name[0] not in one.get("far", [])}
        acts.agree(member.pk, other, says)
    return group, others[0]


def _window(one: Mapping[str, Any], told: Mapping[str, Any], who: Mapping[str, Who], at: At) -> None:
    """A draw is announced; one that closed is listed the day after and drawn the day after that."""
    closes, halves = at(one["closes"]).date(), [who[name] for name in told["works"]["halves"]]
    with clock.held(at(max(one["closes"], 0) + 10 if "value" in one else 0)):
        window = acts.open_window(f"{closes:%Y-%m}", closes, told["source"], halves[0])
    if "value" not in one:
        return
    with clock.held(at(one["closes"] - 1)):
        acts.publish_list(window.pk, halves[0])
    for by, half in zip(halves, one["value"], strict=True):
        with clock.held(at(one["closes"] - 2)):
            acts.enter_half(window.pk, half, by)


def arrive(given: str, family: str) -> Who:
    """Somebody with an account, whom a visitor does not become."""
    email = f"{given}.{family}@voorbeeld.invalid".lower()
    account = invite(email, role=roles.APPLICANT, by=SYSTEM, name=f"{given} {family}", language="nl")
    if own_person(account.pk) is None:
        introduce(account, given_name=given, family_name=family, language="nl")
    return who_is(Account.objects.get(pk=account.pk))


def do(case: Case, act: str, by: Who, **data: Any) -> None:
    perform(case.pk, act, by, data=data, seen=length(case.pk), key=f"demo-{case.pk}-{act}")


def signed(case: Case, by: Who) -> None:
    standing = Standing(Case.objects.get(pk=case.pk))
    assert standing.proposal is not None
    shown = deciding.preview(standing, standing.proposal, by, clock.today(standing.pack.time_zone))
    do(case, "sign", by, letter=render.digest(shown[1]))
