"""Acts of an authority that decide nothing by themselves: writing down what happened, announcing, notifying, inviting
and hearing, making a clock longer, and what the program does when a clock has run out."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from veer.cases import papers
from veer.cases.acts.deciding import remedy_for
from veer.cases.acts.doing import Doing, family
from veer.cases.clocks import legal_day
from veer.cases.errors import BadData, NotAtThisStep
from veer.cases.models import Hearing
from veer.people.queries import interpreters

LONGEST = 60_000


@family("record")
def record(doing: Doing) -> None:
    """Something happened: a file came in, a court judged, somebody left. What the law asks of it are its facts."""
    doing.told.update(text=_text(doing, "text"))
    send_letter(doing)


@family("announce")
def announce(doing: Doing) -> None:
    """An intention is told with its reasons, so that the person can answer before anything is decided."""
    reasons = [dict(one) for one in doing.data.get("reasons") or []]
    doing.told.update(reasons=reasons, text=_text(doing, "text"))
    send_letter(doing, reasons=reasons)


@family("notify")
def notify(doing: Doing) -> None:
    """A signed decision reached the person, in the way of this act. The remedy's term is counted from here."""
    decision = doing.standing.signed
    if decision is None:
        raise NotAtThisStep(_("There is no signed decision to notify."))
    signed_on = legal_day(decision.signed_at, doing.standing.pack.time_zone)
    if doing.today < signed_on:  # a term that starts on a wrong day runs out before anybody sees it
        day = date_format(signed_on, "DATE_FORMAT")
        raise NotAtThisStep(_("A decision cannot reach the person before it was signed, on %(day)s.") % {"day": day})
    if decision.notified_at is None:
        decision.notified_at = doing.at
        remedy = remedy_for(doing.standing, decision.outcome, doing.today, doing.act.id)
        decision.remedy_until = remedy.until if remedy else None
        decision.save(update_fields=["notified_at", "remedy_until"])
    doing.told.update(decision=decision.pk, way=doing.act.way, text=_text(doing, "text"))


@family("summon")
def summon(doing: Doing) -> None:
    """The person is invited to an interview: when, where, in which language. Invited again, it is moved."""
    set_for = _moment(doing, "set_for")
    hearing = doing.standing.hearing_ahead or Hearing(case=doing.case)
    hearing.act, hearing.by, hearing.set_for = doing.act.id, doing.by.account, set_for
    hearing.place, hearing.language = _text(doing, "place")[:200], _text(doing, "language")[:35]
    hearing.save()
    told = {"set_for": set_for.isoformat(), "place": hearing.place, "language": hearing.language}
    doing.told.update(hearing=hearing.pk, **told)
    send_letter(doing)


@family("hear")
def hear(doing: Doing) -> None:
    """An interview was held. Its notes are the person's to read and to remark on."""
    hearing = doing.standing.hearing_ahead or Hearing(case=doing.case)
    hearing.act, hearing.by, hearing.held_at = doing.act.id, doing.by.account, doing.at
    hearing.interpreter = doing.data.get("interpreter") or next(iter(interpreters(hearing.pk)), None)
    hearing.language = _text(doing, "language")[:35] or hearing.language
    hearing.notes = _text(doing, "notes")
    hearing.save()
    doing.told.update(hearing=hearing.pk)
    send_letter(doing)


@family("remark")
def remark(doing: Doing) -> None:
    """The person says what the notes of the interview have wrong or left out. It stands beside them for good."""
    hearing = doing.standing.last_held
    assert hearing is not None  # the guard of the notes
    said = _text(doing, "remarks")
    if not said:
        raise BadData({"remarks": _("Write down what you want to say.")})
    hearing.remarks = f"{hearing.remarks}\n\n{said}".strip()
    hearing.remarked_at = doing.at
    hearing.save(update_fields=["remarks", "remarked_at"])
    doing.told.update(hearing=hearing.pk)


@family("extend")
def extend(doing: Doing) -> None:
    """A clock is made longer on a ground that the law names; the person is told, with the new last day."""
    reason = _text(doing, "reason")
    if not reason:
        raise BadData({"reason": _("Write down why: the person can read it.")})
    doing.told.update(reason=reason)
    send_letter(doing, reasons=[{"id": "", "text": reason, "source": ""}])


@family("expire")
def expire(doing: Doing) -> None:
    """A clock ran out and the law says what follows. The program only writes it down: it refuses nobody."""
    ran_out = [
        one for one in doing.standing.due_on(doing.today) if one.clock.expires == doing.act.id and one.state == "over"
    ]
    if not ran_out:
        raise NotAtThisStep(_("The term has not run out."))
    doing.told.update(clocks=[one.clock.id for one in ran_out])
    send_letter(doing)


def send_letter(doing: Doing, *, reasons: list[dict[str, str]] | None = None) -> None:
    """The letter that the law attaches to the act, in the person's language, with the last day it starts."""
    if not doing.letter:
        return
    due = papers.due_words(doing.standing, doing.act.id, doing.today)
    paper = papers.plain_paper(doing.standing, doing.letter, day=doing.today, more={"due": due}, reasons=reasons)
    kept = papers.keep(doing.case, doing.letter, paper, papers.set_on(paper, doing.today))
    doing.told.update(letter=kept.pk, letter_digest=kept.digest, due=due)


def _moment(doing: Doing, field: str) -> datetime:
    said = doing.data.get(field)
    try:
        moment = said if isinstance(said, datetime) else datetime.fromisoformat(str(said or ""))
    except ValueError:
        raise BadData({field: _("Say the day and the hour.")}) from None
    if moment.tzinfo is None:
        raise BadData({field: _("Say the day and the hour.")})
    return moment


def _text(doing: Doing, field: str) -> str:
    said = str(doing.data.get(field) or "").strip()
    if len(said) > LONGEST:
        raise BadData({field: _("Keep it under %(n)s characters.") % {"n": LONGEST}})
    return said
