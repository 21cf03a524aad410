"""How long it is kept who was in a group of sponsors, what they said, gave and offered, and whose file was drawn.

What is published of a draw stays, so that anybody can verify it, and so do the places of a year, the numbers of
inhabitants, the reasons for which the programme stood still, and the protocols: none of them is about a person.
"""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Max, Q, QuerySet

from veer.cases.clocks import legal_day
from veer.cases.keeping import Item
from veer.cases.models import Case, Hold
from veer.cases.retention import GONE
from veer.journal.acts import Ref, erase
from veer.journal.models import Entry, Reading
from veer.sponsorship.acts.common import CHAIN, DRAW
from veer.sponsorship.models import Application, Finding, Group, Home, Member, Window

CLASSES = ("groups", "receipts", "draws", "asked_members", "identities")


def groups() -> Iterator[Item]:
    """Each group: its name and bank, who was in it, the home, who helped it to ask, what its steps told, who looked,
    what was found of it and another."""
    for one in Group.objects.order_by("made_at", "id"):
        if left := _held(one):
            since, kept = _since(one)
            yield Item("groups", Ref(CHAIN, one.pk), since, left, partial(_forget, one), kept)


def receipts() -> Iterator[Item]:
    """What was given to each group and given back, by whom."""
    for one in Group.objects.order_by("made_at", "id"):
        if left := one.receipts.count():
            since, kept = _since(one)
            yield Item("receipts", Ref(CHAIN, one.pk), since, left, partial(_delete, one.receipts.all()), kept)


def draws() -> Iterator[Item]:
    """Whose file stood under which lot in each draw. The lots, their order and the value stay."""
    for one in Window.objects.order_by("closes", "id"):
        if left := one.entries.count():
            since = legal_day(one.drawn_at, settings.TIME_ZONE) if one.drawn_at else None
            kept = "a file that was in it is open" if one.entries.filter(case__ended_at=None).exists() else ""
            yield Item("draws", Ref(DRAW, one.pk), since, left, partial(_delete, one.entries.all()), kept)


def asked_members() -> Iterator[Item]:
    """The e-mail of whoever was asked to join a group and never answered."""
    for one in Member.objects.filter(account=None).order_by("asked_at", "id"):
        since = legal_day(one.asked_at, settings.TIME_ZONE)
        rows = Member.objects.filter(pk=one.pk)
        yield Item("asked_members", Ref(CHAIN, one.group_id), since, 1, partial(_delete, rows))


def identities() -> Iterator[Item]:
    """Who was asked for by name, in each file."""
    for one in Application.objects.filter(identities__isnull=False).select_related("case").distinct().order_by("case"):
        ended = one.case.ended_at
        since = legal_day(ended, settings.TIME_ZONE) if ended else None
        kept = "" if ended else "the file is open"
        if Hold.objects.filter(case=one.case, until=None).exists():
            kept = "the file is on hold"
        rows = one.identities.all()
        yield Item("identities", Ref("case", one.pk), since, rows.count(), partial(_delete, rows), kept)


def _since(group: Group) -> tuple[date | None, str]:
    """From when the time of a group runs: its last file ended, or the last thing that somebody did in it. A file that
    was never sent is nobody's yet."""
    files = Case.objects.filter(pk__in=_files(group))
    if files.filter(ended_at=None, submitted_at__isnull=False).exists():
        return None, "a file of the group is open"
    ended = files.aggregate(last=Max("ended_at"))["last"]
    done = Entry.objects.filter(chain=group.pk).aggregate(last=Max("at"))["last"]
    held = Hold.objects.filter(case__in=files, until=None).exists()
    last = max(filter(None, (ended, done, group.made_at)))
    return legal_day(last, settings.TIME_ZONE), "a file of the group is on hold" if held else ""


def _files(group: Group) -> set[UUID]:
    asked = group.applications.values_list("case", flat=True)
    came = group.comings.values_list("case", flat=True)
    agreed = group.protocols.values_list("case", flat=True)
    return {one for one in (group.recognition_id, *asked, *came, *agreed) if one is not None}


def _held(group: Group) -> int:
    """How many rows there are to erase."""
    looks = Reading.objects.filter(chain=group.pk)
    rows = (group.members, _home(group), _helped(group), _told(group), looks, _findings(group))
    return sum(one.count() for one in rows) + (group.name != GONE)


def _home(group: Group) -> QuerySet[Home]:
    return Home.objects.filter(group=group)


def _helped(group: Group) -> QuerySet[Any]:
    return group.applications.exclude(helper="")


def _findings(group: Group) -> QuerySet[Finding]:
    return Finding.objects.filter(Q(one=group) | Q(other=group))


def _told(group: Group) -> QuerySet[Entry]:
    chains = [group.pk, *_findings(group).values_list("pk", flat=True)]
    return Entry.objects.filter(chain__in=chains, payload__isnull=False)


def _forget(group: Group) -> None:
    """That there was a group, and what its files came to, stays."""
    for entry in list(_told(group).order_by("chain", "position")):
        erase(entry)
    Reading.objects.filter(chain=group.pk).delete()
    _findings(group).delete()
    _home(group).delete()
    _helped(group).update(helper="")
    group.members.all().delete()
    group.name, group.bank, group.account_end, group.account_digest = GONE, "", "", None
    group.found_as, group.number, group.number_key = "", "", ""
    group.save()


def _delete(rows: QuerySet[Any]) -> None:
    rows.delete()
