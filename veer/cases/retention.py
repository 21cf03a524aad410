"""The classes of data about files and people: where each stands, since when its time runs, how it is erased."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max, QuerySet

from veer.cases import law, uploads
from veer.cases.clocks import legal_day
from veer.cases.errors import ActRefused
from veer.cases.keeping import ERASED, Finder, Item
from veer.cases.models import Case, Document, Handover, Hold, Stop
from veer.journal import clock
from veer.journal.acts import Ref, erase
from veer.journal.models import Entry, Reading
from veer.letters.models import Letter, Sending
from veer.people.models import Claim, Fact, Likeness, Link, Merge, Name, Paper, Person, Silence

GONE = "—"  # stands where a name has to stand


def finders() -> list[Finder]:
    return [drafts, ended, people]


CLASSES = (
    "drafts", "answers", "uploads", "facts", "hearings", "letters", "journal", "readings", "decisions", "persons",
)  # fmt: skip


# ---------- Holding on ----------


@transaction.atomic
def hold(case: Case, reason: str) -> Hold:
    """Erase nothing of a file until somebody says otherwise. Said twice it is one hold, with the first reason."""
    if not reason.strip():
        raise ActRefused("say why nothing of this file may be erased")
    open_ = Hold.objects.filter(case=case, until=None).first()
    return open_ or Hold.objects.create(case=case, reason=reason.strip(), since=clock.now())


def release(case: Case) -> bool:
    """The hold is over. False where there was none."""
    return bool(Hold.objects.filter(case=case, until=None).update(until=clock.now()))


def _held(case: Case) -> str:
    found = Hold.objects.filter(case=case, until=None).first()
    return f"on hold since {_day(found.since)}: {found.reason}" if found else ""


# ---------- Files ----------


def drafts() -> Iterator[Item]:
    """Files that were never sent: since the last change."""
    unsent = Case.objects.filter(submitted_at=None, ended_at=None).annotate(typed=Max("answers__saved_at"))
    for case in unsent.order_by("opened_at", "id"):
        answers, papers = case.answers.count(), _uploads(case).count()
        last = _uploads(case).aggregate(last=Max("added_at"))["last"]
        since = max(filter(None, [case.typed, last, case.opened_at]))
        if answers + papers:
            yield Item("drafts", _ref(case), _day(since), answers + papers, partial(_draft, case), _held(case))


def ended() -> Iterator[Item]:
    """Every class of every file. The time of an open one has not begun."""
    for case in Case.objects.exclude(submitted_at=None, ended_at=None).order_by("opened_at", "id"):
        since = _day(case.ended_at) if case.ended_at else None
        kept = _held(case) or ("" if case.ended_at else "the file is open")
        for kind, rows, act in _of_case(case):
            left = rows.count()
            if left:
                yield Item(kind, _ref(case), since, left, partial(act, rows), kept)


def _of_case(case: Case) -> Iterable[tuple[str, QuerySet[Any], Any]]:
    """(class, its rows that still tell something, how they are erased) of one file."""
    return [
        ("answers", case.answers.all(), _delete),
        ("uploads", _uploads(case), _files),
        ("facts", Fact.objects.filter(purpose_id=case.pk), _chain),
        ("hearings", case.hearings.exclude(notes="", remarks="", language="", place=""), _silent),
        ("letters", Letter.objects.filter(subject_id=case.pk).exclude(pdf=b""), _letters),
        ("journal", _payloads(case), _steps),
        ("readings", Reading.objects.filter(chain=case.pk), _delete),
        ("decisions", case.decisions.exclude(facts={}, reasons=[]), _decided),
    ]


def _draft(case: Case) -> None:
    case.answers.all().delete()
    _files(_uploads(case))
    _told(_payloads(case))


def _payloads(case: Case) -> QuerySet[Entry]:
    return Entry.objects.filter(chain=case.pk, payload__isnull=False).exclude(act=ERASED)


def _uploads(case: Case) -> QuerySet[Document]:
    return case.documents.filter(erased_at=None)  # type: ignore[no-any-return]


def _delete(rows: QuerySet[Any]) -> None:
    rows.delete()


def _files(rows: QuerySet[Document]) -> None:
    """The file goes when the transaction holds; until then nobody would know that it is gone."""
    for one in list(rows.order_by("id")):
        transaction.on_commit(partial(uploads.erase, one))
    rows.update(name=GONE, found="", language="", path="", erased_at=clock.now())


def _chain(rows: QuerySet[Fact]) -> None:
    """Facts hang on the facts that superseded them: the oldest goes first."""
    while rows.filter(supersedes=None).delete()[0]:
        pass


def _silent(rows: QuerySet[Any]) -> None:
    rows.update(notes="", remarks="", language="", place="")


def _letters(rows: QuerySet[Letter]) -> None:
    """What was written and to which address; that a letter with this digest went out stays."""
    for one in list(rows.defer("pdf").order_by("id")):
        Sending.objects.filter(letter=one.pk).update(address="", problem=None)
        Letter.objects.filter(pk=one.pk).update(pdf=b"", title=one.name)


def _steps(rows: QuerySet[Entry]) -> None:
    """What each step told, why a hold or stop that is over had been put on it, and what colleagues said when handing it
    on."""
    cases = list(rows.order_by().values_list("chain", flat=True).distinct())
    Hold.objects.filter(case__in=cases, until__isnull=False).update(reason="")
    Stop.objects.filter(case__in=cases, lifted_at__isnull=False).update(reason="", lifted_reason="")
    Handover.objects.filter(case__in=cases).update(note="")
    _told(rows)


def _told(rows: QuerySet[Entry]) -> None:
    for entry in list(rows.order_by("position")):
        erase(entry)


def _decided(rows: QuerySet[Any]) -> None:
    """What a decision stood on and why; that it was taken, by whom and how it ended stays."""
    answer = {"outcome": GONE, "points": None, "reasons": [], "missing": [], "warnings": []}
    rows.filter(sent_back_reason__isnull=False).update(sent_back_reason="")
    rows.update(facts={}, reasons=[], prefilled=[], answer=answer)


# ---------- People ----------


def people() -> Iterator[Item]:
    """Records of people: since the end of their last file, or since they were written down."""
    for person in Person.objects.exclude(given_name=GONE).order_by("made_at", "id"):
        files = Case.objects.filter(person=person)
        kept = next(filter(None, (_held(case) for case in files.order_by("id"))), "")
        if any(_tells(case) for case in files.filter(ended_at=None).order_by("id")):
            yield Item("persons", Ref("person", person.pk), None, 1, partial(_person, person), "a file is open")
            continue
        if Link.objects.filter(person=person, relation=Link.SELF, until=None, account__is_active=True).exists():
            kept = kept or "somebody signs in as this person"
        since = files.aggregate(last=Max("ended_at"))["last"] or person.made_at
        yield Item("persons", Ref("person", person.pk), _day(since), 1, partial(_person, person), kept)


def _tells(case: Case) -> bool:
    """Whether an open file holds anything yet; a draft that was emptied keeps nobody."""
    return case.submitted_at is not None or case.answers.exists() or _uploads(case).exists()


def _person(person: Person) -> None:
    """Who it was: names, papers, address, and what their own chain told."""
    for model in (Name, Paper, Claim):
        model.objects.filter(person=person).delete()
    person.tokens.all().delete()
    Silence.objects.filter(person=person).update(reason="")
    Link.objects.filter(person=person).update(reason="", appointed_by="", email=None)
    Likeness.objects.filter(one=person).update(signs=[])
    Likeness.objects.filter(other=person).update(signs=[])
    Merge.objects.filter(kept=person).update(reason="", undone_reason="")
    Merge.objects.filter(absorbed=person).update(reason="", undone_reason="")
    _chain(Fact.objects.filter(subject_id=person.pk))
    _told(Entry.objects.filter(chain=person.pk, payload__isnull=False).exclude(act=ERASED))
    person.given_name, person.family_name, person.born, person.address = GONE, "", "", ""
    person.save()


def _ref(case: Case) -> Ref:
    return law.case_chain(case.pk)


def _day(at: datetime) -> date:
    return legal_day(at, settings.TIME_ZONE)
