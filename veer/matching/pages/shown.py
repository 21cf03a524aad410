"""What the pages of this room show, in words."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from veer.access.who import Who
from veer.cases import law
from veer.cases.listed import listed
from veer.journal import clock
from veer.matching import numbers, queries
from veer.matching.acts.common import today
from veer.matching.acts.solving import LIMIT
from veer.matching.models import Answer, Line, Lock, Offer, Run, Spot
from veer.matching.numbers import limits
from veer.matching.rules import ENDED, FAILED, GROUPS, KINDS, REASONS, SAYS, STATES, WEIGHTS
from veer.matching.sources import SOURCES
from veer.people.queries import names
from veer.placement import Option
from veer.sponsorship.queries import coming_of_file

SHOWN = 200  # lines of a page; the rest is told by its number
AT_ONCE = 20  # places given by one press: each has its letter
SCARCEST = 5


def run(found: Run) -> dict[str, Any]:
    return {"run": found, "title": SOURCES[found.source].title, "laws": listed(found.laws)}


def answer(found: Answer | None) -> dict[str, Any]:
    """Where the solver is, or what it found: bounded, proved, verified."""
    if found is None:
        return {"working": False, "failed": "", "proof": None, "progress": None}
    working = found.state in Answer.WORKING
    return {
        "working": working,
        "mode": found.mode,
        "failed": FAILED.get(found.state, ""),
        "why": found.why,
        "proof": _proof(found) if found.solution else None,
        "progress": _progress(found) if working else None,
    }


def _progress(found: Answer) -> dict[str, Any]:
    seconds = int((clock.now() - found.begun_at).total_seconds()) if found.begun_at else 0
    return {
        "begun": found.begun_at is not None,
        "seconds": min(seconds, LIMIT),
        "most": LIMIT,
        "steps": found.steps,
    }


def _proof(found: Answer) -> dict[str, Any]:
    """Of each goal what was reached and the bound that the prices prove; the gap in thousandths of a hundred."""
    told = found.solution or {}
    return {
        "optimal": told["status"] == "optimal",
        "fallback": told["status"] == "fallback",
        "within": f"{100 * told['gap']:.3f}",
        "levels": told["levels"],
        "persons": told["objective"]["persons"],
        "unplaced": len(told["unplaced"]),
        "seconds": told["seconds"],
        "digest": found.digest,
        "number": found.number,
    }


def lines(found: Sequence[Line], who: Who) -> dict[str, Any]:
    """Those that wait for somebody first, each list in the public order."""
    called = queries.called(list(found))
    open_ = [one for one in found if one.state != Line.CONFIRMED]
    done = [one for one in found if one.state == Line.CONFIRMED]
    return {
        "open": [_line(one, called, who) for one in open_[:SHOWN]],
        "more": max(0, len(open_) - SHOWN),
        "done": [_line(one, called, who) for one in done[:SHOWN]],
        "to_accept": sum(one.state == Line.PROPOSED and one.spot_id is not None for one in found),
        "to_confirm": min(AT_ONCE, sum(confirmable(one, who) for one in found)),
    }


def confirmable(found: Line, who: Who) -> bool:
    decided = found.state in (Line.ACCEPTED, Line.OVERRIDDEN)
    return decided and found.spot_id is not None and found.decided_by != who.account


def _line(found: Line, called: dict[UUID, str], who: Who) -> dict[str, Any]:
    return {
        "line": found,
        "name": called.get(found.person, found.code),
        "state": STATES[found.state],
        "spot": found.spot,
        "confirmable": confirmable(found, who),
    }


def scarce(found: list[queries.Scarce]) -> list[dict[str, Any]]:
    """Where one more would be worth most, the dearest first."""
    return [{"spot": one.spot, "price": round(one.price)} for one in found[:SCARCEST]]


def line(found: Line, who: Who) -> dict[str, Any]:
    people = names({found.decided_by, found.confirmed_by})
    return {
        **_line(found, queries.called([found]), who),
        "decided": people.get(found.decided_by, "") if found.decided_by else "",
        "confirmed": people.get(found.confirmed_by, "") if found.confirmed_by else "",
        "acceptable": found.state == Line.PROPOSED and found.spot_id is not None,
    }


def why(found: queries.Why | None, spots: dict[str, Spot]) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "here": _option(found.here, spots) if found.here else None,
        "next": [_option(one, spots) for one in found.next],
        "shut": [{"reason": reason, "places": places(where)} for reason, where in found.shut],
        "full": places(found.full),
        "scarce": found.scarce[0].title if found.scarce else "",
    }


def _option(found: Option, spots: dict[str, Spot]) -> dict[str, Any]:
    """What a place is worth, of a thousand; what is paid there for what others would make of it."""
    return {"spot": spots[found.place], "worth": found.weight, "cost": round(found.cost), "room": found.room}


def places(found: Iterable[Spot]) -> str:
    return listed(one.title for one in found)


def lock(found: Lock, called: dict[UUID, str]) -> dict[str, Any]:
    people = names({found.made_by, found.signed_by})
    return {
        "lock": found,
        "name": called.get(found.line.person, found.line.code),
        "kind": KINDS[found.kind],
        "what": found.spot.title if found.spot else called.get(found.other.person, "") if found.other else "",
        "reason": REASONS[found.reason],
        "by": people.get(found.made_by, ""),
        "signed": people.get(found.signed_by, "") if found.signed_by else "",
    }


def cost(found: Lock) -> dict[str, Any] | None:
    """What it costs: persons as they count, worth, who moves, who loses a place, which groups fare otherwise."""
    if found.cost is None:
        return None
    spots = queries.spots_of(found.run)
    by_code = queries.lines_by_code(found.run)
    moved = [(by_code[code], spots.get(was or ""), spots.get(now or "")) for code, was, now in found.cost["moved"]]
    called = queries.called([one for one, _was, _now in moved])
    return {
        "first": found.cost["first_loss"],
        "score": found.cost["score_loss"],
        "moved": [{"name": called.get(one.person, one.code), "was": was, "now": now} for one, was, now in moved],
        "unplaced": [called.get(by_code[code].person, code) for code in found.cost["unplaced"]],
        "groups": [
            {"group": group_words(group), "was": percent(was), "now": percent(now)}
            for group, was, now in found.cost["groups"]
            if percent(was) != percent(now)
        ],
    }


def group_words(group: str) -> str:
    return str(GROUPS[group]) if group else _("Everybody")


def percent(share: float | None) -> str:
    return "–" if share is None else f"{round(100 * share)} %"


def report(found: queries.Report | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "groups": [
            {
                "group": group_words(one.group),
                "households": one.households,
                "placed": percent(one.placed),
                "share": percent(one.share),
                "alike": one.alike,
            }
            for one in found.groups
        ],
        "envy": len(found.envy),
    }


def is_often(number: int, overridden: int, percent: int) -> bool:
    """Whether more than so many of a hundred overrides are for a reason: by the share itself, not as it is shown."""
    return 100 * number > percent * overridden


def reasons(found: queries.Reasons) -> dict[str, Any]:
    often = limits().often_percent
    rows = [
        {
            "reason": REASONS[reason],
            "number": number,
            "percent": share,
            "often": is_often(number, found.overridden, often),
        }
        for reason, number, share in found.by
    ]
    return {"lines": found.lines, "overridden": found.overridden, "rows": rows}


def offer(found: Offer) -> dict[str, Any]:
    """An offer as either side may read it: how many people, where, until when, and what became of it."""
    open_ = not found.ended and found.until >= today()
    return {
        "offer": found,
        "adults": found.seeker.adults,
        "children": found.seeker.children,
        "ended": ENDED[found.ended if found.ended or open_ or found.both_say_yes else Offer.LAPSED],
        "open": open_,
    }


def said(word: str) -> Any:
    return SAYS[word] if word else ""


def answers(found: Offer) -> dict[str, Any]:
    """Both sides of an offer, for the authority."""
    return {
        **offer(found),
        "name": found.seeker.person.name,
        "group": found.line.spot.title if found.line and found.line.spot else "",
        "household": said(found.household_says),
        "sponsor": said(found.sponsor_says),
        "names": found.ended == Offer.AGREED and coming_of_file(found.seeker.case_id) is None,
    }


# ---------- what everybody may read ----------


def told(found: numbers.Numbers) -> dict[str, Any]:
    return {
        "below": found.below,
        "groups": [
            {"group": group_words(one.group), "households": one.households, "placed": one.placed, "share": one.share}
            for one in found.groups
        ],
        "reasons": [{"reason": REASONS[one.reason], "times": one.times} for one in found.reasons],
    }


def weighed(found: numbers.Weighed) -> dict[str, Any]:
    """The weights of a law, with where they stand, in the language of the reader."""
    pack, marks = found.pack, found.placing.marks
    lang = law.heard(pack, get_language() or "en")
    return {
        "title": pack.title.get(lang) or pack.id,
        "version": pack.version,
        "weights": [
            *({"what": WEIGHTS[name], "of": of} for name, of in found.placing.weights.items()),
            {"what": _("They did not wish to live there: instead of the first"), "of": found.placing.elsewhere},
        ],
        "sources": [
            {
                "title": pack.source_title(one.source, lang),
                "article": pack.article(one, lang),
                "url": pack.sources[one.source].url,
            }
            for one in marks.source
        ],
        "reserve": found.placing.reserve_percent,
        "sure": marks.confidence == "verified",
    }
