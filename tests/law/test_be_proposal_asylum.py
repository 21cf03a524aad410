"""Asking for protection and what follows a refusal, under the proposal: what the law says, worked dates, rights.

V2 and V6 are people whose days were computed by hand, beside the engine, on the Belgian calendar of 2026 and 2027.
"""

from collections.abc import Mapping
from datetime import date

import pytest

from tests.law.proposal_story import ASKING, LEAVING, OLD, PACT, TRUTHS, law_on, pack, procedure
from veer.rules.time.clocks import Due, Event, Known, due
from veer.rules.time.rights import rights_on

AUTHORITY = {"official", "signer", "desk", "reception", "returns", "court"}


# --- what the law says of itself -------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [OLD, PACT])
@pytest.mark.parametrize("act", ["present", "receive"])
def test_nothing_can_refuse_the_asking(day: date, act: str) -> None:
    """No need, no act before it, no condition, nobody excluded, a receipt; whoever opens a case may write it down."""
    asked = procedure(ASKING, day).acts[act]
    assert (asked.needs, asked.after, asked.after_clocks, asked.not_by, asked.when) == ((), (), (), (), None)
    assert asked.from_ == (procedure(ASKING, day).starts,)
    assert asked.letter == {"": "presented"}
    assert {"applicant", *procedure(ASKING, day).acts["receive"].by} == set(procedure(ASKING, day).by)


@pytest.mark.parametrize("route", [ASKING, LEAVING])
def test_every_end_is_a_truth_or_goes_on(route: str) -> None:
    ends = {step.ends for step in procedure(route).steps.values() if step.ends}
    assert ends <= TRUTHS
    assert route == ASKING or ends == TRUTHS
    assert [s.goes_on for s in procedure(ASKING).steps.values() if s.goes_on] == [LEAVING]


@pytest.mark.parametrize("route", [ASKING, LEAVING])
def test_every_remedy_of_the_person_suspends(route: str) -> None:
    assert {remedy.suspends for remedy in law_on(route).remedies.values()} == {"yes"}


@pytest.mark.parametrize("route", [ASKING, LEAVING])
def test_what_the_program_does_when_the_authority_is_late_takes_nothing_away(route: str) -> None:
    """It stays at the step, or leads to Belgium answering; and the person is told, or reads what holds meanwhile."""
    acts, found = procedure(route).acts, law_on(route)
    for one in found.clocks.values():
        if one.duty not in AUTHORITY:
            continue
        late = pack().text(route, f"clocks.{one.id}.late", "nl")
        if one.expires is None:
            assert late or one.id in ("screening", "guardian"), one.id
            continue
        act = acts[one.expires]
        assert act.to == {} or (act.id, act.to) == ("transfer_lapsed", {"": "lodged"}), act.id
        assert act.letter or late or act.id == "transfer_lapsed", act.id


def test_nobody_is_held_for_having_asked_and_no_child_ever() -> None:
    assert not any("detained" in act.asks for act in procedure(ASKING).acts.values())
    holding = [act for act in procedure(LEAVING).acts.values() if "detained" in act.asks]
    assert [act.id for act in holding] == ["hold", "release"]
    assert holding[0].when is not None
    assert "with_children" in holding[0].when.text


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en", "ar"])
def test_every_right_has_a_sentence_that_a_person_can_show(language: str) -> None:
    for route in (ASKING, LEAVING):
        for right in law_on(route).rights:
            assert pack().text(route, f"rights.{right}.sentence", language), (route, right)


def test_no_finding_adds_up_to_a_recognition() -> None:
    """What is found of a person is read by no rule: neither by a condition nor by what lets an act happen."""
    for name, text in pack().files.items():
        if name.startswith("routes/"):
            rules = [line for line in text.splitlines() if "if:" in line or "is:" in line]
            assert not any("finding." in line for line in rules), name


@pytest.mark.parametrize("day", [OLD, PACT])
def test_every_ground_is_found_with_the_sources_on_the_country(day: date) -> None:
    """The five grounds, serious harm, exclusion, a safe country, whether it is believed: and what is known there."""
    five = {"race", "religion", "nationality", "social_group", "political_opinion"}
    harm = {"death_penalty", "inhuman_treatment", "indiscriminate_violence"}
    found = {f"finding.{one}" for one in five | harm | {"excluded", "safe_country", "credible"}}
    assert set(procedure(ASKING, day).acts["find"].asks) == found | {"procedure.country_information"}
    assert "country_report" in pack().facts["procedure.country_information"].evidence


# --- worked dates ----------------------------------------------------------------------------------------------------


def stands(
    route: str, name: str, happened: Mapping[str, str], today: str, *, holds: tuple[str, ...] = (), day: date = PACT
) -> Due:
    """Where a clock stands after acts that happened on days. `holds`: the variants that hold; all others do not."""
    found = law_on(route, day)
    variants = {f"clocks.{c.id}.{v.id}": f"{c.id}.{v.id}" in holds for c in found.clocks.values() for v in c.variants}
    known = Known(procedure(route, day), pack().countings, pack().calendars, {}, variants)
    events = [Event(act, date.fromisoformat(on)) for act, on in happened.items()]
    one = due(found.clocks[name], events, date.fromisoformat(today), known)
    assert one is not None
    return one


DATES = [
    # registration: Friday to Monday, and when many ask at once
    (ASKING, "registration", {"receive": "2026-11-20"}, "2026-11-23", ()),
    (ASKING, "registration", {"receive": "2026-11-20"}, "2026-11-30", ("registration.mass_influx",)),
    (ASKING, "place", {"present": "2026-11-22"}, "2026-11-23", ()),
    (ASKING, "lodging", {"register": "2026-11-23"}, "2026-12-14", ()),
    # decision: four months; the last day of a shorter month; two months on admissibility
    (ASKING, "decision", {"lodge": "2026-02-09"}, "2026-06-09", ()),
    (ASKING, "decision", {"lodge": "2026-10-31"}, "2027-02-28", ()),
    (ASKING, "decision", {"lodge": "2026-07-01"}, "2026-09-01", ("decision.admissibility",)),
    (ASKING, "decision", {"lodge": "2026-07-01"}, "2026-10-01", ("decision.accelerated",)),
    (ASKING, "decision", {"lodge": "2026-07-01"}, "2026-09-23", ("decision.border",)),
    (ASKING, "decision", {"lodge": "2026-02-09", "extend_complex": "2026-06-01"}, "2026-08-09", ()),
    (ASKING, "limit_pact", {"lodge": "2026-07-01"}, "2027-01-01", ()),
    # V2: the decision was handed over on 26 October 2026
    (ASKING, "appeal", {"hand_over": "2026-10-26"}, "2026-11-25", ()),
    # posted on Friday 23 October without a receipt: received on the 28th, which is the first day
    (ASKING, "appeal", {"post": "2026-10-23"}, "2026-11-26", ()),
    # 30 days end on All Saints, a Sunday: the Monday after
    (ASKING, "appeal", {"hand_over": "2026-10-02"}, "2026-11-02", ()),
    (ASKING, "transfer_appeal", {"hand_over_transfer": "2026-07-01"}, "2026-07-31", ()),
    (ASKING, "transfer_appeal", {"hand_over_transfer": "2026-07-01"}, "2026-07-22", ("transfer_appeal.pact",)),
    # V6: the judgment was notified on 2 November 2026
    (ASKING, "cassation", {"notify_judgment": "2026-11-02"}, "2026-12-02", ()),
    (ASKING, "other_grounds", {"notify_judgment": "2026-11-02"}, "2027-01-01", ()),
    # return: 30 days; 60 with a child, which end on New Year's Day, a Friday
    (LEAVING, "leave", {"hand_over_order": "2026-11-02"}, "2026-12-02", ()),
    (LEAVING, "leave", {"hand_over_order": "2026-11-02"}, "2027-01-04", ("leave.children",)),
    (LEAVING, "leave", {"hand_over_order": "2026-11-02", "extend_must": "2026-11-20"}, "2027-01-04", ()),
    (LEAVING, "appeal", {"hand_over_order": "2026-11-02"}, "2026-12-02", ()),
    (LEAVING, "removal_appeal", {"hand_over_removal": "2026-12-01"}, "2026-12-11", ()),
    (LEAVING, "resolve", {"not_left": "2026-12-03"}, "2027-06-03", ()),
]


@pytest.mark.parametrize(("route", "name", "happened", "last", "holds"), DATES)
def test_a_last_day(route: str, name: str, happened: dict[str, str], last: str, holds: tuple[str, ...]) -> None:
    assert stands(route, name, happened, max(happened.values()), holds=holds).last_day == date.fromisoformat(last)


def test_the_term_to_leave_stands_still_while_an_answer_is_owed() -> None:
    asked = {"hand_over_order": "2026-11-02", "ask_extension": "2026-11-12"}
    still = stands(LEAVING, "leave", asked, "2026-12-20")
    assert (still.state, still.last_day) == ("still", None)
    answered = stands(LEAVING, "leave", asked | {"refuse_extension": "2026-11-22"}, "2026-11-22")
    assert answered.last_day == date(2026, 12, 14)  # 2 December and the ten days of waiting: a Saturday, so Monday


def test_both_regimes_run() -> None:
    """What EU law adds from 12 June 2026 is there from then on, and only then."""
    assert "screen" not in procedure(ASKING, date(2026, 6, 11)).acts
    assert "screen" in procedure(ASKING, date(2026, 6, 12)).acts
    assert "limit_old" in law_on(ASKING, OLD).clocks
    assert "limit_old" not in law_on(ASKING, PACT).clocks
    assert "limit_pact" in law_on(ASKING, PACT).clocks
    assert "limit_pact" not in law_on(ASKING, OLD).clocks


# --- rights by time --------------------------------------------------------------------------------------------------

BARRED, FREE = {"rights.work": False}, {"rights.work": True}


def held(happened: Mapping[str, str], step: str, today: str, holds: Mapping[str, bool | None] = FREE) -> set[str]:
    events = [Event(act, date.fromisoformat(on)) for act, on in happened.items()]
    rights = law_on(ASKING).rights.values()
    found = rights_on(rights, events, {"": step}, date.fromisoformat(today), holds)
    return {one.right.id for one in found if one.state == "now"}


def test_rights_from_the_first_day_to_the_last() -> None:
    first = held({"receive": "2026-02-06"}, "presented", "2026-02-06")
    assert {"ask", "remain", "reception", "medical_care", "legal_aid", "guidance", "school"} <= first
    assert "work" not in first
    lodged = {"receive": "2026-02-06", "lodge": "2026-02-09"}
    assert "work" not in held(lodged, "examined", "2026-04-08")
    assert "work" in held(lodged, "examined", "2026-04-09")
    refused = held(lodged | {"sign": "2026-10-20", "hand_over": "2026-10-26"}, "refused", "2026-10-27")
    assert {"reception", "remain_on_appeal", "work", "legal_aid"} <= refused
    waiting = held(lodged | {"notify_judgment": "2026-11-02"}, "orientation", "2026-11-03")
    assert {"reception", "remain", "work", "all_grounds", "guidance"} <= waiting
    assert "unlimited_stay" not in held(lodged, "recognised", "2031-02-08")
    assert "unlimited_stay" in held(lodged, "recognised", "2031-02-09")


def test_being_late_opens_work_also_where_the_track_bars_it() -> None:
    barred = {"receive": "2026-07-01", "lodge": "2026-07-03"}
    assert "work" not in held(barred, "examined", "2026-10-01", BARRED)
    late = held(barred | {"decision_late": "2026-10-04"}, "examined", "2026-10-04", BARRED)
    assert {"work_when_late", "first_in_line"} <= late


def test_a_lack_of_places_is_a_room() -> None:
    lacking = {"receive": "2026-11-20", "place_lacking": "2026-11-22"}
    assert "paid_room" in held(lacking, "presented", "2026-11-22")
    assert "paid_room" not in held(lacking | {"give_place": "2026-11-30"}, "lodged", "2026-11-30")
