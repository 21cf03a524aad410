"""What the pages of reception show, in words."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from veer.reception.fitting import FULL, KEPT_FOR, LACKS, OTHER_KIND
from veer.reception.forms import CONSENT, SOURCES
from veer.reception.models import Need, Proposal, Stay, Wait
from veer.reception.queries import Owed, PlaceRow, Position, Waiting
from veer.reception.rules import KINDS, NEEDS, RULES

AGAINST: dict[str, Any] = {
    FULL: gettext_lazy("too few free beds"),
    LACKS: gettext_lazy("does not have: %(needs)s"),
    KEPT_FOR: gettext_lazy("kept for: %(needs)s"),
    OTHER_KIND: gettext_lazy("another kind of place"),
}
ENDED = {
    Wait.PLACED: gettext_lazy("A place was given."),
    Wait.WITHDRAWN: gettext_lazy("Taken off the list: no place was wanted any more."),
    Wait.ENDED: gettext_lazy("Taken off the list: the right to a place ended."),
}


def needs_words(needs: Iterable[str]) -> str:
    return ", ".join(str(NEEDS[one]) for one in needs)


def place(row: PlaceRow) -> dict[str, Any]:
    return {
        "place": row.place,
        "kind": KINDS[row.place.kind],
        "services": needs_words(row.place.services),
        "beds": row.balance.places,
        "used": row.used,
        "free": row.balance.free,
    }


def waiting(found: Waiting) -> dict[str, Any]:
    title = RULES.classes[found.wait.rank].title
    return {"number": found.number, "wait": found.wait, "class": title, "needs": needs_words(found.needs)}


def needs(found: list[Need]) -> list[dict[str, Any]]:
    sources, consents = dict(SOURCES), dict(CONSENT)
    return [
        {"need": one, "words": NEEDS[one.need], "source": sources[one.source], "consent": consents[one.consent]}
        for one in found
    ]


def why_there(position: Position) -> dict[str, Any]:
    return {
        "position": position,
        "class": RULES.classes[position.rank].title,
        "classes": [one.title for one in RULES.classes],
    }


def proposal(found: Proposal) -> dict[str, Any]:
    """The place proposed with what speaks for it, and every other with what speaks against it."""
    fits, others = [], []
    for one in found.reasons:
        told = {"site": one["site"], "id": one["place"], "met": needs_words(one["met"]), "wished": one["wished"]}
        against = [AGAINST[word] % {"needs": needs_words(about)} for word, about in one["against"]]
        if against:
            others.append({**told, "against": "; ".join(against)})
        else:
            fits.append(told)
    return {"proposal": found, "best": fits[0] if fits else None, "also": fits[1:], "others": others}


def owed(found: list[Owed]) -> list[dict[str, Any]]:
    return [
        {
            "month": one.wage.month,
            "wage": one.wage.cents / 100,
            "owed": None if one.cents is None else one.cents / 100,
            "source": one.source,
        }
        for one in found
    ]


def choices(rows: list[PlaceRow], persons: int, first: Any = None, without: Any = None) -> list[tuple[str, str]]:
    """Places with room for so many, the one proposed first."""
    found = [row for row in rows if row.balance.free >= persons and row.place.pk != without]
    found.sort(key=lambda row: row.place.pk != first)
    return [
        (str(row.place.pk), _("%(site)s, %(n)d free") % {"site": row.place.site, "n": row.balance.free})
        for row in found
    ]


def stay(found: Stay | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "stay": found,
        "place": found.place,
        "kind": KINDS[found.place.kind],
        "services": needs_words(found.place.services),
    }
