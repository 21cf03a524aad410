"""A window: it closes, its list is published, two people enter the halves of a value, and the program draws.

Nobody chooses who is drawn, nor when: the second half draws.
"""

import secrets
from datetime import date
from uuid import UUID

from django.db import transaction

from veer import draw
from veer.access import policy
from veer.access.who import SYSTEM, Who
from veer.cases.models import Case
from veer.cases.standing import Standing
from veer.journal import clock
from veer.journal.acts import Ref, append, lock
from veer.journal.models import Entry as JournalEntry
from veer.quotas import acts as quotas
from veer.quotas.queries import balances, set_apart
from veer.sponsorship.acts.asking import NoLaw
from veer.sponsorship.acts.common import DRAW, lock_places, program_does
from veer.sponsorship.acts.naming import lacks
from veer.sponsorship.acts.places import free_ended
from veer.sponsorship.acts.protocols import place_by_protocol
from veer.sponsorship.acts.suspending import running
from veer.sponsorship.models import Entry, Window
from veer.sponsorship.policy import WINDOWS, works
from veer.sponsorship.queries import quotas_of
from veer.sponsorship.rules import ADULTS, CHILDREN, READY, TIER, WAY, Sponsors, sponsors, today

LISTED = "in_window"  # the law's own step: on the list of a window
LIST, WON, LOST = "list", "draw_in", "draw_out"
ALPHABET, LETTERS = "abcdefghjkmnpqrstvwxyz23456789", 10


class NotClosed(ValueError):
    """The window is still open, or its list is published already."""


class SameHand(ValueError):
    """The halves are entered by two people, each once."""


class ActedOnAFile(ValueError):
    """Whoever did something in a file of the list has no hand in its draw."""


@transaction.atomic
def open_window(name: str, closes: date, source: str, by: Who) -> Window:
    """A window of the year in which it closes. `source`: who publishes the value, where, and which one it will be."""
    works(by)
    law = sponsors()
    if law is None:
        raise NoLaw
    running(law)
    quota = quotas.open_year(law.pack, law.application.id, law.quota.id, closes.year, by.ref)
    window = Window.objects.create(
        name=name,
        closes=closes,
        source=source,
        quota=quota,
        need=law.limit("need_percent"),
        opened_by=by.account,
        opened_at=clock.now(),
    )
    _write(window, "open_window", by.ref, {"closes": closes.isoformat(), "source": source})
    return window


@transaction.atomic
def publish_list(window_id: UUID, by: Who) -> Window:
    """The day after it closed: who takes part, how many places there are, and the digest of the list.

    From then on nothing in it changes. The files learn that they are on the list. One that does not say of everybody
    who they are is not on it (SG4).
    """
    window, law = _worked(window_id, by), sponsors()
    lock_places(window.quota_id)
    if law is None:
        raise NoLaw
    if window.listed_at is not None or today(law) <= window.closes:
        raise NotClosed
    running(law)
    free_ended()
    place_by_protocol()
    ready = Case.objects.filter(route=law.application.id, step=READY, ended_at=None, law__pack=law.pack.id)
    in_time = [case for case in ready.order_by("id") if _in_time(case, window.closes) and not lacks(case)]
    entries = [Entry(window=window, case=case, lot=_lot(case, law)) for case in in_time]
    Entry.objects.bulk_create(entries)
    window.ids = sorted(one.lot for one in entries)
    window.commitment = draw.commitment(window.ids)
    window.places = _places(window, law)
    parts = {quota: name for name, quota in quotas_of(window).items()}
    window.apart = {parts[quota]: there.places for quota, there in set_apart(parts).items()}
    window.listed_at = clock.now()
    window.save(update_fields=["ids", "commitment", "places", "apart", "listed_at"])
    for one in entries:
        program_does(one.case_id, LIST, f"{window.pk} lists {one.case_id}")
    _write(window, "publish_list", by.ref, {"commitment": window.commitment, "places": window.places})
    return window


def _in_time(case: Case, last: date) -> bool:
    """Whether a file came to where it takes part on the last day of the window at the latest."""
    came = [event.day for event in Standing(case).events if READY in event.moves]
    return bool(came) and came[-1] <= last


def _lot(case: Case, law: Sponsors) -> str:
    """A new id for a file: chance, and what decides. So many windows lost as the law says raise the tier."""
    known = Standing(case).known[0]
    before = list(Entry.objects.filter(case=case).order_by("-window__drawn_at", "id").values_list("outcome", flat=True))
    tiers = list(draw.TIERS)
    place = tiers.index(str(known[TIER]))
    if before.count(draw.OUT) + before.count(draw.PASSED) >= law.limit("losses_a_tier"):
        place = max(0, place - 1)
    chance = "".join(secrets.choice(ALPHABET) for _ in range(LETTERS))
    persons = int(known[ADULTS]) + int(known[CHILDREN])
    return draw.written(chance, str(known[WAY]), persons, tiers[place], before[:1] == [draw.PASSED])


def _places(window: Window, law: Sponsors) -> dict[str, int]:
    """Persons by part: what may still be called this year, over the windows that are left."""
    drawn = Window.objects.filter(quota=window.quota_id, listed_at__isnull=False).exclude(pk=window.pk).count()
    left = max(1, law.limit("windows") - drawn)
    parts = {name: quota for name, quota in quotas_of(window).items() if name in law.parts}
    held = balances(parts.values())
    return {name: max(0, held[quota].callable // left) for name, quota in parts.items()}


@transaction.atomic
def enter_half(window_id: UUID, half: str, by: Who) -> Window:
    """One half of the value that was published after the window closed; the second, by somebody else, draws.

    Raises `SameHand`, or `ActedOnAFile` where they did something in a file of the list.
    """
    window = _worked(window_id, by)
    if window.listed_at is None or window.second_by is not None:
        raise NotClosed
    if window.first_by == by.account:
        raise SameHand
    law = sponsors()
    if law is not None:
        running(law)
    files = window.entries.values("case")
    if JournalEntry.objects.filter(chain__in=files, actor_id=by.account).exists():
        raise ActedOnAFile
    told = half.strip()
    if not told:
        raise ValueError("a half says something")
    which = "first" if window.first_by is None else "second"
    setattr(window, f"{which}_half", told)
    setattr(window, f"{which}_by", by.account)
    window.save(update_fields=[f"{which}_half", f"{which}_by"])
    _write(window, f"enter_{which}_half", by.ref, {"half": told})
    if which == "second":
        lock_places(window.quota_id)
        _draw(window)
    return window


def _draw(window: Window) -> None:
    """The order of the digests, places in that order, a place kept for each that is drawn, and everybody told."""
    seed = draw.seed_of(window.name, window.first_half + window.second_half)
    window.order, window.drawn_at = draw.order(seed, window.ids), clock.now()
    window.save(update_fields=["order", "drawn_at"])
    outcomes = draw.allot(window.order, window.places, window.need)
    parts = quotas_of(window)
    places = {lot: place for place, lot in enumerate(window.order, 1)}
    for entry in window.entries.select_related("case").order_by("lot"):
        entry.place, entry.outcome = places[entry.lot], outcomes[entry.lot]
        if entry.case.step == LISTED:  # whoever withdrew meanwhile stays in the list, and takes no place
            _tell(window, entry, parts)
        entry.save(update_fields=["place", "outcome", "holding"])
    _write(window, "draw", SYSTEM.ref, {"seed": seed, "drawn": list(outcomes.values()).count(draw.IN)})


def _tell(window: Window, entry: Entry, parts: dict[str, UUID]) -> None:
    key, lot = f"{window.pk} draws {entry.case_id}", draw.Lot.read(entry.lot)
    if entry.outcome == draw.IN:
        held = quotas.reserve(parts[lot.part], lot.persons, entry.case_id, SYSTEM.ref, "draw", key)
        entry.holding = held.id
    program_does(entry.case_id, WON if entry.outcome == draw.IN else LOST, key)


def _worked(window_id: UUID, by: Who) -> Window:
    works(by)
    lock(window_id, DRAW)
    found: Window = policy.obtain(Window.objects.all(), WINDOWS.kind, by, policy.HANDLE, window_id)
    return found


def _write(window: Window, act: str, by: Ref, payload: dict[str, object]) -> None:
    append(Ref(DRAW, window.pk), act, by, payload=payload)
