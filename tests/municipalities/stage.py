"""Municipalities of these tests: one with an account, one that acts by links, a group and a household in the first."""

from typing import Any
from uuid import uuid4

from tests.cases import cast
from tests.sponsorship import stage as sponsors
from veer.access import roles
from veer.access.acts import give_role
from veer.access.who import SYSTEM, Who
from veer.cases.models import Case
from veer.municipalities import acts, rules
from veer.municipalities.acts import Acting, links
from veer.municipalities.models import Body
from veer.people.models import Account


def body(name: str, by: Who, email: str = "") -> Body:
    return acts.write_body(name, email, "nl", by)


def colleague(of: Body, by: Who, name: str = "Greta Gemeente") -> Who:
    """Somebody who acts for a municipality with an account."""
    known = cast.account(name, roles.MUNICIPALITY)
    acts.let_in(of.pk, str(known.email), "Head of the school service", by)
    return cast.who(Account.objects.get(pk=known.pk))


def sent(by: Who, where: str = "Gent") -> tuple[Any, Who, Case]:
    """A group with a home that asks to be recognised; an official has its file."""
    group, people = sponsors.group_of(name=f"Group {uuid4().hex[:6]}")
    sponsors.acts.offer_home(group.pk, where, sponsors.HOME, people[0], street="Klaverhof 3 bus 2", postcode="9040")
    case = sponsors.acts.ask_recognition(group.pk, people[0], uuid4().hex)
    cast.act(case, "submit", people[0], declaration=True)
    return group, people[0], cast.act(case, "take", by).case


def begun(where: str, by: Who) -> Case:
    """A group of one that asks to be recognised, with a home: enough for what a municipality reads of it."""
    lead = sponsors.somebody("Piet Poort")
    group = sponsors.acts.begin_group(f"Open Deur {where}", "group", lead, sponsors.TOLD)
    sponsors.acts.offer_home(group.pk, where, sponsors.HOME, lead)
    case = sponsors.acts.ask_recognition(group.pk, lead, uuid4().hex)
    cast.act(case, "submit", lead, declaration=True)
    return cast.act(case, "take", by).case


def pages(by: Who, works: Account, coming: Any) -> dict[str, Any]:
    """By the name of its page, what it shows to `works`, who acts for Gent, where a household comes; and two links."""
    give_role(works.pk, roles.MUNICIPALITY, SYSTEM)
    gent, aalst = body("Gent", by, "info@gent.example"), body("Aalst", by, "info@aalst.example")
    acts.let_in(gent.pk, str(works.email), "Alderman", by)
    who = cast.who(works)
    acts.declare_places(rules.periods(links.today())[0].begins, {"school": 4}, Acting.signed_in(who))
    asked = acts.ask_remark(begun("Gent", by).pk, gent.pk, by, "gent")
    acts.ask_remark(begun("Aalst", by).pk, aalst.pk, by, "aalst")
    opens = [links.token(aalst.links.get()), links.token(acts.link_for_places(aalst.pk, by))]
    begun("Ronse", by)  # of which nobody was told yet
    move = acts.propose_handover(coming, aalst.pk, "Work.", who)
    return {"remark": asked.pk, "household": coming, "handover": move.pk, "body": aalst.pk, "by_link": opens}
