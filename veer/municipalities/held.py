"""What this room holds about a person, for their own copy of everything held."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from veer.cases import held
from veer.cases.clocks import legal_day
from veer.letters import render
from veer.municipalities.models import Asked, Declaration, Handover
from veer.people.models import Link
from veer.sponsorship.queries import files_of_travellers

OF_A_MOVE = ("source__name", "target__name", "persons", "reason", "proposed_at", "answer", "words", "answered_at")


def of_persons(persons: list[UUID], files: list[UUID]) -> dict[str, Any]:
    """Where a household of theirs was handed over to, what a municipality remarked on their group, and what they said
    for a municipality with their own account."""
    accounts = Link.objects.filter(person__in=persons, relation=Link.SELF).values("account")
    on_files = Asked.objects.filter(case__in=files).order_by("asked_at", "id")
    own = Asked.objects.filter(account__in=accounts).order_by("remarked_at", "id")
    declared = Declaration.objects.filter(account__in=accounts).order_by("at", "id")
    return {
        "moves": list(_moves(persons).values(*OF_A_MOVE)),
        "remarks_on_their_files": list(on_files.values("body__name", "asked_at", "about", "text", "remarked_at")),
        "remarks_they_made": list(own.values("body__name", "about", "text", "by_function", "remarked_at")),
        "places_they_declared": list(declared.values("body__name", "begins", "places", "by_function", "at")),
    }


def _moves(persons: list[UUID]) -> Any:
    return Handover.objects.filter(case__in=files_of_travellers(persons)).order_by("proposed_at", "id")


def blocks(persons: list[UUID]) -> list[dict[str, Any]]:
    """The same to read, of the moves of their household: the rest is in the copy for machines."""
    moves = list(_moves(persons).select_related("source", "target"))
    days = [date_format(legal_day(one.proposed_at, settings.TIME_ZONE), "DATE_FORMAT") for one in moves]
    rows = [[day, one.source.name, one.target.name, one.reason] for day, one in zip(days, moves, strict=True)]
    if not rows:
        return []
    return [render.table(_("Moves between municipalities"), [_("Day"), _("From"), _("To"), _("Why")], rows)]


held.register("municipalities", of_persons, blocks)
