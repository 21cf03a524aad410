"""What the public pages read: the packs in force here, and what the engine answers about them."""

import datetime
import logging
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any

from django.http import Http404

from veer import rules
from veer.access import roles
from veer.cases import law as cases_law
from veer.cases.models import ActivatedPack, Activation
from veer.journal import clock

BUNDLED = Path(__file__).resolve().parents[1] / "law"
HASHED = "sha256:"
AHEAD = 3  # years of a forecast
LOG = logging.getLogger(__name__)


def bundled(without: Collection[str] = ()) -> dict[str, Any]:
    """The packs that come with the program, in folders called as they are; those named in `without` are not read."""
    names = sorted(file.parent.name for file in BUNDLED.glob("*/pack.yaml"))
    found = [_bundled(name) for name in names if name not in without]
    return {pack.id: pack for pack in found if pack is not None}


@cache
def _bundled(name: str) -> Any:
    """One of them, read once; None where it does not load."""
    try:
        return rules.load_pack(BUNDLED / name)
    except rules.PackError:  # a broken draft of one policy does not take the others off the web
        LOG.exception("the pack in %s does not load", name)
        return None


def packs() -> list[Any]:
    """All packs in force here; those under which one can apply come first."""
    in_force = activated()
    found = {**bundled(without=in_force), **in_force}  # reading both would double the first second of a server
    return sorted(found.values(), key=lambda pack: (not can_apply(pack), pack.id))


def activated() -> dict[str, Any]:
    """The packs that somebody put in force here, by the latest act of each."""
    latest: dict[str, str] = {}
    for name, key in (
        Activation.objects.filter(at__lte=clock.now()).order_by("at", "id").values_list("pack", "stored_id")
    ):
        latest[name] = key
    return {name: cases_law.read(key) for name, key in latest.items()}


def can_apply(pack: Any) -> bool:
    return any(route.procedure for route in pack.routes.values())


def pack(name: str) -> Any:
    """A pack in force here: as activated, else as it comes with the program."""
    try:
        return cases_law.read(cases_law.active(name).pk)
    except cases_law.NoSuchLaw:
        pass
    try:
        return bundled()[name]
    except KeyError:
        raise Http404(f"no pack {name}") from None


def pack_and_route(name: str, route: str) -> tuple[Any, Any]:
    found = pack(name)
    if route not in found.routes:
        raise Http404(f"no route {route} in {name}")
    return found, found.routes[route]


def by_digest(name: str, digest: str) -> Any:
    """The pack by the hash of its law, however long ago it was in force."""
    found = pack(name)
    if short(found.law_hash) == digest:
        return found
    stored = (
        ActivatedPack.objects.filter(pack=name, law_hash__startswith=f"{HASHED}{digest}")
        .order_by("-stored_at")
        .only("pk")
        .first()
    )
    if stored is not None:
        return cases_law.read(stored.pk)
    bundled_one = bundled().get(name)
    if bundled_one is None or short(bundled_one.law_hash) != digest:
        raise Http404(f"no version {digest} of {name}")
    return bundled_one


def at_version(name: str, route: str, digest: str) -> tuple[Any, Any]:
    """A route in a version of its pack."""
    found = by_digest(name, digest)
    if route not in found.routes:
        raise Http404(f"no route {route} in this version of {name}")
    return found, found.routes[route]


def versions(name: str) -> list[dict[str, Any]]:
    """The versions of a pack that were put in force here, newest first."""
    acts = (
        Activation.objects.filter(pack=name).select_related("stored").defer("stored__canonical").order_by("-at", "-id")
    )
    return [{"version": act.stored.version, "digest": short(act.stored.law_hash), "at": act.at} for act in acts]


def short(law_hash: str) -> str:
    """The part of a law's hash that stands in an address."""
    return law_hash.removeprefix(HASHED)[:16]


def today(pack: Any) -> datetime.date:
    """The legal day in the country of the law."""
    return clock.today(pack.time_zone)


def decide(
    pack: Any, route: str, facts: dict[str, Any], *, on: datetime.date | None = None, lang: str
) -> dict[str, Any]:
    return rules.decide(pack, route, facts, on=on, today=today(pack), lang=lang)


def survey(pack: Any, facts: dict[str, Any], *, lang: str, routes: Collection[str] | None = None) -> dict[str, Any]:
    """The routes, or those of them that were chosen; asking only what whoever applies may state, and nothing twice."""
    return rules.survey(pack, facts, today=today(pack), lang=lang, routes=routes, by=roles.APPLICANT, told=[*facts])


def gains(pack: Any, route: str, facts: dict[str, Any]) -> list[dict[str, Any]]:
    """Single changes that gain points, whatever the outcome."""
    return rules.gains(pack, route, facts, today=today(pack))


_WIDEST: dict[tuple[str, str, datetime.date], Any] = {}


def widest(pack: Any, route: str) -> dict[str, Any] | None:
    """The points of somebody of whom nothing is known: from the least to the most that the law can give."""
    day = today(pack)
    key = (pack.law_hash, route, day)
    if key not in _WIDEST:
        if len(_WIDEST) > 500:
            _WIDEST.clear()
        _WIDEST[key] = rules.decide(pack, route, {}, on=day, today=day, lang="en")["points"]
    points: dict[str, Any] | None = _WIDEST[key]
    return points


def forecast(pack: Any, route: str, facts: dict[str, Any], *, start: datetime.date) -> list[dict[str, Any]]:
    """The outcome, the score and each part of it, as birthdays, expiries and anniversaries move them for some years."""
    end = years_on(start, AHEAD)
    found: list[dict[str, Any]] = rules.forecast(pack, route, facts, on=start, until=end, parts=True)
    return found


def years_on(day: datetime.date, years: int) -> datetime.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, month=3, day=1)


def applied(pack: Any, route: Any) -> bool:
    """Whether a person can apply for this route here: the law lets them, and somebody put it in force here."""
    return bool(route.procedure and roles.APPLICANT in route.procedure.by) and pack.id in cases_law.packs()
