"""What this room holds about a person, for their own copy of everything held: told by file, nothing left out."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from veer.cases import held
from veer.cases.money import euros
from veer.journal.queries import entries, told
from veer.letters import render
from veer.people.queries import names
from veer.reception import queries
from veer.reception.models import Wait
from veer.reception.rules import NEEDS

IN_ORDER = ("since", F("until").asc(nulls_last=True), "id")  # of stays: two may begin on one day


def of_persons(persons: list[UUID], _files: list[UUID]) -> list[dict[str, Any]]:
    """Each time that somebody asked for a place, with all that followed. What was only proposed, and waits for
    somebody to decide, is nobody's decision yet and is not among it."""
    found = Wait.objects.filter(person__in=persons).select_related("case").order_by("made_at", "id")
    return [_wait(one) for one in found]


def _wait(wait: Wait) -> dict[str, Any]:
    entries_ = list(entries(wait.pk))
    acted = names({one.actor_id for one in entries_})
    return {
        "file": wait.case.given.number,
        "persons": wait.persons,
        "since": wait.since,
        "wish": wait.wish,
        "departing": wait.departing,
        "ended_at": wait.ended_at,
        "ended_why": wait.ended_why,
        "needs": list(wait.needs.order_by("said_at", "id").values("need", "source", "consent", "said_at", "until")),
        "proposals": list(
            wait.proposals.exclude(settled="")
            .order_by("made_at", "id")
            .values("place__site", "reasons", "made_at", "settled", "settled_at", "why_other")
        ),
        "stays": list(
            wait.stays.order_by(*IN_ORDER).values(
                "place__site", "place__municipality", "persons", "since", "until", "ended_why", "told_until"
            )
        ),
        "askings": list(
            wait.askings.order_by("asked_at", "id").values("wish", "reason", "asked_at", "answer", "answered_at", "why")
        ),
        "wages": list(wait.wages.order_by("month", "said_at", "id").values("month", "cents", "said_at")),
        "journal": [
            {"at": one.at, "act": one.act, "by": acted.get(one.actor_id, ""), "told": told(one)} for one in entries_
        ],
        "looked": [{"at": one.at, "name": one.name, "role": str(one.role)} for one in queries.looks(wait)],
    }


def blocks(persons: list[UUID]) -> list[dict[str, Any]]:
    """The same to read: what is written down of needs, the places, the wages."""
    found = []
    for wait in Wait.objects.filter(person__in=persons).order_by("made_at", "id"):
        asked = _("since %(day)s") % {"day": date_format(wait.since, "DATE_FORMAT")}
        needs = [str(NEEDS[one.need]) for one in queries.needs_of(wait)]
        found.append(render.box(f"{_('My place')}, {asked}", *needs))
        rows = [
            [stay.place.site, date_format(stay.since, "DATE_FORMAT"), _day(stay.until)]
            for stay in wait.stays.select_related("place").order_by(*IN_ORDER)
        ]
        if rows:
            found.append(render.table(_("Places"), [_("Place"), _("From"), _("Until")], rows))
        wages = [
            [date_format(one.month, "F Y"), euros(one.cents / 100)]
            for one in wait.wages.order_by("month", "said_at", "id")
        ]
        if wages:
            found.append(render.table(_("Wages"), [_("Month"), _("Wage")], wages))
    return found


def _day(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""


held.register("reception", of_persons, blocks)
