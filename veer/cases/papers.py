"""The letters of a case: the law's words with this person's names, dates and reasons put in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from veer.cases import clocks, law
from veer.cases.models import Case, Decision
from veer.letters import acts as letters
from veer.letters import render
from veer.letters.models import Letter
from veer.people.models import Person
from veer.people.queries import account_of, may_be_notified, names
from veer.rules.model import Length
from veer.rules.time.clocks import Event
from veer.rules.time.clocks import due as clock_due

if TYPE_CHECKING:
    from veer.cases.standing import Standing


@dataclass(frozen=True, slots=True)
class RemedyAt:
    """What can be done against a decision: before which body, until and including which day where that is known when
    the letter is made, else within how long after it was received; and whether the decision waits."""

    id: str
    body: str
    until: date | None
    term: Length | None
    suspends: bool | None


class _Blanks(dict[str, str]):
    """Placeholders: one that a letter does not know stays empty, so that no reader meets braces."""

    def __missing__(self, key: str) -> str:
        return ""


def set_on(paper: render.Paper, day: date) -> bytes:
    """The bytes of a letter dated on a day. The same words and day give the same bytes, so a preview is the letter."""
    return render.pdf(paper, datetime.combine(day, time(), UTC))


def keep(case: Case, name: str, paper: render.Paper, content: bytes) -> Letter:
    """Into the outbox: by mail to the account that is the person, else by post; where it is not safe to write, into the
    account alone."""
    person = case.person
    account = account_of(person.pk)
    safe = may_be_notified(person.pk, "mail")
    return letters.keep(
        law.case_chain(case.pk),
        person.pk,
        name,
        paper,
        content,
        email=account.email if account and safe else None,
        postal=f"{person.name}\n{person.address}".strip() if safe else None,
    )


def decision_paper(
    standing: "Standing", decision: Decision, *, signer: str, day: date | None, remedy: RemedyAt | None
) -> render.Paper:
    """The letter that tells a decision. Without a signer and a day it is the words alone, as they are proposed."""
    name = _letter_of(standing, decision.outcome) or decision.act
    proposer = names({decision.proposer}).get(decision.proposer, "")
    more = {"proposer": proposer, "signer": signer, **_lodging(standing, remedy)}
    points = decision.answer["points"]
    return _paper(standing, name, day=day, reasons=decision.reasons, points=points, remedy=remedy, more=more)


def next_steps(standing: "Standing", decision: Decision, lang: str) -> str:
    """What the person can do now, as the letter of the decision says it, a step a line; else nothing."""
    name = _letter_of(standing, decision.outcome) or decision.act
    with translation.override(lang):
        values = _Blanks(_values(standing, standing.case.person, None, lang, None))
        return _say(standing, f"letters.{name}.next", values, lang)


def _lodging(standing: "Standing", remedy: RemedyAt | None) -> dict[str, str]:
    """Where a remedy is lodged and how, a step a line, in the language of the letter."""
    if remedy is None:
        return {}
    lang = law.tongue(standing.pack, standing.case.language)
    paths = {"remedy_address": f"bodies.{remedy.body}.address", "remedy_how": f"remedies.{remedy.id}.how"}
    return {name: law.words(standing.pack, standing.case.route, path, lang) for name, path in paths.items()}


def plain_paper(
    standing: "Standing", name: str, *, day: date, more: dict[str, str], reasons: list[dict[str, str]] | None = None
) -> render.Paper:
    """A letter that decides nothing: a receipt, a request for a document."""
    return _paper(standing, name, day=day, reasons=reasons or [], points=None, remedy=None, more=more)


def _paper(
    standing: "Standing",
    name: str,
    *,
    day: date | None,
    reasons: list[dict[str, str]],
    points: dict[str, Any] | None,
    remedy: RemedyAt | None,
    more: dict[str, str],
) -> render.Paper:
    case, pack = standing.case, standing.pack
    lang = law.tongue(pack, case.language)
    person = case.person
    with translation.override(lang):
        values = _Blanks(_values(standing, person, day, lang, remedy), **more)
        blocks = list(_blocks(standing, name, values, reasons, points, remedy, lang))
        number = values["number"]
        dated = [date_format(day, "DATE_FORMAT")] if day else []
        signed_above = "{signer}" in law.words(pack, case.route, f"letters.{name}.closing", lang)
        version = _("Law: %(pack)s %(version)s") % {"pack": pack.id, "version": pack.version}
        paper = render.Paper(
            title=_say(standing, f"letters.{name}.subject", values, lang) or _words(pack.title, lang),
            lang=lang,
            sender=[_words(pack.title, lang)],
            recipient=[person.name, *person.address.splitlines()],
            reference=" · ".join([*dated, _("File %(number)s") % {"number": number}]),
            blocks=blocks,
            closing=[] if signed_above else _signed(values),
            proof=f"{version} · {pack.law_hash.removeprefix('sha256:')[:16]}",
            footer=_("File %(number)s") % {"number": number},
        )
        return paper.settable()


def _blocks(
    standing: "Standing",
    name: str,
    values: _Blanks,
    reasons: list[dict[str, str]],
    points: dict[str, Any] | None,
    remedy: RemedyAt | None,
    lang: str,
) -> Iterator[dict[str, Any]]:
    """The blocks of a letter in the order of the law. What the law has no words for, the house says."""
    for block in standing.route.letters[name].blocks:
        said = law.words(standing.pack, standing.case.route, f"letters.{name}.{block}", lang)
        if block == "reasons":
            yield from _why(standing, said, values, reasons, points, lang)
        elif block == "remedy":
            if remedy:
                words = said.format_map(values) or _say(standing, f"remedies.{remedy.id}", values, lang)
                yield render.box(_disagree(remedy), words)
        elif said:
            yield render.words(*said.format_map(values).split("\n"))
        elif block == "salutation":
            yield render.words(_("Dear %(name)s,") % {"name": values["name"]})
        elif block == "closing":
            yield render.words(_("In your file on Veer you see every step, and whom to ask."))


def _disagree(remedy: RemedyAt) -> str:
    if remedy.until:
        return _("You do not agree? You have until and including %(day)s") % {"day": _until(remedy)}
    until = _until(remedy)
    return _("You do not agree? Last day: %(day)s") % {"day": until} if until else _("You do not agree?")


def _until(remedy: RemedyAt) -> str:
    """The last day, or how long after the decision was received."""
    if remedy.until:
        return f"{date_format(remedy.until, 'l')} {date_format(remedy.until, 'DATE_FORMAT')}"
    term = clocks.length_words(remedy.term) if remedy.term else ""
    return _("%(term)s after you received this decision") % {"term": term} if term else ""


def _why(
    standing: "Standing",
    said: str,
    values: _Blanks,
    reasons: list[dict[str, str]],
    points: dict[str, Any] | None,
    lang: str,
) -> Iterator[dict[str, Any]]:
    """The reasons where the law's words have their place for them, then the points that were counted."""
    before, _hole, after = said.partition("{reasons}")
    if reasons:
        title = before.format_map(values).strip().rstrip(":").strip() or _("Why")
        yield render.reasons(title, [{"text": one["text"], "source": one["source"]} for one in reasons])
    if points:
        yield _points_table(standing, points, lang)
        if points["total"] is None:
            yield render.words(
                _("Where two numbers stand, not everything was known. The decision holds for each of them.")
            )
    if reasons and after.strip():
        yield render.words(after.format_map(values).strip())


def _values(
    standing: "Standing", person: Person, day: date | None, lang: str, remedy: RemedyAt | None
) -> dict[str, str]:
    case, pack = standing.case, standing.pack
    values = {
        "name": person.name,
        "number": case.given.number,
        "route": _words(standing.route.title, lang) or law.words(pack, case.route, "title", lang, case.route),
    }
    if case.submitted_at:
        there = case.submitted_at.astimezone(ZoneInfo(pack.time_zone))
        values["submitted_on"] = date_format(there.date(), "DATE_FORMAT")
        values["submitted_at"] = f"{values['submitted_on']}, {there:%H:%M}"
    if day:
        values["decided_on"] = date_format(day, "DATE_FORMAT")
    if remedy:
        values["remedy_body"] = law.words(pack, case.route, f"bodies.{remedy.body}", lang, remedy.body)
        values["remedy_until"] = date_format(remedy.until, "DATE_FORMAT") if remedy.until else _until(remedy)
    return values


def _points_table(standing: "Standing", points: dict[str, Any], lang: str) -> dict[str, Any]:
    """Every part that was counted, the sum and the mark: what the person can check line by line."""

    def figure(part: dict[str, Any]) -> str:
        return str(part["min"]) if part["total"] is not None else f"{part['min']}–{part['max']}"

    rows = [
        [law.words(standing.pack, standing.case.route, f"points.{section.id}", lang, section.id), figure(counted)]
        for section in standing.route.points.sections
        if (counted := points["sections"].get(section.id))
    ]
    rows.append([_("Together"), figure(points)])
    if points["pass"]:
        rows.append([_("Needed"), str(points["pass"])])
    return render.table(_("Your points"), [_("Part"), _("Points")], rows)


def due_words(standing: "Standing", act: str, day: date) -> str:
    """The last day of the clock that an act starts, in the words of the case's language."""
    events = [*standing.events, Event(act, day)]
    for one in standing.route.clocks.values():
        if act in one.starts:
            due = clock_due(one, events, day, standing.clock_known)
            if due and due.last_day:
                with translation.override(law.tongue(standing.pack, standing.case.language)):
                    return date_format(due.last_day, "DATE_FORMAT")
    return ""


def _letter_of(standing: "Standing", outcome: str) -> str | None:
    """The letter that the signature of this outcome sends."""
    for act in standing.route.procedure.acts.values():
        if act.does == "sign":
            return act.letter.get(outcome) or act.letter.get("")
    return None


def _say(standing: "Standing", path: str, values: _Blanks, lang: str) -> str:
    said = law.words(standing.pack, standing.case.route, path, lang)
    return said.format_map(values) if said else ""


def _signed(values: dict[str, str]) -> list[str]:
    """Who stands behind a decision, where the law's own closing does not say it."""
    lines = []
    if values["proposer"]:
        lines.append(_("Proposed by %(name)s") % {"name": values["proposer"]})
    if values["signer"]:
        lines.append(_("Signed by %(name)s") % {"name": values["signer"]})
    return lines


def _words(words: Any, lang: str) -> str:
    if isinstance(words, dict):
        return str(words.get(lang) or words.get("en") or next(iter(words.values()), ""))
    return str(words)
