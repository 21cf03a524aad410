"""The invented people come in by the same doors as everybody, and their files walk by the same acts.

Who they are and what happened to them is data (`demo_stories.yaml`). Done twice it is done once: an interrupted
demonstration goes on where it stopped.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import typst
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile

from veer.access import roles
from veer.access.who import SYSTEM, Who
from veer.cases import acts, facts
from veer.cases.acts import deciding
from veer.cases.models import Case
from veer.cases.standing import Standing
from veer.journal import clock
from veer.journal.models import Head
from veer.letters import render
from veer.people.acts import introduce, invite
from veer.people.models import Account
from veer.people.queries import own_person, who_is
from veer.web import demo_bonds, demo_municipalities, demo_protocol, demo_reception, demo_sponsors
from veer.web.models import DemoLogin

STORIES = Path(__file__).with_name("demo_stories.yaml")
EARLIEST = timedelta(days=120)  # everybody is invited, and the law in force, before anything happens
FIRST_DAY = date(2026, 5, 4)  # before the first story that has a day of its own


@dataclass
class Stage:
    """The people on it, and the day from which the stories count back."""

    opened: datetime
    told: Mapping[str, Any]
    who: dict[str, Who]

    def at(self, when: int | date) -> datetime:
        """So many days before the opening, or on a day, at the same hour."""
        if isinstance(when, date):
            return self.opened.replace(year=when.year, month=when.month, day=when.day)
        return self.opened - timedelta(days=when)


def make(opened: datetime) -> None:
    stage = Stage(opened, yaml.safe_load(STORIES.read_text()), {})
    people = {**stage.told["applicants"], **stage.told["staff"]}
    for position, (name, one) in enumerate(people.items()):
        with clock.held(before_all(opened)):
            stage.who[name] = _arrive(one, position)
    for name, one in stage.told["applicants"].items():
        if "opened" in one:
            _walk(stage, name, one)
    demo_bonds.make(stage.told, stage.who, stage.at)
    demo_reception.make(stage.who, stage.at)
    demo_sponsors.make(stage.who, stage.at)
    demo_protocol.make(stage.who, stage.at, _paper)
    demo_municipalities.make(stage.who, stage.at)


def before_all(opened: datetime) -> datetime:
    """When everybody is invited and the law put in force, for a demonstration that is opened then."""
    return min(opened - EARLIEST, opened.replace(year=FIRST_DAY.year, month=FIRST_DAY.month, day=FIRST_DAY.day))


def _arrive(one: Mapping[str, Any], position: int) -> Who:
    full = f"{one['given']} {one['family']}"
    email = f"{one['given']}@voorbeeld.invalid".lower()
    account = invite(email, role=one.get("role", roles.APPLICANT), by=SYSTEM, name=full, language=one["language"])
    if "role" not in one and own_person(account.pk) is None:
        introduce(account, given_name=one["given"], family_name=one["family"], language=one["language"])
    DemoLogin.objects.get_or_create(account=account, defaults={"name": full, "role": one["told"], "position": position})
    return who_is(Account.objects.get(pk=account.pk))


def _walk(stage: Stage, name: str, one: Mapping[str, Any]) -> None:
    """One person's file, from its opening through each step that its story tells."""
    who, law = stage.who[name], one.get("law", stage.told["law"])
    (person,) = who.persons
    opens = stage.who[one["by"]] if "by" in one else who
    with clock.held(stage.at(one["opened"])):
        case = acts.open_case(person, law["pack"], law["route"], opens, language=one["language"], key=f"demo-{name}")
        if case.submitted_at is None and "answers" in one:
            answers = {**stage.told["answers"], **one["answers"]} if one.get("steps") else one["answers"]
            facts.carry(case, who, {fact: _value(value, stage) for fact, value in answers.items()})
    for number, (days_ago, actor, act, *data) in enumerate(one.get("steps", [])):
        by = who if actor == "self" else stage.who[actor]
        with clock.held(stage.at(days_ago) + timedelta(minutes=number)):
            case = Case.objects.get(pk=case.pk)
            acts.perform(
                case.pk,
                act,
                by,
                data=_data(case, act, by, _value(data[0], stage) if data else {}),
                seen=Head.objects.get(pk=case.pk).length,
                key=f"demo-{name}-{number}",
            )


def _value(value: Any, stage: Stage) -> Any:
    if isinstance(value, Mapping):
        if set(value) == {"days_ago"}:
            return stage.at(value["days_ago"]).date().isoformat()
        return {key: _value(inner, stage) for key, inner in value.items()}
    return value


def _data(case: Case, act: str, by: Who, told: Mapping[str, Any]) -> dict[str, Any]:
    """What the form of a page would send along: what the story tells, and what the page itself fills in."""
    standing = Standing(case)
    declared = standing.route.procedure.acts[act]
    data = dict(told)
    if "declaration" in declared.needs:
        data["declaration"] = True
    if declared.does == "summon":
        data.setdefault("set_for", clock.now() + timedelta(days=16))
    if declared.does == "propose" and "reasons" not in data:
        data["reasons"] = deciding.prefilled(standing, declared.outcome)
    if declared.does == "sign" and standing.proposal is not None:
        shown = deciding.preview(standing, standing.proposal, by, clock.today(standing.pack.time_zone))
        data["letter"] = render.digest(shown[1])
    if declared.does == "add_document":
        data["file"] = _paper(data.pop("title"))
    return data


def _paper(title: str) -> SimpleUploadedFile:
    """A page that plays the part of a document, and says so."""
    words = f'#set page("a5")\n#align(center + horizon)[#text(18pt, "{title}")\n\nAn invented document.]'
    return SimpleUploadedFile("document.pdf", typst.compile(words.encode()), "application/pdf")
