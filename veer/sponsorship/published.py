"""What the public reads of the programme beside places and endings (SG17), by the file in which it happened: numbers
that name nobody. Each is of what had happened before a moment."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Q

from veer.cases import law
from veer.cases.models import Branch, Case, Decision
from veer.journal.models import Entry
from veer.people.models import Fact
from veer.sponsorship.coming import VOICE
from veer.sponsorship.models import Application, Coming, Group
from veer.sponsorship.rules import WAY, sponsors

TIES, FORMS, REASONS, BREAKDOWNS = "ties", "forms", "reasons", "breakdowns"
APART = "breakdown"  # the law's own branch
Key = tuple[str, str]  # law, route
Found = tuple[str, Key, Counter[str]]  # which of them, of which files, how many by value
Row = tuple[str, str, str, int]  # law, route, value, how many


def told_of(key: Key) -> tuple[str, ...]:
    """Which of these numbers a route of the law in force has."""
    found = sponsors()
    if found is None or found.pack.id != key[0]:
        return ()
    of = {found.application.id: TIES, found.recognition.id: FORMS}
    of |= {one.id: BREAKDOWNS for one in found.pack.routes.values() if VOICE in one.rights and one.procedure}
    return (of[key[1]], REASONS) if key[1] in of else ()


def published_until(at: datetime) -> Iterator[Found]:
    """Requests by tie, recognised sponsors by form, reasons of refusals, and breakdowns by how they stand."""
    for name, rows in ((TIES, _ties(at)), (FORMS, _forms(at)), (REASONS, _reasons(at)), (BREAKDOWNS, _apart(at))):
        found: dict[Key, Counter[str]] = {}
        for pack, route, value, number in rows:
            found.setdefault((pack, route), Counter())[value] += number
        yield from ((name, key, counted) for key, counted in found.items())


def refuses(decision: Decision) -> bool:
    """Whether what was decided goes against the person, as the law of the file says."""
    procedure = law.read(decision.law_id).route(decision.case.route).procedure
    act = procedure.acts.get(decision.act) if procedure else None
    return act is not None and act.refuses


def _ties(at: datetime) -> Iterator[Row]:
    sent = Case.objects.filter(pk__in=Application.objects.values("case"), submitted_at__lt=at)
    where = {pk: (pack, route) for pk, pack, route in sent.order_by("pk").values_list("pk", "law__pack", "route")}
    told = Fact.objects.filter(purpose_id__in=sent.values("pk"), fact=WAY, superseded_by=None).order_by("purpose_id")
    yield from ((*where[case], str(way), 1) for case, way in told.values_list("purpose_id", "value"))


def _forms(at: datetime) -> Iterator[Row]:
    law_now = sponsors()
    steps = law_now.recognised if law_now else ()
    given = Entry.objects.filter(led_to__in=steps, at__lt=at).values("chain")
    there = Group.objects.filter(recognition__in=given).order_by("form")
    alike = ("recognition__law__pack", "recognition__route", "form")
    yield from there.order_by(*alike).values_list(*alike).annotate(number=Count("pk"))


def _reasons(at: datetime) -> Iterator[Row]:
    """Each reason of a refusal once, by the id of its rule, "" in an official's own words. It may have several."""
    ours = Q(case__in=Group.objects.values("recognition")) | Q(case__in=Application.objects.values("case"))
    ours |= Q(case__in=Coming.objects.values("case"))
    signed = Decision.objects.filter(ours, signed_at__lt=at).select_related("case__law").order_by("signed_at", "id")
    for one in signed:
        if refuses(one):
            for reason in {str(said["id"]) for said in one.reasons}:
                yield one.case.law.pack, one.case.route, reason, 1


def _apart(at: datetime) -> Iterator[Row]:
    opened = Branch.objects.filter(branch=APART, opened_at__lt=at, case__in=Coming.objects.values("case"))
    alike = ("case__law__pack", "case__route", "step")
    yield from opened.order_by(*alike).values_list(*alike).annotate(number=Count("pk"))
