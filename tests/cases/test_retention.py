"""Data goes when its time is over and stays while something keeps it; what is erased is found nowhere, and the journal
proves as much as before."""

import json
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cases import cast
from tests.cases.test_held import whole_life
from tests.cases.test_pages import as_, page
from veer.access import roles
from veer.access.models import Grant
from veer.access.who import Who
from veer.cases import retention
from veer.cases.keeping import BadPeriods, Line, carry_out, months_after, plan, read_periods
from veer.cases.models import Answer, Case, Document, Handover, Hearing, Hold
from veer.journal import clock
from veer.journal.acts import Ref, seal
from veer.journal.models import Entry
from veer.journal.verify import verify
from veer.openness.models import SavedAnswers
from veer.people import facts as people_facts
from veer.people.models import Account, Fact, Membership, Person
from veer.safeguarding.acts import decide, raise_concern
from veer.safeguarding.acts.concerns import Said
from veer.sponsorship import keeping as sponsors
from veer.web import keeping

pytestmark = pytest.mark.django_db

# What was told, and every class that holds it: once all of these are erased it is found nowhere.
SECRETS = {
    "hearing-secret": {"hearings", "journal"},
    "file-secret": {"uploads", "drafts", "journal"},
    "fact-secret": {"facts"},
    "answer-secret": {"answers", "drafts"},
    "reason-secret": {"decisions", "journal"},
    "street-secret": {"persons", "letters", "journal"},
    "note-secret": {"journal"},
    "concern-secret": {"concerns"},
    "mail-secret": {"accounts", "letters"},
}
LATE = (2100, 1, 1)


def dump() -> str:
    """Every row of every table as text, whatever a model thinks of it."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        return "\n".join(connection.connection.iterdump())
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows += [row[0] for row in cursor.fetchall()]
    return "\n".join(rows)


def world(amina: Who, bram: Who, chantal: Who, at: Any) -> None:
    """A whole life with a secret in each class. All its files have ended, but for one that was never sent."""
    account = Account.objects.get(pk=amina.account)
    cast.introduce(account, given_name="Amina", family_name="Haddad", address="street-secret 9", language="nl")
    Account.objects.filter(pk=account.pk).update(email="mail-secret@example.org", last_login=clock.now())
    full = whole_life(cast.who(account), bram, chantal, at)
    case = cast.submitted(full)
    cast.act(case, "add_document", full, kind="diploma", file=cast.a_pdf("file-secret.pdf"))
    draft = cast.draft(full, {"entry_ban": False})
    cast.act(draft, "add_document", full, kind="diploma", file=cast.a_pdf("file-secret.pdf"))
    Answer.objects.update(value="answer-secret")
    for state in ("stated", "verified"):
        people_facts.record(
            Ref("person", case.person_id), Ref("case", case.pk), "word", "fact-secret",
            state=state, source=Ref("check", bram.account), by=bram.ref,
        )  # fmt: skip
    concern = raise_concern(Said("other", "concern-secret"), full, "concern")
    decide(concern.pk, "settled", "concern-secret", cast.who(cast.account("Iris Integer", roles.INTEGRITY)))
    other = cast.proposed(full, bram)
    cast.act(other, "send_back", chantal, reason="reason-secret")
    Hearing.objects.update(notes="hearing-secret", remarks="hearing-secret")
    Handover.objects.create(case=case, giver=bram.account, to=chantal.account, note="note-secret", at=clock.now())
    Case.objects.exclude(submitted_at=None).update(ended_at=clock.now())
    Grant.objects.filter(account=account.pk).delete()
    Membership.objects.update(until=clock.now())
    for held in Hold.objects.order_by("id"):
        retention.release(held.case)
    seal()


def lines() -> list[Line]:
    return plan(keeping.finders(), keeping.periods(), clock.today("Europe/Brussels"))


def erase_all() -> None:
    """Every night until nothing goes any more: a person goes after the account that was them."""
    for _night in range(4):
        carry_out(lines())


def test_every_secret_is_there_before(amina: Who, bram: Who, chantal: Who, at: Any) -> None:
    world(amina, bram, chantal, at)
    before = dump()
    assert [word for word in SECRETS if word not in before] == []
    elsewhere = {"sessions", "saved_answers", "placements", "households", "municipalities", *sponsors.CLASSES}
    assert {line.item.kind for line in lines()} >= set(keeping.CLASSES) - elsewhere


def test_after_any_erasures_the_journal_verifies_and_nothing_erased_is_found(
    amina: Who, bram: Who, chantal: Who, at: Any
) -> None:
    world(amina, bram, chantal, at)
    entries = Entry.objects.count()
    at(*LATE)

    @settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.sets(st.sampled_from(keeping.CLASSES), min_size=1), min_size=1, max_size=4))
    def any_order(nights: list[set[str]]) -> None:
        with transaction.atomic():
            erased: set[str] = set()
            for kinds in nights:
                carry_out([line for line in lines() if line.item.kind in kinds])
                erased |= kinds
                assert verify().ok
            still = {line.item.kind for line in lines() if line.goes or line.item.kept_by}
            rest = dump()
            for word, held_by in SECRETS.items():
                assert not (held_by <= erased - still and word in rest), (word, nights)
            assert Entry.objects.count() > entries
            transaction.set_rollback(True)

    any_order()


def test_when_all_of_it_is_over_nothing_is_left_but_the_proof(
    amina: Who, bram: Who, chantal: Who, at: Any, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    world(amina, bram, chantal, at)
    headers = list(Entry.objects.order_by("id").values_list("digest", flat=True))
    at(*LATE)
    with django_capture_on_commit_callbacks(execute=True):
        erase_all()
    rest = dump()
    assert [word for word in SECRETS if word in rest] == []
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    report = verify()
    assert (report.ok, report.erased > 0) == (True, True)
    assert set(headers) <= set(Entry.objects.order_by("id").values_list("digest", flat=True))
    assert not [line for line in lines() if line.goes]


@pytest.mark.django_db(transaction=True, databases=["default", "guidance"])
def test_the_database_itself_does_not_remember_what_was_erased(amina: Who, bram: Who, chantal: Who, at: Any) -> None:
    world(amina, bram, chantal, at)
    at(*LATE)
    for _night in range(4):
        call_command("retention", "--do", stdout=StringIO(), stderr=StringIO())
    bare = dump().encode()
    if connection.vendor == "sqlite":  # the file, its free pages and its log, as a thief would read them
        name = Path(connection.settings_dict["NAME"])
        bare += b"".join(one.read_bytes() for one in name.parent.glob(f"{name.name}*"))
    assert [word for word in SECRETS if word.encode() in bare] == []
    assert verify().ok


def test_what_is_not_over_stays_and_says_until_when(amina: Who, bram: Who, chantal: Who, at: Any) -> None:
    world(amina, bram, chantal, at)
    before = dump()
    said = StringIO()
    call_command("retention", "--do", stdout=said, stderr=StringIO())
    assert "went:" not in said.getvalue()
    assert "stays: decisions" in said.getvalue()
    assert "signed decisions are kept for thirty years" in said.getvalue()
    assert [word for word in SECRETS if word not in dump()] == []
    assert len(dump()) == len(before)


def test_each_class_goes_on_its_own_day(amina: Who, at: Any) -> None:
    at(2027, 1, 31, 12)
    case = cast.submitted(amina)
    Case.objects.update(ended_at=clock.now())
    days = {line.item.kind: line.until for line in lines() if line.item.subject.id == case.pk}
    assert days == {
        "answers": date(2027, 4, 30),
        "facts": date(2037, 1, 31),
        "letters": date(2037, 1, 31),
        "journal": date(2037, 1, 31),
    }
    with clock.held(datetime(2027, 4, 29, 12, tzinfo=UTC)):
        assert not [line for line in lines() if line.goes]
    with clock.held(datetime(2027, 4, 30, 12, tzinfo=UTC)):
        assert [line.item.kind for line in lines() if line.goes] == ["answers"]


def test_an_open_file_is_not_touched(amina: Who, at: Any) -> None:
    case = cast.submitted(amina)
    at(*LATE)
    assert {line.why for line in lines() if line.item.subject.id == case.pk} == {"the file is open"}
    assert carry_out([line for line in lines() if line.item.subject.id == case.pk]) == 0


def test_a_hold_keeps_everything_and_its_end_lets_it_go(amina: Who, at: Any) -> None:
    case = cast.submitted(amina)
    Case.objects.update(ended_at=clock.now())
    with pytest.raises(CommandError, match="say why"):
        call_command("retention", "--hold", case.given.number)
    call_command("retention", "--hold", case.given.number, "--reason", "Asked by a court.", stdout=StringIO())
    at(*LATE)
    said = StringIO()
    call_command("retention", "--dry-run", "--json", stdout=said)
    mine = [one for one in json.loads(said.getvalue()) if one["id"] == str(case.pk)]
    assert mine
    assert {one["goes"] for one in mine} == {False}
    assert all("Asked by a court." in one["why"] for one in mine)
    call_command("retention", "--release", case.given.number, stdout=StringIO())
    assert [line for line in lines() if line.goes and line.item.subject.id == case.pk]


def test_a_dry_run_erases_nothing(amina: Who, bram: Who, chantal: Who, at: Any) -> None:
    world(amina, bram, chantal, at)
    before = dump()
    at(*LATE)
    said = StringIO()
    call_command("retention", stdout=said)
    assert "would go: journal of case" in said.getvalue()
    assert dump() == before


def test_a_draft_that_nobody_touched_for_a_year_is_emptied(
    amina: Who, at: Any, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    at(2027, 1, 1, 12)
    case = cast.draft(amina)
    cast.act(case, "add_document", amina, kind="diploma", file=cast.a_pdf("file-secret.pdf"))
    at(2028, 1, 2, 12)
    with django_capture_on_commit_callbacks(execute=True):
        carry_out([line for line in lines() if line.item.kind == "drafts"])
    assert not case.answers.exists()
    assert not [path for path in folder.rglob("*") if path.is_file()]
    assert Document.objects.get().erased_at is not None
    assert "file-secret" not in dump()


def test_pages_of_an_erased_file_say_so(amina: Who, bram: Who, chantal: Who, at: Any) -> None:
    case = cast.signed(amina, bram, chantal)
    cast.act(cast.submitted(amina), "add_document", amina, kind="diploma", file=cast.a_pdf())
    Case.objects.update(ended_at=clock.now())
    document = Document.objects.get()
    at(*LATE)
    carry_out([line for line in lines() if line.item.subject.kind == "case"])
    client, office = as_(amina), as_(bram)
    assert "Data was erased" in page(client, reverse("cases:file", args=[case.pk]))
    assert "What this told was erased." in page(office, reverse("cases:at_work", args=[case.pk]))
    answer = client.get(reverse("cases:document", args=[document.case_id, document.pk]))
    assert answer.status_code == 409
    assert "was erased on" in answer.content.decode()
    assert client.get(reverse("cases:my_data_json")).status_code == 200
    assert not Fact.objects.filter(purpose_id=case.pk).exists()


def test_answers_behind_a_code_go_on_the_day_that_was_promised(db: None, at: Any) -> None:
    at(2026, 6, 1, 12)
    for number, until in enumerate((date(2026, 6, 1), date(2026, 6, 2))):
        SavedAnswers.objects.create(lookup=str(number), locked="x", saved_at=clock.now(), until=until)
    carry_out(lines())
    assert SavedAnswers.objects.get().until == date(2026, 6, 2)


def test_an_account_with_a_role_stays_and_says_why(bram: Who, at: Any) -> None:
    Account.objects.update(last_login=clock.now())
    at(*LATE)
    (mine,) = [line for line in lines() if line.item.subject.id == bram.account]
    assert (mine.goes, mine.why) == (False, "held a role here: decisions and readings name them")


def test_a_person_goes_only_after_whoever_signs_in_as_them(amina: Who, at: Any) -> None:
    Account.objects.filter(pk=amina.account).update(last_login=clock.now())
    at(*LATE)
    assert [line.item.kind for line in lines() if line.goes] == ["accounts"]
    carry_out(lines())
    assert [line.item.kind for line in lines() if line.goes] == ["persons"]
    carry_out(lines())
    assert Person.objects.get().name == retention.GONE
    assert not Account.objects.get(pk=amina.account).is_active


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("drafts: {months: 1, from: a, why: b}", "look at"),
        ("- a", "cannot be read"),
        ("drafts: {months: soon, from: a, why: b}", "cannot be read"),
        ("", "cannot be read"),
    ],
)
def test_periods_that_do_not_say_everything_are_refused(tmp_path: Path, text: str, problem: str) -> None:
    file = tmp_path / "periods.yaml"
    file.write_text(text)
    with pytest.raises(BadPeriods, match=problem):
        read_periods(file, keeping.CLASSES)


def test_an_installation_may_bring_its_own_periods(amina: Who, settings: Any, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("".join(f"{name}: {{months: 1, from: a day, why: a law}}\n" for name in keeping.CLASSES))
    settings.RETENTION = own
    assert {one.months for one in keeping.periods().values()} == {1}
    own.write_text("drafts: {months: 1, from: a day, why: a law}\n")
    with pytest.raises(CommandError, match="accounts"):
        call_command("retention")


def test_a_month_has_as_many_days_as_it_has() -> None:
    assert months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_after(date(2028, 2, 29), 12) == date(2029, 2, 28)
    assert months_after(date(2026, 12, 31), 0) == date(2026, 12, 31)
