"""One thing in several files: looked at beforehand, then done one file at a time, each with its own answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from veer.access.who import Who
from veer.cases import law, worklist
from veer.cases.acts import guards, handing
from veer.cases.acts.doing import Doing, relation_of
from veer.cases.acts.door import perform
from veer.cases.errors import ActRefused, NotReady
from veer.cases.models import Case
from veer.cases.standing import Standing, at_step
from veer.journal import clock
from veer.journal.queries import length, told

MOST = 100
TAKE, GIVE_BACK, NOTE, OFFER, END_OFFER = "take", "give_back", "note", "offer", "end_offer"
# Acts of the law by their family, and what stands beside the law. Whoever decides, decides one file at a time.
OF_THE_LAW = (TAKE, GIVE_BACK, NOTE)
KINDS = (*OF_THE_LAW, OFFER, END_OFFER)
OPPOSITE = {TAKE: GIVE_BACK, GIVE_BACK: TAKE}


@dataclass(frozen=True, slots=True)
class Planned:
    """What would happen to one file. `why_not`: nothing will, and why; `seen`: how long its journal is now."""

    case: Case
    act: str
    title: str
    why_not: str
    seen: int

    @property
    def number(self) -> str:
        return str(self.case.given.number)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file: done, or the refusal. `undoes`: the opposite act would leave it as it was."""

    case: Case
    refused: ActRefused | None
    title: str = ""
    undoes: bool = False

    @property
    def number(self) -> str:
        return str(self.case.given.number)


def plan(who: Who, kind: str, ids: list[UUID], lang: str) -> list[Planned]:
    """For each of the files that somebody may see: what would happen, or why nothing. Nothing is written."""
    return [_planned(case, who, kind, lang) for case in worklist.ids_in(who, ids[:MOST])]


def carry_out(
    who: Who, kind: str, ids: list[UUID], *, data: Mapping[str, Any], seen: Mapping[UUID, int], key: str, lang: str
) -> list[Result]:
    """Do it, one file at a time: what one file refuses does not hold up the next. The same key does each once."""
    return [
        _done(case, who, kind, data, seen.get(case.pk, 0), f"{key} {case.pk}", lang)
        for case in worklist.ids_in(who, ids[:MOST])
    ]


def _planned(case: Case, who: Who, kind: str, lang: str) -> Planned:
    seen = length(case.pk)
    if kind in (OFFER, END_OFFER):
        return Planned(case, "", "", _why_no_offer(case, who, kind), seen)
    standing = Standing(case)
    act, why_not = act_of(standing, who, kind)
    if not why_not:
        doing = Doing(standing, standing.procedure.acts[act], who, {}, clock.now())
        why_not = " ".join(str(words) for words in guards.failing(doing, at_once=True).values())
    if not why_not and kind == TAKE and case.holder == who.account:
        why_not = _("You already have this file.")
    title = law.act_words(standing.pack, case.route, act, lang) if act else ""
    return Planned(case, act, title, why_not, seen)


def _why_no_offer(case: Case, who: Who, kind: str) -> str:
    if kind == OFFER:
        return handing.refusal(case, who, None)
    found = handing.open_offer(case.pk)
    if found is not None and who.account in (found.giver, found.to):
        return ""
    return _("There is no offer of this file to you or by you.")


def act_of(standing: Standing, who: Who, family: str) -> tuple[str, str]:
    """The act of a family that somebody may do in a case now; else "" or its name, with why not."""
    acts = [act for act in standing.procedure.acts.values() if act.does == family]
    mine = [act for act in acts if relation_of(act, who, standing.case)]
    here = [act for act in mine if at_step(act, standing.steps)]
    if here:
        return here[0].id, ""
    if mine:
        return mine[0].id, _("This cannot be done at the step where the file is now.")
    if acts:
        return "", _("The law gives this act to somebody else.")
    return "", _("The law of this file knows no such act.")


def _done(case: Case, who: Who, kind: str, data: Mapping[str, Any], seen: int, key: str, lang: str) -> Result:
    title = ""
    try:
        with transaction.atomic():
            if kind == OFFER:
                handing.offer(case.pk, data["to"], who, note=str(data.get("note", "")), key=key)
                return Result(case, None)
            if kind == END_OFFER:
                handing.end_offer(case.pk, who, key=key)
                return Result(case, None)
            standing = Standing(case)
            act, why_not = act_of(standing, who, kind)
            if not act:
                return Result(case, NotReady({"act": why_not}))
            title = law.act_words(standing.pack, case.route, act, lang)
            done = perform(case.pk, act, who, data=data, seen=seen, key=key)
            said = told(done.entry) or {}
    except ActRefused as refused:
        return Result(case, refused, title)
    return Result(case, None, title, undoes=kind in OPPOSITE and not said.get("taken_from"))
