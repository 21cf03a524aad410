"""A person's own data, whole: for a program as JSON, for people as a tagged PDF."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from veer.access.who import Who
from veer.cases import clocks, facts, law, queries, shelf
from veer.cases.acts.doing import FAMILIES
from veer.cases.acts.handing import AMONG_COLLEAGUES
from veer.cases.forms.questions import said
from veer.cases.forms.values import value_lines
from veer.cases.models import NEVER, Case, Document, Hearing, Term
from veer.cases.pages import filed
from veer.cases.standing import Standing
from veer.journal import clock
from veer.journal.queries import entries
from veer.letters import render
from veer.letters.models import Letter
from veer.letters.queries import letters_of
from veer.people import facts as people_facts
from veer.people.models import Fact

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
    "interpret": lambda: _("Interprets at your interview"),
}


def _watches() -> str:
    return _("Checks how the authority works")


def everything(case: Case) -> dict[str, Any]:
    """All that the file holds about its person. Notes of officials are not among it: they are notes to themselves."""
    who = case.person
    return {
        "veer": 1,
        "number": case.given.number,
        "route": law.route_name(case),
        "law": {"version": law.pack_of(case).version, "hash": case.law_id},
        "step": case.step,
        "opened_at": case.opened_at,
        "submitted_at": case.submitted_at,
        "ended_at": case.ended_at,
        "person": {"name": who.name, "address": who.address, "language": who.language},
        "facts": _facts(case),
        "history": [_said(one) for one in held_facts(case)],
        "answers": [
            {"fact": one.fact, "value": one.value, "saved_at": one.saved_at} for one in case.answers.order_by("fact")
        ],
        "documents": [_document(one) for one in shelf.for_person(case)],
        "kept_from_you": len(shelf.kept_from_person(case)),
        "letters": [_letter(one) for one in letters_of(case.pk)],
        "hearings": [_hearing(one) for one in case.hearings.order_by("set_for", "held_at", "id")],
        "terms": [_term(one) for one in case.terms.order_by("started", "clock")],
        "branches": [
            {"branch": one.branch, "step": one.step, "opened_at": one.opened_at, "ended_at": one.ended_at}
            for one in case.branches.order_by("opened_at", "id")
        ],
        "holds": [
            {"reason": one.reason, "since": one.since, "until": one.until} for one in case.holds.order_by("since", "id")
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
            blocks=blocks(case, who, lang),
            footer=number,
        )
    return render.pdf(paper, clock.now())


def blocks(case: Case, who: Who, lang: str) -> list[dict[str, Any]]:
    """The tables of one file, for a paper of it alone or of all of them."""
    return [render.table(title, head, body) for title, head, body in _tables(case, who, lang) if body]


def _tables(case: Case, who: Who, lang: str) -> list[tuple[str, list[str], list[list[str]]]]:
    """(title, names of the columns, rows) of each table on paper, in the language that is spoken now."""
    pack, standing = law.pack_of(case), Standing(case)
    values, states = standing.known
    rows = [
        [said(pack, fact, lang).label, _lines(value_lines(pack, fact, value, lang), STATES[states[fact]]())]
        for fact, value in values.items()
    ]
    steps = [[_day(one.entry.at), one.title] for one in queries.story(standing, who, lang, for_person=True)]
    looks = [
        [_day(look.reading.at), f"{look.name}. {PURPOSES.get(look.reading.purpose, _watches)()}"]
        for look in queries.who_looked(case)
    ]
    return [
        (_("Answers"), [_("Question"), _("Answer")], rows),
        (_("Documents"), [_("Document"), _("State")], _papers(case, lang)),
        (_("Letters"), [_("When"), _("What")], [[_day(one.made_at), one.title] for one in letters_of(case.pk)]),
        (_("Interviews"), [_("When"), _("Notes of the interview")], _interviews(case)),
        (_("Decisions"), [_("When"), _("Why")], _decisions(standing)),
        (_("Steps"), [_("When"), _("What")], steps),
        (_("Who looked"), [_("When"), _("Who")], looks),
    ]


def _papers(case: Case, lang: str) -> list[list[str]]:
    """Each document with what it stands beside and whether it can be opened."""
    rows = filed.own_rows(case, lang)
    return [
        [f"{one['kind']}: {one['document'].name}", "\n".join(filter(None, [one["state"], *one["beside"], one["scan"]]))]
        for one in rows
    ]


def _interviews(case: Case) -> list[list[str]]:
    return [
        [_day(one.held_at or one.set_for), "\n".join(filter(None, [one.place, one.notes, one.remarks]))]
        for one in case.hearings.order_by("set_for", "held_at", "id")
    ]


def _decisions(standing: Standing) -> list[list[str]]:
    """Each signed decision with its reasons, a line each."""
    signed = [one for one in standing.decisions if one.signed_at]
    return [[_day(one.signed_at), "\n".join(reason["text"] for reason in one.reasons)] for one in signed]


def _day(at: Any) -> str:
    return date_format(clocks.legal_day(at, settings.TIME_ZONE), "DATE_FORMAT")


def _lines(value: list[str], state: str) -> str:
    """A value with its state behind it, or under it where it has several lines."""
    return "\n".join(value) + (f" ({state})" if len(value) == 1 else f"\n({state})")


def _facts(case: Case) -> list[dict[str, Any]]:
    values, states = facts.known(case)
    return [{"fact": fact, "value": value, "state": states[fact]} for fact, value in values.items()]


def held_facts(case: Case) -> list[Fact]:
    """Every fact ever told under a case about its person or itself, as it was said, the oldest first."""
    found = Fact.objects.filter(purpose_id=case.pk, subject_id__in=[case.person_id, case.pk])
    return list(found.order_by("fact", "recorded_at", "id"))


def _said(one: Fact) -> dict[str, Any]:
    said = {"fact": one.fact, "value": one.value, "state": one.state, "at": one.recorded_at, "source": one.source_kind}
    return {**said, "superseded": one.superseded_by_id is not None}


def _document(one: Document) -> dict[str, Any]:
    return {
        "id": one.pk,
        "kind": one.kind,
        "name": one.name,
        "added_at": one.added_at,
        "added_as": one.added_as,
        "state": one.state,
        "digest": one.digest,
        "language": one.language,
        "supersedes": one.supersedes_id,
        "translates": one.translates_id,
        "sworn": one.sworn,
        "scan": one.scan,
        "erased_at": one.erased_at,
    }


def _letter(one: Letter) -> dict[str, Any]:
    sent = {"way": one.sending.way, "address": one.sending.address, "sent_at": one.sending.sent_at}
    return {"title": one.title, "made_at": one.made_at, "digest": one.digest, "name": one.name, **sent}


def _hearing(one: Hearing) -> dict[str, Any]:
    return {
        "act": one.act,
        "set_for": one.set_for,
        "place": one.place,
        "held_at": one.held_at,
        "language": one.language,
        "interpreted": one.interpreter is not None,
        "notes": one.notes,
        "remarks": one.remarks,
        "remarked_at": one.remarked_at,
    }


def _term(one: Term) -> dict[str, Any]:
    days = {"started": one.started, "last_day": None if one.last_day == NEVER else one.last_day}
    return {"clock": one.clock, "duty": one.duty, "state": one.state, **days}


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
        and entry.act not in AMONG_COLLEAGUES
    ]
