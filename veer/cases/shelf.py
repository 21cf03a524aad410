"""The documents of a case, as each one may see them.

The person sees all of them except what the law itself keeps from the applicant; the authority likewise. Who has a part
in some steps only (a desk, a court) sees what they added and what proves the facts that their acts there ask about.
"""

import ast
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from veer.access import policy, roles
from veer.access.who import Who
from veer.cases import facts
from veer.cases.models import Case, Document
from veer.cases.policy import CASES
from veer.cases.standing import Standing, at_step
from veer.rules import Pack
from veer.rules.model import Act


def for_person(case: Case) -> list[Document]:
    """What the person, and whoever acts for them, sees."""
    return [one for one in _all(case) if roles.APPLICANT not in one.kept_from]


def kept_from_person(case: Case) -> list[Document]:
    """What the law keeps from the person: that it is there, they are told."""
    return parted(case)[1]


def parted(case: Case, standing: Standing | None = None) -> tuple[list[Document], list[Document]]:
    """What the person sees, and what the law keeps from them; `standing`, where it is known."""
    whole = _all(case, standing)
    kept = [one for one in whole if roles.APPLICANT in one.kept_from]
    return [one for one in whole if one not in kept], kept


def at_work(case: Case, who: Who, standing: Standing | None = None) -> list[Document]:
    """What somebody of the authority sees of a case that they were allowed to open; `standing`, where it is known."""
    purposes = CASES.purposes(who)
    held = set(who.roles & set(roles.AUTHORITY) | who.roles & {roles.AUDITOR})
    found = [one for one in _all(case, standing) if held - set(one.kept_from)]
    if not purposes or purposes[0] != policy.TAKE_PART:
        return found if purposes else []
    kinds = needed_kinds(standing or Standing(case), who)
    return [one for one in found if one.kind in kinds or one.added_by == who.account]


def one_for_person(case: Case, document_id: UUID) -> Document | None:
    return next((one for one in for_person(case) if one.pk == document_id), None)


def one_at_work(case: Case, who: Who, document_id: UUID) -> Document | None:
    return next((one for one in at_work(case, who) if one.pk == document_id), None)


def needed_kinds(standing: Standing, who: Who) -> set[str]:
    """The kinds of document that prove what the acts of somebody's part ask about at the steps where the case is."""
    acts, pack = standing.procedure.acts.values(), standing.pack
    mine = [act for act in acts if who.has(*act.by) and at_step(act, standing.steps)]
    return {kind for act in mine for fact in _facts_of(act) for kind in _evidence(fact, pack)}


def _facts_of(act: Act) -> Iterator[str]:
    """The facts that an act asks, and those that its condition names."""
    yield from act.asks
    if act.when is not None:
        for node in ast.walk(act.when.tree):
            if isinstance(node, (ast.Name, ast.Attribute)):
                yield ast.unparse(node)


def _evidence(fact: str, pack: Pack) -> tuple[str, ...]:
    if fact.startswith(facts.DOCUMENT):
        return (fact.removeprefix(facts.DOCUMENT),)
    declared = pack.facts.get(fact)
    return tuple(declared.evidence) if declared is not None else ()


def came_since(standing: Standing, kind: str, at: datetime) -> bool:
    """Whether a document of this kind came in from that moment on."""
    there = [one for one in standing.documents if one.state != Document.REFUSED]
    return any(one.kind == kind and one.added_at >= at for one in there)


def _all(case: Case, standing: Standing | None = None) -> list[Document]:
    return (standing or Standing(case)).documents
