"""Records that may be one person: proposed for review, merged by somebody with a reason, undone with another.

Nothing is deleted and nothing moves: links, cases and facts stay with the record that they were written for, and are
found through the record that is kept.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from veer.access import policy
from veer.access.who import Who
from veer.journal import clock
from veer.journal.acts import Ref, append, lock
from veer.people import birth, names
from veer.people.models import Likeness, Merge, NameToken, Paper, Person

MERGES = Ref("merges", UUID(int=2))  # one at a time in the whole house: they are rare, and read each other
MOST = 50  # namesakes that are looked at; more are no sign any longer


class NoReason(ValueError):
    """Whoever decides about two records says why."""


class SaidBefore(ValueError):
    """Somebody else decided meanwhile."""


def make_findable(person: Person) -> None:
    """After a person was made or changed: the words they are found by, and the records that look like theirs."""
    called = [person.name, *person.other_names.order_by("id").values_list("name", flat=True)]
    wanted = {(token, False) for token in names.tokens(called)} | {(bare, True) for bare in names.skeletons(called)}
    there = {(row.token, row.bare): row.pk for row in person.tokens.order_by("id")}
    NameToken.objects.filter(pk__in=[pk for key, pk in there.items() if key not in wanted]).delete()
    fresh = sorted(wanted - set(there))
    NameToken.objects.bulk_create([NameToken(person=person, token=token, bare=bare) for token, bare in fresh])
    propose_twins(person)


def propose_twins(person: Person) -> None:
    """Write down which records look like this one. What no longer does is taken off the list, unless it was decided."""
    found = signs(person)
    waiting = Likeness.objects.filter(Q(one=person) | Q(other=person), said=None)
    for row in waiting.order_by("id"):
        if (row.other_id if row.one_id == person.pk else row.one_id) not in found:
            row.delete()
    for twin, why in sorted(found.items()):
        one, other = sorted((person.pk, twin))
        row, made = Likeness.objects.get_or_create(
            one_id=one, other_id=other, defaults={"signs": why, "found_at": clock.now()}
        )
        if not made and row.said is None and row.signs != why:
            Likeness.objects.filter(pk=row.pk).update(signs=why)


def signs(person: Person) -> dict[UUID, list[str]]:
    """The records that look like this one, each with why: `paper`, `name`, `sounds`.

    `name`: the same words in any order, and birth dates that can be one day, at least one of them known. `sounds`: the
    same consonants and the very same whole birth date, as when one desk wrote Arabic letters and another Latin ones.
    """
    others = Person.objects.exclude(kept=person.kept_id)
    found: dict[UUID, list[str]] = {}
    keys = list(person.papers.order_by("key").values_list("key", flat=True))
    for twin in Paper.objects.filter(key__in=keys, person__in=others).order_by("person_id").values_list("person_id"):
        found.setdefault(twin[0], []).append("paper")
    if person.key:
        for twin, born in others.filter(key=person.key).order_by("id").values_list("id", "born")[:MOST]:
            if (born or person.born) and birth.compatible(born, person.born):
                found.setdefault(twin, []).append("name")
    if person.skeleton and birth.whole(person.born):
        sounds = others.filter(skeleton=person.skeleton, born=person.born).exclude(key=person.key)
        for twin in sounds.order_by("id").values_list("id", flat=True)[:MOST]:
            found.setdefault(twin, []).append("sounds")
    return {twin: sorted(set(why)) for twin, why in found.items()}


@transaction.atomic
def say_different(likeness: UUID, by: Who, reason: str) -> None:
    """Two records are two persons. They are not proposed again, whatever they share."""
    row = _open(likeness, by, reason)
    Likeness.objects.filter(pk=row.pk).update(said=Likeness.DIFFERENT, said_at=clock.now())
    _write(row.one_id, row.other_id, "say_different", by, {"reason": reason})


@transaction.atomic
def merge(likeness: UUID, keep: UUID, by: Who, reason: str) -> Merge:
    """Two records are one person, who goes by the record `keep`."""
    row = _open(likeness, by, reason)
    absorbed = row.other_id if keep == row.one_id else row.one_id
    if keep not in (row.one_id, row.other_id):
        raise ValueError("one of the two is kept")
    now = clock.now()
    made = Merge.objects.create(
        kept_id=keep, absorbed_id=absorbed, reason=reason, at=now, by_kind=by.ref.kind, by_id=by.ref.id
    )
    Likeness.objects.filter(pk=row.pk).update(said=Likeness.SAME, said_at=now)
    recompute({keep, absorbed})
    _write(keep, absorbed, "merge", by, {"reason": reason, "kept": str(keep)})
    return made


@transaction.atomic
def undo_merge(merge_id: UUID, by: Who, reason: str) -> Merge:
    """Two records are two persons after all: everything is found again where it was, as if they were never merged."""
    _may_decide(by, reason)
    lock(MERGES.id, MERGES.kind)
    row = Merge.objects.select_related("kept", "absorbed").filter(pk=merge_id).first()
    if row is None or {row.kept_id, row.absorbed_id} & by.near:
        raise policy.NotThere("merge")
    ended = Merge.objects.filter(pk=merge_id, undone_at=None).update(
        undone_at=clock.now(), undone_kind=by.ref.kind, undone_by=by.ref.id, undone_reason=reason
    )
    if not ended:
        raise SaidBefore
    one, other = sorted((row.kept_id, row.absorbed_id))
    Likeness.objects.filter(one=one, other=other).update(said=Likeness.DIFFERENT, said_at=clock.now())
    recompute({row.kept_id, row.absorbed_id})
    _write(row.kept_id, row.absorbed_id, "undo_merge", by, {"reason": reason})
    row.refresh_from_db()
    return row


def recompute(touched: Iterable[UUID]) -> None:
    """Who stands for whom among the records that hang together with these, from the open merges alone."""
    known = set(Person.objects.filter(same__in=list(touched)).values_list("id", flat=True))
    together = set(Person.objects.filter(kept__in=known).values_list("id", flat=True))
    stands = {person: person for person in together}

    ties = Merge.objects.filter(kept__in=together, absorbed__in=together, undone_at=None).order_by("at", "id")
    for keep, absorbed in ties.values_list("kept_id", "absorbed_id"):
        gone, stays = stands[absorbed], stands[keep]
        stands = {person: stays if root == gone else root for person, root in stands.items()}
    for root in sorted(set(stands.values())):
        mine = [person for person, stays in stands.items() if stays == root]
        Person.objects.filter(pk__in=mine).exclude(kept=root).update(kept=root)


def _may_decide(by: Who, reason: str) -> None:
    policy.require(by, "review_duplicates")
    if not reason.strip():
        raise NoReason


def _open(likeness: UUID, by: Who, reason: str) -> Likeness:
    """A pair that waits, taken so that nobody else decides about any pair meanwhile."""
    _may_decide(by, reason)
    lock(MERGES.id, MERGES.kind)
    row = Likeness.objects.filter(pk=likeness).first()
    if row is None or {row.one_id, row.other_id} & by.near:
        raise policy.NotThere("likeness")
    if row.said is not None:
        raise SaidBefore
    return row


def _write(one: UUID, other: UUID, act: str, by: Who, told: dict[str, str]) -> None:
    """In the journal of both: each tells of the other."""
    append(Ref("person", one), act, by.ref, subject=Ref("person", other), payload=told)
    append(Ref("person", other), act, by.ref, subject=Ref("person", one), payload=told)
