"""Audits by lot (SG10): a list is published with its digest, a value that nobody controls orders it, and the first of
those granted and of those refused are looked at again by somebody who had no hand in them."""

import secrets
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veer import draw
from veer.access import policy
from veer.access.who import Who
from veer.cases.clocks import legal_day
from veer.cases.errors import BadData
from veer.cases.models import Case, Decision
from veer.journal import clock
from veer.journal.acts import Ref, append, lock
from veer.journal.models import Entry
from veer.safeguarding.acts.concerns import NoLaw, reasoned
from veer.safeguarding.models import Audit, Round
from veer.safeguarding.queries import may_enter_late
from veer.safeguarding.rules import Law, law_of_safeguards
from veer.sponsorship import acts as sponsoring
from veer.sponsorship.queries import arrived_between, days_to_visit, files_of_groups, refuses, visit_percent

CHAIN, AUDIT = "audit_round", "audit"
ALPHABET, LETTERS = "abcdefghjkmnpqrstvwxyz23456789", 10


class NotOver(ValueError):
    """The days of a round are over before its list is made; and it is drawn once."""


class NotTheirDays(ValueError):
    """A lot for visits is of households that arrived from `first` to `last`: of others it is too early or too late."""

    def __init__(self, first: date, last: date) -> None:
        super().__init__(f"{first} to {last}")
        self.first, self.last = first, last


class ActedOnAFile(ValueError):
    """Whoever did something in a file has no hand in its audit."""


@transaction.atomic
def open_round(name: str, first: date, last: date, source: str, by: Who, kind: str = Round.AUDITS) -> Round:
    """List every file of sponsors whose latest decision was signed in these days, and publish the digest of the list;
    for visits, every household that arrived in these days.

    `source`: who publishes the value, and which one. How many are drawn follows from the law of today, and for visits
    of which days of arrival. Raises `NotOver` or `NotTheirDays`.
    """
    _auditor(by)
    law = law_of_safeguards()
    if law is None:
        raise NoLaw
    if last >= clock.today(law.pack.time_zone) or first > last:
        raise NotOver
    if kind == Round.VISITS:
        _their_days(first, last, clock.today(law.pack.time_zone), law)
    made = Round.objects.create(
        name=name,
        first=first,
        last=last,
        source=source,
        kind=kind,
        listed_at=clock.now(),
        **_percents(kind, law),
    )
    listed = _decided(first, last, law) if kind == Round.AUDITS else _arrived(first, last)
    rows = [Audit(round=made, case_id=case, lot=_lot(), granted=yes) for case, yes in listed.items()]
    Audit.objects.bulk_create(rows)
    made.ids = sorted(one.listed_as for one in rows)
    made.commitment = draw.commitment(made.ids)
    made.save(update_fields=["ids", "commitment"])
    append(Ref(CHAIN, made.pk), "open_round", by.ref, payload={"commitment": made.commitment, "source": source})
    return made


def _their_days(first: date, last: date, today: date, law: Law) -> None:
    """B9: who is drawn is spoken with around day 150, and has thirty days for it from the draw on. Of the days before,
    some are left for the value to be entered."""
    earliest, latest = days_to_visit(today)
    earliest += timedelta(days=law.safeguards.limits["value_days"])
    if first < earliest or last > latest:
        raise NotTheirDays(earliest, latest)


def _percents(kind: str, law: Law) -> dict[str, int]:
    """Of how many in a hundred a lot of this kind takes."""
    if kind == Round.VISITS:
        return {"granted_percent": visit_percent(), "refused_percent": 0}
    limits = law.safeguards.limits
    return {
        "granted_percent": limits["audit_granted_percent"],
        "refused_percent": limits["audit_refused_percent"],
    }


class SameHand(ValueError):
    """The halves are entered by two people, each once."""


@transaction.atomic
def enter_half(round_id: UUID, half: str, by: Who, why: str = "") -> Round:
    """One half of the value that was published after the list; the second, by somebody else, draws: the value orders
    the list, and the first ones are audited.

    Once the days that the law gives for it are over an official does it too, of the same value: `why` says for
    everybody why it is late, and which value of the source it is. Raises `SameHand`, `NotOver`, or `ActedOnAFile` for
    whoever did something in a file of the list.
    """
    lock(round_id, CHAIN)
    found = Round.objects.filter(pk=round_id).first()
    if found is None:
        raise policy.NotThere(CHAIN)
    if not may_enter_late(found, by):
        _auditor(by)
    elif not why.strip():
        raise BadData({"why": _("Say why, in words.")})
    if found.drawn_at is not None:
        raise NotOver
    found.late_why = found.late_why or why.strip()
    if _acted(by, [one.case_id for one in found.audits.order_by("id")]):
        raise ActedOnAFile
    half = half.strip()
    if not half:
        raise BadData({"value": _("Enter the value.")})
    if found.first_by == by.account:
        raise SameHand
    if found.first_by is None:
        found.first_half, found.first_by = half, by.account
        found.save(update_fields=["first_half", "first_by", "late_why"])
        append(Ref(CHAIN, found.pk), "enter_first_half", by.ref, payload={"half": half})
        return found
    return _drawn(found, half, by)


def _drawn(found: Round, half: str, by: Who) -> Round:
    """The order of the digests, and what it chooses."""
    found.value, found.second_by, found.drawn_at = found.first_half + half, by.account, clock.now()
    found.order = draw.order(found.seed, found.ids)
    found.save(update_fields=["value", "second_by", "drawn_at", "order", "late_why"])
    chosen = found.chosen()
    for one in found.audits.order_by("id"):
        if found.kind == Round.VISITS:
            if one.listed_as in chosen:
                sponsoring.pick_for_visit(one.case_id, f"{found.pk} picks")
            continue
        one.drawn = one.listed_as in chosen
        one.save(update_fields=["drawn"])
    append(Ref(CHAIN, found.pk), "draw_round", by.ref, payload={"seed": found.seed, "drawn": len(chosen)})
    return found


@transaction.atomic
def take_audit(audit_id: UUID, by: Who) -> Audit:
    """Look at a file that was drawn. Raises `ActedOnAFile`."""
    audit = _held(audit_id, by)
    audit.auditor = by.account
    audit.save(update_fields=["auditor"])
    append(Ref(AUDIT, audit.pk), "take", by.ref)
    return audit


@transaction.atomic
def close_audit(audit_id: UUID, outcome: str, reason: str, by: Who) -> Audit:
    """What was found, and what comes of it; once."""
    audit, reason = _held(audit_id, by), reasoned(outcome, reason)
    if audit.done_at is None:
        audit.outcome, audit.reason, audit.done_at = outcome, reason, clock.now()
        audit.auditor = by.account
        audit.save(update_fields=["outcome", "reason", "done_at", "auditor"])
        append(Ref(AUDIT, audit.pk), "close", by.ref, payload={"outcome": outcome})
    return audit


def _held(audit_id: UUID, by: Who) -> Audit:
    _auditor(by)
    lock(audit_id, AUDIT)
    found = Audit.objects.select_related("case").filter(pk=audit_id, drawn=True).first()
    if found is None or found.case.person_id in by.near:
        raise policy.NotThere(AUDIT)
    if _acted(by, [found.case_id]):
        raise ActedOnAFile
    return found


def _auditor(by: Who) -> None:
    """The program audits nothing."""
    policy.require(by, "audit_files")
    if by.kind == "system":
        raise policy.Refused("an audit is done by a human")


def _acted(by: Who, cases: list[UUID]) -> bool:
    return Entry.objects.filter(chain__in=cases, actor_id=by.account).exists()


def _decided(first: date, last: date, law: Law) -> dict[UUID, bool]:
    """By file, whether its latest decision of these days grants."""
    signed = Decision.objects.filter(case__in=_files(), signed_at__isnull=False).select_related("case")
    found = {}
    for one in signed.order_by("signed_at", "id"):
        if first <= legal_day(one.signed_at, law.pack.time_zone) <= last:
            found[one.case_id] = not refuses(one)
    return found


def _arrived(first: date, last: date) -> dict[UUID, bool]:
    """The households that arrived in these days; one that was in a lot already is in no other."""
    before = set(Audit.objects.filter(round__kind=Round.VISITS).order_by("id").values_list("case", flat=True))
    return {case: True for case in arrived_between(first, last) if case not in before}


def _files() -> set[UUID]:
    """The files of groups, and those that go on from them."""
    found = ahead = set(files_of_groups())
    while ahead:
        ahead = set(Case.objects.filter(parent__in=ahead).order_by("id").values_list("pk", flat=True)) - found
        found = found | ahead
    return found


def _lot() -> str:
    return "".join(secrets.choice(ALPHABET) for _place in range(LETTERS))
