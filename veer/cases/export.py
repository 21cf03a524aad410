"""A person's own data, whole: for a program as JSON, for people as a tagged PDF."""

from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from veer.access.who import Who
from veer.cases import facts, law, queries, shelf
from veer.cases.acts.doing import FAMILIES
from veer.cases.forms.questions import said
from veer.cases.forms.values import value_lines
from veer.cases.models import Case
from veer.cases.standing import Standing
from veer.journal import clock
from veer.journal.queries import entries
from veer.letters import render
from veer.letters.queries import letters_of
from veer.people import facts as people_facts

STATES = {
    people_facts.STATED: lambda: _("stated"),
    people_facts.EVIDENCED: lambda: _("with a document"),
    people_facts.VERIFIED: lambda: _("verified"),
    people_facts.DISPUTED: lambda: _("disputed"),
}

PURPOSES = {
    "handle": lambda: _("Works on the application"),
    "sign": lambda: _("Second pair of eyes"),
    "take_part": lambda: _("Had a step of the application to do"),
}


def _watches() -> str:
    return _("Checks how the authority works")


def everything(case: Case) -> dict[str, Any]:
    """All that the file holds about its person. Notes of officials are not among it: they are notes to themselves."""
    who = case.person
    return {
        "veer": 1,
        "number": case.given.number,
        "route": f"{case.law.pack}/{case.route}",
        "law": {"version": case.law.version, "hash": case.law_id},
        "step": case.step,
        "opened_at": case.opened_at,
        "submitted_at": case.submitted_at,
        "ended_at": case.ended_at,
        "person": {"name": who.name, "address": who.address, "language": who.language},
        "facts": _facts(case),
        "documents": [_document(one) for one in shelf.for_person(case)],
        "letters": [
            {"title": one.title, "made_at": one.made_at, "digest": one.digest, "name": one.name}
            for one in letters_of(case.pk)
        ],
        "decisions": [_decision(one) for one in Standing(case).decisions if one.signed_at],
        "journal": _journal(case),
        "readings": [
            {"at": look.reading.at, "by": look.name, "role": look.reading.role, "purpose": look.reading.purpose}
            for look in queries.who_looked(case)
        ],
    }


def printed(case: Case, who: Who, lang: str) -> bytes:
    """The same to read: answers with their state, documents, every step, who looked."""
    subject, number = case.person, case.given.number
    today = queries.legal_today(case)
    with translation.override(lang):
        paper = render.Paper(
            title=_("Your data in file %(number)s") % {"number": number},
            lang=lang,
            sender=[law.words(law.pack_of(case), case.route, "title", lang, case.route)],
            recipient=[subject.name, *subject.address.splitlines()],
            reference=date_format(today, "DATE_FORMAT"),
            blocks=[render.table(title, head, body) for title, head, body in _tables(case, who, lang) if body],
            footer=number,
        )
    return render.pdf(paper, clock.now())


def _tables(case: Case, who: Who, lang: str) -> list[tuple[str, list[str], list[list[str]]]]:
    """(title, names of the columns, rows) of each table on paper, in the language that is spoken now."""
    pack, standing = law.pack_of(case), Standing(case)
    values, states = standing.known
    rows = [
        [said(pack, fact, lang).label, _lines(value_lines(pack, fact, value, lang), STATES[states[fact]]())]
        for fact, value in values.items()
    ]
    steps = [
        [date_format(one.entry.at, "DATE_FORMAT"), one.title]
        for one in queries.story(standing, who, lang, for_person=True)
    ]
    looks = [
        [date_format(look.reading.at, "DATE_FORMAT"), f"{look.name}. {PURPOSES.get(look.reading.purpose, _watches)()}"]
        for look in queries.who_looked(case)
    ]
    return [
        (_("Answers"), [_("Question"), _("Answer")], rows),
        (_("Steps"), [_("When"), _("What")], steps),
        (_("Who looked"), [_("When"), _("Who")], looks),
    ]


def _lines(value: list[str], state: str) -> str:
    """A value with its state behind it, or under it where it has several lines."""
    return "\n".join(value) + (f" ({state})" if len(value) == 1 else f"\n({state})")


def _facts(case: Case) -> list[dict[str, Any]]:
    values, states = facts.known(case)
    return [{"fact": fact, "value": value, "state": states[fact]} for fact, value in values.items()]


def _document(one: Any) -> dict[str, Any]:
    return {"kind": one.kind, "name": one.name, "added_at": one.added_at, "state": one.state, "digest": one.digest}


def _decision(one: Any) -> dict[str, Any]:
    return {
        "outcome": one.outcome,
        "reasons": one.reasons,
        "facts": one.facts,
        "signed_at": one.signed_at,
        "letter_digest": one.letter_digest,
        "remedy": {"body": one.remedy_body, "until": one.remedy_until} if one.remedy else None,
    }


def _journal(case: Case) -> list[dict[str, Any]]:
    acts = law.route_of(case).procedure.acts
    return [
        {
            "at": entry.at,
            "act": entry.act,
            "led_to": entry.led_to,
            "digest": entry.digest,
            "told": queries.told_to_person(entry),
        }
        for entry in entries(case.pk)
        if not (entry.act in acts and FAMILIES[acts[entry.act].does].hidden_from_person)
    ]
