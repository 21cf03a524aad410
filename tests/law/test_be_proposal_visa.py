"""A drawn household from the first contact to a home, as the proposal's law says it and the case machine runs it.

The ids BE, SG, HO, QU and B7 to B11 are those of the design in the pack (DESIGN.md, 9.6 and 9.10 to 9.13). What the
conditions say at their edges are the worked cases of the examples.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.cases import cast
from tests.cases.conftest import english, folder  # noqa: F401  (fixtures)
from tests.law.proposal_story import law_on, pack, procedure
from tests.law.visa_story import CHECKS, FOUND, PLAN, ROUTE, WHY, Household, worker
from veer.access import roles
from veer.access.who import SYSTEM
from veer.cases.acts.round import daily_round
from veer.cases.errors import ActRefused, NotAtThisStep, NotForYou, NotReady
from veer.cases.models import Case, Decision

At = Callable[..., datetime]


@pytest.fixture
def home(db: None, at: At) -> Household:
    at(2026, 3, 2, 9)
    return Household()


def later(home: Household, at: At, day: date) -> Case:
    at(day.year, day.month, day.day, 9)
    daily_round()
    home.case = Case.objects.get(pk=home.case.pk)
    return home.case


# --- contact and consent ----------------------------------------------------------------------------------------------


def test_B7_the_office_has_thirty_days_to_speak_with_everybody_and_its_silence_costs_nothing(
    home: Household, at: At
) -> None:
    assert home.term("contact") == date(2026, 4, 1)
    later(home, at, date(2026, 4, 2))
    assert (home.case.step, home.letters) == ("contact", ["late"])


def test_BE8_no_check_begins_before_each_adult_agreed_in_private(home: Household) -> None:
    home.heard()
    for agreed in (0, 1):
        home.agreed(agreed)
        with pytest.raises(NotReady):
            home.does("begin_screening", home.bram)
    home.agreed(2)
    assert home.does("begin_screening", home.bram).step == "screening"


def test_BE8_nobody_agrees_for_another(home: Household) -> None:
    for one in (home.bram, home.head):
        with pytest.raises(NotForYou):
            home.told("agree", one, consent__adults=2)


def test_BE8_a_no_counts_until_boarding_and_the_file_waits_for_it(home: Household) -> None:
    home.issued()
    home.agreed(1)
    home.told("home_ready", home.support, home__ready_on="2025-03-02")
    home.does("orient", home.support)
    home.told("book", home.support, travel__on="2026-03-02", travel__listed=5)
    with pytest.raises(NotReady):
        home.does("board", home.support)
    assert home.does("look_again", home.bram).step == "screening"


def test_BE8_the_household_takes_it_back_without_a_reason(home: Household) -> None:
    home.issued()
    assert (home.does("withdraw", home.head).step, home.case.ends) == ("withdrawn", "withdrawn")


def test_BE8_after_boarding_it_is_no_longer_asked(home: Household) -> None:
    home.arrived()
    for act in ("agree", "withdraw"):
        with pytest.raises(NotAtThisStep):
            home.does(act, SYSTEM if act == "agree" else home.head, facts={"consent.adults": 1})


def test_SG7_and_SG8_what_was_said_apart_stops_the_sponsor_and_never_the_household(home: Household) -> None:
    home.agreed()
    said: list[dict[str, Any]] = [
        {"adults": 1}, {"keeps_sponsor": False}, {"payment": "missing"}, {"payment": "somebody"},
    ]  # fmt: skip
    for one in said:
        home.heard(**one)
        with pytest.raises(NotReady):
            home.does("begin_screening", home.bram)
    home.does("another_sponsor", home.bram)
    assert home.does("matched", SYSTEM).ends is None
    home.heard()
    assert home.does("begin_screening", home.bram).step == "screening"


def test_SG7_the_visa_is_free() -> None:
    assert law_on(ROUTE).costs["visa"].on(date(2026, 3, 2)) == 0


def test_BE1_BE2_BE3_BE4_BE6_and_BE7_found_anew_keep_a_visa_from_being_proposed(home: Household) -> None:
    home.screened()
    home.checked()
    home.does("finish_plan", home.support, facts=PLAN)
    found = {one: FOUND[one] for one in procedure(ROUTE).acts["reassess"].asks}
    anew = {
        "check.war": "not_listed", "check.whereabouts": "settled", "check.reunification": True,
        "check.tie": "not_proven", "check.minors": "alone", "exclusion.none": False,
    }  # fmt: skip
    assert anew.keys() == found.keys()
    for fact, value in anew.items():
        home.does("reassess", home.bram, facts={**found, fact: value})
        with pytest.raises(NotReady):
            home.does("propose_grant", home.bram, reasons=WHY)
    home.does("reassess", home.bram, facts=found)
    assert home.does("propose_grant", home.bram, reasons=WHY).step == "proposed"


def test_BE5_whoever_was_matched_is_attested_first(db: None, at: At) -> None:
    at(2026, 3, 2, 9)
    home = Household(bring__way="matched_vulnerable", check__tie="not_needed")
    home.screened()
    home.checked()
    home.does("finish_plan", home.support, facts=PLAN)
    with pytest.raises(NotReady):
        home.does("propose_grant", home.bram, reasons=WHY)
    home.told("attest", home.bram, vulnerable__category="women", vulnerable__attested=True)
    assert home.does("propose_grant", home.bram, reasons=WHY).step == "proposed"


def test_BE9_nothing_asks_for_language_work_faith_or_wealth() -> None:
    """The route reads no fact of these: neither in a condition, nor in what an act asks."""
    text = pack().files[f"routes/{ROUTE}.yaml"]
    rules = " ".join(line for line in text.splitlines() if "if:" in line or "is:" in line or "asks:" in line)
    unasked = ("languages", "religion", "education", "experience", "salary", "job_offer", "funds.")
    assert not [word for word in unasked if word in rules]


# --- checks, plan, decision, visa -------------------------------------------------------------------------------------


def test_SG5_a_check_without_a_clear_result_shuts_the_proposal(home: Household) -> None:
    home.screened()
    home.does("finish_plan", home.support, facts=PLAN)
    home.checked()
    for check in CHECKS:
        for result in ("missing", "concern"):
            home.does(f"{check}_result", home.bram, facts={f"check.{check}": result})
            with pytest.raises(NotReady):
                home.does("propose_grant", home.bram, reasons=WHY)
        home.does(f"{check}_result", home.bram, facts={f"check.{check}": "clear"})
    assert home.does("propose_grant", home.bram, reasons=WHY).step == "proposed"


def test_SG5_the_act_of_the_visa_asks_for_each_result_itself() -> None:
    """Also where a decision was signed on other facts: the post issues nothing while a result is missing."""
    act = procedure(ROUTE).acts["issue_visa"]
    assert act.when is not None
    assert "results_there" in act.when.text
    assert all(f"check.{one} != 'missing'" in law_on(ROUTE).let["results_there"].expr.text for one in CHECKS)


def test_B7_sixty_days_for_the_checks_and_fifteen_where_a_life_is_at_risk(home: Household, at: At) -> None:
    home.screened()
    assert home.term("screening") == date(2026, 5, 1)
    at(2026, 3, 2, 10)
    urgent = Household(check__tier="A")
    urgent.screened()
    assert urgent.term("screening") == date(2026, 3, 17)
    later(urgent, at, date(2026, 3, 18))
    assert (urgent.case.step, "late" in urgent.letters) == ("screening", True)  # no tacit yes


def test_B8_the_plan_runs_beside_the_checks_with_one_extension(home: Household) -> None:
    home.screened()
    assert home.term("plan") == date(2026, 4, 16)
    home.does("extend_plan", home.support, reason="The lease is signed next week.")
    assert home.term("plan") == date(2026, 5, 16)
    points = {**PLAN["settlement"], "safe_contact": False}
    home.checked()
    home.told("finish_plan", home.support, settlement=points)
    with pytest.raises(NotReady):
        home.does("propose_grant", home.bram, reasons=WHY)


def test_SG2_and_SG18_four_people_find_propose_sign_and_issue(home: Household) -> None:
    both = cast.who(cast.account("Both Hats", roles.OFFICIAL, roles.SIGNER))
    home.agreed()
    home.heard()
    home.does("begin_screening", home.bram)
    home.checked()
    home.does("police_result", both, facts={"check.police": "clear"})
    home.does("finish_plan", home.support, facts=PLAN)
    home.does("propose_grant", home.bram, reasons=WHY)
    with pytest.raises(NotReady):
        home.does("sign", both, letter=cast.shown_letter(home.case, both))
    home.signed()
    assert (home.case.step, home.case.ball) == ("granted", roles.CONSUL)
    assert Decision.objects.get(case=home.case).signer == home.chantal.account
    for one in (home.bram, home.chantal, home.support):
        with pytest.raises(NotForYou):
            home.told("issue_visa", one, visa__sticker="BEL1234567", visa__paper="passport")


def test_QU1_no_visa_before_its_place_is_used_in_the_ledger(home: Household) -> None:
    home.proposed()
    home.signed()
    sticker = {"visa.sticker": "BEL1234567", "visa.paper": "laissez_passer"}
    with pytest.raises(NotReady):
        home.does("issue_visa", home.consul, facts=sticker)
    home.does("use_place", SYSTEM)
    with pytest.raises(ActRefused):
        home.does("issue_visa", home.consul, facts={**sticker, "visa.sticker": "none"})
    assert home.does("issue_visa", home.consul, facts=sticker).step == "visa_issued"
    assert home.term("journey") == date(2026, 5, 1)


# --- journey, arrival, asylum -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ready", "tier", "boards"), [
    ("2026-01-20", "C", False), ("2026-01-19", "C", True), ("2026-01-20", "A", True),
])  # fmt: skip
def test_HO4_the_address_stands_six_weeks_before_the_journey(
    db: None, at: At, ready: str, tier: str, boards: bool
) -> None:
    at(2026, 3, 2, 9)
    home = Household(check__tier=tier)
    home.issued()
    home.told("home_ready", home.support, home__ready_on=ready)
    home.does("orient", home.support)
    home.told("book", home.support, travel__on="2026-03-02", travel__listed=5)
    if boards:
        assert home.does("board", home.support).step == "on_the_way"
        return
    with pytest.raises(NotReady):
        home.does("board", home.support)


def test_SG15_who_boards_is_who_was_granted(home: Household) -> None:
    home.issued()
    home.told("home_ready", home.support, home__ready_on="2025-03-02")
    home.does("orient", home.support)
    for listed in (4, 6):
        home.told("book", home.support, travel__on="2026-03-02", travel__listed=listed)
        with pytest.raises(NotReady):
            home.does("board", home.support)


def test_SG15_asylum_within_eight_working_days_then_contact_then_an_alert(home: Household, at: At) -> None:
    home.arrived()
    assert home.term("asylum") == date(2026, 3, 12)
    later(home, at, date(2026, 3, 13))
    assert (home.case.step, "asylum" in home.letters) == ("arrived", True)
    assert home.term("tracing") == date(2026, 3, 18)
    with pytest.raises(NotReady):
        home.does("lost", home.bram)  # nobody is given up before they were looked for
    later(home, at, date(2026, 3, 19))
    assert home.case.step == "arrived"
    assert home.does("lodge", home.desk).step == "accompanied"


# --- company ----------------------------------------------------------------------------------------------------------

VISITS = {"day_3": 3, "day_14": 14, "day_30": 30, "day_60": 60, "day_90": 90, "day_180": 180, "day_270": 270}


def test_B9_visits_by_day_and_on_day_thirty_an_official_apart(home: Household) -> None:
    home.arrived()
    arrived = date(2026, 3, 2)
    assert {name: home.term(name) for name in VISITS} == {n: arrived + timedelta(d) for n, d in VISITS.items()}
    assert home.term("day_365") == date(2027, 3, 2)
    with pytest.raises(NotForYou):
        home.told("apart_30", home.support, apart__payment="nobody", apart__keeps_sponsor=True)
    home.told("visit_3", home.support, visit__colour="green")
    assert not home.case.terms.filter(clock="day_3").exists()


def test_B9_red_within_five_working_days_and_not_safe_within_twenty_four_hours(home: Household) -> None:
    home.arrived()
    home.does("red", home.support)
    home.does("danger", home.support)
    assert (home.term("red"), home.term("danger")) == (date(2026, 3, 9), date(2026, 3, 3))
    home.told("look_in", home.support, visit__colour="amber")
    assert not home.case.terms.filter(clock__in=["red", "danger"]).exists()


@pytest.mark.parametrize(("way", "last"), [
    ("named_family", date(2027, 3, 2)), ("matched_vulnerable", date(2028, 3, 2)),
])  # fmt: skip
def test_B9_company_of_a_year_or_two_ends_with_two_voices(db: None, at: At, way: str, last: date) -> None:
    at(2026, 3, 2, 9)
    home = Household(bring__way=way)
    if way == "matched_vulnerable":
        home.told("attest", home.bram, vulnerable__category="medical", vulnerable__attested=True)
    home.arrived()
    home.does("lodge", home.desk)
    home.does("concern", home.head)
    assert home.term("company") == last
    later(home, at, last + timedelta(1))
    assert home.case.step == "closing"
    home.does("mediate", home.support)
    home.told("part", home.support, breakdown__cause="nobody")
    assert not home.case.terms.filter(clock="rematch").exists()  # it falls away with the company
    home.told("report", home.support, report__household="We are well.", report__sponsor="So are we.")
    assert (home.case.step, home.case.ends) == ("at_home", "residence")


# --- when it does not fit ---------------------------------------------------------------------------------------------


def test_B10_concern_mediation_repair_and_a_rematch(home: Household) -> None:
    home.arrived()
    home.does("lodge", home.desk)
    home.does("concern", home.head)
    assert home.term("raised") == date(2026, 3, 9)
    home.does("mediate", home.support)
    assert home.term("mediation") == date(2026, 4, 1)
    home.does("plan_repair", home.support)
    assert home.term("repair") == date(2026, 4, 1)
    home.told("part", home.support, breakdown__cause="nobody")
    assert (home.branch, home.term("rematch")) == ("rematch", date(2026, 3, 23))
    home.told("rematched", SYSTEM, breakdown__cause="nobody")
    assert (home.branch, home.case.step, home.case.ends) == ("new_sponsor", "accompanied", None)


def test_B10_not_safe_is_apart_on_the_same_day_with_a_place(home: Household, at: At) -> None:
    home.arrived()
    home.does("concern", home.support)
    home.told("separate", home.bram, breakdown__cause="sponsor")
    assert home.term("room") == date(2026, 3, 3)
    home.does("give_room", home.reception)
    assert home.term("rematch") == date(2026, 3, 23)
    later(home, at, date(2026, 3, 24))
    assert (home.branch, "regular" in home.letters) == ("regular", True)


def test_B10_the_household_leaves_on_any_day_without_a_reason(home: Household) -> None:
    home.arrived()
    home.does("concern", home.head)
    home.does("leave_home", home.head)
    home.does("choose_regular", home.head)
    assert (home.branch, home.case.step) == ("regular", "arrived")


def test_B10_no_way_through_a_breakdown_touches_the_stay() -> None:
    """The branch leads the case nowhere, and no clock of it ends or refuses anything of the household."""
    found = procedure(ROUTE)
    assert found.branches["breakdown"].leads == {}
    assert {act.branch for act in found.acts.values() if act.refuses or act.outcome} == {""}
    assert law_on(ROUTE).rights["residence"].until == ()


def test_B10_the_sponsor_has_no_part_in_the_file() -> None:
    assert not [act.id for act in procedure(ROUTE).acts.values() if "sponsor" in act.by]
    assert "sponsor" not in procedure(ROUTE).by


# --- no ---------------------------------------------------------------------------------------------------------------


def test_B11_a_refusal_has_reasons_and_is_looked_at_again_by_somebody_else(home: Household) -> None:
    home.refused()
    # Posted on Monday 2 March it counts as received on Thursday 5 March, the first day of the fifteen.
    assert home.term("review") == date(2026, 3, 19)
    home.does("ask_review", home.head)
    assert home.term("review_answer") == date(2026, 3, 22)
    with pytest.raises(NotReady):
        home.does("overturn", home.chantal)  # she signed it
    assert home.does("overturn", home.simon).step == "screening"


def test_B11_upheld_the_council_is_open_for_thirty_days(home: Household, at: At) -> None:
    home.refused()
    home.does("ask_review", home.head)
    home.does("uphold", home.simon)
    assert (home.case.step, home.term("appeal")) == ("upheld", date(2026, 4, 1))
    home.does("lodge_appeal", home.head)
    assert home.does("judge_annul", worker(roles.COURT)).step == "screening"


def test_B11_after_fifteen_days_a_review_is_over_and_the_appeal_is_not(home: Household, at: At) -> None:
    home.refused()
    later(home, at, date(2026, 3, 20))
    with pytest.raises(NotReady):
        home.does("ask_review", home.head)
    later(home, at, date(2026, 4, 8))
    assert (home.case.step, home.case.ends) == ("not_granted", "refused")


def test_every_right_has_a_sentence_that_a_person_can_show() -> None:
    told = [(right, one) for right in law_on(ROUTE).rights for one in pack().languages]
    assert [(right, one) for right, one in told if not pack().text(ROUTE, f"rights.{right}.sentence", one)] == []
