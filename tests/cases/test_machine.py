"""The case machine on an invented law: branches, guards, terms that run out, a case that goes on elsewhere."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cases import cast
from tests.laws import law_in
from tests.people.cast import signed_in
from veer.access import roles
from veer.access.who import SYSTEM, Who
from veer.cases import law
from veer.cases.acts import open_case, perform
from veer.cases.acts.deciding import preview, signature_holds
from veer.cases.acts.round import daily_round
from veer.cases.errors import ActRefused, BadData, NotAtThisStep, NotForYou, NotReady, UnknownAct
from veer.cases.models import Branch, Case, Term
from veer.cases.queries import sees_at_work
from veer.cases.standing import Standing
from veer.journal.queries import entries, length
from veer.letters.render import digest
from veer.rules import Pack
from veer.rules.time.rights import rights_on

MACHINE = Path(__file__).parent / "machine"
WHY = [{"text": "Because of the notes."}]


@pytest.fixture
def pack(db: None, at: Any) -> Pack:
    at(2025, 12, 1, 9)
    found = law_in(MACHINE)
    law.activate(found, SYSTEM)
    return found


@pytest.fixture
def idriss(pack: Pack) -> Who:
    return cast.applicant("Idriss Bah", "en")


@pytest.fixture
def bram(pack: Pack) -> Who:
    return cast.official()


@pytest.fixture
def court(pack: Pack) -> Who:
    return cast.who(cast.account("Cas", roles.COURT))


@pytest.fixture
def chantal(pack: Pack) -> Who:
    return cast.signer()


def presented(idriss: Who, desk: Who) -> Case:
    return open_case(cast.person_of(idriss), "machine", "protection", desk, language="en", key=uuid4().hex)


def lodged(idriss: Who, bram: Who) -> Case:
    desk = cast.who(cast.account("Dirk", roles.DESK))
    return cast.act(presented(idriss, desk), "lodge", bram, facts={"country": "GN"}).case


def signed(case: Case, chantal: Who) -> Case:
    standing = Standing(Case.objects.get(pk=case.pk))
    assert standing.proposal is not None
    shown = digest(preview(standing, standing.proposal, chantal, standing.today)[1])
    return cast.act(case, "sign", chantal, letter=shown).case


def refused(idriss: Who, bram: Who, chantal: Who, at: Any) -> Case:
    """Refused on 19 October 2026: heard, announced, the term to answer let pass."""
    at(2026, 10, 1, 10)
    case = lodged(idriss, bram)
    cast.act(case, "hear", bram, notes="He told his story.")
    cast.act(case, "announce", bram, reasons=WHY)
    at(2026, 10, 19, 10)
    cast.act(case, "propose_refusal", bram, reasons=WHY)
    return signed(case, chantal)


def term(case: Case, clock: str) -> Term | None:
    return Term.objects.filter(case=case, clock=clock).first()


def test_whoever_is_at_the_desk_opens_it_and_the_person_sees_it(idriss: Who) -> None:
    desk = cast.who(cast.account("Dirk", roles.DESK))
    case = presented(idriss, desk)
    assert (case.step, case.ball, case.submitted_at is not None) == ("presented", "desk", True)
    signer = cast.signer()
    with pytest.raises(NotForYou):
        open_case(cast.person_of(idriss), "machine", "protection", signer, language="en", key="x")
    with pytest.raises(NotForYou):
        open_case(cast.person_of(idriss), "machine", "leaving", idriss, language="en", key="y")


def test_a_right_may_begin_on_the_day_that_the_case_is_opened(idriss: Who, bram: Who, at: Any) -> None:
    at(2026, 10, 1, 9)
    case = presented(idriss, cast.who(cast.account("Dirk", roles.DESK)))
    at(2026, 10, 3, 9)

    def held() -> dict[str, tuple[date | None, str]]:
        standing = Standing(Case.objects.get(pk=case.pk))
        steps = {branch: one.id for branch, one in standing.steps.items()}
        found = rights_on(standing.route.rights.values(), standing.events, steps, standing.today, standing.holds)
        return {one.right.id: (one.since, one.state) for one in found}

    assert held() == {"care": (date(2026, 10, 1), "now")}
    cast.act(case, "lodge", bram, facts={"country": "GN"})
    assert held()["care"] == (date(2026, 10, 1), "now")
    cast.act(case, "withdraw", idriss)
    assert held() == {}


def test_a_list_kept_offline_is_entered_with_its_true_time(idriss: Who, at: Any) -> None:
    desk = cast.who(cast.account("Dirk", roles.DESK))
    now = at(2026, 10, 5, 9)
    then = now.replace(day=2)
    case = open_case(cast.person_of(idriss), "machine", "protection", desk, language="en", key="offline", at=then)
    assert case.opened_at == then
    assert entries(case.pk)[0].at == then


def test_what_an_act_asks_has_to_be_said(idriss: Who, bram: Who) -> None:
    case = presented(idriss, cast.who(cast.account("Dirk", roles.DESK)))
    with pytest.raises(BadData) as problem:
        cast.act(case, "lodge", bram)
    assert set(problem.value.errors) == {"country"}
    moved = cast.act(case, "lodge", bram, facts={"country": None}).case
    assert moved.step == "lodged"
    assert Standing(moved).known == ({"country": None}, {"country": "verified"})


def test_heard_first(idriss: Who, bram: Who) -> None:
    case = lodged(idriss, bram)
    with pytest.raises(NotReady) as problem:
        cast.act(case, "announce", bram, reasons=WHY)
    assert "after" in problem.value.missing
    cast.act(case, "hear", bram, notes="n")
    assert cast.act(case, "announce", bram, reasons=WHY).case.step == "announced"


def test_the_term_to_answer_is_the_persons(idriss: Who, bram: Who, at: Any) -> None:
    at(2026, 10, 1, 10)
    case = lodged(idriss, bram)
    cast.act(case, "hear", bram, notes="n")
    cast.act(case, "announce", bram, reasons=WHY)
    with pytest.raises(NotReady) as problem:
        cast.act(case, "propose_refusal", bram, reasons=WHY)
    assert "9 October 2026" in str(problem.value.missing["after_clocks"])
    cast.act(case, "reply", idriss, message="That is not so.")
    assert cast.act(case, "propose_refusal", bram, reasons=WHY).case.step == "proposed"


def test_who_heard_does_not_sign(idriss: Who, bram: Who) -> None:
    both = cast.who(cast.account("Els", roles.OFFICIAL, roles.SIGNER))
    case = lodged(idriss, bram)
    cast.act(case, "hear", both, notes="n")
    cast.act(case, "propose_grant", bram, reasons=WHY)
    with pytest.raises(NotReady) as problem:
        signed(case, both)
    assert "not_by" in problem.value.missing


def test_the_law_of_the_day_it_was_lodged(idriss: Who, bram: Who, at: Any) -> None:
    at(2026, 6, 11, 10)
    old = lodged(idriss, bram)
    at(2026, 6, 12, 10)
    new = lodged(cast.applicant("Ada Eze", "en"), bram)
    at(2026, 7, 1, 10)
    assert cast.act(old, "old_rule", bram)
    assert cast.act(new, "new_rule", bram)
    for case, act in ((old, "new_rule"), (new, "old_rule")):
        with pytest.raises(UnknownAct):
            cast.act(case, act, bram)


def test_a_branch_runs_beside_the_case_and_leads_it_on(
    idriss: Who, bram: Who, chantal: Who, court: Who, at: Any
) -> None:
    case = refused(idriss, bram, chantal, at)
    with pytest.raises(NotReady):
        cast.act(case, "appeal", idriss)
    with pytest.raises(NotAtThisStep):
        cast.act(case, "annul", court)
    cast.act(case, "hand_over", bram)
    cast.act(case, "detain", bram, facts={"detained": False})
    assert term(case, "appeal").last_day == date(2026, 11, 18)  # type: ignore[union-attr]
    cast.act(case, "appeal", idriss)
    assert term(case, "appeal") is None
    assert Branch.objects.get(case=case).step == "pending"
    with pytest.raises(NotForYou):
        cast.act(case, "annul", bram)
    done = cast.act(case, "annul", court)
    assert done.entry.led_to == "court/annulled lodged"
    assert done.case.step == "lodged"
    assert Branch.objects.get(case=case).ended_at is not None
    again = Standing(done.case)
    assert set(again.steps) == {""}
    assert done.case.ends is None


def test_a_judgment_that_confirms_goes_on_in_the_next_route(
    idriss: Who, bram: Who, chantal: Who, court: Who, at: Any
) -> None:
    case = refused(idriss, bram, chantal, at)
    cast.act(case, "hand_over", bram)
    cast.act(case, "appeal", idriss)
    over = cast.act(case, "confirm", court).case
    assert (over.step, over.ends) == ("left", "goes_on")
    child = Case.objects.get(parent=over)
    assert (child.route, child.step, child.person_id, child.law_id) == (
        "leaving",
        "ordered",
        over.person_id,
        over.law_id,
    )
    assert term(child, "leave").last_day == date(2026, 11, 18)  # type: ignore[union-attr]
    gone = cast.act(child, "leave", bram, facts={"left_on": "2026-10-19"}).case
    assert gone.ends == "returned"


def test_an_ending_says_what_may_be_asked_for_because_of_it(idriss: Who, bram: Who) -> None:
    case = open_case(cast.person_of(idriss), "machine", "leaving", bram, language="en", key=uuid4().hex)
    file = reverse("cases:file", args=[case.pk])
    assert "Because of this you can ask for" not in signed_in(idriss.account).get(file).content.decode()
    assert cast.act(case, "impossible", bram).case.ends == "non_return"
    page = signed_in(idriss.account).get(file).content.decode()
    assert "Because of this you can ask for: staying" in page
    assert "This way is not open here yet." in page


def test_a_decision_is_notified_when_it_reaches_the_person_and_then_has_its_last_day(
    idriss: Who, bram: Who, chantal: Who, at: Any
) -> None:
    case = refused(idriss, bram, chantal, at)
    decision = case.decisions.get()
    assert (decision.notified_at, decision.remedy, decision.remedy_until) == (None, "appeal", None)
    cast.act(case, "detain", bram, facts={"detained": False})
    reached = at(2026, 10, 21, 10)
    told = {"data": {}, "seen": length(case.pk), "key": "early"}
    with pytest.raises(ActRefused, match="before it was signed, on 19 October 2026"):
        perform(case.pk, "hand_over", bram, at=reached.replace(day=18), **told)  # a term would have run unseen
    cast.act(case, "hand_over", bram)
    decision.refresh_from_db()
    assert (decision.notified_at, decision.remedy_until) == (reached, date(2026, 11, 20))
    assert signature_holds(decision)


def test_a_court_sees_a_case_while_an_appeal_is_before_it(
    idriss: Who, bram: Who, chantal: Who, court: Who, at: Any
) -> None:
    case = refused(idriss, bram, chantal, at)
    cast.act(case, "hand_over", bram)
    assert not sees_at_work(court, case.pk)
    cast.act(case, "appeal", idriss)
    assert sees_at_work(court, case.pk)
    cast.act(case, "annul", court)
    assert not sees_at_work(court, case.pk)


def test_a_shorter_term_where_a_fact_says_so(idriss: Who, bram: Who, chantal: Who, at: Any) -> None:
    case = refused(idriss, bram, chantal, at)
    cast.act(case, "hand_over", bram)
    # nobody knows whether he is detained: the safe day is the nearer one, and nothing runs out before the later
    found = term(case, "appeal")
    assert found is not None
    assert (found.last_day, found.latest) == (date(2026, 10, 29), date(2026, 11, 18))
    cast.act(case, "detain", bram, facts={"detained": True})
    found = term(case, "appeal")
    assert found is not None
    assert (found.last_day, found.latest) == (date(2026, 10, 29), date(2026, 10, 29))


def test_an_act_waits_for_a_fact_and_says_which(idriss: Who, bram: Who, chantal: Who, at: Any) -> None:
    case = refused(idriss, bram, chantal, at)
    with pytest.raises(NotReady) as problem:
        cast.act(case, "free", bram)
    assert "detained" in str(problem.value.missing["if"])
    cast.act(case, "detain", bram, facts={"detained": False})
    with pytest.raises(NotReady):
        cast.act(case, "free", bram)
    cast.act(case, "detain", bram, facts={"detained": True})
    assert cast.act(case, "free", bram)


def test_a_clock_is_extended_and_stands_still(idriss: Who, bram: Who, at: Any) -> None:
    at(2026, 1, 15, 10)
    case = lodged(idriss, bram)
    assert case.due == date(2026, 7, 15)
    cast.act(case, "longer", bram, reason="The file is complex.")
    assert Case.objects.get(pk=case.pk).due == date(2026, 10, 15)
    cast.act(case, "longer", bram, reason="Still.")
    assert Case.objects.get(pk=case.pk).due == date(2026, 10, 15)
    at(2026, 2, 1, 10)
    cast.act(case, "ask", bram)
    found = term(case, "decide")
    assert found is not None
    assert (found.state, found.latest) == ("still", date(2026, 11, 4))
    at(2026, 2, 11, 10)
    cast.act(case, "answered", bram)
    assert term(case, "decide").last_day == date(2026, 10, 25)  # type: ignore[union-attr]


def test_the_round_warns_once_and_acts_once_with_the_right_day(
    idriss: Who, bram: Who, chantal: Who, at: Any, mailoutbox: Any, django_capture_on_commit_callbacks: Any
) -> None:
    case = refused(idriss, bram, chantal, at)
    cast.act(case, "hand_over", bram)
    cast.act(case, "detain", bram, facts={"detained": False})
    at(2026, 11, 10, 9)
    assert daily_round().warned == 0
    at(2026, 11, 11, 9)
    with django_capture_on_commit_callbacks(execute=True):
        assert daily_round().warned == 1
    assert daily_round().warned == 0
    (written,) = mailoutbox
    assert "18 November 2026" in written.body
    assert f"/my/{case.pk}" in written.body
    at(2026, 11, 18, 22)
    assert daily_round().acted == 0
    at(2026, 11, 18, 23, 30)  # half past midnight of the 19th where the law is
    assert daily_round().acted == 1
    assert daily_round().acted == 0
    over = Case.objects.get(pk=case.pk)
    assert over.ends == "goes_on"
    last = list(entries(case.pk))[-1]
    assert (last.act, last.at.isoformat()) == ("too_late", "2026-11-18T23:00:00+00:00")


def test_a_decision_told_again_ends_nothing_while_the_court_weighs(
    idriss: Who, bram: Who, chantal: Who, court: Who, at: Any
) -> None:
    case = refused(idriss, bram, chantal, at)
    cast.act(case, "hand_over", bram)
    cast.act(case, "detain", bram, facts={"detained": False})
    cast.act(case, "appeal", idriss)
    cast.act(case, "hand_over", bram)
    at(2027, 3, 1, 9)
    done = daily_round()
    assert (done.acted, [one[:2] for one in done.stuck]) == (0, [(case.pk, "too_late")])
    assert Case.objects.get(pk=case.pk).ends is None
    assert cast.act(case, "confirm", court).case.ends == "goes_on"


def test_after_days_of_absence_everything_carries_its_own_day(idriss: Who, bram: Who, chantal: Who, at: Any) -> None:
    case = refused(idriss, bram, chantal, at)
    cast.act(case, "hand_over", bram)
    cast.act(case, "detain", bram, facts={"detained": False})
    at(2027, 3, 1, 9)
    done = daily_round()
    assert (done.acted, done.stuck) == (2, ())
    child = Case.objects.get(parent=case)
    # ordered from 19 November; thirty days later, on 19 December, the last day; the order ran out on the 20th
    assert child.step == "forced"
    assert [one.at.date() for one in entries(child.pk)] == [date(2026, 11, 18), date(2026, 12, 19)]
    assert term(child, "act").state == "over"  # type: ignore[union-attr]


def test_the_program_refuses_nobody(idriss: Who, bram: Who, pack: Pack) -> None:
    for route in pack.routes.values():
        assert route.procedure is not None
        for act in route.procedure.acts.values():
            assert "system" not in act.by or act.does == "expire"
