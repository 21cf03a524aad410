"""Why a case stands where it stands in the list, in sentences."""

from collections.abc import Callable
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from veer.access import roles
from veer.access.who import Who
from veer.cases import clocks, law, queries, turns
from veer.cases.acts.terms import warn_day
from veer.cases.models import NEVER, Branch, Term
from veer.cases.worklist import SOON, Row

WAITS: dict[str | None, Callable[[], str]] = {
    roles.SIGNER: lambda: _("Waits for a second signature."),
    roles.APPLICANT: lambda: _("Waits for the person’s answer."),
    roles.DESK: lambda: _("Waits for the desk."),
    roles.COURT: lambda: _("Before the court."),
    roles.RECEPTION: lambda: _("Waits for the reception service."),
    roles.RETURNS: lambda: _("Waits for the return service."),
    roles.SUPPORT: lambda: _("Waits for the support body."),
    roles.CONSUL: lambda: _("Waits for the post abroad."),
}


def rows(found: list[Row], who: Who, lang: str) -> list[dict[str, Any]]:
    return [{"row": row, "why": why(row, who, lang)} for row in found]


def why(row: Row, who: Who, lang: str) -> list[str]:
    """The reasons, the weightiest first: the term of whoever looks, what runs beside it, whose turn it is."""
    found = [*_own_terms(row, lang), *_pending(row, lang), *_of_the_person(row, lang), _whose_turn(row, who)]
    if row.absence:
        found.append(
            _("%(who)s is away until %(day)s; %(deputy)s stands in.")
            % {"who": row.holder, "day": _day(row.absence.last), "deputy": row.deputy}
        )
    if row.offer:
        mine = row.offer.to == who.account
        said = _("%(who)s offers it to you.") if mine else _("You offer it to %(who)s.")
        found.append(said % {"who": row.holder if mine else row.offered})
        if row.offer.note:
            found.append(_("“%(words)s”") % {"words": row.offer.note})
    return found


def _own_terms(row: Row, lang: str) -> list[str]:
    """The soonest term of the role; whether it was warned of; those that stand still."""
    own = [term for term in row.terms if term.duty in ([row.role] if row.role else roles.WHOLE)]
    first = next((term for term in own if term.last_day != NEVER), None)
    found = []
    if first is not None:
        found.append(_until(row, first, lang))
        warned = warn_day(law.pack_of(row.case).route(row.case.route).clocks.get(first.clock), first.last_day)
        if warned is not None and warned <= row.today <= first.last_day:
            found.append(_("The law warns of it since %(day)s.") % {"day": _day(warned)})
    still = _("%(term)s: stands still (%(why)s).")
    found += [still % _told(row, term, lang) for term in own if term.state == "still"]
    return found


def _until(row: Row, term: Term, lang: str) -> str:
    told = _told(row, term, lang)
    late = (row.today - term.last_day).days
    if late <= 0:
        return _("%(term)s: on %(day)s at the latest, %(why)s.") % told
    said = ngettext(
        "Too late by %(n)d day. %(term)s: it was due on %(day)s, %(why)s.",
        "Too late by %(n)d days. %(term)s: it was due on %(day)s, %(why)s.",
        late,
    )
    return said % {**told, "n": late}


def _told(row: Row, term: Term, lang: str) -> dict[str, str]:
    """A term in words. The law calls it in words to the person, so they stand there as a quotation."""
    explained = clocks.in_words(clocks.read(term.why), term.started)
    named = _("a day that the file names")  # and not one that is counted
    since = named if term.started == term.last_day else _("since %(day)s") % {"day": _day(term.started)}
    return {
        "term": _("“%(words)s”") % {"words": queries.clock_words(row.case, term.clock, lang)},
        "day": _day(term.last_day),
        "why": explained or since,
    }


def _pending(row: Row, lang: str) -> list[str]:
    """What runs beside the case, such as an appeal, and whose turn it is there."""
    return [
        _("%(what)s: the turn of %(whom)s since %(day)s.")
        % {"what": _branch_words(row, one, lang), "whom": turn_of(one.ball), "day": _day(one.opened_at)}
        for one in row.branches
    ]


def _branch_words(row: Row, one: Branch, lang: str) -> str:
    name = f"procedure.branches.{one.branch}"
    return law.words(law.pack_of(row.case), row.case.route, name, lang, one.branch.replace("_", " "))


def _of_the_person(row: Row, lang: str) -> list[str]:
    """A term of the person that ends soon, with what the law lets follow when they let it pass."""
    found = []
    for term in row.terms:
        left = (term.last_day - row.today).days
        if term.duty != roles.APPLICANT or not 0 <= left <= SOON:
            continue
        said = _("The person has until %(day)s: %(term)s.") % _told(row, term, lang)
        if term.expires:
            act = queries.act_words(row.case, term.expires, lang)
            said += " " + _("After that, by this law: %(act)s.") % {"act": act}
        found.append(said)
    return found


def _whose_turn(row: Row, who: Who) -> str:
    case = row.case
    if row.role:
        return _("It is your turn.")
    if case.ball == roles.APPLICANT and not _asked_of_person(row):
        return (
            _("The decision is signed, and still has to be given.")
            if _to_give(row)
            else _("Nothing is asked of the person now.")
        )
    if case.ball in WAITS:
        return WAITS[case.ball]()
    if case.holder is None:
        return _("Nobody has taken it yet.")
    return _("You have taken it.") if case.holder == who.account else _("%(who)s works on it.") % {"who": row.holder}


def _asked_of_person(row: Row) -> bool:
    route = law.pack_of(row.case).route(row.case.route)
    return turns.is_asked(route, row.case.step, {term.clock for term in row.terms})


def _to_give(row: Row) -> bool:
    """Whether somebody of the authority has to give the person their decision, by the law of the route."""
    procedure = law.pack_of(row.case).route(row.case.route).procedure
    acts = procedure.acts.values() if procedure else ()
    return row.untold and any(act.does == "notify" and row.case.step in act.from_ for act in acts)


def turn_of(ball: str | None) -> str:
    """Whose turn it is, as the filter of the list calls it."""
    return {
        roles.APPLICANT: _("the person"),
        roles.OFFICIAL: _("an official"),
        roles.SIGNER: _("a second official"),
        roles.DESK: _("the desk"),
        roles.COURT: _("the court"),
        roles.RECEPTION: _("the reception service"),
        roles.RETURNS: _("the return service"),
        roles.SUPPORT: _("the support body"),
        roles.CONSUL: _("the post abroad"),
    }.get(ball or "", _("nobody"))


def _day(day: Any) -> str:
    return date_format(day, "DATE_FORMAT")
