"""Municipalities of the demonstration: by the same acts as everywhere, in the order of time."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from veer.access.who import Who
from veer.cases.models import Case
from veer.journal import clock
from veer.municipalities import acts, rules
from veer.municipalities.models import Body
from veer.people.acts.desk import Told
from veer.people.models import Account
from veer.people.queries import who_is
from veer.sponsorship import acts as sponsors
from veer.sponsorship.coming import visa_route
from veer.sponsorship.models import Application, Coming
from veer.web import demo_sponsors
from veer.web.demo_sponsors import arrive, do, founded, signed

STORY = Path(__file__).with_name("demo_municipalities.yaml")
WHY = [{"id": "", "text": "All that the law asks is there.", "source": ""}]
At = Callable[[int], datetime]


def make(who: Mapping[str, Who], at: At) -> None:
    """After the sponsors. Done twice it is done once: it is there whole or not at all."""
    if Body.objects.exists():
        return
    told = yaml.safe_load(STORY.read_text())
    works = {part: who[name] for part, name in told["works"].items()}
    with transaction.atomic():
        _bodies(told, works, who, at)
        coming = _household(told, works, who, at)
        _group(told, works, at)
        acts.settle_services()
        with clock.held(at(told["move"]["days"])):
            body = Body.objects.get(name=told["move"]["to"])
            acts.propose_handover(coming.pk, body.pk, told["move"]["reason"], again(who[told["move"]["from"]]))


def again(who: Who) -> Who:
    return who_is(Account.objects.get(pk=who.account))


def _bodies(told: Mapping[str, Any], works: Mapping[str, Who], who: Mapping[str, Who], at: At) -> None:
    with clock.held(at(told["declared_on"] + 10)):
        for one in told["bodies"]:
            made = acts.write_body(one["name"], one["email"], one["language"], works["handles"])
            if "colleague" in one:
                email = str(Account.objects.values_list("email", flat=True).get(pk=who[one["colleague"]].account))
                acts.let_in(made.pk, email, one["function"], works["handles"])
    begins = rules.period_of(at(told["household"]["travels"]).date()).begins
    with clock.held(at(told["declared_on"])):
        for one in told["bodies"]:
            if one["name"] in told["declared"]:
                acting = acts.Acting.signed_in(again(who[one["colleague"]]))
                acts.declare_places(begins, told["declared"][one["name"]], acting)
    with clock.held(at(told["asked_on"])):
        for body in Body.objects.filter(organisation=None).order_by("key"):
            acts.link_for_places(body.pk, works["handles"])


def _household(told: Mapping[str, Any], works: Mapping[str, Who], who: Mapping[str, Who], at: At) -> Coming:
    """Drawn, and on its way: from the first person who is written down to a journey that has a day."""
    story, days = told["household"], told["household"]["days"]
    application = Application.objects.get(group__name=story["of"])
    handles, support = works["handles"], works["support"]
    with clock.held(at(days["named"])):
        for given, family, born, language, adult in story["people"]:
            person = Told(given, family, born, language=language, note="Passport shown by video.")
            made = sponsors.name_traveller(application.pk, person, adult, handles, f"demo-{given}")
        case = made.coming.case
        do(case, "take", handles)
    with clock.held(at(days["heard"])):
        for one in made.coming.travellers.filter(adult=True).order_by("id"):
            sponsors.say_whether(one.pk, True, handles, f"demo-{one.pk}")
        do(case, "hear_apart", handles, notes="Invented notes of a talk.")
        do(case, "found_apart", handles, facts=story["apart"])
        do(case, "begin_screening", handles)
    with clock.held(at(days["checked"])):
        for check in story["checks"]:
            do(case, f"{check}_result", handles, facts={f"check.{check}": "clear"})
    with clock.held(at(days["planned"])):
        _planned(made.coming, story, again(who[story["plan"]["by"]]), at)
        sponsors.finish_plan(made.coming.pk, support, f"demo-{made.coming.pk}-plan")
    _decided(case, story, works, at)
    with clock.held(at(days["booked"])):
        do(case, "home_ready", support, facts={"home.ready_on": at(days["heard"]).date().isoformat()})
        do(case, "orient", support)
        travels = {"travel.on": at(story["travels"]).date().isoformat(), "travel.listed": len(story["people"])}
        do(case, "book", support, facts=travels)
    return made.coming


def _planned(coming: Coming, story: Mapping[str, Any], lead: Who, at: At) -> None:
    """Each point of the plan has somebody who does it and somebody who stands in."""
    (law, _route), told = visa_route(), story["plan"]
    people = told["people"]
    for number, point in enumerate(law.facts["settlement"].type.keys):
        day = at(story["travels"] + told["before"].get(point, -number)).date()
        does, stands_in = people[number % len(people)], people[(number + 1) % len(people)]
        line = {"who": does, "backup": stands_in, "by_day": day}
        sponsors.write_point(coming.group_id, coming.pk, point, line, lead)


def _decided(case: Case, story: Mapping[str, Any], works: Mapping[str, Who], at: At) -> None:
    days = story["days"]
    with clock.held(at(days["proposed"])):
        do(case, "propose_grant", works["handles"], reasons=WHY)
    with clock.held(at(days["signed"])):
        signed(case, works["signs"])
        sponsors.settle_households()
    with clock.held(at(days["issued"])):
        do(case, "issue_visa", works["consul"], facts=story["visa"])


def _group(told: Mapping[str, Any], works: Mapping[str, Who], at: At) -> None:
    """A group that asks to be recognised, of which the municipality of its home was told."""
    one, days = told["group"], told["group"]["days"]
    home = yaml.safe_load(demo_sponsors.STORY.read_text())["home"]
    with clock.held(at(days["begun"])):
        lead = arrive(*one["lead"])
        group, _keeper = founded(one, lead)
        where = {"street": one["street"], "postcode": one["postcode"]}
        sponsors.offer_home(group.pk, one["municipality"], home, lead, **where)
    with clock.held(at(days["asked"])):
        case = sponsors.ask_recognition(group.pk, lead, f"demo-{group.pk}")
        do(case, "submit", lead, declaration=True)
        do(case, "take", works["handles"])
    with clock.held(at(days["told"])):
        body = Body.objects.get(name=one["municipality"])
        acts.ask_remark(case.pk, body.pk, works["handles"], f"demo-{case.pk}-told")
