"""What the law can want before an act (`needs`). Each guard is one question; a sentence says why it fails."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from veer.cases import facts
from veer.cases.acts import deciding
from veer.cases.acts.doing import Doing

Guard = Callable[[Doing], Promise | None]


def holder(doing: Doing) -> Promise | None:
    if doing.case.holder == doing.by.account:
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


# Those of `_AT_ONCE` depend on the case alone, so a page can say beforehand why an act is not offered yet.
_AT_ONCE: dict[str, Guard] = {
    "holder": holder,
    "other_person": other_person,
    "facts": all_facts,
    "outcome_open": outcome_open,
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
    return missing
