"""What the law in force says of sponsors: which routes are theirs, the quota, and what a household or a home comes to.

The routes are found by what they hold, the right that recognition gives and the quota that is drawn, not by a name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language

from veer.cases import facts, law
from veer.journal import clock
from veer.rules import Pack, decide
from veer.rules.model import Quota, Route

RIGHT = "bring"  # what recognition gives, in the law's own word
RESERVED, KEPT = "reserved", "place_kept"  # what a protocol gives an organisation, and a place a file
SPONSORING, FORM = "sponsoring", "sponsor.form"
GROUP, MIXED, ORGANISATION = "group", "mixed", "organisation"
ALWAYS, SOMETIMES = "home", "home_room"  # what the law asks of every home, and of some: its own groups of questions
WAY, ADULTS, CHILDREN = "bring.way", "household.adults", "household.children"
TIER = "check.tier"
IDENTITIES = "bring.identities"  # whether it is known of each who they are: asked of people with a name alone
URGENT = "urgent"  # where an emergency waits for a place
READY = "pooled"  # where an application waits that was admitted
MOST_SIZE = 8  # of the table that everybody may read


@dataclass(frozen=True, slots=True)
class Sponsors:
    """The law of sponsors that is in force: its pack, and its two routes."""

    pack: Pack
    recognition: Route
    application: Route

    @property
    def language(self) -> str:
        """The language in which this law speaks to the reader."""
        return law.heard(self.pack, (get_language() or "en").split("-")[0])

    @property
    def quota(self) -> Quota:
        """The places of a year: the one quota of the route."""
        return next(iter(self.application.quotas.values()))

    def limit(self, name: str) -> int:
        return self.quota.limits[name]

    @property
    def recognised(self) -> tuple[str, ...]:
        """The steps at which a sponsor is recognised: those at which the law gives what recognition gives."""
        found: tuple[str, ...] = self.recognition.rights[RIGHT].at
        return found

    @property
    def protocol(self) -> Route | None:
        """The route by which places are reserved for an organisation: the one that gives the right to them."""
        return next((one for one in self.pack.routes.values() if RESERVED in one.rights and one.procedure), None)

    @property
    def home(self) -> dict[str, bool]:
        """The facts that the law asks of a home, in its order, and whether of every one."""
        asked = (one for one in self.pack.facts.values() if one.group in (ALWAYS, SOMETIMES))
        return {one.id: one.group == ALWAYS for one in asked}

    @property
    def parts(self) -> dict[str, str]:
        """The ways in which a sponsor may ask, with their words in the reader's language."""
        return self.choices(WAY)

    def choices(self, fact: str) -> dict[str, str]:
        """The values of a fact with their words."""
        words = self.pack.fact_text(fact, self.language).values
        return {one: words.get(one, one) for one in self.pack.facts[fact].type.symbols}

    def truths(self, fact: str) -> dict[str, str]:
        """What yes and no are called of a fact."""
        words = self.pack.fact_text(fact, self.language).values
        return {one: words[one] for one in ("true", "false")}

    def said(self, fact: str, value: Any) -> str:
        """A value of a fact as the law calls it."""
        word = str(value).lower() if isinstance(value, bool) else str(value)
        return str(self.pack.fact_text(fact, self.language).values.get(word, word))

    def label(self, fact: str) -> str:
        return str(self.pack.fact_text(fact, self.language).label)

    def question(self, fact: str) -> str:
        return str(self.pack.fact_text(fact, self.language).question)


def sponsors() -> Sponsors | None:
    """None where no law of sponsors is in force."""
    for pack in law.in_force():
        recognition = next((one for one in pack.routes.values() if RIGHT in one.rights and one.procedure), None)
        application = next((one for one in pack.routes.values() if one.procedure and is_drawn(one)), None)
        if recognition is not None and application is not None:
            return Sponsors(pack, recognition, application)
    return None


def is_drawn(route: Route) -> bool:
    """Whether a draw decides who gets the places of a route: its quota says how many draws a year has."""
    return any("windows" in one.limits for one in route.quotas.values())


def required(found: Sponsors, adults: int, children: int) -> int:
    """What a household of this size needs, in whole euro."""
    named = _named(found, {ADULTS: adults, CHILDREN: children})
    return int(named["required"])


def persons_allowed(found: Sponsors, home: Mapping[str, Any]) -> int | None:
    """How many may live in a home by the norms of its region; None where not enough is known of it."""
    allowed = _named(found, {"home.known": True, **home})["persons_allowed"]
    return allowed if isinstance(allowed, int) else None


def fitting(found: Sponsors, home: Mapping[str, Any]) -> dict[str, Any]:
    """Of what was said of a home, what the law asks of such a home: the rest says nothing."""
    sure = {fact: value for fact, value in home.items() if found.home[fact]}
    asked = {one for one in _answer(found, {"home.known": True, **sure})["missing"] if one in found.home}
    return {fact: value for fact, value in home.items() if fact in sure or asked - sure.keys()}


def _named(found: Sponsors, values: Mapping[str, Any]) -> dict[str, Any]:
    named: dict[str, Any] = _answer(found, values)["let"]
    return named


def _answer(found: Sponsors, values: Mapping[str, Any]) -> dict[str, Any]:
    day = today(found)
    return decide(
        found.pack,
        found.application.id,
        facts.nested(values),
        on=day,
        today=day,
        lang=found.pack.languages[0],
        trace=True,
    )


def today(found: Sponsors) -> date:
    return clock.today(found.pack.time_zone)
