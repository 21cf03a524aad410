"""The journal: chains that show what is missing, payloads that can be forgotten, seals that outlive the database."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from veer.journal import chain as chains
from veer.journal.acts import Ref, append, erase, looked, seal
from veer.journal.models import Entry, Head, Payload, Reading, SealedHead, Unchangeable
from veer.journal.models import Seal as SealRow
from veer.journal.queries import entries, export, length, readings, told
from veer.journal.verify import verify

pytestmark = pytest.mark.django_db(databases=["default", "guidance"])

BRAM = Ref("account", uuid4())


def case(acts: int = 3) -> Ref:
    about = Ref("case", uuid4())
    for number in range(acts):
        append(about, f"act_{number}", BRAM, payload={"number": number, "name": "Amina"})
    return about


def rows(chain: UUID) -> Any:
    """The raw rows, to play somebody with a hand on the database."""
    return Entry.objects.filter(chain=chain)


def vanish(found: Any) -> None:
    Payload.objects.filter(entry__in=found).delete()
    found._raw_delete("default")


def codes(report: Any) -> set[str]:
    return {problem.code for problem in report.problems}


def test_a_chain_that_nobody_touched_holds() -> None:
    one, other = case(3), case(1)
    report = verify()
    assert report.ok
    assert (report.chains, report.entries) == (2, 4)
    assert (length(one.id), length(other.id)) == (3, 1)
    assert [told(entry)["number"] for entry in entries(one.id)] == [0, 1, 2]


def test_a_middle_entry_that_is_gone_is_missed() -> None:
    one = case(3)
    vanish(rows(one.id).filter(position=2))
    assert codes(verify()) == {"missing_entry"}


def test_the_last_entry_that_is_gone_is_missed_by_the_head() -> None:
    one = case(3)
    vanish(rows(one.id).filter(position=3))
    assert codes(verify()) == {"wrong_end"}


def test_a_whole_case_that_is_gone_is_missed_by_its_head() -> None:
    one = case(3)
    vanish(rows(one.id))
    assert codes(verify()) == {"wrong_end"}


def test_a_case_that_is_gone_with_its_head_is_missed_by_the_seal() -> None:
    one, _other = case(3), case(1)
    kept = export(seal())
    vanish(rows(one.id))
    Head.objects.filter(chain=one.id).delete()
    assert codes(verify()) == {"missing_since_seal"}
    SealedHead.objects.all()._raw_delete("default")
    SealRow.objects.all()._raw_delete("default")
    assert codes(verify()) == set(), "without its own seals the database alone can no longer tell"
    assert codes(verify(kept)) == {"missing_since_seal"}


def test_a_head_that_is_gone_with_its_tail_is_missed_by_the_seal() -> None:
    one = case(3)
    kept = json.loads(json.dumps(export(seal())))
    vanish(rows(one.id).filter(position=3))
    second = rows(one.id).get(position=2)
    Head.objects.filter(chain=one.id).update(length=2, digest=second.digest)
    SealedHead.objects.all()._raw_delete("default")
    SealRow.objects.all()._raw_delete("default")
    assert verify().ok, "a head and its tail together leave nothing behind in the database"
    assert codes(verify(kept)) == {"missing_since_seal"}


def test_an_entry_that_was_rewritten_with_all_its_digests_is_missed_by_the_seal() -> None:
    one = case(1)
    kept = export(seal())
    entry = rows(one.id).get()
    entry.act = "another_act"
    digest = chains.entry_digest(entry)
    rows(one.id).update(act="another_act", digest=digest)
    Head.objects.filter(chain=one.id).update(digest=digest)
    assert codes(verify(kept)) == {"changed_since_seal"}


@pytest.mark.parametrize(
    "change", [{"act": "x"}, {"actor_id": UUID(int=5)}, {"led_to": "granted"}, {"subject_kind": "x"}, {"previous": "0"}]
)
def test_a_header_that_was_changed_is_noticed(change: dict[str, Any]) -> None:
    one = case(2)
    rows(one.id).filter(position=1).update(**change)
    assert "changed_entry" in codes(verify())


def test_a_payload_that_was_changed_is_noticed() -> None:
    one = case(1)
    Payload.objects.filter(entry__chain=one.id).update(body='{"name":"somebody else"}')
    assert codes(verify()) == {"changed_payload"}


def test_what_is_erased_is_gone_and_the_chain_still_holds() -> None:
    one = case(3)
    kept = export(seal())
    second = entries(one.id)[1]
    assert erase(second)
    assert told(entries(one.id)[1]) is None
    assert not Payload.objects.filter(body__contains='"number":1').exists()
    report = verify(kept)
    assert report.ok
    assert report.erased == 1


def test_headers_hold_nothing_of_what_was_told() -> None:
    one = case(1)
    row = rows(one.id).values().get()
    assert "Amina" not in str(row)


def test_the_report_says_since_when_heads_alone_protect(at: Any) -> None:
    at(2026, 11, 20, 9)
    case(2)
    sealed = at(2026, 11, 20, 23)
    seal()
    later = at(2026, 11, 21, 10)
    case(1)
    report = verify()
    assert (report.proved_until, report.heads_only_since) == (sealed, later)


def test_seals_hang_together_and_keep_only_what_changed() -> None:
    one, other = case(1), case(1)
    first = seal()
    append(one, "more", BRAM)
    second = seal()
    assert second.previous == first.digest
    assert list(second.changed.values_list("chain", flat=True)) == [one.id]
    assert {chain for chain, _length, _end in export(second)["heads"]} == {str(one.id), str(other.id)}
    assert verify(export(first)).ok
    assert verify(export(second)).ok


def test_a_seal_that_was_removed_or_bent_is_noticed() -> None:
    case(1)
    seal()
    case(1)
    seal()
    SealRow.objects.filter(number=2).update(count=9)
    assert "broken_seal" in codes(verify())
    SealedHead.objects.filter(seal_id=1)._raw_delete("default")
    SealRow.objects.filter(number=1)._raw_delete("default")
    assert "broken_seal" in codes(verify())


def test_a_damaged_seal_file_is_noticed() -> None:
    case(1)
    kept = export(seal())
    kept["heads"][0][1] = 7
    assert "damaged_file" in codes(verify(kept))


def test_entries_are_written_once() -> None:
    entry = entries(case(1).id)[0]
    with pytest.raises(Unchangeable):
        entry.save()
    with pytest.raises(Unchangeable):
        entry.delete()


def test_one_request_key_makes_one_entry() -> None:
    one = case(0)
    append(one, "submit", BRAM, key="same")
    with pytest.raises(IntegrityError), transaction.atomic():
        append(one, "submit", BRAM, key="same")
    append(one, "submit", Ref("account", uuid4()), key="same")
    assert length(one.id) == 2


def test_an_entry_that_did_not_hold_moves_no_head() -> None:
    one = case(1)
    with transaction.atomic():
        append(one, "act", BRAM)
        transaction.set_rollback(True)
    assert length(one.id) == 1
    assert verify().ok


def test_looking_is_written_down_once_in_ten_minutes(at: Any) -> None:
    one = case(1)
    for minute in (0, 5, 16):
        at(2026, 11, 20, 9, minute)
        looked(one.id, BRAM, "official", "handle")
    assert readings(one.id).count() == 2
    looked(one.id, BRAM, "official", "sign")
    assert Reading.objects.filter(chain=one.id).count() == 3


def test_the_coachs_database_has_a_journal_of_its_own() -> None:
    about = Ref("plan", uuid4())
    append(about, "begin", BRAM, using="guidance")
    assert length(about.id) == 0
    assert length(about.id, using="guidance") == 1
    assert verify(using="guidance").ok


def test_parts_cannot_be_moved_from_one_into_the_next() -> None:
    assert chains.digest("ab", "c") != chains.digest("a", "bc")
