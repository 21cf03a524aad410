"""Finding the law: bundled packs by id, others by folder, stored ones by version or hash."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from .codes import NO_PACK, Stop, refuse

if TYPE_CHECKING:
    from veer.rules import Pack, PackError

INTERFACE = ("ar", "de", "en", "fr", "nl")
"""Languages that the pages speak, so that a reader asks for them of any pack."""

LAW = Path(__file__).resolve().parents[1] / "law"


def bundled() -> list[str]:
    return sorted(path.parent.name for path in LAW.glob("*/pack.yaml"))


def folder_of(name: str) -> Path:
    """The folder of a pack, as near to what the user wrote as can be: findings name files in it."""
    if name in bundled():
        folder = LAW / name
        here = Path.cwd()
        return folder.relative_to(here) if folder.is_relative_to(here) else folder
    folder = Path(name)
    if folder.is_dir():
        return folder
    if folder.exists():
        raise refuse(
            f"{name} is a file; a pack is a folder",
            code="no_pack",
            file=name,
            hint="name the folder that holds pack.yaml",
        )
    from veer.rules.source import nearest

    hint = nearest(name, bundled()) or f"bundled: {', '.join(bundled())}"
    raise refuse(f'there is no pack or folder "{name}"', code="no_pack", hint=hint)


def load(name: str) -> Pack:
    """The pack, or an end with everything that keeps it from loading."""
    from veer.rules import PackError, load_pack

    folder = folder_of(name)
    try:
        return load_pack(folder, examples=False)
    except PackError as error:
        raise pack_refused(error) from None


def stored_or_load(name: str, known_on: dt.date | None = None) -> Pack:
    """A pack by id or folder; `PACK@VERSION` or `PACK@HASH` is one that was activated in this installation.

    `known_on`: the version that was known on that day. One in a folder that came later gives way to the stored one that
    was known then; one named by version or hash is refused.
    """
    pack_id, at, named = name.partition("@")
    if not at or Path(name).exists():
        pack = load(name)
        return pack if known_on is None or _was_known(pack, known_on) else _stored_then(pack, known_on)
    pack = _stored(pack_id, named)
    if known_on is not None and not _was_known(pack, known_on):
        hint = f"version {pack.version} was published on {pack.published}"
        raise _not_known(f"{pack.id} {pack.version} was not known on {known_on}", hint)
    return pack


def _stored(pack_id: str, named: str) -> Pack:
    from veer.rules import PackError

    from .installation import installation

    with installation():
        from veer.cases import law

        try:
            return law.read(law.stored_as(pack_id, named).pk)
        except law.NoSuchLaw:
            hint = "manage.py load_law stores packs; the page of the law lists what is stored"
            raise refuse(f'no stored version "{named}" of {pack_id}', code="no_pack", hint=hint) from None
        except PackError as error:
            raise pack_refused(error) from None


def _was_known(pack: Pack, day: dt.date) -> bool:
    """A version is known from the day on that it was published, not a day earlier."""
    if pack.published is None:
        hint = "add published: and the day to its pack.yaml, or leave --known-on out"
        raise _not_known(f"{pack.id} {pack.version} does not say when it was published", hint)
    return pack.published <= day


def _stored_then(pack: Pack, day: dt.date) -> Pack:
    """The version of this pack stored in this installation that was known on a day before this one was published."""
    from .installation import installation

    found, where = None, "none that is stored here was known either"
    try:
        with installation():
            from veer.cases import law

            found = law.known_on(pack.id, day)
    except Stop as stop:  # without an installation there is the folder alone
        where = f"whether another is stored cannot be said: {stop}"
    if found is None:
        hint = f"{pack.version} was published on {pack.published}; {where}"
        raise _not_known(f"no version of {pack.id} was known on {day}", hint)
    return found


def _not_known(message: str, hint: str) -> Stop:
    return refuse(message, code="not_known", field="known-on", hint=hint)


def pack_refused(error: PackError) -> Stop:
    """The pack does not load, or has no meaning: everything that is wrong with it."""
    return Stop(NO_PACK, [p.as_dict() for p in error.problems if p.severity == "error"])


def route_of(pack: Pack, route: str) -> str:
    if route in pack.routes:
        return route
    from veer.rules.source import nearest

    hint = nearest(route, pack.routes) or f"it has: {', '.join(pack.routes) or 'none'}"
    raise refuse(f'pack {pack.id} has no route "{route}"', code="no_route", hint=hint)


def language_of(pack: Pack, wanted: str | None) -> str:
    """The language to answer in: as asked where the pack has any words in it. A language of the pages in which this
    pack says nothing gives way to English, else to the pack's first; `fallen_back` tells it."""
    spoken = _spoken(pack)
    if wanted in spoken:
        return wanted
    if wanted is not None and wanted not in INTERFACE:
        raise refuse(
            f'pack {pack.id} has no words in "{wanted}"',
            code="no_language",
            field="lang",
            hint=f"it has: {', '.join(sorted(spoken))}",
        )
    return "en" if "en" in spoken else pack.languages[0]


def fallen_back(pack: Pack, route: str, wanted: str | None, lang: str) -> list[dict[str, str]]:
    """A warning where a route is told in another language than was asked for: the pack, or this route of it, says
    nothing in that one."""
    if wanted is None:
        return []
    if wanted == lang:
        own = {code for words in pack.routes[route].texts.values() for code in words} | {*pack.texts.get(route, {})}
        if wanted in own or not own:
            return []
    return [{"code": "no_language", "wanted": wanted, "lang": lang if lang != wanted else pack.written_in}]


def told_language(wanted: str | None, lang: str) -> None:
    """The same of a whole pack, beside an answer that has no place for warnings."""
    if wanted not in (None, lang):
        sys.stderr.write(f"note: no words in {wanted}; in {lang} instead\n")


def _spoken(pack: Pack) -> set[str]:
    return {*pack.languages, *(code for texts in pack.texts.values() for code in texts)}


def today(pack: Pack) -> dt.date:
    """The legal day that it is now where this law holds."""
    from zoneinfo import ZoneInfoNotFoundError

    from veer.journal import clock

    try:
        return clock.today(pack.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Stop(
            NO_PACK, [{"code": "time_zone", "message": f'pack {pack.id}: no time zone "{pack.time_zone}"'}]
        ) from None
