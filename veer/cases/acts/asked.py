"""Facts that the law asks together with an act (`asks`): given by whoever acts, kept as facts of the case."""

from django.utils.translation import gettext_lazy as _

from veer.access import roles
from veer.cases import facts
from veer.cases.acts.doing import Doing, acts_for
from veer.cases.errors import BadData, Words
from veer.journal.acts import Ref
from veer.people import facts as people_facts
from veer.rules import InputError


def keep(doing: Doing) -> None:
    """Every fact that the act asks is there; those that came now are recorded, by an official as verified."""
    wanted = doing.act.asks
    if not wanted:
        return
    given = dict(doing.data.get("facts") or {})
    known, states = doing.standing.known
    errors: dict[str, Words] = {
        fact: _("Give an answer. “I don’t know” is an answer too.")
        for fact in wanted
        if fact not in given and fact not in known
    }
    if errors:
        raise BadData(errors)
    said = {fact: value for fact, value in given.items() if fact in wanted}
    try:
        facts.answer_of_law(doing.case, {**known, **said}, states, record=doing.standing.record)
    except InputError as refused:
        raise BadData({one["field"]: one["message"] for one in refused.errors}) from refused
    own = roles.APPLICANT in doing.act.by and acts_for(doing.by, doing.case)
    for fact, value in said.items():
        people_facts.record(
            facts.subject_of(doing.case, doing.pack.facts[fact].of),
            facts.purpose_of(doing.case),
            fact,
            value,
            state=people_facts.STATED if own or facts.unknown(value) else people_facts.VERIFIED,
            source=Ref("act", doing.by.account),
            by=doing.by.ref,
        )
    if said:
        doing.told.update(facts=said)
        doing.standing.forget()
