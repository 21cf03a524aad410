"""What brings somebody here: the first question of a law that asks it, and which of its routes are looked at then."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from veer.openness import words

FIELD, UNSURE = "purpose", "unknown"
QUESTION = gettext_lazy("What brings you here?")


@dataclass(frozen=True, slots=True)
class Purpose:
    """One purpose in the reader's words; `routes`: the titles of the ways that it looks at."""

    id: str
    text: str
    help: str
    routes: tuple[str, ...]


def of(pack: Any) -> dict[str, Purpose]:
    """The purposes that can be chosen between, in the order of the law; none where there is no choice."""
    language = words.law_language(pack)
    found = {
        one.id: Purpose(
            one.id,
            words.in_words(one.text, language),
            words.in_words(one.help, language),
            tuple(words.route_title(pack, route.id) for route in pack.routes.values() if one.id in route.purposes),
        )
        for one in pack.purposes.values()
    }
    found = {name: one for name, one in found.items() if one.routes}
    return found if len(found) > 1 else {}


def chosen(pack: Any, purposes: list[str] | None) -> list[str]:
    """Of what somebody chose, what this law still knows. Empty: everything is looked at."""
    known = of(pack) if purposes else {}
    return [one for one in known if one in (purposes or ())]


def instead(pack: Any, purposes: list[str] | None) -> list[Purpose]:
    """What the law offers first to whoever all that they chose is closed to, without what they chose already."""
    offered, picked = of(pack), chosen(pack, purposes)
    named = dict.fromkeys(other for one in picked for other in pack.purposes[one].instead)
    return [offered[one] for one in named if one in offered and one not in picked]


def routes(pack: Any, purposes: list[str] | None) -> list[str] | None:
    """The routes that are looked at, or None for every one."""
    picked = chosen(pack, purposes)
    if not picked:
        return None
    return [route.id for route in pack.routes.values() if not set(route.purposes).isdisjoint(picked)]


def said(pack: Any, purposes: list[str] | None) -> str:
    """What somebody chose, as one would say it; nothing where they said that they do not know."""
    known = of(pack)
    return "; ".join(known[one].text for one in chosen(pack, purposes))


def read(pack: Any, data: Mapping[str, Any]) -> tuple[list[str], str]:
    """What was ticked on the page, and what is wrong with it, if anything. Nothing chosen and nothing wrong: they do
    not know."""
    known = of(pack)
    ticked = data.getlist(FIELD) if hasattr(data, "getlist") else list(data.get(FIELD, ()))
    picked = [one for one in known if one in ticked]
    if picked and data.get(UNSURE):
        tick = _("I don’t know")
        return picked, _("You gave an answer and also ticked “%(tick)s”. Keep one of the two.") % {"tick": tick}
    if not picked and not data.get(UNSURE):
        return [], _("Choose at least one, or say that you don’t know.")
    return picked, ""
