"""What this room holds about a person, for their own copy: what they reported themselves. What others reported about
somebody is not told: it would say who reported. The copy says that it is kept apart."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from veer.cases import held
from veer.cases.clocks import legal_day
from veer.letters import render
from veer.people.models import Link
from veer.safeguarding.models import Concern, Interest

TOLD = ("kind", "told", "about", "number", "tell", "contact", "raised_at", "due_at", "outcome", "reason", "decided_at")


def of_persons(persons: list[UUID], _files: list[UUID]) -> list[dict[str, Any]]:
    return list(_raised(persons).values(*TOLD))


def _raised(persons: list[UUID]) -> Any:
    accounts = Link.objects.filter(person__in=persons, relation=Link.SELF).values("account")
    return Concern.objects.filter(account__in=accounts).order_by("raised_at", "id")


def blocks(persons: list[UUID]) -> list[dict[str, Any]]:
    """The same to read."""
    raised = [(legal_day(one.raised_at, settings.TIME_ZONE), one.told) for one in _raised(persons)]
    rows = [[date_format(day, "DATE_FORMAT"), told] for day, told in raised]
    return [render.table(_("What you reported"), [_("Day"), _("What happened?")], rows)] if rows else []


def interests(persons: list[UUID], _files: list[UUID]) -> list[dict[str, Any]]:
    """On whom somebody who works here does not work, in their own words."""
    accounts = Link.objects.filter(person__in=persons, relation=Link.SELF).values("account")
    said = Interest.objects.filter(account__in=accounts).order_by("said_at", "id")
    return list(said.values("case__given__number", "municipality", "why", "said_at", "over_at"))


held.register("safeguarding", of_persons, blocks)
held.register("interests", interests)
