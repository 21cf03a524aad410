"""The path that a person reads, and what an official is offered first, in a procedure of many steps and more acts."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from tests.cases import cast
from tests.cases.test_pages import as_, marks, page
from tests.cases.test_walks import LAW
from tests.law.test_be_current_machine import FINDINGS, PACK, WHY, received
from tests.law.test_be_current_machine import desk as somebody_at_a_desk
from tests.laws import law_in
from veer.access import roles
from veer.access.who import SYSTEM, Who
from veer.cases import facts, law, queries
from veer.cases.acts import open_case
from veer.cases.acts.offers import offers
from veer.cases.forms.acts import kind_choices
from veer.cases.models import Case
from veer.cases.pages import offered, shown, way
from veer.cases.standing import Standing

pytestmark = pytest.mark.django_db

TRACK = {"procedure.kind": "ordinary", "procedure.ground": "none", "procedure.country_information": "COI Focus"}


@pytest.fixture
def case(at: Any) -> Case:
    at(2026, 2, 9, 8)
    law.activate(law_in(LAW / PACK), SYSTEM)
    return received(cast.applicant("Idriss Bah"), somebody_at_a_desk())


def titles(case: Case) -> list[str]:
    return [one["title"] for one in way.path(standing(case), "en")["steps"] if one["state"] == "ahead"]


def standing(case: Case) -> Standing:
    return Standing(Case.objects.get(pk=case.pk))


def words(case: Case, *steps: str) -> list[str]:
    return [law.words(law.pack_of(case), "asylum", f"procedure.steps.{step}", "en") for step in steps]


def first(case: Case, who: Who) -> list[str]:
    now = standing(case)
    return [one.offer.id for one in offered.acts(now, offers(now, who, "en"))["first"]]


def test_the_way_ahead_is_that_of_the_law_not_a_transfer_elsewhere(case: Case) -> None:
    assert titles(case) == [*words(case, "examined", "proposed"), "Decision"]


def test_after_sending_the_route_says_what_comes_and_who_has_the_turn(case: Case) -> None:
    told = shown.receipt(case, "en")
    assert [one["title"] for one in told["comes"]] == [*words(case, "examined", "proposed"), "Decision"]
    assert [one["who"] for one in told["comes"]] == ["The authority", "The authority", ""]
    decision = "Decision, within six months after the file arrived (applications up to 11 June 2026)"
    assert [one["terms"] for one in told["comes"]] == [[], [], [decision]], "a term stands where it is met"
    assert [(one["words"], one["who"]) for one in told["terms"]] == [
        ("Go to your municipality, within eight working days after lodging", "You")
    ]


def test_documents_of_the_facts_of_a_case_are_offered_first(case: Case) -> None:
    mine, others = facts.document_kinds(case)
    assert "passport" in mine
    assert "medical_certificate" in others, "where people judge any document may matter"
    choices = kind_choices(law.pack_of(case), (mine, others), "en")
    assert [sorted(one[0] for one in group) for _title, group in choices[1:]] == [mine, others]


def test_what_follows_a_refusal_is_not_foretold(case: Case, at: Any) -> None:
    bram, chantal = cast.official(), cast.signer()
    refused(case, bram, chantal)
    assert titles(case) == []
    court = cast.who(cast.account("Greta", roles.COURT))
    cast.act(case, "hand_over", bram)
    cast.act(case, "lodge_appeal", court)
    cast.act(case, "judge_annul", court)
    assert titles(case) == [*words(case, "proposed"), "Decision"]
    told = way.path(standing(case), "en")
    assert [one["title"] for one in told["before"]] == words(case, "here", "presented", "registered", "lodged")
    assert [one["state"] for one in told["steps"]] == ["done", "done", "done", "here", "ahead", "ahead"]


def test_only_the_term_to_decide_is_a_day_of_an_answer(case: Case) -> None:
    told = shown.now(standing(case), "en")
    assert told["answer_due"] is None  # what runs is the person's visit to the municipality
    bram = cast.official()
    cast.act(case, "receive_file", bram)
    assert shown.now(standing(case), "en")["answer_due"].until == date(2026, 8, 9)
    assert way.path(standing(case), "en")["steps"][-1]["text"] == "by 9 August 2026 at the latest"


def test_what_moves_the_case_stands_first_and_the_rest_behind_a_fold_with_its_reason(case: Case) -> None:
    bram = cast.official()
    assert first(case, bram) == ["at_municipality", "ask_state", "receive_file"]
    cast.act(case, "receive_file", bram)
    assert {"set_kind", "summon", "hear"} <= set(first(case, bram))
    assert not {"detain", "report_minor", "extend_complex", "ask_document", "find"} & set(first(case, bram))
    cast.act(case, "hear", bram, notes="He told his story.")
    assert {"find", "give_notes"} <= set(first(case, bram))
    assert "hear" not in first(case, bram)
    shown_page = page(as_(bram), reverse("cases:at_work", args=[case.pk]))
    fold = shown_page[shown_page.index('id="more"') :]
    assert "/law/extend_complex" in fold
    assert "Something has to happen first" in fold[: fold.index("</details>")]
    assert "/law/find" in shown_page[: shown_page.index('id="more"')]


def test_proposals_that_are_not_possible_yet_stand_behind_a_fold(case: Case) -> None:
    bram = cast.official()
    cast.act(case, "receive_file", bram)
    shown_page = page(as_(bram), reverse("cases:at_work", args=[case.pk]))
    fold = shown_page[shown_page.index('class="not-yet"') :]
    refusal = law.words(law.pack_of(case), "asylum", "procedure.acts.propose_refused", "en")
    assert refusal in fold
    assert "/propose/propose_refused" not in shown_page
    assert "/propose/propose_refugee" in shown_page


def refused(case: Case, bram: Who, chantal: Who) -> None:
    cast.act(case, "receive_file", bram)
    cast.act(case, "set_kind", bram, facts=TRACK)
    cast.act(case, "hear", bram, notes="He told his story.")
    cast.act(case, "find", bram, facts=FINDINGS)
    cast.act(case, "propose_refused", bram, reasons=WHY)
    cast.act(case, "sign", chantal, letter=cast.shown_letter(case, chantal))


def test_no_yes_is_read_from_conditions_that_only_open_the_door(case: Case) -> None:
    bram, chantal = cast.official(), cast.signer()
    cast.act(case, "take", bram)
    cast.act(case, "receive_file", bram)
    shown_page = page(as_(bram), reverse("cases:at_work", args=[case.pk]))
    assert "the law says yes" not in shown_page
    assert "No rule computes the answer" in shown_page
    assert "/do/give_back" in shown_page
    assert "/do/take" not in shown_page  # it is his already
    address = reverse("cases:propose", args=[case.pk, "propose_refugee"])
    asked = page(as_(bram), address)
    assert "says yes" not in asked
    cast.act(case, "propose_refugee", bram, reasons=WHY)
    title = law.words(law.pack_of(case), "asylum", "procedure.acts.propose_refugee", "en")
    assert f"<strong>{title}</strong>" in page(as_(bram), reverse("cases:at_work", args=[case.pk]))
    assert f"<h1>{title}</h1>" in page(as_(chantal), reverse("cases:sign", args=[case.pk, "sign"]))


def test_what_the_law_asks_with_a_proposal_is_asked_on_its_page(case: Case) -> None:
    bram, coach = cast.official(), cast.who(cast.account("Rita", roles.RETURNS))
    going = open_case(case.person_id, PACK, "return", coach, language="nl", key="going")
    client, address = as_(bram), reverse("cases:propose", args=[going.pk, "propose_order"])
    asked = page(client, address)
    told = {"f0-value": "ordinary", "f1-value": "false", "f2-value": "false", "f3-value": "false"}
    assert all(f'name="{name}"' in asked for name in told)
    left_out = client.post(address, {**marks(asked), "reason_0": "No right to stay."})
    assert left_out.status_code == 200
    assert Case.objects.get(pk=going.pk).step == "opened"
    answer = client.post(address, {**marks(asked), **told, "reason_0": "No right to stay."})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    assert Case.objects.get(pk=going.pk).step == "proposed"


def test_a_long_list_beside_other_questions_is_searched_and_answered(case: Case) -> None:
    bram = cast.official()
    cast.act(case, "receive_file", bram)
    client, address = as_(bram), reverse("cases:lawful", args=[case.pk, "set_kind"])
    told = {"f0-value": "accelerated", "f2-none": "on"}
    asked = page(client, address)
    assert "As asked of the applicant:" not in asked, "these are asked of officials alone"
    searched = client.post(address, {**marks(asked), **told, "f1-find": "safe country", "f1-search": "1"})
    shown_page = searched.content.decode()
    assert 'name="f1-value" value="safe_country_of_origin"' in shown_page
    assert 'name="f1-value" value="fingerprints"' not in shown_page
    assert "set_kind" not in [event.act for event in standing(case).events]
    answer = client.post(address, {**marks(asked), **told, "f1-value": "safe_country_of_origin"})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    assert standing(case).known[0]["procedure.ground"] == "safe_country_of_origin"


def test_who_decides_reads_what_was_said_and_what_the_person_says_about_it(case: Case) -> None:
    bram, amina = cast.official(), cast.applicant("Amina Diallo")
    other = received(amina, somebody_at_a_desk())
    cast.act(other, "receive_file", bram)
    cast.act(other, "hear", bram, notes="They burnt the shop.")
    cast.act(other, "give_notes", bram)
    cast.act(other, "remark", amina, remarks="It was my brother's shop.")
    shown_page = page(as_(bram), reverse("cases:at_work", args=[other.pk]))
    assert "They burnt the shop." in shown_page
    assert "It was my brother&#x27;s shop." in shown_page
    dirk = somebody_at_a_desk()
    assert not queries.hearings(standing(Case.objects.get(pk=other.pk)), dirk)


def test_the_day_that_a_person_can_still_keep_stands_before_one_that_passed(case: Case, at: Any) -> None:
    bram, chantal = cast.official(), cast.signer()
    refused(case, bram, chantal)
    at(2026, 10, 26, 9)
    cast.act(case, "hand_over", bram)
    told = shown.now(standing(case), "en")
    kept = [one.clock.id for one in standing(case).due_on(date(2026, 10, 26)) if one.open]
    assert "municipality" in kept  # never visited, nothing follows, and now too late to do: no clock of the page
    assert "municipality" not in [one["clock"].id for one in told["clocks"]]
    assert told["due"].id == "appeal"
