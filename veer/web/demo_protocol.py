"""An organisation that is recognised as a sponsor, and a protocol that reserves places for it, by acts of the law."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from veer.access.who import Who
from veer.cases import facts
from veer.cases.acts import deciding
from veer.cases.models import Case
from veer.cases.standing import Standing
from veer.journal import clock
from veer.people.queries import confirmed_emails
from veer.sponsorship import acts
from veer.sponsorship.models import Group
from veer.web.demo_sponsors import REASON, SAID, STORY, At, arrive, do, signed

Paper = Callable[[str], SimpleUploadedFile]


def make(who: Mapping[str, Who], at: At, paper: Paper) -> None:
    """After the groups of sponsors. Done twice it is done once: it is there whole or not at all."""
    told = yaml.safe_load(STORY.read_text())
    one = told["organisation"]
    if not Group.objects.filter(name=one["name"]).exists():
        with transaction.atomic():
            _reserved(_recognised(one, told, who, at), one, told, who, at, paper)


def _recognised(one: Mapping[str, Any], told: Mapping[str, Any], who: Mapping[str, Who], at: At) -> Group:
    works, (begun, recognised, _agreed) = told["works"], one["days"]
    worker = who[works["handles"]]
    with clock.held(at(begun)):
        lead, other = (arrive(*name) for name in one["members"])
        group = acts.begin_group(one["name"], "organisation", lead, SAID)
        (email,) = confirmed_emails(other.account)
        acts.agree(acts.ask_member(group.pk, email, lead, lead=True, keeps_money=True).pk, other, SAID)
    with clock.held(at(recognised)):
        case = acts.ask_recognition(group.pk, lead, f"demo-{group.pk}")
        facts.carry(case, lead, one["sound"])
        do(case, "submit", lead, declaration=True)
        do(case, "take", worker)
        do(case, "check", worker, facts=told["checked"])
        do(case, "propose_recognition", worker, reasons=[{"id": "", "text": REASON, "source": ""}])
        signed(case, who[works["signs"]])
        do(case, "give_recognition", worker)
    return group


def _reserved(
    group: Group, one: Mapping[str, Any], told: Mapping[str, Any], who: Mapping[str, Who], at: At, paper: Paper
) -> None:
    """Places of the year in which the demonstration is opened, until its last day."""
    works, year = told["works"], at(0).year
    worker = who[works["handles"]]
    with clock.held(at(one["days"][-1])):
        case = acts.begin_protocol(group.pk, worker, f"demo-{group.pk}-protocol")
        days = {"protocol.begins": date(year, 1, 1).isoformat(), "protocol.ends": date(year, 12, 31).isoformat()}
        do(case, "take", worker)
        do(case, "set_terms", worker, facts={**one["agreed"], **days})
        do(case, "add_agreement", worker, file=paper(one["agreement"]), kind="protocol_text")
        reasons = deciding.prefilled(Standing(Case.objects.get(pk=case.pk)), "grant")
        do(case, "propose_protocol", worker, reasons=reasons)
        signed(case, who[works["signs"]])
