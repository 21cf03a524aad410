"""Finding people: by name in any script, the clients of a lawyer, pairs of records that wait for somebody to look."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from veer.access import policy
from veer.access.roles import TITLES
from veer.access.who import Who
from veer.journal import clock
from veer.journal.acts import looked
from veer.journal.queries import readings
from veer.people import names
from veer.people.acts.mandates import Terms
from veer.people.files import File
from veer.people.models import Housemate, Likeness, Link, Merge, NameToken, Person, Silence
from veer.people.policy import PERSONS
from veer.people.queries import held_by, live, same_person
from veer.people.queries import names as names_of
from veer.people.ties import tied_to

PAGE = 20
FEW = 500  # so many people are looked up one by one
LAST = "z"  # the last letter that a token may hold


def person_for(who: Who, person_id: UUID, purpose: str) -> Person:
    """The record, or `NotThere`. That somebody who works here looked is written down and shown to the person."""
    found: Person = policy.obtain(Person.objects.all(), PERSONS.kind, who, purpose, person_id)
    if purpose != policy.OWN:
        role = next(role for role in PERSONS.roles_for[purpose] if who.has(role))
        looked(found.pk, who.ref, role, purpose)
    return found


def person_at_work(who: Who, person_id: UUID) -> Person:
    """The record for somebody of the authority, with the strongest purpose they may look for."""
    for purpose, given in PERSONS.roles_for.items():
        if who.has(*given):
            return person_for(who, person_id, purpose)
    raise policy.NotThere(PERSONS.kind)


@dataclass(frozen=True, slots=True)
class Found:
    """A page of people; `after` asks for the next. `sounds`: nobody is written like this, these may sound like it."""

    people: list[Person]
    after: str
    sounds: bool = False


def search(who: Who, typed: str, after: str = "") -> Found:
    """The people whose names have words that begin like each word typed: any order, any accents, any script.

    When nobody has, the people whose names share the consonants of each word.
    """
    if not who.has(*PERSONS.roles_for[policy.HANDLE]):
        raise policy.NotThere(PERSONS.kind)
    seen = policy.only(Person.objects.all(), PERSONS.kind, who, policy.HANDLE)
    wanted = names.words(typed)
    if not wanted:
        return Found([], "")
    found = _page(seen.filter(*map(_written_like, wanted)), after)
    bare = [names.skeleton(word) for word in wanted]
    if found.people or after or not all(bare):
        return found
    near = _page(seen.filter(*(_has(Q(token=word, bare=True)) for word in bare)), "")
    return Found(near.people, "", sounds=True)


def named(typed: str, person: str = "person") -> tuple[Q | None, Q | None]:
    """Conditions on records that belong to people, by the name of the person they point to: written like what was
    typed, and sounding like it. None where nothing can be looked for. Whoever asks adds what one may see."""
    wanted = names.words(typed)
    if not wanted:
        return None, None
    bare = [names.skeleton(word) for word in wanted]
    written = _points_to(person, [begins(word) & Q(bare=False) for word in wanted])
    sounds = _points_to(person, [Q(token=word, bare=True) for word in bare]) if all(bare) else None
    return written, sounds


def _points_to(person: str, conditions: list[Q]) -> Q:
    """A few people are looked up by their keys; of many, each record is asked for its own person's names."""
    tokens = NameToken.objects.order_by()
    found = tokens.filter(conditions[0]).values_list("person", flat=True).distinct()
    for condition in conditions[1:]:
        found = found.filter(person__in=tokens.filter(condition).values("person"))
    few = list(found[: FEW + 1])
    if len(few) <= FEW:
        return Q(**{f"{person}__in": few})
    mine = [Exists(tokens.filter(condition, person=OuterRef(person))) for condition in conditions]
    return Q(*mine)


def _page(people: QuerySet[Person], after: str) -> Found:
    """In the order of their names. Pages begin after a key, never at a count."""
    rows = people.order_by("folded", "id")
    name, _sep, last = after.rpartition("_")
    if last and _is_uuid(last):
        # Written so that both databases walk the index: everything from that name on, minus what was shown of it.
        rows = rows.filter(folded__gte=name).exclude(folded=name, id__lte=last)
    shown = list(rows[: PAGE + 1])
    more = shown[PAGE - 1] if len(shown) > PAGE else None
    return Found(shown[:PAGE], f"{more.folded}_{more.pk}" if more else "")


def _written_like(word: str) -> Exists:
    return _has(begins(word) & Q(bare=False))


def _has(condition: Q) -> Exists:
    return Exists(NameToken.objects.filter(condition, person=OuterRef("pk")).order_by())


def begins(word: str) -> Q:
    """The tokens that begin so, as the index of each database can walk it.

    PostgreSQL has an index for patterns. SQLite walks a range in the order of bytes, and tokens hold only 0-9 and a-z;
    on PostgreSQL the order of a range would be that of some language.
    """
    if connection.vendor == "postgresql":
        return Q(token__startswith=word)
    return Q(token__gte=word, token__lt=word + chr(ord(LAST) + 1))


# ---------- Whom somebody acts for ----------


@dataclass(frozen=True, slots=True)
class Clients:
    links: list[Link]
    after: str


def clients(who: Who, typed: str = "", after: str = "") -> Clients:
    """The mandates that somebody holds, one a line, in the order of the clients' names."""
    held = Link.objects.filter(live(clock.now()), held_by(who.account)).exclude(relation=Link.SELF)
    for word in names.words(typed):
        held = held.filter(
            Exists(NameToken.objects.filter(begins(word), bare=False, person=OuterRef("person")).order_by())
        )
    rows = held.select_related("person", "organisation").order_by("person__folded", "id")
    name, _sep, last = after.rpartition("_")
    if last and _is_uuid(last):
        rows = rows.filter(person__folded__gte=name).exclude(person__folded=name, id__lte=last)
    shown = list(rows[: PAGE + 1])
    more = shown[PAGE - 1] if len(shown) > PAGE else None
    return Clients(shown[:PAGE], f"{more.person.folded}_{more.pk}" if more else "")


def offered(who: Who, emails: set[str]) -> list[Link]:
    """Mandates that wait for somebody's yes, at these confirmed e-mails of theirs or where they work."""
    waiting = Link.objects.filter(held_by(who.account) | Q(email__in=[email.lower() for email in emails]))
    open_ = waiting.filter(accepted_at=None, until=None).filter(Q(ends=None) | Q(ends__gt=clock.now()))
    return list(open_.select_related("person", "organisation").order_by("since", "id"))


def mandates_of(person: UUID) -> list[Link]:
    """Who may act for a person now or has been asked to, latest first; on any of the person's records."""
    held = Link.objects.filter(person__kept__same=person, until=None).exclude(relation=Link.SELF)
    now = held.filter(Q(ends=None) | Q(ends__gt=clock.now()))
    return list(now.select_related("account", "organisation").order_by("-since", "id"))


def mandate_of(person: UUID, link_id: UUID) -> Link:
    """One of these, or `NotThere`."""
    found = next((link for link in mandates_of(person) if link.pk == link_id), None)
    if found is None:
        raise policy.NotThere("link")
    return found


def seen_by(terms: Terms, files: Sequence[File]) -> dict[str, Any]:
    """Which files somebody sees on these terms and which not; `later`: whether those of later are among them."""

    def seen(file: File) -> bool:
        named = {Link.ALL: "", Link.ROUTE: file.route, Link.CASE: str(file.id)}
        return named.get(terms.scope) == terms.scope_of

    return {
        "sees": [file for file in files if seen(file)],
        "hidden": [file for file in files if not seen(file)],
        "later": terms.scope in (Link.ALL, Link.ROUTE),
    }


def shut(links: Iterable[Link], account: UUID | None = None) -> set[UUID]:
    """Of these mandates, those that open nothing: whoever holds them sponsors the person, or lives with who does.

    `account`: who holds them, where an organisation does."""
    by_holder: dict[UUID, list[Link]] = {}
    for link in links:
        holder = account or link.account_id
        if holder is not None:
            by_holder.setdefault(holder, []).append(link)
    found: set[UUID] = set()
    for holder, held in by_holder.items():
        tied = tied_to(holder, {link.person_id for link in held})
        found |= {link.pk for link in held if link.person_id in tied}
    return found


# ---------- One record ----------


def record(person: Person) -> dict[str, Any]:
    """What a page shows of a record beside its name."""
    return {
        "names": list(person.other_names.order_by("kind", "name")),
        "papers": list(person.papers.order_by("key")),
        "mandates": mandates_of(person.pk),
        "household": household(person.pk),
        "ties": merges_of(person.pk),
        "accounts": Link.objects.filter(person__kept__same=person.pk, relation=Link.SELF, until=None).count(),
        "claim": person.claims.filter(used_at=None, voided_at=None, expires_at__gt=clock.now()).first(),
        "silence": Silence.objects.filter(person__kept__same=person.pk, until=None).order_by("since", "id").first(),
    }


def household(person: UUID) -> list[Housemate]:
    """Everybody who lives with a person now, themselves among them."""
    mine = Housemate.objects.filter(person__kept__same=person, until=None).order_by().values("household")
    mates = Housemate.objects.filter(household__in=mine, until=None).select_related("person")
    return list(mates.order_by("since", "id"))


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody of the authority looked at a record: when, in which role."""

    name: str
    role: str
    at: datetime


def who_looked(person: UUID) -> list[Look]:
    """The latest looks at any of a person's records."""
    found = sorted(
        (look for one in same_person(person) for look in readings(one)[:50]), key=lambda look: look.at, reverse=True
    )[:50]
    called = names_of({look.reader_id for look in found})
    return [Look(called.get(look.reader_id, ""), str(TITLES.get(look.role, look.role)), look.at) for look in found]


# ---------- Records that may be one person ----------


def waiting_twins(who: Who, after: str = "") -> tuple[list[Likeness], str]:
    """Pairs about which nobody has said anything yet, oldest first; none in which the asker stands."""
    policy.require(who, "review_duplicates")
    rows = Likeness.objects.filter(said=None).exclude(Q(one__in=who.near) | Q(other__in=who.near))
    if _is_uuid(after):
        mark = Likeness.objects.filter(pk=after).values_list("found_at", flat=True).first()
        if mark is not None:
            rows = rows.filter(found_at__gte=mark).exclude(found_at=mark, id__lte=after)
    shown = list(rows.select_related("one", "other").order_by("found_at", "id")[: PAGE + 1])
    return shown[:PAGE], str(shown[PAGE - 1].pk) if len(shown) > PAGE else ""


def likeness_for(who: Who, likeness_id: UUID) -> Likeness:
    """One pair, with both records, or `NotThere`. The look is written down with both."""
    row = Likeness.objects.select_related("one", "other").filter(pk=likeness_id).first()
    if row is None or not policy.may(who, "review_duplicates"):
        raise policy.NotThere("likeness")
    for person in (row.one_id, row.other_id):
        person_for(who, person, policy.HANDLE)
    return row


def merges_of(person: UUID) -> list[Merge]:
    """What was found to be one with this record, and still counts, latest first."""
    ties = Merge.objects.filter(kept__kept__same=person, undone_at=None).select_related("kept", "absorbed")
    return list(ties.order_by("-at", "id"))


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
