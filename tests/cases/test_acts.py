"""From first answer to signed letter, and everything that the one door refuses."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from tests.cases import cast
from veer.access.who import Who
from veer.cases import errors
from veer.cases.acts import deciding, open_case, perform
from veer.cases.models import Case, Decision
from veer.journal import clock
from veer.journal.models import Entry
from veer.journal.queries import entries, length, told
from veer.journal.verify import verify
from veer.letters.models import Letter
from veer.people.models import Fact

pytestmark = pytest.mark.django_db


def legal_day(instant: datetime) -> date:
    return instant.astimezone(ZoneInfo("Europe/Brussels")).date()


def test_amina_applies_and_her_answers_become_facts(amina: Who) -> None:
    case = cast.submitted(amina)
    assert (case.step, case.ball, case.holder) == ("submitted", "official", None)
    assert case.due == legal_day(case.submitted_at) + timedelta(days=90)
    facts = {fact.fact: (fact.value, fact.state) for fact in Fact.objects.filter(purpose_id=case.pk)}
    assert facts == {fact: (value, "stated") for fact, value in cast.GOOD.items()}
    assert [entry.act for entry in entries(case.pk)] == ["open", "submit"]
    assert verify().ok


def test_a_whole_walk_from_draft_to_signed_letter(
    amina: Who, bram: Who, chantal: Who, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        case = cast.signed(amina, bram, chantal)
    assert (case.step, case.ends, case.ball, case.holder) == ("refused", "refused", None, None)
    decision = Decision.objects.get(case=case)
    assert (decision.proposer, decision.signer) == (bram.account, chantal.account)
    assert decision.remedy_body == "council"
    assert decision.remedy_until == legal_day(decision.signed_at) + timedelta(days=30)
    assert deciding.signature_holds(decision)
    letter = Letter.objects.get(pk=decision.letter)
    assert (letter.digest, letter.language) == (decision.letter_digest, "nl")
    assert [attachment[1] for attachment in mail.outbox[-1].attachments] == [bytes(letter.pdf)]
    assert verify().ok


def test_what_is_sent_is_what_the_signer_saw(amina: Who, bram: Who, chantal: Who) -> None:
    case = cast.proposed(amina, bram)
    shown = cast.shown_letter(case, chantal)
    done = cast.act(case, "sign", chantal, letter=shown)
    assert Decision.objects.get(case=done.case).letter_digest == shown


def test_a_signature_without_the_letter_that_was_shown_is_refused(amina: Who, bram: Who, chantal: Who) -> None:
    case = cast.proposed(amina, bram)
    with pytest.raises(errors.NotReady) as refused:
        cast.act(case, "sign", chantal, letter="something else")
    assert set(refused.value.missing) == {"unchanged"}
    assert Case.objects.get(pk=case.pk).step == "proposed"


def test_bram_cannot_sign_what_he_proposed_even_as_a_signer(amina: Who, chantal: Who) -> None:
    both = cast.who(cast.account("Bram Peeters", "official", "signer"))
    case = cast.proposed(amina, both)
    with pytest.raises(errors.NotReady) as refused:
        cast.act(case, "sign", both, letter=cast.shown_letter(case, both))
    assert "other_person" in refused.value.missing


def test_the_database_too_refuses_a_signer_who_proposed(amina: Who, bram: Who, chantal: Who) -> None:
    case = cast.signed(amina, bram, chantal)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(case=case).update(signer=bram.account)


def test_an_edit_undoes_the_signature(amina: Who, bram: Who, chantal: Who) -> None:
    case = cast.signed(amina, bram, chantal)
    decision = Decision.objects.get(case=case)
    decision.reasons = [{"id": "", "text": "Something else.", "source": ""}]
    decision.save()
    assert not deciding.signature_holds(decision)


def test_chantal_sends_back_with_a_reason_and_bram_proposes_anew(amina: Who, bram: Who, chantal: Who) -> None:
    case = cast.proposed(amina, bram)
    with pytest.raises(errors.NotReady):
        cast.act(case, "send_back", chantal, reason="  ")
    case = cast.act(case, "send_back", chantal, reason="De reden is te kort.").case
    assert (case.step, case.holder) == ("submitted", bram.account)
    case = cast.act(case, "propose_refusal", bram, reasons=[{"id": "", "text": "Beter zo.", "source": ""}]).case
    case = cast.act(case, "sign", chantal, letter=cast.shown_letter(case, chantal)).case
    assert case.step == "refused"
    first, second = Decision.objects.filter(case=case).order_by("proposed_at")
    assert (first.signer, first.sent_back_by) == (None, chantal.account)
    assert (second.signer, second.sent_back_by) == (chantal.account, None)


def test_a_grant_needs_a_yes_of_the_law(amina: Who, bram: Who) -> None:
    answers = {**cast.GOOD, "entry_ban": True}
    case = cast.submitted(amina, answers)
    cast.act(case, "take", bram)
    with pytest.raises(errors.NotReady) as refused:
        cast.act(case, "propose_grant", bram, reasons=[{"id": "", "text": "Ja.", "source": ""}])
    assert set(refused.value.missing) == {"outcome_open"}


def test_verifying_a_fact_moves_what_the_law_says(amina: Who, bram: Who) -> None:
    case = cast.submitted(amina)
    cast.act(case, "take", bram)
    before = deciding.Standing(case).answer["points"]["min"]
    cast.act(case, "verify", bram, fact="education.isced", state="verified")
    after = deciding.Standing(case).answer["points"]["min"]
    assert after == before + 60


def test_facts_that_changed_since_the_proposal_stop_the_signature(amina: Who, bram: Who, chantal: Who) -> None:
    case = cast.proposed(amina, bram)
    shown = cast.shown_letter(case, chantal)
    Decision.objects.filter(case=case).update(facts={"values": {}, "states": {}})
    with pytest.raises(errors.NotReady) as refused:
        cast.act(case, "sign", chantal, letter=shown)
    assert set(refused.value.missing) == {"unchanged"}


@pytest.mark.parametrize(
    "name", ["take", "propose_refusal", "sign", "ask_document", "note", "verify", "give_back", "send_back"]
)
def test_amina_cannot_do_what_the_law_gives_to_others(amina: Who, name: str) -> None:
    case = cast.submitted(amina)
    with pytest.raises(errors.NotForYou):
        cast.act(case, name, amina)


def test_a_stranger_cannot_do_anything(amina: Who) -> None:
    stranger = cast.applicant("Stefan Vreemd")
    case = cast.draft(amina)
    for name in ("submit", "withdraw", "add_document"):
        with pytest.raises(errors.NotForYou):
            cast.act(case, name, stranger, declaration=True)


def test_an_official_does_not_handle_their_own_application(bram: Who) -> None:
    account = cast.Account.objects.get(pk=bram.account)
    cast.introduce(account, given_name="Bram", family_name="Peeters", language="nl")
    both = cast.who(account)
    case = cast.submitted(both)
    with pytest.raises(errors.NotForYou):
        cast.act(case, "take", both)


def test_an_act_out_of_turn_is_refused(amina: Who, bram: Who, chantal: Who) -> None:
    case = cast.submitted(amina)
    with pytest.raises(errors.NotAtThisStep):
        cast.act(case, "sign", chantal, letter="")
    with pytest.raises(errors.NotAtThisStep):
        cast.act(case, "submit", amina, declaration=True)
    with pytest.raises(errors.UnknownAct):
        cast.act(case, "deport", bram)


def test_submitting_needs_answers_and_the_declaration(amina: Who) -> None:
    case = cast.draft(amina, {"entry_ban": False})
    with pytest.raises(errors.NotReady) as refused:
        cast.act(case, "submit", amina)
    assert set(refused.value.missing) == {"facts", "declaration"}
    assert Case.objects.get(pk=case.pk).submitted_at is None


def test_i_do_not_know_is_an_answer(amina: Who) -> None:
    unsure = {**cast.GOOD, "ties.diploma": {"unknown": True}}
    assert cast.submitted(amina, unsure).step == "submitted"


def test_work_needs_the_file_in_hand(amina: Who, bram: Who) -> None:
    case = cast.submitted(amina)
    with pytest.raises(errors.NotReady) as refused:
        cast.act(case, "propose_refusal", bram, reasons=[{"id": "", "text": "Nee.", "source": ""}])
    assert set(refused.value.missing) == {"holder"}


def test_a_colleague_takes_over_and_the_journal_says_from_whom(amina: Who, bram: Who) -> None:
    case = cast.submitted(amina)
    cast.act(case, "take", bram)
    other = cast.official("Bea Willems")
    done = cast.act(case, "take", other)
    assert done.case.holder == other.account
    assert told(done.entry)["taken_from"] == str(bram.account)
    assert cast.act(case, "give_back", other).case.holder is None


def test_sent_twice_is_done_once(amina: Who) -> None:
    case = cast.draft(amina)
    key, seen = uuid4().hex, length(case.pk)
    first = perform(case.pk, "submit", amina, data={"declaration": True}, seen=seen, key=key)
    second = perform(case.pk, "submit", amina, data={"declaration": True}, seen=seen, key=key)
    assert (first.repeated, second.repeated) == (False, True)
    assert first.entry == second.entry
    assert Entry.objects.filter(chain=case.pk, act="submit").count() == 1


def test_a_key_cannot_be_used_for_another_act(amina: Who) -> None:
    case, key = cast.draft(amina), uuid4().hex
    perform(case.pk, "submit", amina, data={"declaration": True}, seen=length(case.pk), key=key)
    with pytest.raises(errors.KeyUsed):
        perform(case.pk, "withdraw", amina, seen=length(case.pk), key=key)


def test_opening_twice_with_one_key_opens_one_file(amina: Who) -> None:
    key = uuid4().hex
    one, other = (
        open_case(cast.person_of(amina), cast.PACK, cast.ROUTE, amina, language="nl", key=key) for _ in range(2)
    )
    assert one == other
    assert Case.objects.count() == 1


def test_what_happened_meanwhile_stops_an_act_and_is_told(amina: Who, bram: Who) -> None:
    case = cast.submitted(amina)
    cast.act(case, "take", bram)
    seen = length(case.pk)
    cast.act(case, "add_document", amina, kind="diploma", file=cast.a_pdf())
    with pytest.raises(errors.Changed) as refused:
        perform(case.pk, "propose_refusal", bram, data={"reasons": [{"text": "Nee."}]}, seen=seen, key=uuid4().hex)
    assert [(change.act, change.actor_id) for change in refused.value.since] == [("add_document", amina.account)]


def test_a_colleagues_note_stops_nobody_and_adding_is_never_too_late(amina: Who, bram: Who) -> None:
    case = cast.submitted(amina)
    cast.act(case, "take", bram)
    seen = length(case.pk)
    cast.act(case, "note", cast.official("Bea Willems"), text="Belde even.")
    perform(case.pk, "add_document", amina, data={"kind": "diploma", "file": cast.a_pdf()}, seen=0, key=uuid4().hex)
    with pytest.raises(errors.Changed):
        perform(case.pk, "give_back", bram, seen=seen, key=uuid4().hex)
    perform(case.pk, "give_back", bram, seen=seen + 2, key=uuid4().hex)


def test_nothing_can_be_written_into_the_future(amina: Who) -> None:
    case = cast.draft(amina)
    with pytest.raises(errors.ActRefused):
        perform(case.pk, "withdraw", amina, at=clock.now() + timedelta(days=1), seen=length(case.pk), key=uuid4().hex)


def test_asking_for_a_document_and_answering(amina: Who, bram: Who) -> None:
    case = cast.submitted(amina)
    cast.act(case, "take", bram)
    case = cast.act(case, "ask_document", bram, kind="diploma", reason="De scan was onleesbaar.").case
    assert (case.step, case.ball) == ("waiting", "applicant")
    assert Letter.objects.filter(subject_id=case.pk, name="document_request").count() == 1
    cast.act(case, "add_document", amina, kind="diploma", file=cast.a_pdf())
    assert Fact.objects.get(purpose_id=case.pk, fact="education.isced", superseded_by=None).state == "evidenced"
    case = cast.act(case, "answer", amina, message="Hier is hij.").case
    assert (case.step, case.ball, case.holder) == ("submitted", "official", bram.account)


def test_withdrawing_ends_the_case_and_an_open_proposal(amina: Who, bram: Who, chantal: Who) -> None:
    case = cast.proposed(amina, bram)
    case = cast.act(case, "withdraw", amina, reason="Ik vond iets anders.").case
    assert (case.step, case.ends) == ("withdrawn", "withdrawn")
    with pytest.raises(errors.NotAtThisStep):
        cast.act(case, "sign", chantal, letter="")


def test_a_refused_act_leaves_nothing_behind(amina: Who, bram: Who) -> None:
    case = cast.submitted(amina)
    before = (length(case.pk), Letter.objects.count(), Decision.objects.count())
    with pytest.raises(errors.NotReady):
        cast.act(case, "ask_document", bram, kind="diploma")
    assert (length(case.pk), Letter.objects.count(), Decision.objects.count()) == before


def test_nobody_but_a_named_human_can_refuse(amina: Who, bram: Who) -> None:
    case = cast.proposed(amina, bram)
    with pytest.raises(errors.NotForYou):
        cast.act(case, "sign", cast.SYSTEM, letter="")
