"""The law that cases stand on: stored by the hash of its bytes, activated by an act, read when a case needs it."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.db.models import Q

from veer.access import policy
from veer.access.who import Who
from veer.cases.models import ActivatedPack, Activation, Case
from veer.journal import clock
from veer.journal.acts import Ref, append, lock
from veer.rules import Pack
from veer.rules.model import Expr

SHORTEST = 8  # digits of a hash that name a pack


class NoSuchLaw(LookupError):
    """No pack of this name is active, or the pack has no such route."""


class DamagedLaw(RuntimeError):
    """The stored bytes of a pack no longer give its hash."""


def chain_of(pack_id: str) -> Ref:
    """The journal of a pack: one chain for all its versions."""
    return Ref("law", uuid5(NAMESPACE_URL, f"veer:law:{pack_id}"))


@transaction.atomic
def activate(pack: Pack, by: Who) -> ActivatedPack:
    """From now on new cases stand on this pack. Cases that are open stay on theirs."""
    policy.require(by, "activate_law")
    lock(chain_of(pack.id).id, "law")
    stored, now = store(pack), clock.now()
    latest = Activation.objects.filter(pack=pack.id, at__lte=now).order_by("-at", "-id").first()
    if latest is None or latest.stored_id != stored.pk:
        Activation.objects.create(pack=pack.id, stored=stored, at=now, by_kind=by.ref.kind, by_id=by.ref.id)
        append(chain_of(pack.id), "activate_law", by.ref, payload=hashes(stored))
    return stored


def store(pack: Pack) -> ActivatedPack:
    """Keep the bytes of a pack under their hash, once. It is in force only when it is activated."""
    content = pack.canonical()
    told = {"pack": pack.id, "version": pack.version, "law_hash": pack.law_hash, "texts_hash": pack.texts_hash}
    kept = {**told, "canonical": content, "stored_at": clock.now()}
    return ActivatedPack.objects.get_or_create(pk=sha256(content).hexdigest(), defaults=kept)[0]


def hashes(stored: ActivatedPack) -> dict[str, str]:
    """What the journal says of a pack: which bytes, which law, which words."""
    told = {"hash": stored.pk, "version": stored.version}
    return {**told, "law_hash": stored.law_hash, "texts_hash": stored.texts_hash}


def packs() -> list[str]:
    """The packs that a case can be opened under."""
    return sorted(set(Activation.objects.filter(at__lte=clock.now()).values_list("pack", flat=True)))


def in_force() -> list[Pack]:
    """All of them, as a case opened now would stand on them: one question, however many there are."""
    acts = Activation.objects.filter(at__lte=clock.now()).order_by("at", "id").values_list("pack", "stored")
    return [read(key) for _pack, key in sorted(dict(acts).items())]


def active(pack_id: str) -> ActivatedPack:
    """The pack on which a case opened now would stand."""
    latest = (
        Activation.objects.filter(pack=pack_id, at__lte=clock.now())
        .select_related("stored")
        .defer("stored__canonical")
        .order_by("-at", "-id")
        .first()
    )
    if latest is None:
        raise NoSuchLaw(pack_id)
    return latest.stored


def stored_as(pack_id: str, named: str) -> ActivatedPack:
    """The latest stored pack of this version, or whose hash or hash of the law begins so (eight digits or more)."""
    hashed, wanted = named.removeprefix("sha256:"), Q(version=named)
    if len(hashed) >= SHORTEST:
        wanted |= Q(hash__startswith=hashed) | Q(law_hash__startswith=f"sha256:{hashed}")
    found = ActivatedPack.objects.filter(wanted, pack=pack_id).defer("canonical").order_by("-stored_at", "hash").first()
    if found is None:
        raise NoSuchLaw(f"{pack_id}@{named}")
    return found


def known_on(pack_id: str, day: dt.date) -> Pack | None:
    """The stored version that was published last on or before a day; of one day the one stored last. None: there is
    none. A version that does not say when it was published was known on no day."""
    keys = ActivatedPack.objects.filter(pack=pack_id).order_by("stored_at", "hash").values_list("hash", flat=True)
    found: Pack | None = None
    for pack in map(read, keys):
        published = pack.published
        if published and published <= day and not (found and found.published and published < found.published):
            found = pack
    return found


@dataclass(frozen=True, slots=True)
class Opened:
    """A route that somebody may open for another person."""

    pack: str
    route: str
    title: str


def opened_by(held: frozenset[str], lang: str) -> list[Opened]:
    """The routes of the packs in force whose law lets one of these roles open a case for somebody who came."""
    found = []
    for pack in in_force():
        for route in pack.routes.values():
            if route.procedure and held & set(route.procedure.by):
                found.append(Opened(pack.id, route.id, words(pack, route.id, "title", lang, route.id)))
    return found


def read(key: str) -> Pack:
    """A stored pack, ready to decide. Kept in memory: its bytes never change."""
    return _read(key)


@lru_cache(maxsize=32)
def _read(key: str) -> Pack:
    stored = ActivatedPack.objects.only("canonical").get(pk=key)
    content = bytes(stored.canonical)
    if sha256(content).hexdigest() != key:
        raise DamagedLaw(f"the stored law {key} was changed")
    return Pack.from_canonical(content)


def pack_of(case: Case) -> Pack:
    """The law of a case: the one it was opened under, whatever was activated since."""
    return read(case.law_id)


def route_name(case: Case) -> str:
    """Pack and route of a case as mandates name them; without reading the stored pack again."""
    return f"{pack_of(case).id}/{case.route}"


def route_of(case: Case) -> Any:
    return pack_of(case).route(case.route)


def conditional(pack: Pack, route_id: str) -> bool:
    """Whether acts, clocks, rights or remedies of a route depend on facts."""
    route = pack.route(route_id)
    acts = route.procedure.acts.values() if route.procedure else ()
    return (
        any(act.when for act in acts)
        or any(clock.variants for clock in route.clocks.values())
        or any(right.when for right in route.rights.values())
        or any(remedy.when or isinstance(remedy.suspends, Expr) for remedy in route.remedies.values())
    )


def hears(case: Case) -> bool:
    """Whether the law of a case has interviews at all."""
    procedure = pack_of(case).route(case.route).procedure
    return procedure is not None and any(act.does in ("summon", "hear") for act in procedure.acts.values())


def words(pack: Pack, route: str, path: str, lang: str, fallback: str = "") -> str:
    """A text of the law in a language the pack has, else in its first; `fallback` where the law says nothing."""
    found = pack.text_in(route, path) or (pack.route(route).title if path == "title" else {})
    return found.get(lang) or found.get(tongue(pack, lang)) or next((text for text in found.values() if text), fallback)


def act_words(pack: Pack, route: str, act: str, lang: str) -> str:
    """How the law calls an act."""
    return words(pack, route, f"procedure.acts.{act}", lang, act.replace("_", " "))


def document_words(pack: Pack, kind: str, lang: str) -> str:
    """How a kind of document is called."""
    name = f"evidence.{kind}"
    label = pack.fact_text(name, lang if lang in pack.words.get(name, {}) else tongue(pack, lang)).label
    return kind.replace("_", " ") if label == f"evidence.{kind}" else label


def document_kinds(pack: Pack) -> list[str]:
    """The kinds of document that can prove a fact of this law."""
    return sorted({kind for declared in pack.facts.values() for kind in declared.evidence})


def tongue(pack: Pack, lang: str) -> str:
    """The language in which this law can speak to a reader of `lang`: theirs, else English, else the pack's first."""
    if lang in pack.languages:
        return lang
    return "en" if "en" in pack.languages else pack.languages[0]


def heard(pack: Pack, lang: str) -> str:
    """The language in which a reader of `lang` reads this law on a page: theirs also where it only says some things.

    A letter speaks one language throughout: that is `tongue`.
    """
    return lang if any(lang in texts for texts in pack.texts.values()) else tongue(pack, lang)


def case_chain(case_id: UUID) -> Ref:
    return Ref("case", case_id)
