"""Proving that nothing vanished or changed: entry by entry, then head by head, then seal by seal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from veer.journal import chain as chains
from veer.journal import queries
from veer.journal.models import Entry, Head, Seal


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that does not add up: a code for programs, a sentence for people."""

    code: str
    chain: str
    message: str


@dataclass(slots=True)
class Report:
    """What was checked and what was found. `proved_until`: up to there a seal vouches for the journal as a whole.

    `heads_only_since` is the first entry that no seal covers yet: whoever can rewrite a head could still take it away.
    """

    chains: int = 0
    entries: int = 0
    erased: int = 0
    proved_until: datetime | None = None
    heads_only_since: datetime | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.problems

    def found(self, code: str, chain: Any, message: str) -> None:
        self.problems.append(Problem(code, str(chain), message))


def verify(seal: Mapping[str, Any] | None = None, *, using: str = "default") -> Report:
    """Check everything. With an exported seal, check also that all it saw is still there; without, our own seals."""
    report = Report()
    ends = _walk(report, using)
    _heads(report, ends, using)
    _own_seals(report, using)
    if seal is not None:
        kept = _exported(report, seal)
        _covered(report, kept, f"seal {seal.get('number')}", using)
        if report.ok:
            report.proved_until = datetime.fromisoformat(str(seal["at"]))
    else:
        last = queries.last_seal(using=using)
        kept = queries.sealed_heads(last, using=using) if last else {}
        if last:
            _covered(report, kept, f"seal {last.number}", using)
            report.proved_until = last.at if report.ok else None
    report.heads_only_since = _first_uncovered(kept, using)
    return report


def _walk(report: Report, using: str) -> dict[str, tuple[int, str]]:
    """Recompute every digest; give back where each chain really ends."""
    ends: dict[str, tuple[int, str]] = {}
    rows = Entry.objects.using(using).select_related("payload").order_by("chain", "position").iterator(chunk_size=2000)
    for chain, entries in groupby(rows, key=lambda entry: str(entry.chain)):
        report.chains += 1
        position, previous = 0, chains.START
        for entry in entries:
            report.entries += 1
            if entry.position != position + 1:
                missing = f"entries {position + 1} to {entry.position - 1} are missing"
                report.found("missing_entry", chain, missing)
            elif entry.previous != previous:
                report.found("broken_link", chain, f"entry {entry.position} does not follow the one before it")
            _one(report, entry)
            position, previous = entry.position, entry.digest
        ends[chain] = (position, previous)
    return ends


def _one(report: Report, entry: Entry) -> None:
    payload = getattr(entry, "payload", None)
    if chains.entry_digest(entry) != entry.digest:
        report.found("changed_entry", entry.chain, f"entry {entry.position} was changed after it was written")
    if payload is None:
        report.erased += 1
    elif chains.payload_digest(bytes(payload.salt), payload.body) != entry.payload_digest:
        report.found("changed_payload", entry.chain, f"what entry {entry.position} told was changed")


def _heads(report: Report, ends: Mapping[str, tuple[int, str]], using: str) -> None:
    heads = {str(head.chain): (head.length, head.digest) for head in Head.objects.using(using).iterator()}
    for chain in ends.keys() - heads.keys():
        report.found("missing_head", chain, "the chain has entries but no head")
    for chain, (length, digest) in heads.items():
        end = ends.get(chain, (0, chains.START))
        if end != (length, digest):
            report.found("wrong_end", chain, f"the head says {length} entries, {end[0]} are there or the last differs")


def _own_seals(report: Report, using: str) -> None:
    previous, number = chains.START, 0
    for seal in Seal.objects.using(using).order_by("number"):
        expected = chains.seal_digest(seal.number, seal.at, seal.count, seal.heads, seal.previous)
        if seal.number != number + 1 or seal.previous != previous or seal.digest != expected:
            report.found("broken_seal", f"seal {seal.number}", f"seal {seal.number} does not follow the one before it")
        previous, number = seal.digest, seal.number
    last = queries.last_seal(using=using)
    if last:
        kept = queries.sealed_heads(last, using=using)
        if chains.heads_digest(sorted((c, n, d) for c, (n, d) in kept.items())) != last.heads:
            report.found("broken_seal", f"seal {last.number}", f"the heads kept with seal {last.number} were changed")


def _exported(report: Report, seal: Mapping[str, Any]) -> dict[str, tuple[int, str]]:
    """The heads of a seal that came as a file, after checking that the file agrees with itself."""
    kept = {str(chain): (int(length), str(end)) for chain, length, end in seal["heads"]}
    heads = chains.heads_digest(sorted((c, n, d) for c, (n, d) in kept.items()))
    at = datetime.fromisoformat(str(seal["at"]))
    digest = chains.seal_digest(int(seal["number"]), at, len(kept), heads, str(seal["previous"]))
    if heads != seal["heads_digest"] or digest != seal["digest"]:
        report.found("damaged_file", "", "the seal's file does not agree with its own digest")
    return kept


def _covered(report: Report, kept: Mapping[str, tuple[int, str]], name: str, using: str) -> None:
    """All that a seal saw must still be there, at its place, with its digest."""
    for chain, (length, digest) in kept.items():
        entry = Entry.objects.using(using).filter(chain=chain, position=length).values_list("digest", flat=True).first()
        if entry is None and length:
            report.found("missing_since_seal", chain, f"{name} saw {length} entries; the last of them is gone")
        elif length and entry != digest:
            report.found("changed_since_seal", chain, f"entry {length} is not the one that {name} saw")


def _first_uncovered(kept: Mapping[str, tuple[int, str]], using: str) -> datetime | None:
    first: datetime | None = None
    for head in Head.objects.using(using).iterator():
        covered = kept.get(str(head.chain), (0, ""))[0]
        if head.length > covered:
            entry = Entry.objects.using(using).filter(chain=head.chain, position=covered + 1).first()
            if entry and (first is None or entry.at < first):
                first = entry.at
    return first
