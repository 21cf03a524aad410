"""Races on a case, each with a negative twin: the same moment without protection has two winners.

A race test that never lost proves nothing; the twin shows that the moment is real on the database at hand.
"""

from collections.abc import Callable
from threading import Barrier
from uuid import uuid4

import pytest

from tests.cases import cast
from tests.races.together import together
from veer.access.who import Who
from veer.cases import errors, numbering
from veer.cases.acts import Done, open_case, perform
from veer.cases.models import Case, CaseNumber, Decision, Document, Signature
from veer.journal import clock
from veer.journal.models import Entry
from veer.journal.queries import length
from veer.journal.verify import verify
from veer.letters.models import Letter

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 8


@pytest.fixture(autouse=True)
def law() -> None:
    cast.activate_law()


def submit(case: Case, amina: Who, key: str, seen: int) -> Callable[[], Done]:
    return lambda: perform(case.pk, "submit", amina, data={"declaration": True}, seen=seen, key=key)


def test_one_form_sent_eight_times_at_once_is_one_application() -> None:
    amina = cast.applicant()
    case = cast.draft(amina)
    key, seen = uuid4().hex, length(case.pk)
    results = together(*[submit(case, amina, key, seen) for _n in range(MANY)])
    assert all(isinstance(result, Done) for result in results), results
    assert sum(not result.repeated for result in results) == 1
    assert Entry.objects.filter(chain=case.pk, act="submit").count() == 1
    assert Letter.objects.filter(subject_id=case.pk).count() == 1
    assert verify().ok


def test_eight_windows_sent_at_once_are_one_application() -> None:
    amina = cast.applicant()
    case = cast.draft(amina)
    seen = length(case.pk)
    results = together(*[submit(case, amina, uuid4().hex, seen) for _n in range(MANY)])
    assert sum(isinstance(result, Done) for result in results) == 1
    assert all(isinstance(result, (Done, errors.ActRefused)) for result in results), results
    assert Letter.objects.filter(subject_id=case.pk).count() == 1


def test_the_twin_without_a_door_sends_two_receipts() -> None:
    amina = cast.applicant()
    case = cast.draft(amina)
    both_looked = Barrier(2)

    def naive() -> None:
        looked_at = Case.objects.get(pk=case.pk)
        both_looked.wait(timeout=30)
        if looked_at.submitted_at is None:
            Case.objects.filter(pk=case.pk).update(submitted_at=clock.now())
            Document.objects.create(
                case=case, kind="receipt", name="x", media_type="x", size=1, digest="x", path="x",
                added_at=clock.now(), added_kind="account", added_by=amina.account,
            )  # fmt: skip

    assert together(naive, naive) == [None, None]
    assert Document.objects.filter(case=case).count() == 2


def test_one_start_pressed_eight_times_is_one_file() -> None:
    amina = cast.applicant()
    person, key = cast.person_of(amina), uuid4().hex
    opened = together(
        *[lambda: open_case(person, cast.PACK, cast.ROUTE, amina, language="nl", key=key) for _n in range(MANY)]
    )
    assert {case.pk for case in opened if isinstance(case, Case)} == set(Case.objects.values_list("pk", flat=True))
    assert Case.objects.count() == 1
    assert all(isinstance(case, Case) for case in opened), opened
    assert verify().ok


def test_two_signers_at_once_are_one_signature() -> None:
    amina, bram = cast.applicant(), cast.official()
    signers = [cast.signer("Chantal Dubois"), cast.signer("Carlos Maes")]
    case = cast.proposed(amina, bram)
    seen = length(case.pk)
    shown = {one.account: cast.shown_letter(case, one) for one in signers}

    def sign(one: Who) -> Callable[[], Done]:
        data = {"letter": shown[one.account]}
        return lambda: perform(case.pk, "sign", one, data=data, seen=seen, key=uuid4().hex)

    results = together(*[sign(one) for one in signers])
    assert sum(isinstance(result, Done) for result in results) == 1
    assert sum(isinstance(result, errors.ActRefused) for result in results) == 1, results
    assert Signature.objects.count() == 1
    assert Letter.objects.filter(subject_id=case.pk, name="refusal").count() == 1
    assert Decision.objects.get(case=case).signer in shown
    assert verify().ok


def test_the_twin_without_a_door_takes_two_signatures() -> None:
    amina, bram = cast.applicant(), cast.official()
    signers = [cast.signer("Chantal Dubois"), cast.signer("Carlos Maes")]
    case = cast.proposed(amina, bram)
    both_looked = Barrier(2)

    def naive(one: Who) -> Callable[[], None]:
        def sign() -> None:
            decision = Decision.objects.get(case=case)
            both_looked.wait(timeout=30)
            if decision.signer is None:
                Signature.objects.create(decision=decision, signer=one.account, at=clock.now(), digest="x")

        return sign

    assert together(*[naive(one) for one in signers]) == [None, None]
    assert Signature.objects.count() == 2


def test_signing_and_withdrawing_at_once_have_one_winner() -> None:
    amina, bram, chantal = cast.applicant(), cast.official(), cast.signer()
    case = cast.proposed(amina, bram)
    seen, shown = length(case.pk), cast.shown_letter(case, chantal)
    results = together(
        lambda: perform(case.pk, "sign", chantal, data={"letter": shown}, seen=seen, key=uuid4().hex),
        lambda: perform(case.pk, "withdraw", amina, seen=seen, key=uuid4().hex),
    )
    assert sum(isinstance(result, Done) for result in results) == 1, results
    assert Case.objects.get(pk=case.pk).step in {"refused", "withdrawn"}
    assert verify().ok


def test_numbers_handed_out_at_once_are_all_different(monkeypatch: pytest.MonkeyPatch) -> None:
    """Out of twelve numbers only, so that they clash nearly every time."""
    monkeypatch.setattr("secrets.randbelow", lambda _most: int(uuid4()) % 12)
    amina = cast.applicant()
    person = cast.person_of(amina)
    opened = together(
        *[lambda: open_case(person, cast.PACK, cast.ROUTE, amina, language="nl", key=uuid4().hex) for _n in range(MANY)]
    )
    assert all(isinstance(case, Case) for case in opened), opened
    numbers = list(CaseNumber.objects.values_list("number", flat=True))
    assert (len(numbers), len(set(numbers))) == (MANY, MANY)
    assert all(numbering.valid(number) for number in numbers)


def test_the_twin_that_counts_hands_out_the_same_number_twice() -> None:
    both_looked = Barrier(2)

    def naive() -> int:
        free = CaseNumber.objects.count() + 1
        both_looked.wait(timeout=30)
        return free

    first, second = together(naive, naive)
    assert first == second


def test_two_officials_take_a_file_at_once_and_one_is_told() -> None:
    amina, bram, bea = cast.applicant(), cast.official("Bram Peeters"), cast.official("Bea Willems")
    case = cast.submitted(amina)
    seen = length(case.pk)
    results = together(
        *[
            lambda one=one: perform(case.pk, "take", one, seen=seen, key=uuid4().hex)  # type: ignore[misc]
            for one in (bram, bea)
        ]
    )
    assert sum(isinstance(result, Done) for result in results) == 1
    (told,) = [result for result in results if isinstance(result, errors.Changed)]
    assert [change.act for change in told.since] == ["take"]
