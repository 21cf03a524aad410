"""Sponsors, from being recognised to the draw, as the proposal's law says it and as the case machine runs it.

The ids SE, HO, QU, BE, B5 and SG are those of the design in the pack (DESIGN.md, section 9). The numbers of the rules
(SE2, SE8, HO1 to HO4, BE3 to BE5) are the worked cases of the examples, and those of `test_be_proposal_rules`.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest

from tests.cases import cast
from tests.cases.conftest import english, folder  # noqa: F401  (fixtures)
from tests.law.proposal_story import pack
from veer.access import roles
from veer.access.who import SYSTEM, Who
from veer.cases import facts, law
from veer.cases.acts import open_case
from veer.cases.acts.round import daily_round
from veer.cases.errors import ActRefused, NotForYou, NotReady
from veer.cases.models import Case, Decision, Term
from veer.cases.pages import decided, shown
from veer.cases.standing import Standing
from veer.journal.acts import Ref
from veer.letters.models import Letter
from veer.quotas.acts import open_year
from veer.quotas.queries import balances

RECOGNITION, APPLICATION = "sponsor-recognition", "sponsor-application"
WHY = [{"id": "", "text": "Because.", "source": ""}]
GROUP: dict[str, Any] = {
    "sponsoring": True, "sponsor.form": "group", "sponsor.adults": 5, "sponsor.contributing": 3, "sponsor.leads": 2,
    "sponsor.lawful": 5, "sponsor.near": 4, "sponsor.tied_holds_money": False, "sponsor.trained": 2,
    "sponsor.lead_trained": True, "sponsor.test": 90, "sponsor.takes_no_payment": True,
}  # fmt: skip
FAMILY: dict[str, Any] = {
    "sponsoring": True, "bring.way": "named_family", "bring.identities": True, "tie.degree": 2,
    "tie.lived_together": False, "household.adults": 2, "household.children": 2, "funds.cash": 21500,
    "funds.in_kind": 0, "home.known": False,
}  # fmt: skip
CLEAR = {"check.members": "clear", "check.others": "clear"}
FOUND: dict[str, Any] = {
    "check.war": "presence_alone", "check.whereabouts": "first_country", "check.tie": "proven",
    "check.reunification": False, "check.minors": "nobody_alone", "exclusion.none": True, "check.tier": "C",
}  # fmt: skip


class Cell:
    """The sponsor cell, a group's lead, and their file."""

    def __init__(self) -> None:
        law.activate(pack(), SYSTEM)
        self.lead = cast.applicant("Lieve Trekker", "en")
        self.bram, self.other = cast.official(), cast.official("Olga Tweede")
        self.chantal, self.simon = cast.signer(), cast.signer("Simon Derde")

    def sent(self, route: str, answers: dict[str, Any]) -> Case:
        case = open_case(cast.person_of(self.lead), pack().id, route, self.lead, language="en", key=uuid4().hex)
        for fact, value in answers.items():
            facts.save_answer(case, self.lead, fact, value, version=0)
        case = cast.act(case, "submit", self.lead, declaration=True).case
        return cast.act(case, "take", self.bram).case

    def signed(self, case: Case, by: Who | None = None) -> Case:
        signer = by or self.chantal
        return cast.act(case, "sign", signer, letter=cast.shown_letter(case, signer)).case

    def recognised(self) -> Case:
        case = self.sent(RECOGNITION, GROUP)
        cast.act(case, "check", self.bram, facts=CLEAR)
        cast.act(case, "propose_recognition", self.bram, reasons=WHY)
        return cast.act(self.signed(case), "give_recognition", self.bram).case

    def refused(self) -> Case:
        case = self.sent(RECOGNITION, GROUP)
        cast.act(case, "propose_refusal", self.bram, reasons=WHY)
        return cast.act(self.signed(case), "give_refusal", self.bram).case

    def admitted(self) -> Case:
        case = self.sent(APPLICATION, FAMILY)
        cast.act(case, "examine", self.bram, facts=FOUND)
        return cast.act(case, "admit", self.bram).case


@pytest.fixture
def cell(db: None, at: Callable[..., datetime]) -> Cell:
    at(2026, 3, 2, 9)
    return Cell()


def term(case: Case, clock: str) -> date:
    return Term.objects.get(case=case, clock=clock).last_day


def letters(case: Case) -> list[str]:
    return list(Letter.objects.filter(subject_id=case.pk).order_by("made_at", "id").values_list("name", flat=True))


# --- recognition ------------------------------------------------------------------------------------------------------


def test_SE11_a_group_is_recognised_by_two_people_for_twenty_four_months(cell: Cell) -> None:
    case = cell.recognised()
    # Sent on Monday 2 March 2026 it counts as received on Thursday 5 March, the first day; 4 March 2028 is a Saturday.
    assert (case.step, term(case, "validity")) == ("recognised", date(2028, 3, 6))
    assert Decision.objects.get(case=case).signer == cell.chantal.account
    assert "recognised" in letters(case)
    now = shown.now(Standing(case), "en")
    assert (now["mine_to_do"], now["need_not"]) == (False, False), "whoever is recognised owes nothing now"
    assert now["due_words"] == "The recognition holds for 24 months"
    assert now["due"].counted[:3] == [
        "Sent on 2 March 2026.",
        "By law what was sent counts as received after 3 working days: on 5 March 2026.",
        "That day is the first of the term.",
    ]
    assert now["due"].counted[-1] == "So the last day is 6 March 2028."


def test_SG2_and_SG18_who_checked_does_not_sign(cell: Cell) -> None:
    both = cast.who(cast.account("Both Hats", roles.OFFICIAL, roles.SIGNER))
    case = cell.sent(RECOGNITION, GROUP)
    cast.act(case, "check", both, facts=CLEAR)
    cast.act(case, "propose_recognition", cell.bram, reasons=WHY)
    with pytest.raises(NotReady):
        cell.signed(case, both)
    assert cell.signed(case).step == "granted"


@pytest.mark.parametrize(
    ("check", "value"),
    [("check.members", "conviction"), ("check.others", "active_elsewhere"), ("check.others", "missing")],
)
def test_SE5_and_SE7_a_check_that_is_not_clear_leaves_the_step_shut(cell: Cell, check: str, value: str) -> None:
    case = cell.sent(RECOGNITION, GROUP)
    with pytest.raises(NotReady):
        cast.act(case, "propose_recognition", cell.bram, reasons=WHY)  # SG5: no result is no result
    cast.act(case, "check", cell.bram, facts={**CLEAR, check: value})
    with pytest.raises(NotReady):
        cast.act(case, "propose_recognition", cell.bram, reasons=WHY)
    cast.act(case, "check", cell.other, facts=CLEAR)
    assert cast.act(case, "propose_recognition", cell.bram, reasons=WHY).case.step == "proposed"


def test_SE2_four_adults_cannot_be_proposed_for_recognition(cell: Cell) -> None:
    case = cell.sent(RECOGNITION, GROUP | {"sponsor.adults": 4, "sponsor.lawful": 4})
    cast.act(case, "check", cell.bram, facts=CLEAR)
    with pytest.raises(NotReady):
        cast.act(case, "propose_recognition", cell.bram, reasons=WHY)
    assert cast.act(case, "propose_refusal", cell.bram, reasons=WHY).case.step == "proposed"


def test_SE9_the_municipality_has_fifteen_working_days_and_no_veto(cell: Cell, at: Callable[..., datetime]) -> None:
    case = cell.sent(RECOGNITION, GROUP)
    cast.act(case, "check", cell.bram, facts=CLEAR)
    cast.act(case, "tell_municipality", cell.bram)
    assert term(case, "remark") == date(2026, 3, 23)
    with pytest.raises(NotReady):
        cast.act(case, "propose_recognition", cell.bram, reasons=WHY)
    at(2026, 3, 24, 9)
    assert cast.act(case, "propose_recognition", cell.bram, reasons=WHY).case.step == "proposed"


def test_B7_silence_of_the_authority_is_no_yes_and_is_told(cell: Cell, at: Callable[..., datetime]) -> None:
    case = cell.sent(RECOGNITION, GROUP)
    assert term(case, "decision") == date(2026, 4, 16)
    at(2026, 4, 17, 9)
    daily_round()
    case.refresh_from_db()
    assert case.step == "checking"
    assert "late" in letters(case)


def test_SE11_a_group_that_became_too_small_has_sixty_days(cell: Cell, at: Callable[..., datetime]) -> None:
    case = cast.act(cell.recognised(), "member_left", cell.lead).case
    assert (case.step, term(case, "whole")) == ("short", date(2026, 5, 4))  # sixty days end on a Friday that is off
    at(2026, 5, 5, 9)
    daily_round()
    case.refresh_from_db()
    assert (case.step, term(case, "suspension")) == ("suspended", date(2026, 6, 4))
    with pytest.raises(NotForYou):
        cast.act(case, "lift", cell.bram)
    assert cast.act(case, "lift", cell.chantal).case.step == "recognised"


def test_SE11_a_recognition_ends_after_its_months(cell: Cell, at: Callable[..., datetime]) -> None:
    case = cell.recognised()
    at(2028, 3, 7, 9)
    daily_round()
    case.refresh_from_db()
    assert (case.step, case.ends) == ("lapsed", "void")


def test_B11_a_refusal_is_looked_at_again_by_somebody_else(cell: Cell) -> None:
    case = cell.refused()
    assert (case.step, term(case, "review")) == ("refused", date(2026, 3, 19))
    case = cast.act(case, "ask_review", cell.lead, text="Four of us live near.").case
    assert term(case, "review_answer") == date(2026, 3, 22)
    standing = Standing(case)
    assert decided.step_of(standing) == "refused", "the decision stays what it was while it is looked at again"
    assert [one["text"] for one in shown.beside(standing, "en")] == ["Four of us live near."]
    for act in ("uphold", "overturn"):  # whoever signed it does not look at it again
        with pytest.raises(ActRefused):
            cast.act(case, act, cell.chantal)
    assert cast.act(case, "overturn", cell.simon).case.step == "checking"


def test_B11_nobody_asks_and_the_refusal_stands(cell: Cell, at: Callable[..., datetime]) -> None:
    case = cell.refused()
    at(2026, 3, 23, 9)
    daily_round()
    case.refresh_from_db()
    assert (case.step, case.ends) == ("not_recognised", "refused")


# --- asking to bring somebody, up to the draw -------------------------------------------------------------------------


def test_B7_an_application_is_admitted_to_the_draw(cell: Cell) -> None:
    case = cell.sent(APPLICATION, FAMILY)
    assert term(case, "admissibility") == date(2026, 3, 30)
    with pytest.raises(NotReady):
        cast.act(case, "admit", cell.bram)  # SG5: nothing was found yet
    cast.act(case, "examine", cell.bram, facts=FOUND)
    case = cast.act(case, "admit", cell.bram).case
    assert case.step == "pooled"
    assert "admitted" in letters(case)


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        pytest.param("check.war", "not_listed", id="BE1"),
        pytest.param("check.whereabouts", "settled", id="BE2"),
        pytest.param("check.tie", "not_proven", id="BE4"),
        pytest.param("check.minors", "alone", id="BE6"),
        pytest.param("exclusion.none", False, id="BE7"),
        pytest.param("check.war", "missing", id="SG5"),
    ],
)
def test_what_was_not_found_keeps_an_application_out_of_the_draw(cell: Cell, fact: str, value: Any) -> None:
    case = cell.sent(APPLICATION, FAMILY)
    cast.act(case, "examine", cell.bram, facts={**FOUND, fact: value})
    with pytest.raises(NotReady):
        cast.act(case, "admit", cell.bram)


def test_BE3_a_right_to_reunification_goes_first_and_the_file_is_kept(cell: Cell) -> None:
    case = cell.sent(APPLICATION, FAMILY)
    cast.act(case, "examine", cell.bram, facts=FOUND | {"check.reunification": True})
    case = cast.act(case, "family_first", cell.bram).case
    assert case.step == "elsewhere_first"
    assert "family_first" in letters(case)
    assert cast.act(case, "come_back", cell.lead).case.step == "admissibility"


def test_B2_one_euro_short_is_not_admitted(cell: Cell) -> None:
    case = cell.sent(APPLICATION, FAMILY | {"funds.cash": 21499})
    cast.act(case, "examine", cell.bram, facts=FOUND)
    with pytest.raises(NotReady):
        cast.act(case, "admit", cell.bram)


@pytest.mark.parametrize(("act", "step"), [("draw_in", "drawn"), ("draw_out", "not_drawn")])
def test_B5_the_result_comes_from_the_program_and_is_told_at_once(cell: Cell, act: str, step: str) -> None:
    case = cast.act(cell.admitted(), "list", SYSTEM).case
    assert term(case, "draw") == date(2026, 3, 9)
    with pytest.raises(NotForYou):
        cast.act(case, act, cell.bram)  # no official draws
    case = cast.act(case, act, SYSTEM).case
    assert case.step == step
    assert step in letters(case)
    assert not Term.objects.filter(case=case, clock="draw").exists()


def test_B5_whoever_is_not_drawn_may_enter_again_and_ask_for_a_look(cell: Cell, at: Callable[..., datetime]) -> None:
    case = cast.act(cast.act(cell.admitted(), "list", SYSTEM).case, "draw_out", SYSTEM).case
    assert term(case, "another_window") == date(2027, 3, 2)
    case = cast.act(case, "ask_look_again", cell.lead).case
    assert term(case, "look_again") == date(2026, 3, 7)
    case = cast.act(case, "draw_right", cell.chantal).case
    assert cast.act(case, "again", cell.lead).case.step == "pooled"


def test_B5_an_error_of_the_draw_gives_a_place(cell: Cell) -> None:
    case = cast.act(cast.act(cell.admitted(), "list", SYSTEM).case, "draw_out", SYSTEM).case
    cast.act(case, "ask_look_again", cell.lead)
    assert cast.act(case, "draw_wrong", cell.chantal).case.step == "drawn"


def test_B11_an_application_that_cannot_take_part_can_be_appealed(cell: Cell) -> None:
    case = cell.sent(APPLICATION, FAMILY)
    cast.act(case, "propose_refusal", cell.bram, reasons=WHY)
    case = cell.signed(case)
    assert (case.step, term(case, "appeal")) == ("refused", date(2026, 4, 1))
    registry = cast.who(cast.account("Registry", roles.COURT))
    cast.act(case, "lodge_appeal", cell.lead)
    assert cast.act(case, "judge_annul", registry).case.step == "admissibility"


@pytest.mark.parametrize("act, step", [("uphold", "upheld"), ("overturn", "admissibility")])
def test_B11_an_application_that_cannot_take_part_is_looked_at_again_first(
    cell: Cell, act: str, step: str, at: Callable[..., datetime]
) -> None:
    case = cell.sent(APPLICATION, FAMILY)
    cast.act(case, "propose_refusal", cell.bram, reasons=WHY)
    case = cell.signed(case)
    assert term(case, "review") == date(2026, 3, 17)
    at(2026, 3, 16, 9)
    case = cast.act(case, "ask_review", cell.lead).case
    assert term(case, "review_answer") == date(2026, 4, 5)
    with pytest.raises(ActRefused):
        cast.act(case, act, cell.chantal)  # who signed it
    case = cast.act(case, act, cell.simon).case
    assert (case.step, case.ended_at) == (step, None)
    assert letters(case)[-1] == ("review_no" if act == "uphold" else "review_yes")
    if act == "uphold":
        assert term(case, "appeal") == date(2026, 4, 15), "thirty days from the second answer on"
        assert cast.act(case, "lodge_appeal", cell.lead).case.step == "at_court"


def test_B11_after_fifteen_days_an_application_can_be_appealed_and_not_reviewed(
    cell: Cell, at: Callable[..., datetime]
) -> None:
    case = cell.sent(APPLICATION, FAMILY)
    cast.act(case, "propose_refusal", cell.bram, reasons=WHY)
    case = cell.signed(case)
    at(2026, 3, 19, 9)
    daily_round()
    with pytest.raises(NotReady):
        cast.act(case, "ask_review", cell.lead)
    assert cast.act(case, "lodge_appeal", cell.lead).case.step == "at_court"


# --- places -----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_QU1_to_QU5_the_places_of_a_year_and_their_parts(at: Callable[..., datetime]) -> None:
    made = open_year(pack(), APPLICATION, "admissions", 2026, Ref("account", uuid4()))
    parts = {one.name: balances([one.pk])[one.pk] for one in made.parts.order_by("name")}
    wanted = {"emergency": 100, "matched_vulnerable": 400, "named_family": 350, "named_friend": 150}
    assert {name: one.places for name, one in parts.items()} == wanted
    assert (made.places, made.most, sum(one.most for one in parts.values())) == (1000, 1100, 1100)


def test_SE7_QU6_QU7_QU8_QU9_QU10_and_QU11_are_numbers_of_the_law() -> None:
    limits = pack().route(APPLICATION).quotas["admissions"].limits
    assert limits == {
        "group_persons": 8, "group_households": 1, "household_months": 6, "organisation_percent": 5,
        "organisation_persons": 50, "helper_households": 5, "member_households": 2, "member_months": 36,
        "counted_months": 12, "municipality_per_100000": 20, "municipality_floor": 8, "need_percent": 60,
        "losses_a_tier": 2, "carry_over_percent": 10, "family_unity_percent": 3, "windows": 2, "outcome_percent": 70,
        "outcome_fewest": 5, "visit_percent": 25, "visit_from_day": 120, "visit_to_day": 150,
    }  # fmt: skip


def test_BE9_nothing_asks_for_language_work_faith_or_wealth() -> None:
    """What the routes read of the people who come: none of it."""
    text = pack().files["routes/sponsor-application.yaml"] + pack().files["routes/sponsor-recognition.yaml"]
    rules = " ".join(line for line in text.splitlines() if "if:" in line or "is:" in line)
    unasked = ("language", "religion", "education", "experience", "salary", "job_offer")
    assert not [word for word in unasked if word in rules]
