"""People who ask for protection under the proposal, and what becomes of them: every story ends in a truth."""

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.browser.hand import words_of
from tests.cases import cast
from tests.cases.test_walks import hurry, undone
from tests.cases.walker import Walker, check_terms
from tests.law.proposal_story import ASKING, LEAVING, OLD, PACT, TRUTHS, Story, procedure
from veer.access import roles
from veer.cases.errors import ActRefused, NotReady
from veer.cases.standing import Standing
from veer.journal import clock
from veer.letters.models import Letter
from veer.rules.time.rights import rights_on

pytestmark = pytest.mark.django_db


def heard(at: Callable[..., datetime], day: str = "2026-09-01") -> Story:
    """Received at a desk, lodged, heard with a lawyer, and found not to be believed."""
    story = Story(at).on(day).open().do("receive").do("give_place").do("offer_guidance", "desk").do("name_lawyer")
    story.do("register").do("lodge").do("receive_file").do("summon").do("hear").do("give_notes")
    return story.wait(13).do("find")


def refused(at: Callable[..., datetime], day: str = "2026-09-01", name: str = "propose_refused") -> Story:
    story = heard(at, day).do("announce_refusal").do("reply", "applicant")
    return story.do(name).do("sign").do("hand_over")


def oriented(at: Callable[..., datetime], day: str = "2026-09-01") -> Story:
    story = refused(at, day).wait(31)
    assert story.case.step == "orientation"
    return story.do("offer_orientation")


def ordered(at: Callable[..., datetime], **facts: Any) -> Story:
    story = Story(at, LEAVING).on("2026-11-02").open("returns").do("meet", **facts).do("weigh")
    story.do("announce_return").do("reply", "applicant").do("propose_order").do("sign")
    return story.do("hand_over_order")


def test_asking_at_any_desk_gives_a_receipt_with_its_time(at: Any, tmp_path: Path) -> None:
    for role in ("desk", "official", "reception", "returns"):
        story = Story(at).on("2026-11-22").open(role).do("receive", role)
        (receipt,) = Letter.objects.filter(subject_id=story.case.pk)
        assert (story.case.step, receipt.name) == ("presented", "presented")
        assert story.case.submitted_at == clock.now()
    assert f"{clock.now().astimezone(ZoneInfo('Europe/Brussels')):%H:%M}" in words_of(bytes(receipt.pdf), tmp_path)


def test_a_person_asks_alone_and_a_receipt_comes(at: Any) -> None:
    story = Story(at).on("2026-11-22").open("applicant").do("present", "applicant")
    assert (story.case.step, story.case.submitted_at) == ("presented", clock.now())
    assert Letter.objects.filter(subject_id=story.case.pk).count() == 1


def test_recognised_and_protected_end_in_residence(at: Any) -> None:
    story = heard(at).do("propose_refugee").do("sign").do("tell_recognised").do("issue_card")
    assert story.end == ("refugee", "residence")
    other = heard(at).do("propose_subsidiary").do("sign").do("hand_over_status").wait(31)
    assert other.end == ("subsidiary", "residence")


def test_who_heard_or_proposed_does_not_sign(at: Any) -> None:
    story = heard(at).do("announce_refusal").wait(16)
    story.people["signer"] = cast.who(cast.account("both", roles.OFFICIAL, roles.SIGNER))
    story.people["official"] = story.people["signer"]
    story.do("back_to_examined").do("hear").do("find").do("announce_refusal").wait(16).do(
        "propose_refused", "official2"
    )
    with pytest.raises(NotReady) as told:
        story.do("sign")
    assert "not_by" in told.value.missing


def test_a_refusal_is_told_first_and_waits_for_the_answer(at: Any) -> None:
    story = heard(at).do("announce_refusal")
    with pytest.raises(NotReady) as told:
        story.do("propose_refused")
    assert "after_clocks" in told.value.missing
    assert story.wait(16).do("propose_refused").case.step == "proposed"


def test_nobody_is_heard_without_a_lawyer_or_their_own_no(at: Any) -> None:
    story = Story(at).on("2026-09-01").open().do("receive").do("register").do("lodge").do("receive_file")
    with pytest.raises(NotReady):
        story.do("hear")
    assert "hear" in story.do("decline_lawyer", "applicant").do("hear").acts


def test_the_authority_is_late_and_the_person_loses_nothing(at: Any) -> None:
    """V2 under the proposal: asked on 6 February 2026, lodged on the 9th, and nobody decided."""
    story = Story(at).on("2026-02-06").open().do("receive").on("2026-02-09").do("register").do("lodge")
    story.do("receive_file").wait(1)
    assert "place_lacking" in story.acts
    story.on("2026-06-10").wait(0)
    assert "decision_late" in story.acts
    assert story.case.step == "examined"
    story.on("2026-07-01").wait(0)
    assert "ombudsman_told" in story.acts
    story.do("head_answers", "signer").on("2026-08-10").wait(0)
    assert "limit_passed" in story.acts
    assert story.case.step == "examined"
    standing = Standing(story.case)
    found = rights_on(standing.route.rights.values(), standing.events, {"": "examined"}, standing.today, standing.holds)
    rights = {one.right.id for one in found if one.state == "now"}
    assert {"paid_room", "work", "work_when_late", "first_in_line", "court_order", "reception"} <= rights


def test_v6_ends_in_residence_because_all_grounds_are_looked_at_together(at: Any) -> None:
    """Tesfaye: the Council dismissed his appeal, notified on 2 November 2026. No order, and no street."""
    story = refused(at, "2026-03-02").do("lodge_appeal", "applicant").do("judge_dismiss").on("2026-11-02")
    story.do("notify_judgment", "court")
    assert story.case.terms.get(clock="cassation").last_day == date(2026, 12, 2)
    story.do("offer_orientation")
    with pytest.raises(NotReady):
        story.do("start_return")  # nobody looked yet
    story.do("look_at_grounds", "official2", other__stateless=True, other__no_return=True, other__work=True)
    story.wait(40)
    with pytest.raises(NotReady) as told:
        story.do("start_return")
    assert "if" in told.value.missing
    assert story.do("propose_stay").do("sign").end == ("other_stay", "residence")


def test_v6_ends_in_a_documented_non_return(at: Any) -> None:
    """The same man, had nobody seen that: two consulates do not know him. The file says so, and ends in it."""
    story = oriented(at, "2026-07-01").do("look_at_grounds", "official2").do("ready", "applicant").wait(31)
    story.do("start_return")
    assert story.case.terms.get(clock="first_talk").last_day == clock.now().date() + timedelta(days=7)
    assert story.do("meet").end == ("left", "goes_on")
    after = story.goes_on()
    assert after.case.step == "opened"
    after.do("meet", minor_children=True).do("consulate_answered", "applicant", consulate__answer="not_known")
    after.do("consulate_answered", "applicant", consulate__country="ET", consulate__answer="no_answer")
    after.do("weigh", impossible__no_state=True, impossible__stateless=True).do("announce_return")
    after.do("reply", "applicant")
    with pytest.raises(NotReady):
        after.do("propose_order")  # whoever cannot go is not told to go
    assert after.do("propose_non_return").do("sign").end == ("cannot_go", "non_return")
    assert "order_issued" not in {story.case.ends, after.case.ends}


def test_a_family_is_never_held(at: Any) -> None:
    story = ordered(at, minor_children=True).wait(64)
    assert story.case.step == "overdue"
    story.do("last_talk").do("propose_removal").do("sign")
    with pytest.raises(NotReady) as told:
        story.do("hold")
    assert "if" in told.value.missing
    assert story.do("leave").end == ("gone", "returned")


def test_after_six_months_without_an_answer_there_is_no_force(at: Any) -> None:
    story = ordered(at).wait(31).do("last_talk").do("propose_removal").do("sign").do("hand_over_removal").wait(200)
    assert "not_resolved" in story.acts
    for act in ("hold", "removed"):
        with pytest.raises(NotReady):
            story.do(act)
    assert story.do("propose_non_return", non_return__reason="time").do("sign").end == ("cannot_go", "non_return")


def test_a_removal_waits_for_the_appeal(at: Any) -> None:
    story = ordered(at).wait(31).do("last_talk").do("propose_removal").do("sign").do("hand_over_removal")
    with pytest.raises(NotReady) as told:
        story.do("removed")
    assert "after_clocks" in told.value.missing
    assert story.do("hold").wait(12).do("removed").end == ("gone", "returned")


# --- every act has its story -----------------------------------------------------------------------------------------

LINES: dict[str, list[str]] = {
    ASKING: [
        "2026-09-01 receive mass_influx screen report_minor name_guardian register +22 lodge take verify give_back"
        " ask_state announce_transfer answer_transfer@applicant propose_transfer send_back_transfer ask_state"
        " propose_transfer sign post_transfer lodge_transfer_appeal@applicant judge_transfer_annul receive_file"
        " set_kind decline_lawyer@applicant ask_interpreter@applicant summon will_interpret missed"
        " explain_absence@applicant ask_document add_document@applicant hear interpreted give_notes remark@applicant"
        " find extend_complex announce_refusal back_to_examined propose_refugee"
        " send_back propose_subsidiary sign post_status lodge_status_appeal@applicant judge_status_raise"
        " tell_recognised issue_card",
        "2026-09-01 present@applicant +4 register lodge ask_state announce_transfer +11 propose_transfer sign"
        " hand_over_transfer +22 +185 withdraw@applicant +61 offer_orientation look_at_grounds:family propose_stay"
        " send_back_stay propose_stay sign",
        "2026-09-01 receive register lodge ask_state announce_transfer +11 propose_transfer sign hand_over_transfer"
        " lodge_transfer_appeal@applicant judge_transfer_uphold transferred_out",
        "2026-09-01 receive name_lawyer register lodge receive_file hear find propose_subsidiary sign hand_over_status"
        " lodge_status_appeal@applicant judge_status_keep",
        "2026-09-01 receive name_lawyer register lodge receive_file hear find announce_refusal +18 propose_inadmissible"
        " sign deliver lodge_appeal@applicant judge_annul announce_refusal +18 propose_excluded sign post"
        " lodge_appeal@applicant judge_dismiss notify_judgment lodge_cassation@court judge_cassation_reject"
        " offer_orientation lodge_cassation@court judge_cassation_quash judge_subsidiary hand_over_status +31",
        "2026-09-01 receive name_lawyer register lodge receive_file set_kind:accelerated hear find announce_refusal"
        " reply@applicant propose_manifestly_unfounded sign hand_over lodge_appeal@applicant withdraw_appeal@applicant"
        " offer_orientation ready@applicant look_at_grounds@official2 +35 start_return meet",
        "2026-09-01 receive name_lawyer give_place offer_guidance register lodge receive_file summon missed +18"
        " announce_refusal +18 propose_withdrawn sign hand_over lodge_appeal@applicant judge_refugee tell_recognised"
        " note issue_card",
        "2026-03-02 receive name_lawyer register lodge receive_file hear find +125 head_answers +62 announce_refusal"
        " +18 propose_refused sign hand_over +31 offer_orientation",
        "2026-03-02 receive register lodge receive_file +125 +20 propose_refugee",
    ],
    LEAVING: [
        "2026-09-01 ask_help@applicant",
        "2026-09-01 meet offer_guidance ask_place@applicant +2 assign_place ask_voluntary@applicant"
        " change_mind@applicant weigh consulate_answered@applicant add_document@applicant other_state note"
        " announce_return reply@applicant propose_order send_back announce_return +18 propose_order sign"
        " post_order take_back announce_return +18 propose_order sign hand_over_order ask_extension@applicant"
        " refuse_extension ask_extension@applicant extend_may ask_extension:health@applicant extend_must"
        " leave_elsewhere",
        "2026-09-01 meet weigh announce_return +18 propose_order sign hand_over_order lodge_appeal@applicant"
        " judge_dismiss lodge_appeal@applicant withdraw_appeal@applicant lodge_appeal@applicant judge_annul"
        " announce_return +18 propose_order sign hand_over_order lodge_appeal@applicant judge_allow",
        "2026-09-01 meet weigh announce_return +18 propose_order sign hand_over_order +34 last_talk propose_removal"
        " send_back_removal propose_removal sign post_removal hold release ask_urgent@applicant judge_not_suspend"
        " ask_urgent@applicant judge_suspend propose_removal sign hand_over_removal hold +31 stop_removal +170"
        " propose_non_return send_back_non_return propose_non_return sign",
        "2026-09-01 meet weigh announce_return +18 propose_order sign hand_over_order +34 last_talk propose_removal"
        " sign hand_over_removal +12 removed",
        "2026-09-01 meet stay_granted",
        "2026-09-01 meet leave",
    ],
}
ANSWERS: dict[str, tuple[str, Any]] = {
    "accelerated": ("procedure__kind", "accelerated"),
    "health": ("extension__ground", "health"),
    "family": ("other__family", True),
}
"""Acts in order: `+n` lets days pass, `act@role` says who, `act:value` answers what the act asks."""


def tell(route: str, line: str, at: Any) -> Story:
    first, *words = line.split()
    story = Story(at, route).on(first)
    story.open("applicant" if words[0].endswith("@applicant") else "desk")
    for word in words:
        if word.startswith("+"):
            story.wait(int(word[1:]))
            continue
        name, _, by = word.partition("@")
        act, _, value = name.partition(":")
        try:
            story.do(act, by, **({ANSWERS[value][0]: ANSWERS[value][1]} if value else {}))
        except ActRefused as refusal:
            refusal.add_note(f"{word} at {story.case.step} of: {line}")
            raise
    return story


@pytest.mark.parametrize("route", [ASKING, LEAVING])
def test_every_act_of_the_law_has_its_story(route: str, at: Any) -> None:
    """An act that no story reaches is law that nobody can use; an end that is no truth is none."""
    done: set[str] = set()
    for line in LINES[route]:
        with undone():
            story = tell(route, line, at)
            done |= set(story.acts)
            assert story.case.ends in {None, "goes_on", *TRUTHS}, line
    assert set(procedure(route, OLD).acts) | set(procedure(route, PACT).acts) <= done


@pytest.mark.parametrize("luck", [1, 2])
@pytest.mark.parametrize("route", [ASKING, LEAVING])
def test_a_walk_at_random_ends_in_a_truth(route: str, luck: int, at: Any) -> None:
    """Acts at random and time between them; then the nearest end. No clock is lost on the way."""
    story = Story(at, route).on("2026-03-02" if luck % 2 else "2026-09-02").open()
    choose = random.Random(luck).choice
    walker = Walker(story.case, story.person, choose, lambda when: story.at(*when.timetuple()[:5]))
    for _number in range(12):
        offered = [] if walker.case.ended_at else walker.offered()
        if offered:
            walker.do(*choose(offered))
            walker.wait(choose([0, 1, 9, 40]))
    check_terms(walker)
    if not walker.case.ended_at:
        hurry(walker)
    assert walker.case.ends in {"goes_on", *TRUTHS}, walker.seen
    assert walker.case.terms.count() == 0


def test_no_role_and_no_state_stops_the_asking(at: Any) -> None:
    """Somebody refused, in return, or already recognised asks again: a new case opens and is written down."""
    story = refused(at)
    again = story.beside(ASKING)
    assert again.open("returns").do("receive", "returns").case.step == "presented"
    with pytest.raises(ActRefused):
        again.do("receive", "returns")  # written down once; the receipt stands
