"""Conditions of acts, clocks, rights and remedies: what the facts say of them, and what an open one waits for."""

import datetime as dt

import pytest

from tests.rules.small import ask, pack_of, problems_of
from veer.rules import InputError, decide, holds, program, route_on, survey, waits_for

DAY = dt.date(2026, 2, 2)
FACTS = """
facts:
  day: {of: case, type: date, role: on}
  age: {of: person, type: int, domain: [0, 99]}
  detained: {of: case, type: bool}
  trusted: {of: person, type: judgement, decided_by: [official]}
  papers: {of: person, type: record, optional: true}
  papers.kind: {of: person, type: enum, values: [pass, card]}
  years: {of: person, type: int, derive: "age - 18"}
"""
LAW = """
in_force: {from: 2020-01-01}
source: {act: art. 1}
let:
  late: days_between(event.lodge, on) > 120
conditions:
  adult: age >= 18
procedure:
  starts: open_
  steps:
    open_: {ball: official}
    done: {ends: granted}
  acts:
    lodge: {does: record, by: [applicant], from: [open_], to: open_}
    hear: {does: hear, by: [official], from: [open_], if: "trusted and papers.kind == 'pass'"}
    fast: {does: sign, by: [official], from: [open_], to: done, if: "years >= 0 and not detained"}
clocks:
  answer:
    starts: [lodge]
    length: {days: 30}
    first:
      held: {if: detained, length: {days: 10}}
      soon: {if: "given(event.hear) and event.hear <= add_days(event.lodge, 5)", length: {days: 5}}
rights:
  work: {holder: applicant, from: [lodge], if: late}
  stay: {holder: applicant, from: [lodge]}
remedies:
  appeal: {against: [refuse], body: court, clock: answer, if: "age >= 18", suspends: "not detained"}
  review: {against: [refuse], body: board, clock: answer, suspends: "yes"}
duties: {none: {source: {act: art. 9}}}
"""


@pytest.fixture
def pack():
    return pack_of(FACTS, LAW)


def test_every_condition_has_the_path_of_its_node(pack):
    assert holds(pack, "r", {}, on=DAY) == {
        "procedure.acts.hear": None,
        "procedure.acts.fast": None,
        "clocks.answer.held": None,
        "clocks.answer.soon": None,
        "rights.work": None,
        "remedies.appeal": None,
        "remedies.appeal.suspends": None,
    }


def test_facts_and_events_settle_them(pack):
    facts = {"age": 30, "detained": False, "papers": {"kind": "pass"}, "trusted": True, "event.lodge": "2025-10-01"}
    assert holds(pack, "r", {**facts, "event": {"hear": None}}, on=DAY) == {
        "procedure.acts.hear": True,
        "procedure.acts.fast": True,
        "clocks.answer.held": False,
        "clocks.answer.soon": False,
        "rights.work": True,
        "remedies.appeal": True,
        "remedies.appeal.suspends": True,
    }
    after = holds(pack, "r", {**facts, "event.hear": dt.date(2025, 10, 6), "event.lodge": "2025-10-05"}, on=DAY)
    assert (after["clocks.answer.soon"], after["rights.work"]) == (True, False)
    assert holds(pack, "r", {"event.lodge": None}, on=DAY)["rights.work"] is False  # what has not happened is not late


def test_an_open_condition_says_what_it_waits_for(pack):
    def waits(path, facts):
        return waits_for(pack, "r", facts, path, on=DAY)

    assert waits("procedure.acts.hear", {}) == ["trusted", "papers", "papers.kind"]
    assert waits("procedure.acts.hear", {"papers": None}) == []  # settled: no papers, no
    assert waits("procedure.acts.hear", {"papers": {"kind": "pass"}}) == ["trusted"]
    assert waits("procedure.acts.fast", {"detained": {"unknown": "cannot"}}) == ["age", "detained"]
    assert waits("rights.work", {}) == ["event.lodge"]
    assert waits("clocks.answer.soon", {"event.hear": "2026-01-01"}) == ["event.lodge"]
    with pytest.raises(LookupError, match=r"rights\.sleep"):
        waits("rights.sleep", {})


def test_the_answer_of_the_route_does_not_know_of_clauses(pack):
    bare = pack_of(
        FACTS,
        LAW.partition("procedure:")[0].replace("  late: days_between(event.lodge, on) > 120\n", "  late: age > 3\n"),
    )
    with_clauses, without = (ask(one, {"papers": {"kind": "pass"}}) for one in (pack, bare))
    for key in ("outcome", "missing", "next_question", "needs_judgement", "counterfactuals", "reasons", "rules_from"):
        assert with_clauses[key] == without[key]
    read = {slot.fact for slot in program(pack, "r").layout.slots if slot.index in program(pack, "r").read}
    assert "detained" not in read


def test_an_event_anchors_the_law_day():
    pack = pack_of(FACTS, LAW.replace("in_force:", "anchor: event.lodge\nin_force:", 1))
    assert decide(pack, "r", {}, on=DAY)["law_date"] == "2026-02-02"
    assert decide(pack, "r", {"event.lodge": None}, on=DAY)["law_date"] == "2026-02-02"
    assert decide(pack, "r", {"event": {"lodge": "2025-03-04"}}, on=DAY)["law_date"] == "2025-03-04"
    assert survey(pack, {"event.lodge": "2019-03-04"}, on=DAY)["routes"][0]["reasons"][0]["code"] == "not_in_force"


def test_nobody_is_asked_for_an_event():
    law = LAW.replace("adult: age >= 18", "adult: age >= 18\n  early: event.lodge < date(2026, 1, 1)")
    pack = pack_of(FACTS, law)
    found = ask(pack, {})
    assert found["missing"] == ["age", "event.lodge"]
    assert found["next_question"]["fact"] == "age"
    assert found["next_question"]["at_most_left"] == 1
    waiting = ask(pack, {"age": 20})
    assert (waiting["outcome"], waiting["missing"], waiting["next_question"]) == ("maybe", ["event.lodge"], None)
    assert ask(pack, {"age": 20, "event.lodge": "2025-12-31"})["outcome"] == "open"
    assert ask(pack, {"age": 20, "event.lodge": None})["outcome"] == "closed"


def test_events_that_no_law_names_are_taken_and_others_are_not(pack):
    assert decide(pack, "r", {"event.fast": "2026-01-01", "event.hear": None}, on=DAY)["outcome"] == "maybe"
    with pytest.raises(InputError, match="not a date"):
        decide(pack, "r", {"event.fast": "soon"}, on=DAY)
    with pytest.raises(InputError, match=r'no fact is called "event\.lodged"'):
        decide(pack, "r", {"event.lodged": "2026-01-01"}, on=DAY)


def test_a_name_that_is_no_event_and_no_document_says_what_to_write():
    (found,) = problems_of(FACTS, LAW.replace("event.lodge, on", "event.lodged, on"))
    assert found.endswith('unknown name "event.lodged" / did you mean "event.lodge"?')
    (found,) = problems_of(FACTS, LAW.replace("event.lodge, on", "event.of_the_first_letter, on"))
    assert found.endswith("no act of the route: declare it, event.of_the_first_letter: {of: case, type: date}")
    (found,) = problems_of(FACTS, LAW.replace("age >= 18\nproc", "document.passport\nproc"))
    assert found.endswith("documents are facts too: declare it, document.passport: {of: case, type: bool}")


def test_a_declared_event_stays_a_fact_like_others():
    facts = FACTS + "  event.lodge: {of: case, type: date}\n"
    assert (
        "event.lodge" in ask(pack_of(facts, LAW.replace("age >= 18\nproc", "event.lodge <= on\nproc")), {})["missing"]
    )


def test_what_must_be_verified_is_open_while_it_is_only_stated():
    pack = pack_of(FACTS, LAW.replace("if: late}", "if: age >= 18, needs: verified}"))
    assert holds(pack, "r", {"age": 20}, on=DAY)["rights.work"] is True
    assert holds(pack, "r", {"age": 20, "_states": {"age": "stated"}}, on=DAY)["rights.work"] is None


DATED = """
in_force: {from: 2020-01-01}
source: {act: art. 1}
procedure:
  starts: open_
  steps:
    open_: {ball: official}
    wait: {ball: official, in_force: {from: 2024-01-01}}
    done: {ends: granted}
  acts:
    old: {does: record, by: [official], from: [open_], to: done, in_force: {until: 2023-12-31}}
    new: {does: record, by: [official], from: [open_], to: wait, in_force: {from: 2024-01-01}}
    end: {does: record, by: [official], from: [open_, wait], to: done, opens: [appeal]}
  branches:
    appeal:
      in_force: {from: 2025-06-01}
      starts: pending
      steps: {pending: {ball: court}, over: {ends: void}}
      acts: {judge: {does: record, by: [court], from: [pending], to: over}}
clocks:
  c:
    starts: [end]
    length: {days: 30}
    first: {quick: {if: "age > 3", length: {days: 5}, in_force: {until: 2024-06-30}}}
rights:
  work: {holder: applicant, from: [old], in_force: {from: 2022-01-01, until: 2022-12-31}}
remedies: {none: {source: {act: art. 9}}}
duties: {decide: {actor: official, clock: c, in_force: {from: 2026-01-01}}}
"""


@pytest.mark.parametrize(
    ("day", "steps", "acts", "variants", "rights", "duties"),
    [
        ("2021-12-31", "open_ done", "old end", "quick", "", ""),
        ("2022-12-31", "open_ done", "old end", "quick", "work", ""),
        ("2023-01-01", "open_ done", "old end", "quick", "", ""),
        ("2023-12-31", "open_ done", "old end", "quick", "", ""),
        ("2024-01-01", "open_ wait done", "new end", "quick", "", ""),
        ("2024-07-01", "open_ wait done", "new end", "", "", ""),
        ("2025-06-01", "open_ wait done", "new end judge", "", "", ""),
        ("2026-01-01", "open_ wait done", "new end judge", "", "", "decide"),
    ],
)
def test_the_law_of_a_day_is_what_is_in_force_on_it(day, steps, acts, variants, rights, duties):
    route = route_on(pack_of(FACTS, DATED).route("r"), dt.date.fromisoformat(day))
    assert list(route.procedure.steps) == steps.split()
    assert list(route.procedure.acts) == acts.split()
    assert list(route.procedure.branches) == (["appeal"] if "judge" in acts else [])
    assert [v.id for v in route.clocks["c"].variants] == variants.split()
    assert (list(route.rights), list(route.duties)) == (rights.split(), duties.split())


def test_the_law_of_days_between_two_changes_is_one_object():
    route = pack_of(FACTS, DATED).route("r")
    first, second = (route_on(route, dt.date(2024, month, 1)) for month in (2, 6))
    assert first is second
    assert route_on(route, dt.date(2024, 7, 1)) is not first
    plain = pack_of(FACTS, LAW).route("r")
    assert route_on(plain, dt.date(1999, 1, 1)) is plain
