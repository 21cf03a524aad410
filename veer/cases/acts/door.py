"""The one door to a case. Check, carry out, write in the journal, move: together or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veer.access.who import Who
from veer.cases import law
from veer.cases.acts import asked, following, guards, moving
from veer.cases.acts.doing import FAMILIES, Doing, relation_of
from veer.cases.acts.handing import AMONG_COLLEAGUES
from veer.cases.acts.terms import keep_terms
from veer.cases.errors import ActRefused, Change, Changed, KeyUsed, NotAtThisStep, NotForYou, NotReady, UnknownAct
from veer.cases.models import Case
from veer.cases.policy import CASES
from veer.cases.standing import Standing, at_step
from veer.journal import clock
from veer.journal.acts import append, lock, looked, request_key
from veer.journal.models import Entry, Head
from veer.journal.queries import by_key, entries, told

WARNED = "warned"  # the daily round's own entry: a term comes near


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it: the case as it is now and the journal's entry. `repeated`: an earlier request had done it."""

    case: Case
    entry: Entry
    repeated: bool = False


def perform(
    case_id: UUID,
    act: str,
    by: Who,
    *,
    data: Mapping[str, Any] | None = None,
    at: datetime | None = None,
    seen: int,
    key: str,
) -> Done:
    """Do one act of the law in one case.

    `seen` is how long the journal was when the actor looked, `key` a word that the same request always carries: sent
    twice it is done once. Raises an `ActRefused` that says why, with nothing changed.
    """
    with transaction.atomic():
        head = lock(case_id, "case")  # whoever comes second waits here, and then sees what the first did
        before = by_key(request_key(by.ref, key))
        if before is not None:
            return _repeated(before, case_id, act)
        case = Case.objects.select_related("person").select_for_update(of=("self",)).get(pk=case_id)
        doing = _allowed(case, act, by, data or {}, at or clock.now())
        family = FAMILIES[doing.act.does]
        if not family.only_adds:
            _fresh(case, seen, head)
        missing = guards.failing(doing)
        if missing:
            raise NotReady(missing)
        asked.keep(doing)
        family.carry_out(doing)
        return _written(doing, key)


def _repeated(before: Entry, case_id: UUID, act: str) -> Done:
    if before.chain != case_id or before.act != act:
        raise KeyUsed
    return Done(Case.objects.get(pk=case_id), before, repeated=True)


def _allowed(case: Case, act: str, by: Who, data: Mapping[str, Any], at: datetime) -> Doing:
    """The act as the law of the case declares it, if this actor may do it at this step."""
    standing = Standing(case)
    declared = standing.procedure.acts.get(act)
    if declared is None:
        raise UnknownAct(_("The law of this file knows no such act."))
    relation = relation_of(declared, by, case)
    if relation is None:
        raise NotForYou(_("The law gives this act to somebody else."))
    if not at_step(declared, standing.steps):
        raise NotAtThisStep(_("This cannot be done at the step where the file is now."))
    if at > clock.now():
        raise ActRefused(_("What has not happened yet cannot be written down."))
    purpose = next((purpose for purpose, wanted in CASES.roles_for.items() if relation in wanted), None)
    if purpose:
        looked(case.pk, by.ref, relation, purpose)  # who acts on a file has looked at it
    return Doing(standing, declared, by, data, at, outcome=declared.outcome or "")


def _fresh(case: Case, seen: int, head: Head) -> None:
    """Refuse when something happened that the actor has not seen, unless it only added something."""
    if seen >= head.length:
        return
    acts = law.route_of(case).procedure.acts
    since = [
        Change(entry.act, entry.actor_kind, entry.actor_id, entry.at, told(entry))
        for entry in entries(case.pk, after=seen)
        if entry.act not in {WARNED, *AMONG_COLLEAGUES} and (entry.act not in acts or not _harmless(acts[entry.act]))
    ]
    if since:
        raise Changed(since)


def _harmless(act: Any) -> bool:
    """A note changes nothing that somebody else decides on. A new document does."""
    return FAMILIES[act.does].hidden_from_person and FAMILIES[act.does].only_adds


def _written(doing: Doing, key: str) -> Done:
    """The journal's entry, the steps, the terms and what lists ask for: the last part of every act."""
    case, step_before = doing.case, doing.case.step
    moves = moving.moves_of(doing)
    payload = {**doing.told, "step": [step_before, moves.get("", step_before)], "law": case.law_id}
    if doing.outcome:
        payload["outcome"] = doing.outcome
    entry = append(
        law.case_chain(case.pk),
        doing.act.id,
        doing.by.ref,
        payload=payload,
        led_to=moving.written(moves),
        key=key,
        at=doing.at,
    )
    moving.move(doing, moves)
    keep_terms(doing.standing.after(entry))
    moving.go_on(doing)
    following.follow(case, entry)
    return Done(case, entry)
