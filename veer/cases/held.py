"""The right of access: everything that is held about somebody, across their files, as JSON, as a PDF, with the files.

Nothing of anybody else goes along: whoever looked or signed is named as the pages name them; a record that may be the
same person is told of, not shown; what a mandate lets somebody do for others stays with those others.
"""

import zipfile
from collections.abc import Callable, Iterable
from pathlib import PurePath
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models import Q
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from veer.access.models import Grant
from veer.access.who import Who
from veer.cases import export, law, queries, shelf, uploads
from veer.cases.clocks import legal_day
from veer.cases.models import Case
from veer.journal import clock
from veer.journal.chain import canonical
from veer.journal.queries import entries, readings, told
from veer.letters import render
from veer.letters.queries import letter_of, letters_of
from veer.people.models import Account, Likeness, Link, Membership, Merge, Person
from veer.people.queries import names

IN_MEMORY = 16 * 1024 * 1024  # of a packed file; more of it goes to the disk, and from there to the reader
# What is held and not told here, each with why.
NOT_HERE = {
    "notes": "Officials keep notes to themselves until they are part of a proposal; a court can ask for them.",
    "proposals": "A proposal is nobody's decision before it is signed.",
    "saved_answers": "Answers kept behind a code: nobody but the owner of the code can find them.",
    "counts": "Open numbers hold no person.",
    "concerns": "What others reported is kept apart to protect who reported; a court can ask for it.",
    "frozen": "A file that a stop freezes is not told while it stands; afterwards it is, whole.",
}

Teller = Callable[[list[UUID], list[UUID]], Any]
_tellers: dict[str, Teller] = {}
_readers: dict[str, Callable[[list[UUID]], list[dict[str, Any]]]] = {}


def register(
    room: str, teller: Teller, reader: Callable[[list[UUID]], list[dict[str, Any]]] = lambda _persons: []
) -> None:
    """A room above says what it holds: `teller(persons, cases)` gives what goes into the JSON under its name,
    `reader(persons)` the blocks of the PDF, in the language that is spoken."""
    _tellers[room], _readers[room] = teller, reader


def of_person(who: Who) -> dict[str, Any]:
    """Everything about the person that an account is, and about the account itself."""
    records = persons(who)
    return {
        "veer": 2,
        "made_at": clock.now(),
        "records": [_record(one) for one in records],
        "account": _account(Account.objects.get(pk=who.account)),
        "mandates": [_mandate(one) for one in _links(records)],
        "files": [export.everything(case) for case in cases(who)],
        "journal": _journal({one.pk for one in records} | {who.account}),
        "looked": _looked([one.pk for one in records]),
        "rooms": _rooms(who),
        "not_here": NOT_HERE,
    }


def persons(who: Who) -> list[Person]:
    """All records of the person that an account is: more than one where duplicates were merged."""
    return list(Person.objects.filter(kept__same__in=who.own).distinct().order_by("made_at", "id"))


def cases(who: Who) -> list[Case]:
    """The files that are about them, the oldest first."""
    return [case for case in reversed(queries.own_cases(who)) if case.person_id in {one.pk for one in persons(who)}]


def _rooms(who: Who) -> dict[str, Any]:
    """What the rooms above hold of the person and of their files."""
    people, files = [one.pk for one in persons(who)], [one.pk for one in cases(who)]
    return {room: teller(people, files) for room, teller in sorted(_tellers.items())}


def as_json(who: Who) -> str:
    return canonical(of_person(who))


def as_pdf(who: Who, lang: str) -> bytes:
    """The same to read: who they are, then each file."""
    records = persons(who)
    with translation.override(lang):
        blocks = [_about(records, Account.objects.get(pk=who.account))]
        acting = [[one["name"] or one["email"], one["reach"]] for one in map(_mandate, _links(records)) if one["open"]]
        if acting:
            blocks.append(render.table(_("Who acts for you"), [_("Who"), _("For what")], acting))
        for case in cases(who):
            title = law.words(law.pack_of(case), case.route, "title", lang, case.route)
            blocks.append(render.box(f"{title}, {case.given.number}", queries.step_words(case, case.step, lang)))
            blocks += export.blocks(case, who, lang)
        for _room, reader in sorted(_readers.items()):
            blocks += reader([one.pk for one in records])
        first = records[0] if records else None
        paper = render.Paper(
            title=_("Everything held about you"),
            lang=lang,
            sender=["Veer"],
            recipient=[first.name, *first.address.splitlines()] if first else [who.name],
            reference=date_format(clock.today(settings.TIME_ZONE), "DATE_FORMAT"),
            blocks=blocks,
        )
    return render.pdf(paper, clock.now())


def packed(who: Who, lang: str) -> IO[bytes]:
    """JSON, PDF, every document and every letter in one file, open at its beginning."""
    whole: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  (whoever sends it closes it)
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("data.json", as_json(who))
        pack.writestr("data.pdf", as_pdf(who, lang))
        for case in cases(who):
            for name, content in _files(case):
                pack.writestr(f"{case.given.number}/{name}", content)
    whole.seek(0)
    return whole


def _files(case: Case) -> Iterable[tuple[str, bytes]]:
    """The documents and letters of a file; of one that cannot be opened, a line that says why stands in the JSON."""
    for one in shelf.for_person(case):
        if uploads.readable(one):
            yield f"documents/{str(one.pk)[:8]} {PurePath(one.name).name}", uploads.content(one)
    for row in letters_of(case.pk):
        letter = letter_of(case.pk, row.pk)
        if letter is not None and letter.pdf:
            day = legal_day(letter.made_at, settings.TIME_ZONE)
            yield f"letters/{day} {letter.name} {str(letter.pk)[:8]}.pdf", bytes(letter.pdf)


def _record(one: Person) -> dict[str, Any]:
    """A person as registered: names, papers, household, and what was made of likenesses."""
    alike = Likeness.objects.filter(Q(one=one) | Q(other=one)).order_by("found_at", "id")
    merged = Merge.objects.filter(Q(kept=one) | Q(absorbed=one)).order_by("at", "id")
    return {
        "given_name": one.given_name,
        "family_name": one.family_name,
        "born": one.born,
        "address": one.address,
        "language": one.language,
        "made_at": one.made_at,
        "names": list(one.other_names.order_by("added_at", "id").values("kind", "name", "added_at")),
        "found_by": sorted(set(one.tokens.order_by().values_list("token", flat=True))),
        "papers": list(one.papers.order_by("seen_at", "id").values("kind", "number", "issued_by", "seen_at")),
        "claims": list(one.claims.order_by("made_at", "id").values("made_at", "expires_at", "used_at", "voided_at")),
        "silences": list(one.silences.order_by("since", "id").values("reason", "since", "until")),
        "households": list(one.households.order_by("since", "id").values("household_id", "role", "since", "until")),
        "looks_like_another": list(alike.values("found_at", "signs", "said", "said_at")),
        "merged": list(merged.values("at", "reason", "undone_at", "undone_reason")),
    }


def _account(known: Account) -> dict[str, Any]:
    """How somebody signs in: addresses, second steps by kind, where they are signed in, roles, where they work."""
    mine = {"user": known}
    works = Membership.objects.filter(account=known).select_related("organisation").order_by("since", "id")
    return {
        "name": known.name,
        "email": known.email,
        "language": known.language,
        "made_at": known.made_at,
        "last_login": known.last_login,
        "printed_code": known.code_digest is not None,
        "emails": list(EmailAddress.objects.filter(**mine).order_by("email").values("email", "verified", "primary")),
        "second_steps": list(Authenticator.objects.filter(**mine).order_by("id").values("type", "created_at")),
        "elsewhere": list(SocialAccount.objects.filter(**mine).order_by("id").values("provider", "date_joined")),
        "sessions": list(
            UserSession.objects.filter(**mine).order_by("id").values("ip", "user_agent", "created_at", "last_seen_at")
        ),
        "roles": list(Grant.objects.filter(account=known.pk).order_by("since", "id").values("role", "since", "until")),
        "works_at": [
            {"organisation": one.organisation.name, "function": one.function, "since": one.since, "until": one.until}
            for one in works
        ],
    }


def _links(records: list[Person]) -> list[Link]:
    found = Link.objects.filter(person__in=[one.pk for one in records]).exclude(relation=Link.SELF)
    return list(found.select_related("account", "organisation").order_by("since", "id"))


def _mandate(one: Link) -> dict[str, Any]:
    """Who may do what for this person, since when and until when."""
    holder = one.organisation or one.account
    return {
        "name": str(holder) if holder else "",
        "email": one.email or "",
        "relation": one.relation,
        "function": one.function,
        "may": one.may,
        "reach": " ".join(filter(None, [one.scope, one.scope_of])),
        "appointed_by": one.appointed_by,
        "reason": one.reason,
        "since": one.since,
        "accepted_at": one.accepted_at,
        "ends": one.ends,
        "until": one.until,
        "open": one.holds(clock.now()),
    }


def _journal(chains: set[UUID]) -> list[dict[str, Any]]:
    """What the journal tells of person and account; where an entry is about somebody else, only that it is there."""
    return [
        {
            "at": entry.at,
            "act": entry.act,
            "digest": entry.digest,
            "told": told(entry) if entry.subject_kind != "person" or entry.subject_id in chains else None,
        }
        for chain in sorted(chains)
        for entry in entries(chain)
    ]


def _looked(chains: list[UUID]) -> list[dict[str, Any]]:
    """Who looked at the person's record, apart from any file."""
    found = [look for chain in chains for look in readings(chain)]
    called = names({look.reader_id for look in found})
    return [
        {"at": look.at, "by": called.get(look.reader_id, ""), "role": look.role, "purpose": look.purpose}
        for look in found
    ]


def _about(records: list[Person], known: Account) -> dict[str, Any]:
    rows = []
    for one in records:
        rows.append([_("Name"), "\n".join([one.name, *one.other_names.order_by("id").values_list("name", flat=True)])])
        rows.append([_("Postal address"), one.address or "—"])
        if one.born:
            rows.append([_("Born"), one.born_words])
        rows += [[_("Identity document"), f"{paper.kind} {paper.number}"] for paper in one.papers.order_by("id")]
    rows.append([_("E-mail address"), known.email or "—"])
    return render.table(_("About you"), [_("What"), _("What is held")], rows)
