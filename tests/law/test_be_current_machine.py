"""The law as it stands in the case machine: from a desk to a refusal, an appeal let pass, and a file of return."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.utils import translation

from tests.cases import cast
from tests.laws import law_in
from veer.access import roles
from veer.access.who import SYSTEM, Who
from veer.cases import law
from veer.cases.acts import open_case
from veer.cases.acts.round import daily_round
from veer.cases.errors import NotForYou, NotReady, UnknownAct
from veer.cases.models import Case, Term
from veer.cases.pages import shown
from veer.cases.standing import Standing
from veer.letters.models import Letter

PACK = "be-current"
WHY = [{"id": "", "text": "The story of the shop was not believed.", "source": ""}]
FINDINGS = {
    f"finding.{name}": False
    for name in (
        "credible", "race", "religion", "nationality", "social_group", "political_opinion", "death_penalty",
        "inhuman_treatment", "indiscriminate_violence", "excluded",
    )
}  # fmt: skip


@pytest.fixture(autouse=True)
def in_force(db: None, at: Any, settings: Any, tmp_path: Path) -> Any:
    settings.MEDIA_ROOT = tmp_path / "uploads"
    at(2026, 2, 9, 8)
    law.activate(law_in(Path(__file__).parents[2] / "veer/law" / PACK), SYSTEM)
    with translation.override("en"):
        yield


def desk() -> Who:
    return cast.who(cast.account("Dirk", roles.DESK))


def received(person: Who, by: Who) -> Case:
    """Received at a desk, registered and lodged on one day, as it is done."""
    case = open_case(cast.person_of(person), PACK, "asylum", by, language="nl", key=uuid4().hex)
    cast.act(case, "receive", by, facts={"whereabouts": "inside"})
    cast.act(case, "register", by, facts={"nationality": "GN", "arrived_on": "2026-02-03"})
    return cast.act(case, "lodge", by, facts={"application.number": 1, "detained": False}).case


def examined(person: Who, bram: Who, at: Any) -> Case:
    case = received(person, desk())
    at(2026, 4, 2, 9)
    cast.act(case, "receive_file", bram)
    track = {
        "procedure.kind": "ordinary",
        "procedure.ground": "none",
        "procedure.country_information": "COI Focus Guinea",
    }
    cast.act(case, "set_kind", bram, facts=track)
    at(2026, 8, 3, 9)
    cast.act(case, "hear", bram, notes="He told his story.")
    return cast.act(case, "find", bram, facts=FINDINGS).case


def refused(person: Who, bram: Who, chantal: Who, at: Any) -> Case:
    case = examined(person, bram, at)
    at(2026, 10, 26, 9)
    cast.act(case, "propose_refused", bram, reasons=WHY)
    cast.act(case, "sign", chantal, letter=cast.shown_letter(case, chantal))
    return cast.act(case, "hand_over", bram).case


def letters(case: Case) -> list[str]:
    """The letters that a file sent, in order."""
    return list(Letter.objects.filter(subject_id=case.pk).order_by("made_at", "id").values_list("name", flat=True))


def test_a_person_who_presents_at_home_has_a_receipt_at_once() -> None:
    who = cast.applicant("Idriss Bah")
    case = open_case(cast.person_of(who), PACK, "asylum", who, language="nl", key=uuid4().hex)
    assert shown.case_line(case, "en")["mine_to_do"], "nobody sends it but the person"
    done = cast.act(case, "present", who, declaration=True)
    assert (done.case.step, done.case.ball) == ("presented", roles.DESK)
    assert letters(case) == ["presented"]
    assert not shown.case_line(done.case, "en")["mine_to_do"]


def test_the_desk_writes_down_whoever_comes_and_nobody_can_refuse_that() -> None:
    who, by = cast.applicant("Idriss Bah"), desk()
    case = received(who, by)
    assert case.step == "lodged"
    standing = Standing(case)
    assert str(standing.law_day) == "2026-02-09"
    assert "registration" in standing.route.clocks
    assert "registration_pact" not in standing.route.clocks
    with pytest.raises(UnknownAct):
        cast.act(case, "screen", by, facts={"needs_support": False})


def test_an_application_of_12_june_is_under_the_pact(at: Any) -> None:
    at(2026, 6, 12, 8)
    standing = Standing(received(cast.applicant("Ada Eze"), desk()))
    assert {"decision_pact", "lodging_pact"} <= set(standing.route.clocks)
    assert not {"decision", "appeal", "lodging"} & set(standing.route.clocks)
    assert "ask_notes" not in standing.procedure.acts


def test_nobody_is_refused_unheard(at: Any) -> None:
    who, bram = cast.applicant("Idriss Bah"), cast.official()
    case = received(who, desk())
    cast.act(case, "receive_file", bram)
    with pytest.raises(NotReady) as problem:
        cast.act(case, "propose_refused", bram, reasons=WHY)
    assert "after" in problem.value.missing
    assert cast.act(case, "propose_refugee", bram, reasons=WHY).case.step == "proposed"


def test_the_term_to_remark_on_the_notes_is_the_persons(at: Any) -> None:
    who, bram = cast.applicant("Idriss Bah"), cast.official()
    case = examined(who, bram, at)
    cast.act(case, "ask_notes", who)
    cast.act(case, "give_notes", bram)
    with pytest.raises(NotReady) as problem:
        cast.act(case, "propose_refused", bram, reasons=WHY)
    assert "after_clocks" in problem.value.missing
    cast.act(case, "remark", who, remarks="It was my brother's shop, not mine.")
    assert cast.act(case, "propose_refused", bram, reasons=WHY).case.step == "proposed"


def test_an_appeal_let_pass_ends_in_a_file_of_return(at: Any) -> None:
    who, bram, chantal = cast.applicant("Idriss Bah"), cast.official(), cast.signer()
    case = refused(who, bram, chantal, at)
    assert sorted(letters(case)) == ["lodged", "presented", "refusal", "track"]
    term = Term.objects.get(case=case, clock="appeal")
    assert str(term.last_day) == "2026-11-25"
    at(2026, 11, 25, 12)
    daily_round()
    assert Case.objects.get(pk=case.pk).step == "refused"
    at(2026, 11, 26, 3)
    daily_round()
    case.refresh_from_db()
    assert (case.step, case.ends) == ("left", "goes_on")
    going = Case.objects.get(parent=case)
    assert (going.route, going.step, going.ball) == ("return", "opened", roles.RETURNS)
    # what was posted on the last day turns up later, and the refusal was not final after all
    court = cast.who(cast.account("Greta", roles.COURT))
    again = cast.act(going, "appeal_was_in_time", court).case
    assert (again.step, again.ball) == ("back_at_court", roles.COURT)


def test_an_appeal_in_time_keeps_the_file_open_until_the_judgment(at: Any) -> None:
    who, bram, chantal = cast.applicant("Idriss Bah"), cast.official(), cast.signer()
    court = cast.who(cast.account("Greta", roles.COURT))
    case = refused(who, bram, chantal, at)
    at(2026, 11, 24, 9)
    cast.act(case, "lodge_appeal", who)
    at(2026, 12, 20, 3)
    daily_round()
    assert Case.objects.get(pk=case.pk).step == "refused"
    with pytest.raises(NotForYou):
        cast.act(case, "judge_dismiss", bram)
    assert cast.act(case, "judge_annul", court).case.step == "examined"


def test_an_order_and_how_it_ends(at: Any) -> None:
    who, bram, chantal = cast.applicant("Tesfaye Alem"), cast.official(), cast.signer()
    coach = cast.who(cast.account("Rita", roles.RETURNS))
    at(2026, 11, 2, 9)
    case = open_case(cast.person_of(who), PACK, "return", coach, language="nl", key=uuid4().hex)
    order = {"order.ground": "ordinary", "order.at_once": False, "order.repeated": False, "order.held": False}
    cast.act(case, "propose_order", bram, reasons=WHY, facts=order)
    cast.act(case, "sign", chantal, letter=cast.shown_letter(case, chantal))
    cast.act(case, "hand_over_order", bram)
    assert str(Term.objects.get(case=case, clock="leave").last_day) == "2026-12-02"
    at(2026, 11, 24, 9)
    cast.act(case, "ask_extension", who, facts={"extension.ground": "no_identification"})
    with pytest.raises(NotReady):
        cast.act(case, "refuse_extension", bram)
    cast.act(case, "extend_must", bram, reason="No embassy gives him a document.")
    assert str(Term.objects.get(case=case, clock="leave").last_day) == "2026-12-31"
    at(2027, 1, 4, 3)
    daily_round()
    assert Case.objects.get(pk=case.pk).step == "overdue"
    ended = cast.act(case, "cannot_return", bram, facts={"no_return_reason": "Two embassies do not know him."}).case
    assert ended.ends == "non_return"
