"""What is held of whoever comes: who they come with, what they agreed to, what they said in confidence."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from veer.cases import held
from veer.cases.clocks import legal_day
from veer.letters import render
from veer.sponsorship.models import Identity, Parting, Traveller, Voice

OF_AN_IDENTITY = (
    "given_name", "family_name", "born", "nationality", "sex", "adult", "number", "declared", "photo", "added_why",
    "written_at",
)  # fmt: skip


def of_persons(persons: list[UUID], _files: list[UUID]) -> dict[str, Any]:
    """A person's own words alone: not what somebody else of the household said."""
    mine = Traveller.objects.filter(person__in=persons).order_by("coming__made_at", "id")
    told = ("adult", "nationality", "sex", "agreed_at", "coming__made_at", "coming__group__name")
    return {
        "comes": list(mine.values(*told)),
        "sponsors_before": list(
            Parting.objects.filter(coming__travellers__person__in=persons)
            .order_by("left_at", "id")
            .values("group__name", "left_at")
        ),
        "asked_for_as": list(
            Identity.objects.filter(traveller__person__in=persons).order_by("written_at", "id").values(*OF_AN_IDENTITY)
        ),
        "voices": list(_voices(persons).values("text", "said_at", "answer", "answered_at")),
    }


def _voices(persons: list[UUID]) -> Any:
    return Voice.objects.filter(traveller__person__in=persons).order_by("said_at", "id")


def blocks(persons: list[UUID]) -> list[dict[str, Any]]:
    """The same to read."""
    rows = [
        [date_format(legal_day(one.said_at, settings.TIME_ZONE), "DATE_FORMAT"), one.text, one.answer]
        for one in _voices(persons)
    ]
    if not rows:
        return []
    return [render.table(_("Said in confidence"), [_("Day"), _("Your message"), _("Answer:")], rows)]


held.register("households", of_persons, blocks)
