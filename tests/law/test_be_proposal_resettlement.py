"""Resettlement by the state, from UNHCR's submission to a home in a municipality, as the proposal's law says it.

The sections are those of the design in the pack (DESIGN.md, section 10). QU12: it stands beside resettlement by
citizens, with a ledger of its own.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cases import cast
from tests.cases.conftest import english, folder  # noqa: F401  (fixtures)
from tests.law.proposal_story import pack
from tests.municipalities import stage as municipalities
from tests.people.cast import signed_in
from veer.access import roles
from veer.access.who import SYSTEM
from veer.cases import law
from veer.cases.acts import open_case
from veer.cases.acts.round import daily_round
from veer.cases.errors import ActRefused, NotAtThisStep, NotForYou, NotReady
from veer.cases.facts import nested
from veer.cases.models import Case, Decision, Term
from veer.letters.models import Letter
from veer.municipalities import queries
from veer.quotas import acts as ledger
from veer.quotas.models import Quota
from veer.quotas.queries import balances, held_by
from veer.quotas.verify import verify_ledgers
from veer.rules import decide
from veer.sponsorship import acts
from veer.sponsorship.acts.places import year_of
from veer.sponsorship.acts.state import year_of_state
from veer.sponsorship.rules import sponsors

ROUTE = "state-resettlement"
WHY = [{"id": "", "text": "Because.", "source": ""}]
SUBMITTED: dict[str, Any] = {
    "unhcr.category": "women_girls", "unhcr.second": "no_alternatives", "unhcr.priority": "normal",
    "household.adults": 1, "household.children": 2,
}  # fmt: skip
ADVISED: dict[str, Any] = {
    "mission.heard": True, "mission.advice": "admit", "mission.need": True, "mission.not_excluded": True,
    "resettle.agrees": True,
}  # fmt: skip


class Mission:
    """A selection mission, the cabinet's signer, the reception service, and a mother with two children abroad."""

    def __init__(self) -> None:
        law.activate(pack(), SYSTEM)
        self.mother = cast.applicant("Nour Alabed", "en")
        self.bram, self.other = cast.official(), cast.official("Olga Tweede")
        self.minister = cast.signer("Ministre Nommée")
        self.rik = cast.who(cast.account("Rik Opvang", roles.RECEPTION))
        self.desk = cast.who(cast.account("Dora Loket", roles.DESK))

    def submitted(self, **told: Any) -> Case:
        person = cast.person_of(cast.applicant(f"Nour {uuid4().hex[:6]}", "en"))
        case = open_case(person, pack().id, ROUTE, self.bram, language="en", key=uuid4().hex)
        cast.act(case, "take", self.bram)
        return cast.act(case, "receive_submission", self.bram, facts={**SUBMITTED, **told}).case

    def advised(self, **told: Any) -> Case:
        case = self.submitted()
        cast.act(case, "plan_mission", self.bram)
        cast.act(case, "hear", self.other, notes="They told their story.")
        return cast.act(case, "give_advice", self.other, facts={**ADVISED, **told}).case

    def checked(self, **told: Any) -> Case:
        case = self.advised(**told)
        cast.act(case, "security_result", self.bram, facts={"resettle.security": "clear"})
        return cast.act(case, "systems_result", self.bram, facts={"resettle.systems": "clear"}).case

    def signed(self, case: Case, by: Any = None) -> Case:
        signer = by or self.minister
        return cast.act(case, "sign", signer, letter=cast.shown_letter(case, signer)).case

    def agreed(self) -> Case:
        case = self.checked()
        cast.act(case, "propose_agreement", self.bram, reasons=WHY)
        return self.signed(case)

    def arrived(self) -> Case:
        case = self.agreed()
        acts.keep_state_places()
        cast.act(case, "screen_health", self.rik, facts={"resettle.fit": "fit"})
        cast.act(case, "screen_family", self.rik, facts={"resettle.first_place": "centre"})
        cast.act(case, "prepare", self.bram)
        cast.act(case, "orient", self.bram, facts={"resettle.course_days": 4})
        cast.act(case, "issue_visa", self.bram)
        cast.act(case, "book", self.bram, facts={"resettle.travels_on": "2026-03-20"})
        cast.act(case, "board", self.bram)
        return cast.act(case, "arrive", self.desk, facts={"resettle.arrived": 3}).case


@pytest.fixture
def mission(db: None, at: Callable[..., datetime]) -> Mission:
    at(2026, 3, 2, 9)
    return Mission()


def term(case: Case, clock: str) -> date:
    return Term.objects.get(case=case, clock=clock).last_day


def letters(case: Case) -> set[str]:
    return set(Letter.objects.filter(subject_id=case.pk).values_list("name", flat=True))


def step(case: Case) -> str:
    return Case.objects.get(pk=case.pk).step


# --- selection --------------------------------------------------------------------------------------------------------


def test_nobody_asks_for_it_alone(mission: Mission) -> None:
    with pytest.raises(ActRefused):
        open_case(cast.person_of(mission.mother), pack().id, ROUTE, mission.mother, language="en", key="k")


def test_10_1_an_emergency_is_answered_in_seven_days_and_the_rest_in_seven_months(mission: Mission) -> None:
    assert term(mission.submitted(), "answer") == date(2026, 10, 2)
    assert term(mission.submitted(**{"unhcr.priority": "emergency"}), "answer") == date(2026, 3, 9)


def test_10_2_late_the_authority_says_so_and_nothing_is_decided_by_silence(
    mission: Mission, at: Callable[..., datetime]
) -> None:
    case = mission.submitted(**{"unhcr.priority": "emergency"})
    at(2026, 3, 10, 9)
    daily_round()
    assert (step(case), "late" in letters(case)) == ("submitted", True)


def test_10_1_a_mission_speaks_with_them_before_it_advises(mission: Mission) -> None:
    case = mission.submitted()
    cast.act(case, "plan_mission", mission.bram)
    with pytest.raises(NotReady):
        cast.act(case, "give_advice", mission.bram, facts=ADVISED)


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("mission.advice", "not_admit"),
        ("mission.need", False),
        ("mission.not_excluded", False),
        ("mission.heard", False),
        ("resettle.agrees", False),
    ],
)
def test_10_2_without_advice_need_or_consent_there_is_no_agreement(mission: Mission, fact: str, value: Any) -> None:
    case = mission.checked(**{fact: value})
    with pytest.raises(NotReady):
        cast.act(case, "propose_agreement", mission.bram, reasons=WHY)


@pytest.mark.parametrize("result", ["missing", "concern"])
def test_10_2_a_check_that_is_not_clear_leaves_the_way_shut(mission: Mission, result: str) -> None:
    case = mission.advised()
    with pytest.raises(NotReady):
        cast.act(case, "propose_agreement", mission.bram, reasons=WHY)
    cast.act(case, "systems_result", mission.bram, facts={"resettle.systems": "clear"})
    cast.act(case, "security_result", mission.bram, facts={"resettle.security": result})
    with pytest.raises(NotReady):
        cast.act(case, "propose_agreement", mission.bram, reasons=WHY)


def test_10_2_the_minister_agrees_by_name_and_had_no_hand_in_the_file(mission: Mission) -> None:
    both = cast.who(cast.account("Both Hats", roles.OFFICIAL, roles.SIGNER))
    case = mission.advised()
    cast.act(case, "security_result", both, facts={"resettle.security": "clear"})
    cast.act(case, "systems_result", mission.bram, facts={"resettle.systems": "clear"})
    cast.act(case, "propose_agreement", mission.bram, reasons=WHY)
    with pytest.raises(NotReady):
        mission.signed(case, both)
    case = mission.signed(case)
    assert (case.step, Decision.objects.get(case=case).signer) == ("agreed", mission.minister.account)
    assert "agreed" in letters(case)


def test_10_2_a_refusal_has_reasons_and_can_be_appealed(mission: Mission) -> None:
    case = mission.checked(**{"mission.advice": "not_admit"})
    cast.act(case, "propose_refusal", mission.bram, reasons=WHY)
    case = mission.signed(case)
    case = cast.act(case, "give_refusal", mission.bram).case
    assert (case.step, term(case, "appeal")) == ("refused", date(2026, 4, 3))
    registry = cast.who(cast.account("Registry", roles.COURT))
    cast.act(case, "lodge_appeal", registry)
    assert cast.act(case, "judge_annul", registry).case.step == "checking"


def test_10_3_what_is_found_of_health_and_family_is_read_by_no_condition(mission: Mission) -> None:
    day = date(2026, 3, 2)
    told = {**SUBMITTED, **ADVISED, "resettle.security": "clear", "resettle.systems": "clear"}
    ill = told | {"resettle.fit": "not_yet", "resettle.first_place": "sponsors"}
    plain, other = (decide(pack(), ROUTE, nested(facts), on=day, today=day) for facts in (told, ill))
    assert (plain["outcome"], plain["reasons"]) == (other["outcome"], other["reasons"])
    assert plain["outcome"] == "open"
    with pytest.raises(NotAtThisStep):  # nobody looks at it before the agreement
        cast.act(mission.checked(), "screen_health", mission.rik, facts={"resettle.fit": "fit"})


def test_nothing_asks_for_work_language_faith_or_the_chance_to_integrate() -> None:
    route = pack().route(ROUTE)
    rules = [one.expr.text for one in (*route.conditions, *route.let.values()) if one.expr is not None]
    assert len(rules) >= 8
    unasked = ("language", "religion", "education", "experience", "salary", "integrat")
    assert not [word for word in unasked if word in " ".join(rules)]


# --- journey and reception --------------------------------------------------------------------------------------------


def test_10_3_who_cannot_travel_yet_waits_and_keeps_the_place(mission: Mission) -> None:
    case = mission.agreed()
    acts.keep_state_places()
    told = signed_in(mission.bram.account).get(reverse("cases:at_work", args=[case.pk])).content.decode()
    for act in ("screen_health", "screen_family"):  # the journey is prepared once both are known: they stand first
        assert f"/law/{act}" in told[: told.index('id="more"')]
    cast.act(case, "screen_health", mission.rik, facts={"resettle.fit": "not_yet"})
    cast.act(case, "screen_family", mission.rik, facts={"resettle.first_place": "municipality"})
    cast.act(case, "prepare", mission.bram)
    with pytest.raises(NotReady):
        cast.act(case, "book", mission.bram, facts={"resettle.travels_on": "2026-03-20"})  # the course comes first
    cast.act(case, "orient", mission.bram, facts={"resettle.course_days": 4})
    cast.act(case, "issue_visa", mission.bram)
    cast.act(case, "book", mission.bram, facts={"resettle.travels_on": "2026-03-20"})
    with pytest.raises(NotReady):
        cast.act(case, "board", mission.bram)
    cast.act(case, "screen_health", mission.rik, facts={"resettle.fit": "with_escort"})
    case = cast.act(case, "board", mission.bram).case
    assert [one.reserved for one in held_by(case.pk)] == [3]
    assert cast.act(case, "not_boarded", mission.bram).case.step == "preparing"


def test_10_4_a_centre_a_municipality_and_the_application_for_asylum(mission: Mission) -> None:
    case = mission.arrived()
    assert term(case, "asylum") == date(2026, 3, 12)
    case = cast.act(case, "give_place", mission.rik).case
    assert (case.step, term(case, "centre")) == ("centre", date(2026, 4, 13))
    with pytest.raises(NotReady):
        cast.act(case, "status_given", mission.bram)
    cast.act(case, "lodge_asylum", mission.desk)
    case = cast.act(case, "to_municipality", mission.rik).case
    assert (case.step, term(case, "municipality")) == ("municipality", date(2026, 9, 2))
    case = cast.act(case, "status_given", mission.bram).case
    assert (case.step, case.ends) == ("settled", "residence")
    assert {"agreed", "journey", "arrived", "municipality"} <= letters(case)


def test_10_4_a_refusal_of_asylum_ends_this_file_and_not_the_other(mission: Mission) -> None:
    case = mission.arrived()
    cast.act(case, "give_place", mission.rik)
    cast.act(case, "lodge_asylum", mission.desk)
    case = cast.act(case, "status_refused", mission.bram).case
    assert (case.step, case.ends) == ("asylum_goes_on", "void")


# --- places: QU12 -----------------------------------------------------------------------------------------------------


def state_ledger() -> Quota:
    found = acts.state()
    assert found is not None
    return year_of_state(found)


def citizens_ledgers() -> list[Quota]:
    found = sponsors()
    assert found is not None
    whole = year_of(found, 2026)
    return [whole, *whole.parts.order_by("name")]


def test_QU12_places_are_kept_in_the_order_of_the_agreements_in_the_states_own_ledger(
    mission: Mission, at: Callable[..., datetime]
) -> None:
    first = mission.agreed()
    at(2026, 3, 2, 10)
    second = mission.agreed()
    ledger.set_limits(state_ledger().pk, 4, SYSTEM.ref, "A smaller pledge.")
    with pytest.raises(NotForYou):
        cast.act(first, "keep_place", mission.bram)  # no official chooses
    assert acts.keep_state_places() == 1
    assert (step(first), step(second)) == ("screening", "agreed")
    assert balances([state_ledger().pk])[state_ledger().pk].reserved == 3
    ledger.set_limits(state_ledger().pk, 6, SYSTEM.ref, "A larger pledge.")
    official, page = signed_in(mission.bram.account), reverse("sponsorship:programme")
    assert "Resettlement by the state" in official.get(page).content.decode()
    official.post(page, {"do": "state"})
    assert step(second) == "screening"
    assert verify_ledgers() == []


def test_QU12_the_state_never_takes_from_citizens_nor_citizens_from_the_state(mission: Mission) -> None:
    case, citizens = mission.agreed(), citizens_ledgers()
    ledger.set_limits(state_ledger().pk, 2, SYSTEM.ref, "Two places are too few for three.")
    assert acts.keep_state_places() == 0
    assert step(case) == "agreed"
    assert [one.reserved for one in balances([one.pk for one in citizens]).values()] == [0] * len(citizens)
    ledger.set_limits(state_ledger().pk, 100, SYSTEM.ref, "Enough.")
    for one in citizens:  # all that citizens have is taken
        left = balances([one.pk])[one.pk].callable
        if left:
            ledger.reserve(one.pk, left, uuid4(), SYSTEM.ref, "draw", uuid4().hex)
    with pytest.raises(ledger.Full):
        ledger.reserve(citizens[1].pk, 1, uuid4(), SYSTEM.ref, "draw", uuid4().hex)
    assert balances([state_ledger().pk])[state_ledger().pk].free == 100
    held = ledger.reserve(state_ledger().pk, 1, uuid4(), SYSTEM.ref, "agreed", uuid4().hex)
    with pytest.raises(ledger.AnotherScope):
        ledger.move(held.id, citizens[1].pk, SYSTEM.ref, "moved", uuid4().hex)
    assert verify_ledgers() == []


def test_QU12_a_place_is_used_on_arrival_and_given_back_by_who_does_not_come(
    mission: Mission, at: Callable[..., datetime]
) -> None:
    came, stays = mission.arrived(), mission.agreed()
    acts.keep_state_places()
    cast.act(stays, "taken_elsewhere", mission.bram)
    assert acts.settle_state() == {"used": 1, "freed": 1, "kept": 0, "lapsed": 0}
    assert acts.settle_state() == {"used": 0, "freed": 0, "kept": 0, "lapsed": 0}
    now = balances([state_ledger().pk])[state_ledger().pk]
    assert (now.reserved, now.confirmed) == (0, 3)
    cast.act(came, "give_place", mission.rik)
    cast.act(came, "lodge_asylum", mission.desk)
    cast.act(came, "status_given", mission.bram)
    assert acts.settle_state()["freed"] == 0, "who came has used the place for good"
    at(2027, 1, 1, 9)
    assert acts.settle_state()["lapsed"] == 1247
    assert verify_ledgers() == []


def test_QU12_both_programmes_stand_side_by_side_and_add_up(mission: Mission) -> None:
    mission.agreed()
    acts.keep_state_places()
    page = re.sub(r"\s+", " ", Client().get(reverse("openness:places")).content.decode())
    rows = re.findall(r'<tr><th scope="row"><a href="#be-proposal-([a-z-]+)"[^>]*>[^<]+</a></th>(.*?)</tr>', page)
    told = {route: re.findall(r">([\d,]+)</td>", cells) for route, cells in rows}
    assert told == {"sponsor-application": ["1,000", "0", "1,000"], ROUTE: ["1,250", "3", "1,247"]}
    together = re.search(r"<tfoot><tr>(.*?)</tr></tfoot>", page)
    assert together is not None
    assert re.findall(r">([\d,]+)</td>", together[1]) == ["2,250", "3", "2,247"]
    assert "what one gives is never taken from another" in page


# ---------- The municipality ----------


def test_where_they_come_to_live_the_municipality_has_them_in_its_six_weeks(mission: Mission) -> None:
    gent = municipalities.body("Gent", mission.bram)
    greta = signed_in(municipalities.colleague(gent, mission.bram).account)
    flies, waits = mission.agreed(), mission.arrived()
    acts.keep_state_places()
    cast.act(waits, "find_municipality", mission.rik, facts={"resettle.municipality": "Gnet"})
    work = signed_in(mission.bram.account).get(reverse("municipalities:work") + "?lang=en").content.decode()
    assert "Gnet" in work.partition("In files, and not in this list")[2], "a name that nobody expects is told"
    for case in (flies, waits):
        cast.act(case, "find_municipality", mission.rik, facts={"resettle.municipality": "GENT "})
    work = signed_in(mission.bram.account).get(reverse("municipalities:work") + "?lang=en").content.decode()
    assert "In files, and not in this list" not in work
    known = [when for _persons, when in queries.beside(gent).resettled]  # both were opened in one moment
    assert known.count(None) == 1, "nobody knows the day yet"
    cast.act(flies, "screen_health", mission.rik, facts={"resettle.fit": "fit"})
    cast.act(flies, "screen_family", mission.rik, facts={"resettle.first_place": "municipality"})
    cast.act(flies, "prepare", mission.bram)
    cast.act(flies, "orient", mission.bram, facts={"resettle.course_days": 4})
    cast.act(flies, "book", mission.bram, facts={"resettle.travels_on": "2026-03-20"})
    cast.act(waits, "give_place", mission.rik)
    found = queries.forecast_of(gent, [], queries.beside(gent), date(2026, 3, 2))
    assert [(one.low, one.likely, one.high) for one in found.weeks][:3] == [(0, 0, 3), (0, 0, 3), (3, 3, 6)]
    assert found.later == 3, "whoever is in a centre comes when its six weeks are over"
    page = greta.get(reverse("municipalities:mine") + "?lang=en").content.decode()
    assert "Persons whom the state resettles and who come to live here: 6." in page
    cast.act(waits, "to_municipality", mission.rik)
    assert queries.beside(gent).persons == 3, "whoever lives there is expected no more"
