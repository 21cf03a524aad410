"""Verifying and disputing facts, and finding what only a human can find."""

from django.utils.translation import gettext_lazy as _

from veer.cases import facts
from veer.cases.acts.doing import Doing, family
from veer.cases.errors import BadData
from veer.cases.models import Document
from veer.journal.acts import Ref
from veer.people import facts as people_facts
from veer.rules import InputError


@family("judge_fact")
def judge_fact(doing: Doing) -> None:
    """An official says that a fact is verified or disputed, and may put right its value. Why is always written down."""
    fact, state = str(doing.data.get("fact") or ""), str(doing.data.get("state") or "")
    declared = doing.pack.facts.get(fact)
    if declared is None or declared.derive is not None or facts.told_by_record(fact):
        raise BadData({"fact": _("The law of this file asks no such fact.")})
    if state not in (people_facts.VERIFIED, people_facts.DISPUTED):
        raise BadData({"state": _("Say whether the fact is verified or disputed.")})
    values, states = doing.standing.known
    value = doing.data["value"] if "value" in doing.data else values.get(fact)
    if fact not in values and "value" not in doing.data:
        raise BadData({"value": _("Nothing is known of this fact yet. Give its value.")})
    reason = str(doing.data.get("reason") or "").strip()
    if not reason and (state == people_facts.DISPUTED or value != values.get(fact)):
        raise BadData({"reason": _("Write down why: the person can read it.")})
    _engine_takes(doing, fact, value, state)
    seen = _source(doing)
    people_facts.record(
        facts.subject_of(doing.case, declared.of),
        facts.purpose_of(doing.case),
        fact,
        value,
        state=state,
        source=seen,
        by=doing.by.ref,
    )
    doing.told.update(
        fact=fact, state=state, was={"value": values.get(fact), "state": states.get(fact)}, value=value, reason=reason
    )


def _engine_takes(doing: Doing, fact: str, value: object, state: str) -> None:
    values, states = doing.standing.known
    try:
        facts.answer_of_law(doing.case, {**values, fact: value}, {**states, fact: state})
    except InputError as refused:
        raise BadData({"value": " ".join(error["message"] for error in refused.errors)}) from refused


def _source(doing: Doing) -> Ref:
    """What the official looked at: a document of this case, or their own check."""
    chosen = doing.data.get("document")
    if not chosen:
        return Ref("check", doing.by.account)
    document = Document.objects.filter(case=doing.case, pk=chosen).first()
    if document is None:
        raise BadData({"document": _("This document is not in the file.")})
    accepted = Document.ACCEPTED if doing.data["state"] == people_facts.VERIFIED else Document.REFUSED
    Document.objects.filter(pk=document.pk).update(state=accepted)
    return Ref("document", document.pk)
