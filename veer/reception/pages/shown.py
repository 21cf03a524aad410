"""What the pages of reception show, in words."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from veer.cases import law
from veer.cases.listed import listed, parted
from veer.letters.models import Letter
from veer.reception.fitting import AGAINST, Fit
from veer.reception.forms import CONSENT, SOURCES
from veer.reception.lists import LawOfPlaces, law_of_places
from veer.reception.models import Asking, Need, Proposal, Stay, Wait
from veer.reception.queries import Owed, PlaceRow, Position, PublicList, Resident, Waiting
from veer.reception.rules import KINDS, NEEDS
from veer.rules import Pack
from veer.rules.model import Citation
from veer.rules.waiting import classes_on, contribution_on

ANSWERS = {
    Asking.MOVED: gettext_lazy("You went to another place."),
    Asking.KEPT: gettext_lazy("You stay where you are."),
    Asking.OVER: gettext_lazy("You left."),
}
ENDED = {
    Wait.PLACED: gettext_lazy("A place was given."),
    Wait.WITHDRAWN: gettext_lazy("Taken off the list: no place was wanted any more."),
    Wait.ENDED: gettext_lazy("Taken off the list: the right to a place ended."),
}


def needs_words(needs: Iterable[str]) -> str:
    return listed(str(NEEDS[one]) for one in needs)


def place(row: PlaceRow) -> dict[str, Any]:
    return {
        "place": row.place,
        "kind": KINDS[row.place.kind],
        "services": needs_words(row.place.services),
        "beds": row.balance.places,
        "used": row.used,
        "free": row.balance.free,
    }


def waiting(found: Sequence[Waiting]) -> list[dict[str, Any]]:
    """The lists, one a law, each in its order."""
    laws = {pack: law_of_places(pack) for pack in dict.fromkeys(one.pack for one in found)}
    return [
        {
            "law": title(by_law),
            "id": pack,
            "sure": by_law.order_sure,
            "rows": [_in_list(one, by_law) for one in found if one.pack == pack],
        }
        for pack, by_law in laws.items()
    ]


def _in_list(found: Waiting, by_law: LawOfPlaces) -> dict[str, Any]:
    said = {"class": by_law.title(found.rank), "needs": needs_words(found.needs)}
    return {"number": found.number, "wait": found.wait, **said}


def resident(found: Resident) -> dict[str, Any]:
    return {"stay": found.stay, "unmet": needs_words(found.unmet)}


def needs(found: list[Need]) -> list[dict[str, Any]]:
    sources, consents = dict(SOURCES), dict(CONSENT)
    return [
        {"need": one, "words": NEEDS[one.need], "source": sources[one.source], "consent": consents[one.consent]}
        for one in found
    ]


def why_there(wait: Wait, position: Position) -> dict[str, Any]:
    by_law = law_of_places(law.pack_of(wait.case).id)
    return {"position": position, "class": by_law.title(position.rank), "sure": by_law.order_sure}


def proposal(found: Proposal) -> dict[str, Any]:
    """The place proposed with what speaks for it, and every other with what speaks against it."""
    fits = [one for one in found.reasons if not one["against"]]
    others = [one for one in found.reasons if one["against"]]
    return {"proposal": found, **_sorted_out(fits, others)}


def elsewhere(found: Sequence[Fit]) -> dict[str, Any]:
    """The places to which a household could move, told as a proposal is."""
    return _sorted_out([one.told() for one in found if one.ok], [one.told() for one in found if not one.ok])


def _sorted_out(fits: Sequence[dict[str, Any]], others: Sequence[dict[str, Any]]) -> dict[str, Any]:
    told = [
        {"site": one["site"], "id": one["place"], "met": needs_words(one["met"]), "wished": one["wished"]}
        for one in fits
    ]
    against = [
        {
            "site": one["site"],
            "against": parted(str(AGAINST[word]) % {"needs": needs_words(about)} for word, about in one["against"]),
        }
        for one in others
    ]
    return {"best": told[0] if told else None, "also": told[1:], "others": against}


def asking(found: Asking | None) -> dict[str, Any] | None:
    return {"asking": found, "answer": ANSWERS.get(found.answer, "")} if found else None


def owed(wait: Wait, found: list[Owed]) -> list[dict[str, Any]]:
    pack = law_of_places(law.pack_of(wait.case).id).pack
    return [
        {
            "month": one.wage.month,
            "wage": one.wage.cents / 100,
            "owed": None if one.cents is None else one.cents / 100,
            "source": listed(f"{cited['title']}, {cited['article']}" for cited in cited_words(pack, one.source)),
            "sure": one.sure,
        }
        for one in found
    ]


def letters(wait: Wait, found: Sequence[Letter]) -> list[dict[str, Any]]:
    """Letters about a place, as its household opens them."""
    return [{"letter": one, "url": reverse("cases:letter", args=[wait.case_id, one.pk])} for one in found]


# ---------- the law of places, read by everybody ----------


def title(by_law: LawOfPlaces) -> str:
    pack, lang = by_law.pack, _heard(by_law.pack)
    return str(pack.title.get(lang) or next(iter(pack.title.values()), pack.id))


def public_list(found: PublicList) -> dict[str, Any]:
    """A list with its rules: each class with where it stands and how many persons of it wait."""
    by_law, pack = found.by_law, found.by_law.pack
    classes = classes_on(pack, by_law.today)
    return {
        "title": title(by_law),
        "version": pack.version,
        "id": pack.id,
        "waiting": found.waiting,
        "classes": [
            {
                "title": by_law.title(rank),
                "waiting": number,
                "since": classes[rank].marks.since if classes else None,
                "sources": cited_words(pack, classes[rank].marks.source) if classes else [],
                "sure": by_law.sure(rank),
            }
            for rank, number in enumerate(found.classes)
        ],
        "contribution": _contribution(by_law),
    }


def _contribution(by_law: LawOfPlaces) -> dict[str, Any] | None:
    """What is owed of a wage, part by part; None where the law asks for nothing."""
    rule = contribution_on(by_law.pack, by_law.today)
    if rule is None:
        return None
    lower, bands = 0, []
    for band in rule.bands:
        bands.append({"from": lower, "to": band.to, "percent": band.percent})
        lower = band.to or lower
    sources = cited_words(by_law.pack, rule.marks.source)
    return {"bands": bands, "since": rule.marks.since, "sources": sources, "sure": rule.marks.confidence == "verified"}


def cited_words(pack: Pack, cited: Iterable[Citation]) -> list[dict[str, str]]:
    """Where a rule stands, in the language in which the reader reads this law."""
    lang = _heard(pack)
    return [
        {
            "title": pack.source_title(one.source, lang),
            "article": pack.article(one, lang),
            "url": pack.sources[one.source].url,
        }
        for one in cited
    ]


def _heard(pack: Pack) -> str:
    return law.heard(pack, get_language() or "en")


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
