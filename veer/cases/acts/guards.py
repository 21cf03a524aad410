"""What the law can want before an act (`needs`). Each guard is one question; a sentence says why it fails."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from veer.access import roles
from veer.cases import clocks, facts, law, remedies
from veer.cases.acts import deciding
from veer.cases.acts.doing import Doing, relation_of
from veer.cases.acts.moving import moves_of
from veer.cases.listed import listed

Words = Promise | str
Guard = Callable[[Doing], Words | None]
PENDING = "pending"
HELD_BY_A_STOP = frozenset(roles.AUTHORITY) - {roles.COURT}  # a court and the person go on


def holder(doing: Doing) -> Promise | None:
    """Whoever took the file, or stands in for them while they are away."""
    held, by = doing.case.holder, doing.by.account
    if held == by or by in doing.standing.deputies:
        return None
    return _("Take the file first: one official at a time works on it.")


def other_person(doing: Doing) -> Promise | None:
    if doing.proposal is not None and doing.proposal.proposer == doing.by.account:
        return _("You proposed this yourself. Another person has to look at it.")
    return None


def all_facts(doing: Doing) -> Promise | None:
    if facts.unanswered(doing.standing.answer, doing.standing.known[0]):
        return _("Some questions have no answer yet. “I don’t know” is an answer too.")
    return None


def outcome_open(doing: Doing) -> Promise | None:
    """On the facts as they stand: what is proposed freezes them, what is signed looks at what was frozen."""
    answer = doing.proposal.answer if doing.proposal is not None else doing.standing.answer
    if answer["outcome"] == "open":
        return None
    return _("By the law, the answer on these facts is not yes.")


def declaration(doing: Doing) -> Promise | None:
    return None if doing.data.get("declaration") is True else _("Declare that your answers are true.")


def reason(doing: Doing) -> Promise | None:
    return None if str(doing.data.get("reason") or "").strip() else _("Write down the reason.")


def reasons(doing: Doing) -> Promise | None:
    given = doing.data.get("reasons") or []
    if any(str(one.get("text") or "").strip() for one in given if isinstance(one, Mapping)):
        return None
    return _("Give at least one reason.")


def unchanged(doing: Doing) -> Promise | None:
    return deciding.changed_since_proposed(doing)


def document(doing: Doing) -> Promise | None:
    return None if doing.standing.papers else _("Add the document first.")


# What an act of the law itself wants, beside the words of its `needs`.


def happened_first(doing: Doing) -> Words | None:
    """`after`: one of these acts has happened."""
    wanted = doing.act.after
    if not wanted or any(event.act in wanted for event in doing.standing.events):
        return None
    return _("Something has to happen first: %(acts)s.") % {"acts": listed(act_title(doing, act) for act in wanted)}


def term_over(doing: Doing) -> Words | None:
    """`after_clocks`: the term was used or is over; the person's time to answer is theirs."""
    if not doing.act.after_clocks:
        return None
    for due in doing.standing.due_on(doing.today):
        if due.clock.id in doing.act.after_clocks and due.state in ("running", "still"):
            day = date_format(due.latest, "DATE_FORMAT") if due.latest else ""
            return _("A term still runs, until %(day)s: it is not over before then.") % {"day": day}
    return None


def not_the_same(doing: Doing) -> Words | None:
    """`not_by`: whoever did one of these acts in this case may not do this one."""
    if not doing.act.not_by:
        return None
    mine = [one.act for one in doing.standing.entries if one.actor_id == doing.by.account]
    done = [act for act in doing.act.not_by if act in mine]
    if not done:
        return None
    return _("You did this in the same file: %(act)s. Another person has to do this.") % {
        "act": act_title(doing, done[0])
    }


def law_holds(doing: Doing) -> Words | None:
    """`if`: what the law wants to hold of the facts; what is unknown holds the act back and is named."""
    if doing.act.when is None:
        return None
    path = f"procedure.acts.{doing.act.id}"
    holds = doing.standing.holds.get(path)
    if holds:
        return None
    if holds is None:
        missing = doing.standing.waits_for(path)
        return _("Not known yet: %(facts)s.") % {"facts": listed(missing) or path}
    return _("The facts of this file are not those for which the law gives this act.")


def lodged_once(doing: Doing) -> Promise | None:
    """A remedy is lodged once against a decision; what is pending is not begun anew by asking again."""
    if not remedies.pending(doing.standing, doing.act):
        return None
    return _("This was lodged already and is pending. A second time is not needed.")


def notes_there(doing: Doing) -> Promise | None:
    """A remark is on the notes of an interview that was held: it needs one, whatever else the law wants before it."""
    if doing.act.does != "remark" or doing.standing.last_held is not None:
        return None
    return _("There are no notes to remark on.")


def stopped(doing: Doing) -> Words | None:
    """A stop on the case: what the authority does moves nothing, but for acts that the law lets pass."""
    if relation_of(doing.act, doing.by, doing.case) not in HELD_BY_A_STOP or not _moves(doing):
        return None
    stops = [one for one in doing.standing.stops if doing.act.id not in one.passes]
    if not stops:
        return None
    day = date_format(clocks.legal_day(stops[0].placed_at, doing.pack.time_zone), "DATE_FORMAT")
    return _("This file is stopped since %(day)s. Nothing moves it until the integrity cell lifts the stop.") % {
        "day": day
    }


def _moves(doing: Doing) -> bool:
    """Whether the act can lead anywhere, whatever the outcome."""
    return bool(doing.act.to) or bool(moves_of(doing))


def act_title(doing: Doing, act: str) -> str:
    lang = law.heard(doing.pack, (get_language() or "en").split("-")[0])
    return law.act_words(doing.pack, doing.case.route, act, lang)


# Those of `_AT_ONCE` depend on the case alone, so a page can say beforehand why an act is not offered yet.
_AT_ONCE: dict[str, Guard] = {
    "holder": holder,
    "other_person": other_person,
    "facts": all_facts,
    "outcome_open": outcome_open,
    "document": document,
}
_OF_THE_ACT: dict[str, Guard] = {
    "after": happened_first,
    "after_clocks": term_over,
    "not_by": not_the_same,
    "if": law_holds,
    PENDING: lodged_once,
    "notes": notes_there,
    "stop": stopped,
}
_WITH_DATA: dict[str, Guard] = {
    "declaration": declaration,
    "reason": reason,
    "reasons": reasons,
    "unchanged": unchanged,
}
GUARDS: dict[str, Guard] = {**_AT_ONCE, **_WITH_DATA}


def failing(doing: Doing, *, at_once: bool = False) -> dict[str, Any]:
    """The needs of the act that do not hold, each with a sentence. `at_once`: only what no form can mend."""
    known = _AT_ONCE if at_once else GUARDS
    missing = {}
    for need in doing.act.needs:
        guard = known.get(need)
        words = guard(doing) if guard else None
        if words is not None:
            missing[need] = words
    for need, guard in _OF_THE_ACT.items():
        words = guard(doing)
        if words is not None:
            missing[need] = words
    return missing
