"""Who stood at the desk of the demonstration, and who acts for whom there. Told in `demo_stories.yaml` too."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from veer.access.who import Who
from veer.cases.models import Hearing
from veer.journal import clock
from veer.people import acts
from veer.people.acts.desk import Told
from veer.people.acts.mandates import Terms
from veer.people.models import Account, Link, Name
from veer.people.queries import who_is


def make(told: Mapping[str, Any], who: Mapping[str, Who], at: Callable[[int], datetime]) -> None:
    """After everybody arrived: those without an account, then the mandates. Done twice it is done once."""
    persons = {name: next(iter(one.own)) for name, one in who.items() if one.own}
    for name, one in told["registered"].items():
        days_ago, by = one["at"]
        with clock.held(at(days_ago)):
            person = acts.register_at_desk(who[by], _told(one), key=f"demo-{name}")
        persons[name] = person.pk
    for one in told["mandates"]:
        with clock.held(at(one["at"])):
            _agree(persons[one["of"]], who[one["to"]], Terms(may=one.get("may", Link.ACT)), who[one["of"]])
    for one in told["appointed"]:
        with clock.held(at(one["at"])):
            _appoint(persons[one["of"]], who[one["to"]], who[one["by"]], one)


def _told(one: Mapping[str, Any]) -> Told:
    return Told(
        one["given"],
        one["family"],
        one["born"],
        one["language"],
        names=((Name.PASSPORT, one["passport"]),) if "passport" in one else (),
        papers=(tuple(one["paper"]),) if "paper" in one else (),
        note=one.get("note", ""),
    )


def _agree(person: UUID, to: Who, terms: Terms, giver: Who) -> None:
    """A person asks, and who is asked says yes."""
    email = _email(to)
    if not Link.objects.filter(person=person, email=email).exists():
        link = acts.give_mandate(person, giver, email=email, terms=terms)
        acts.accept_mandate(link.pk, to)


def _appoint(person: UUID, to: Who, by: Who, one: Mapping[str, Any]) -> None:
    email = _email(to)
    if not Link.objects.filter(person=person, email=email).exists():
        named = {"relation": one["relation"], "email": email, "body": one["body"]}
        if one["relation"] == Link.INTERPRETER:
            named["hearing"] = Hearing.objects.filter(case__person=person).order_by("-set_for", "id")[0].pk
        link = acts.appoint(person, by, **named)
        acts.accept_mandate(link.pk, who_is(Account.objects.get(pk=to.account)))


def _email(one: Who) -> str:
    return str(Account.objects.values_list("email", flat=True).get(pk=one.account))
