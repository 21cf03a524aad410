"""What the pages of sponsors show, in words."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from veer import draw
from veer.cases import queries as cases
from veer.cases.models import Case
from veer.quotas.queries import Balance
from veer.sponsorship import counting, queries, rules
from veer.sponsorship.limits import OVER, exceeded
from veer.sponsorship.models import Entry, Group, Protocol, Receipt, Window
from veer.sponsorship.queries import Part, Reserved
from veer.sponsorship.reserved import files_of, left_to_ask
from veer.sponsorship.rules import Sponsors

OUTCOMES = {
    draw.IN: gettext_lazy("Drawn"),
    draw.OUT: gettext_lazy("Not drawn"),
    draw.PASSED: gettext_lazy("Passed over: larger than what was left; in front next time"),
}
KINDS = {
    Receipt.CASH: gettext_lazy("On the account"),
    Receipt.IN_KIND: gettext_lazy("In kind"),
    Receipt.BACK: gettext_lazy("Given back"),
}


def stands_still(until: date) -> str:
    """What somebody reads who wants to begin something while the programme is suspended."""
    told = {"day": date_format(until, "DATE_FORMAT")}
    return (
        _("The programme stands still until %(day)s. The decision and its reason stand on the page of sponsors.") % told
    )


def euro(cents: int) -> float:
    return cents / 100


def part_words(law: Sponsors | None, name: str) -> str:
    if law is None:
        return name.replace("_", " ")
    path = f"quotas.{law.quota.id}.{name}"
    return law.pack.text(law.application.id, path, law.language) or name.replace("_", " ")


def parts(law: Sponsors | None, found: list[Part]) -> list[dict[str, Any]]:
    return [
        {
            "words": part_words(law, one.name),
            "places": one.balance.places + one.apart.places,
            "taken": _taken(one.balance) + _taken(one.apart),
            "apart": one.apart.places,
            "waits": one.apart.places - _taken(one.apart),
            "free": one.balance.free,
        }
        for one in found
    ]


def _taken(balance: Balance) -> int:
    return balance.reserved + balance.confirmed


def apart(window: Window) -> list[tuple[int, int]]:
    """Places of the year, and how many of them protocols reserved when the list was published; nothing where none."""
    reserved = sum(window.apart.values())
    return [(window.quota.places, reserved)] if reserved else []


def protocols(law: Sponsors | None, found: list[Reserved]) -> list[dict[str, Any]]:
    """Each signed protocol with its part of the year in the law's words, and how it stands today."""
    told = []
    for one in found:
        own = one.protocol
        way = law.choices(rules.WAY).get(own.way, own.way) if law else own.way
        told.append({"protocol": own, "places": one.places, "used": one.used, "left": one.left, "way": way})
    return told


def still_to_ask(law: Sponsors, found: list[Protocol]) -> list[dict[str, Any]]:
    """Protocols in force with persons' places for which nobody is asked yet."""
    told = []
    for one in found:
        way = law.choices(rules.WAY).get(one.way, one.way)
        told.append({"protocol": one, "places": one.persons, "left": left_to_ask(one), "way": way})
    return [one for one in told if one["left"] > 0]


def places(window: Window, law: Sponsors | None) -> list[tuple[str, str, int]]:
    """The parts of a window: their word in the list, their words, and persons."""
    return [(name, part_words(law, name), number) for name, number in sorted(window.places.items())]


def rows(window: Window, law: Sponsors | None) -> list[dict[str, Any]]:
    """The list: in the order of the draw with what each was given, or by id while nothing is drawn."""
    found = queries.outcomes(window) if window.drawn_at else {}
    listed = window.order if window.drawn_at else window.ids
    told = []
    for place, one in enumerate((draw.Lot.read(said) for said in listed), 1):
        word = found.get(one.id, "")
        part, outcome = part_words(law, one.part), OUTCOMES.get(word, "")
        told.append({"lot": one, "place": place, "part": part, "word": word, "outcome": outcome})
    return told


def entry(one: Entry) -> dict[str, Any]:
    """Where a file of a group stands in a window."""
    return {"entry": one, "window": one.window, "outcome": OUTCOMES.get(one.outcome, _("On the list"))}


def file(case: Case | None, language: str, *, at_work: bool) -> dict[str, Any] | None:
    """A file of the group, and its step in the law's words: those for the authority, or for the group itself."""
    if case is None:
        return None
    words = cases.step_at_work if at_work else cases.step_words
    return {"case": case, "step": words(case, case.step, language)}


def group(found: Group, law: Sponsors | None, language: str, *, at_work: bool) -> dict[str, Any]:
    """What a group is and has, for its members and for who works on it."""
    held = counting.money(found)
    home = queries.home_of(found)
    return {
        "group": found,
        "members": counting.agreed(found),
        "waiting": queries.waiting_members(found),
        "unmet": counting.unmet(found, law) if law else [],
        "recognition": file(found.recognition, language, at_work=at_work),
        "may_bring": counting.may_bring(found),
        "has_all": law is not None and counting.has_all_it_may(found, law),
        "files": [file(one, language, at_work=at_work) for one in queries.applications_of(found)],
        "agreements": [file(one, language, at_work=at_work) for one in files_of(found)],
        "entries": [entry(one) for one in queries.entries_of(found)],
        "cash": euro(held.cash),
        "in_kind": euro(held.in_kind),
        "together": euro(held.together),
        "home": home,
        "allows": rules.persons_allowed(law, home.facts) if law and home else None,
        "sums": sums(law, found),
    }


def over(found: Group) -> list[dict[str, Any]]:
    """What is exceeded because groups, or homes, were found to be one: in words, how much there is, and the limit."""
    return [{"words": OVER[one.kind], "have": one.have, "may": one.may} for one in exceeded(found.pk)]


def sums(law: Sponsors | None, found: Group) -> list[dict[str, Any]]:
    """What is needed for the household of each open file, beside what is there."""
    if law is None:
        return []
    there = counting.money(found).together
    needed = [(one, rules.required(law, *one)) for one in counting.households(counting.active_files(found))]
    return [
        {"adults": adults, "children": children, "needed": sum_, "lacks": max(0, sum_ - there // 100)}
        for (adults, children), sum_ in needed
    ]


def receipts(found: list[Receipt]) -> list[dict[str, Any]]:
    """Each as it stands on the statement: what went back takes away, so that the lines add up to what is there."""
    return [
        {"receipt": one, "kind": KINDS[one.kind], "euro": euro(-one.cents if one.kind == Receipt.BACK else one.cents)}
        for one in found
    ]


def home_facts(law: Sponsors, facts: dict[str, Any]) -> list[tuple[str, Any]]:
    """The facts of a home in the law's words."""
    return [(law.label(name), law.said(name, value)) for name, value in facts.items()]
