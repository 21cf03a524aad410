"""Putting a version of the law in force on a day: one person proposes it, another signs.

A demonstration puts in force what comes with the program by itself; everywhere else it takes two.
"""

from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veer.access import policy
from veer.access.who import Who
from veer.cases import law
from veer.cases.errors import BadData, NotAtThisStep, NotForYou
from veer.cases.models import Activation, ProposedLaw
from veer.journal import clock
from veer.journal.acts import append, lock
from veer.rules import Pack


@transaction.atomic
def propose_activation(pack: Pack, from_day: date, by: Who) -> ProposedLaw:
    """Ask that new cases stand on this pack from a day on. Nothing changes until somebody else signs."""
    policy.require(by, "propose_law")
    if not pack.complete:
        raise BadData({"stored": _("This is a draft. Let the file say that it is active when it is complete.")})
    if from_day < clock.today(pack.time_zone):
        raise BadData({"from_day": _("Choose today or a later day.")})
    lock(law.chain_of(pack.id).id, "law")
    stored = law.store(pack)
    if ProposedLaw.objects.filter(stored=stored, from_day=from_day, signer=None).exists():
        raise BadData({"stored": _("This version is proposed for that day already.")})
    made = ProposedLaw.objects.create(stored=stored, from_day=from_day, proposer=by.account, proposed_at=clock.now())
    _write(made, "propose_law", by)
    return made


@transaction.atomic
def sign_activation(proposal_id: UUID, by: Who) -> Activation:
    """Put it in force from its day: by another person than the one who proposed it.

    A day that passed meanwhile does not come back: then it is in force from now on.
    """
    policy.require(by, "propose_law")
    proposal = ProposedLaw.objects.select_for_update(of=("self",)).filter(pk=proposal_id).first()
    if proposal is None:
        raise policy.NotThere("law")
    if proposal.proposer == by.account:
        raise NotForYou(_("You proposed this yourself. Another person has to sign it."))
    stored = proposal.stored
    lock(law.chain_of(stored.pack).id, "law")
    if proposal.signer is not None:
        raise NotAtThisStep(_("This was signed already."))
    now = clock.now()
    at = max(now, _beginning(proposal.from_day, law.read(stored.pk).time_zone))
    if Activation.objects.filter(pack=stored.pack, at=at).exists():
        raise NotAtThisStep(_("Another version of this law takes effect at that moment already."))
    made = Activation.objects.create(pack=stored.pack, stored=stored, at=at, by_kind=by.ref.kind, by_id=by.ref.id)
    proposal.signer, proposal.signed_at, proposal.activation = by.account, now, made
    proposal.save(update_fields=["signer", "signed_at", "activation"])
    _write(proposal, "sign_law", by)
    return made


def _beginning(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))


def _write(proposal: ProposedLaw, act: str, by: Who) -> None:
    told = {**law.hashes(proposal.stored), "from": proposal.from_day.isoformat(), "proposal": proposal.pk}
    append(law.chain_of(proposal.stored.pack), act, by.ref, payload=told)
