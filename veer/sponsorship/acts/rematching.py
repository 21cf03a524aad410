"""A household goes on with another sponsor: the new one sees it from that moment, the one before no more of it.

What the one before gave, wrote on receipts and was told stays with it. Neither is told why.
"""

from uuid import UUID

from django.db import transaction

from veer.access.who import SYSTEM
from veer.cases.models import Case
from veer.cases.standing import Standing
from veer.journal import clock
from veer.journal.acts import Ref, append, lock
from veer.quotas import acts as quotas
from veer.quotas.holdings import Holding
from veer.quotas.queries import held_by
from veer.sponsorship.acts.coming import CHAIN, NAMED
from veer.sponsorship.acts.common import program_does
from veer.sponsorship.acts.following import FOLLOWS, goes
from veer.sponsorship.acts.places import CHANGED
from veer.sponsorship.models import Application, Coming, Entry, Parting
from veer.sponsorship.rematching import BREAKDOWN, CAUSE, MATCHED, REMATCH, REMATCHED, looks
from veer.sponsorship.rules import ADULTS, CHILDREN

OWN_CHOICE = "household_choice"  # where nobody wrote down a cause: who leaves on any day says none
GOES, REASON = "give_over", "another sponsor"
CATCHES_UP = (NAMED, "file_visa", "visa_given", "arrive", "accompany")  # of the new group's file, in the law's order


class LooksNoMore(ValueError):
    """The household does not look for another sponsor any more."""


@transaction.atomic
def match_again(coming_id: UUID, file: UUID, key: str) -> Coming:
    """Both sides agreed: the household is with the group whose drawn file this is. Raises `LooksNoMore`.

    The place is the household's own: it moves to the new group's file, and what was kept there for others is free.
    """
    coming = Coming.objects.select_related("case", "application").get(pk=coming_id)
    for case in sorted({coming.case_id, coming.application_id, file}):
        lock(case, "case")
    coming.refresh_from_db()
    if not looks(coming):
        raise LooksNoMore
    new = Application.objects.get(pk=file)
    before = _parted(coming)
    coming.application_id, coming.group_id = new.case_id, new.group_id
    coming.save(update_fields=["application", "group"])
    _hand_over(before.application_id, file, key)
    goes(before.application_id, GOES, f"{key} gives over")
    told = {"parting": str(before.pk), "group": str(new.group_id)}
    append(Ref(CHAIN, coming.pk), "match_again", SYSTEM.ref, payload=told)
    _found(coming, key)
    _catch_up(coming, before.application_id, key)
    return coming


def _parted(coming: Coming) -> Parting:
    """What was between the household and the group that it leaves: with the plan as that group wrote it."""
    fields = ("point", "who", "by_day", "backup", "note")
    lines = [{**one, "by_day": one["by_day"].isoformat()} for one in coming.plan.order_by("point").values(*fields)]
    made = Parting.objects.create(
        coming=coming, group=coming.group, application=coming.application, plan=lines, left_at=clock.now()
    )
    coming.plan.all().delete()
    return made


def _hand_over(old: UUID, new: UUID, key: str) -> None:
    """The new file has what the old one held, in the same quota and used as far; what it had itself is given back."""
    for one in held_by(new):
        quotas.release(one.id, SYSTEM.ref, REASON, f"{key} frees {one.id}")
    for one in held_by(old):
        quotas.release(one.id, SYSTEM.ref, REASON, f"{key} leaves {one.id}")
        made = quotas.reserve(one.quota, one.amount, new, SYSTEM.ref, REASON, f"{key} takes {one.id}", one.until)
        if one.confirmed:
            quotas.confirm(made.id, SYSTEM.ref, REASON, f"{key} uses {one.id}")
        _named(old, new, made)


def _named(old: UUID, new: UUID, made: Holding) -> None:
    """What the draws gave stays readable; the place itself is where the household is."""
    Entry.objects.filter(case=old).update(holding=None)
    Entry.objects.filter(case=new, holding__isnull=False).update(holding=made.id)


def _found(coming: Coming, key: str) -> None:
    """The act of the law in the household's own file, by the program: two people put them together, both said yes."""
    known = Standing(Case.objects.get(pk=coming.case_id)).known[0]
    if coming.case.branches.filter(branch=BREAKDOWN, step=REMATCH, ended_at=None).exists():
        program_does(coming.case_id, REMATCHED, f"{key} finds", {CAUSE: known.get(CAUSE, OWN_CHOICE)})
    else:
        program_does(coming.case_id, MATCHED, f"{key} finds")


def _catch_up(coming: Coming, old: UUID, key: str) -> None:
    """The new group's file comes to where the household is."""
    before, after = (Standing(Case.objects.get(pk=one)) for one in (old, coming.application_id))
    size = {fact: before.known[0][fact] for fact in (ADULTS, CHILDREN)}
    if size != {fact: after.known[0].get(fact) for fact in size}:
        program_does(coming.application_id, CHANGED, f"{key} counts", size)
    done = {FOLLOWS.get(one.act) for one in Standing(Case.objects.get(pk=coming.case_id)).events}
    for act in (one for one in CATCHES_UP if one == NAMED or one in done):
        goes(coming.application_id, act, f"{key} comes to {act}")
