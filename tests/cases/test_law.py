"""Activated law stays as it was, byte for byte, and a case stays on the law it was opened under."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command

from tests.cases import cast
from veer.access import policy
from veer.access.who import SYSTEM, Who
from veer.cases import facts, law
from veer.cases.acts import open_case
from veer.cases.errors import BadData
from veer.cases.models import ActivatedPack, Activation
from veer.journal.models import Unchangeable
from veer.journal.queries import entries, told
from veer.rules import Pack

pytestmark = pytest.mark.django_db


def another_version() -> Pack:
    files = json.loads(cast.bundled().canonical())
    files["files"]["pack.yaml"] = files["files"]["pack.yaml"].replace('version: "2026.1"', 'version: "2027.1"')
    return Pack.from_canonical(json.dumps(files, ensure_ascii=False, sort_keys=True).encode())


def test_activating_stores_the_law_and_says_so_in_the_journal() -> None:
    stored = law.activate(cast.bundled(), SYSTEM)
    assert bytes(stored.canonical) == cast.bundled().canonical()
    assert law.active(cast.PACK) == stored
    (entry,) = entries(law.chain_of(cast.PACK).id)
    assert told(entry)["hash"] == stored.hash
    assert told(entry)["law_hash"] == cast.bundled().law_hash


def test_activated_twice_it_is_there_once() -> None:
    law.activate(cast.bundled(), SYSTEM)
    law.activate(cast.bundled(), SYSTEM)
    assert (ActivatedPack.objects.count(), Activation.objects.count()) == (1, 1)


def test_only_an_administrator_activates_law() -> None:
    with pytest.raises(policy.Refused):
        law.activate(cast.bundled(), Who(uuid4(), roles=frozenset({"official"})))


def test_a_case_stays_on_the_law_it_was_opened_under(amina: Who, at: Any) -> None:
    case = cast.draft(amina, {})
    old = case.law_id
    new = law.activate(another_version(), SYSTEM)
    assert new.hash != old
    case.refresh_from_db()
    assert law.pack_of(case).version == "2026.1"
    later = open_case(cast.person_of(amina), cast.PACK, cast.ROUTE, amina, language="nl", key=uuid4().hex)
    assert law.pack_of(later).version == "2027.1"
    assert cast.act(case, "withdraw", amina).case.law_id == old


def test_going_back_to_an_older_law_is_another_activation(law: None) -> None:
    from veer.cases import law as laws

    laws.activate(another_version(), SYSTEM)
    laws.activate(cast.bundled(), SYSTEM)
    assert laws.active(cast.PACK).version == "2026.1"
    assert (ActivatedPack.objects.count(), Activation.objects.count()) == (2, 3)


def test_stored_law_is_written_once_and_a_change_is_noticed() -> None:
    stored = law.activate(cast.bundled(), SYSTEM)
    with pytest.raises(Unchangeable):
        stored.save()
    with pytest.raises(Unchangeable):
        stored.delete()
    ActivatedPack.objects.filter(pk=stored.hash).update(canonical=stored.canonical + b" ")
    law._read.cache_clear()
    with pytest.raises(law.DamagedLaw):
        law.read(stored.hash)
    law._read.cache_clear()


def test_no_law_no_case(amina: Who) -> None:
    for pack, route in (("nowhere", cast.ROUTE), (cast.PACK, "nothing")):
        with pytest.raises(LookupError):
            open_case(cast.person_of(amina), pack, route, amina, language="nl", key=uuid4().hex)


def with_records() -> Pack:
    files = json.loads(cast.bundled().canonical())
    files["files"]["facts/records.yaml"] = (
        "facts:\n  event.submit: {of: case, type: date, optional: true}\n  event.take: {of: case, type: date}\n"
        "  document.diploma: {of: case, type: bool}\n"
    )
    return Pack.from_canonical(json.dumps(files, ensure_ascii=False, sort_keys=True).encode())


def test_events_come_from_the_journal_and_documents_from_the_evidence_alone(amina: Who, at: Any) -> None:
    pack = with_records()
    law.activate(pack, SYSTEM)
    case = cast.draft(amina)
    assert facts.from_record(case, pack) == {"event.submit": None, "document.diploma": False}
    for fact, value in (("document.diploma", True), ("event.submit", "2026-01-01")):
        with pytest.raises(BadData):
            facts.save_answer(case, amina, fact, value, version=0)
    cast.act(case, "add_document", amina, kind="diploma", file=cast.a_pdf())
    at(2027, 1, 10, 23, 30)
    cast.act(case, "submit", amina, declaration=True)
    assert facts.from_record(case, pack) == {"event.submit": "2027-01-11", "document.diploma": True}
    bram = cast.official()
    cast.act(case, "take", bram)
    with pytest.raises(BadData):
        cast.act(case, "verify", bram, fact="document.diploma", state="verified", value=False, reason="x")


def test_the_command_activates_all_that_comes_with_the_program_in_a_demonstration(
    settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DEMO = True
    call_command("load_law")
    call_command("load_law")
    assert law.active(cast.PACK).version == cast.bundled().version
    assert Activation.objects.count() == ActivatedPack.objects.count() > 1
    assert cast.PACK in capsys.readouterr().out


def test_a_reader_hears_what_the_law_says_in_their_language_and_a_letter_one_language_throughout() -> None:
    files = json.loads(cast.bundled().canonical())
    head = files["files"]["pack.yaml"]
    files["files"]["pack.yaml"] = head.replace("languages: [nl, fr, de, en, ar]", "languages: [nl, fr, de, en]")
    pack = Pack.from_canonical(json.dumps(files, ensure_ascii=False, sort_keys=True).encode())
    assert "ar" not in pack.languages
    assert law.heard(pack, "ar") == "ar"
    assert law.tongue(pack, "ar") == "en"
    assert law.heard(pack, "sw") == law.tongue(pack, "sw") == "en"
    assert law.tongue(cast.bundled(), "ar") == "ar"
