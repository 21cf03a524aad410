"""Which versions of the law there are: in force, before, later, waiting for a signature, or only stored."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.formats import date_format

from veer.access import policy
from veer.access.who import Who
from veer.cases.clocks import legal_day
from veer.cases.models import ActivatedPack, Activation, ProposedLaw
from veer.journal import clock
from veer.people.queries import names


@dataclass(frozen=True, slots=True)
class Version:
    """A version that is, was or will be in force: from when, by whom; `state`: now, before or later."""

    stored: ActivatedPack
    at: datetime
    state: str
    proposer: str
    signer: str

    @property
    def digest(self) -> str:
        return short(self.stored)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal that nobody signed yet. `mine`: whoever reads this proposed it and cannot sign it."""

    proposal: ProposedLaw
    proposer: str
    mine: bool

    @property
    def digest(self) -> str:
        return short(self.proposal.stored)


def short(stored: ActivatedPack) -> str:
    """The part of the hash of a law that people compare."""
    return stored.law_hash.removeprefix("sha256:")[:16]


def versions(who: Who) -> list[Version]:
    """Every activation, pack by pack, the latest first."""
    policy.require(who, "propose_law")
    found = list(
        Activation.objects.select_related("stored", "proposal")
        .defer("stored__canonical")
        .order_by("pack", "-at", "-id")
    )
    signed = {one.pk: one.proposal for one in found if hasattr(one, "proposal")}
    called = names({account for one in signed.values() for account in (one.proposer, one.signer)})
    rows, current, now = [], set(), clock.now()
    for one in found:
        state = "later" if one.at > now else "before" if one.pack in current else "now"
        current |= {one.pack} if state == "now" else set()
        by = signed.get(one.pk)
        people = (called.get(by.proposer, ""), called.get(by.signer, "")) if by else ("", "")
        rows.append(Version(one.stored, one.at, state, *people))
    return rows


def waiting(who: Who) -> list[Waiting]:
    """Proposals without a signature, the soonest first."""
    policy.require(who, "propose_law")
    found = list(
        ProposedLaw.objects.filter(signer=None)
        .select_related("stored")
        .defer("stored__canonical")
        .order_by("from_day", "proposed_at", "id")
    )
    called = names({one.proposer for one in found})
    return [Waiting(one, called.get(one.proposer, ""), one.proposer == who.account) for one in found]


def storable(who: Who) -> list[tuple[str, str]]:
    """What can be proposed: every stored pack, by its hash, with the words to choose it by."""
    policy.require(who, "propose_law")
    found = ActivatedPack.objects.defer("canonical").order_by("pack", "-stored_at", "hash")
    return [(one.pk, f"{one.pack} {one.version} ({short(one)}), {_stored_on(one)}") for one in found]


def _stored_on(pack: ActivatedPack) -> str:
    return date_format(legal_day(pack.stored_at, settings.TIME_ZONE), "DATE_FORMAT")
