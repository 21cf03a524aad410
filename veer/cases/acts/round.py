"""The daily round: warn before a term ends, act when the law says so. Never twice, and with the right days after a
time in which nobody ran it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from veer.access import roles
from veer.access.who import SYSTEM
from veer.cases import law
from veer.cases.acts.door import WARNED, perform
from veer.cases.acts.terms import keep_terms
from veer.cases.errors import ActRefused
from veer.cases.models import NEVER, Case, Term
from veer.cases.notices import term_comes_near
from veer.cases.standing import Standing
from veer.journal import clock
from veer.journal.acts import append, lock, request_key
from veer.journal.queries import by_key, length
from veer.rules.time.clocks import answered

BATCH = 200
ONE = timedelta(days=1)


@dataclass
class Round:
    """What one round did. `stuck`: cases in which the law's act could not be performed, to be looked at by somebody."""

    warned: int = 0
    acted: int = 0
    stuck: tuple[tuple[UUID, str, str], ...] = ()


def daily_round() -> Round:
    """Look at every term that is near or over, the earliest first; running it again does nothing more.

    An act that follows from one term can end or start others, whose days may be past as well: it goes on until none
    is left. What is written down carries the day on which the law says that it happened, not the day of the round.
    """
    done = Round()
    stuck: dict[UUID, tuple[UUID, str, str]] = {}
    for case_id in _cases_under_other_law():
        _look_again(case_id)
    while True:
        before = done.acted
        for case_id in _cases_with_terms_over(set(stuck)):
            problem = _act(case_id, done)
            if problem:
                stuck[case_id] = problem
        if done.acted == before:
            break
    for case_id in _cases_to_warn():
        _warn(case_id, done)
    for case_id in Term.objects.filter(state="still").order_by("id").values_list("case_id", flat=True):
        _look_again(case_id)
    done.stuck = tuple(stuck.values())
    return done


def _cases_under_other_law() -> list[UUID]:
    """Cases whose law is that of the day, and for which a day came from which it is another: its terms run now."""
    found = Case.objects.filter(law_changes_on__lte=clock.today("UTC") + ONE).order_by("law_changes_on", "id")
    return list(found.values_list("id", flat=True))


def _cases_with_terms_over(without: set[UUID]) -> Iterator[UUID]:
    """Cases in which the program has to act, those that waited longest first. A day is over in no zone before it is
    in the first of them, so the rows of yesterday's date are looked at and the law's own day decides."""
    found = Term.objects.filter(latest__lte=clock.today("UTC")).exclude(expires="").exclude(case_id__in=without)
    seen: set[UUID] = set()
    for case_id in found.order_by("latest", "id").values_list("case_id", flat=True)[:BATCH]:
        if case_id not in seen:
            seen.add(case_id)
            yield case_id


def _act(case_id: UUID, done: Round) -> tuple[UUID, str, str] | None:
    """Perform what follows from the first term that is over in a case; the reason where that cannot be."""
    standing = Standing(Case.objects.get(pk=case_id))
    over = [one for one in standing.due_on(standing.today) if one.state == "over" and one.clock.expires and one.latest]
    if not over:
        return None
    first = min(over, key=lambda one: (one.latest or date.max, one.clock.id))
    assert first.latest is not None
    act = first.clock.expires or ""
    if answered(first.clock, standing.events, standing.procedure):
        return case_id, act, "what the term asks for was done, and is being weighed"
    at = _midnight(first.latest + ONE, standing.pack.time_zone)
    key = f"{case_id} {first.clock.id} {first.started.isoformat()} ran out {first.latest.isoformat()}"
    try:
        fresh = not perform(case_id, act, SYSTEM, at=at, seen=length(case_id), key=key).repeated
    except ActRefused as refused:
        return case_id, act, str(refused)
    done.acted += fresh
    return None if fresh else (case_id, act, "")


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))


def _cases_to_warn() -> list[UUID]:
    found = Term.objects.filter(warn_on__lte=clock.today("UTC") + ONE).order_by("warn_on", "id")
    return list(dict.fromkeys(found.values_list("case_id", flat=True)))


def _warn(case_id: UUID, done: Round) -> None:
    """Write down once a term that it comes near, in the journal, where pages and notices find it."""
    with transaction.atomic():
        lock(case_id, "case")
        standing = Standing(Case.objects.get(pk=case_id))
        for term in Term.objects.filter(case_id=case_id, warn_on__lte=standing.today).order_by("warn_on", "id"):
            key = f"{case_id} {term.clock} {term.started.isoformat()} {term.last_day.isoformat()}"
            if by_key(request_key(SYSTEM.ref, key)) is None:
                told: dict[str, str | bool] = {"clock": term.clock, "duty": term.duty}
                told["last_day"] = term.last_day.isoformat()
                if term.duty == roles.APPLICANT:
                    told["written"] = term_comes_near(standing.case, term.last_day)
                append(law.case_chain(case_id), WARNED, SYSTEM.ref, payload=told, key=key)
                done.warned += 1
            Term.objects.filter(pk=term.pk).update(warn_on=NEVER)


def _look_again(case_id: UUID) -> None:
    """What begins to run without anybody doing anything: a term that stood still for a limited time, one of new law."""
    with transaction.atomic():
        lock(case_id, "case")
        keep_terms(Standing(Case.objects.select_for_update().get(pk=case_id)))
