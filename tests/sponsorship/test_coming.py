"""A drawn household: named one by one, agreeing alone, planned by the group, heard by nobody but who listens."""

import json
from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from tests.cases import cast
from tests.cases.conftest import english, folder  # noqa: F401  (fixtures)
from tests.people.cast import signed_in
from tests.sponsorship import stage
from tests.sponsorship.coming_stage import Drawn, drawn, person
from veer.access import policy
from veer.access.who import Who
from veer.cases import held
from veer.cases.errors import ActRefused
from veer.cases.keeping import carry_out, plan
from veer.cases.models import Case
from veer.journal import clock
from veer.journal.models import Payload
from veer.people.models import Housemate
from veer.quotas.queries import held_by
from veer.sponsorship import acts, coming, planning
from veer.sponsorship.coming_keeping import households
from veer.sponsorship.models import PlanLine, Traveller, Voice
from veer.web import keeping

pytestmark = pytest.mark.django_db
SECRET = "My uncle in the group reads my post."


def page(who: Who, name: str, *arguments: object) -> str:
    answer = signed_in(who.account).get(reverse(f"sponsorship:{name}", args=arguments))
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def test_SG1_people_are_written_down_one_by_one_and_what_was_found_comes_along(home: Drawn) -> None:
    assert Traveller.objects.filter(coming=home.coming).count() == 5
    assert Housemate.objects.filter(household__mates__person=home.case.person_id, until=None).count() == 5
    known = {one.fact: one.value for one in cast.facts.rows(home.case)}
    before = {one.fact: one.value for one in cast.facts.rows(home.application)}
    came = {"household.adults", "household.children", "check.war", "check.tie", "check.tier", "exclusion.none"}
    assert {one: known[one] for one in came} == {one: before[one] for one in came}
    assert not [fact for fact in known if fact.startswith(("funds.", "home."))], "of the group's money nothing"


def test_a_child_is_not_the_first_and_a_file_without_a_place_has_nobody(home: Drawn) -> None:
    _group, lead, case = drawn(home.cell)
    with pytest.raises(acts.NotDrawn):
        acts.name_traveller(case.pk, person("Lina"), False, home.bram, "child")
    cast.act(case, "withdraw", lead)
    with pytest.raises(acts.NotDrawn):
        acts.name_traveller(case.pk, person("Samira"), True, home.bram, "adult")
    with pytest.raises(policy.NotThere):
        acts.name_traveller(case.pk, person("Samira"), True, home.chantal, "signer")


def test_BE8_each_adult_says_for_themselves_and_may_take_it_back(home: Drawn) -> None:
    yousef = home.account("Yousef")
    acts.say_whether(home.people["Samira"].pk, True, home.head, "a")
    acts.say_whether(home.people["Yousef"].pk, True, yousef, "b")
    known = {one.fact: one.value for one in cast.facts.rows(home.case)}
    assert known["consent.adults"] == 2
    for other in (home.head, home.lead, home.support):
        with pytest.raises(policy.NotThere):
            acts.say_whether(home.people["Yousef"].pk, False, other, uuid4().hex)
    phone = signed_in(yousef.account)
    told = phone.post(reverse("sponsorship:coming"), {"do": "no", "key": "c"}, follow=True).content.decode()
    assert "you said no. You do not travel while it stands, and your sponsor does not read it." in told
    assert {one.fact: one.value for one in cast.facts.rows(home.case)}["consent.adults"] == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Traveller.objects.filter(pk=home.people["Lina"].pk).update(agreed_at="2026-03-02T09:00Z", agreed_by=uuid4())


def test_BE8_on_board_it_is_no_longer_asked_and_nothing_changes(home: Drawn) -> None:
    home.arrived()
    with pytest.raises(ActRefused):
        acts.say_whether(home.people["Samira"].pk, False, home.head, "late")
    assert Traveller.objects.get(pk=home.people["Samira"].pk).agreed_at is not None


def test_B8_the_plan_is_the_groups_and_stands_once_each_point_has_two_people(home: Drawn) -> None:
    home.screened()
    home.checked()
    before = planning.reminded(home.coming.application, home.lead)
    assert before[0].words.startswith("21 points of the plan for the first year have nobody yet. Begin with: ")
    assert str(home.coming.pk) in before[0].url
    assert planning.reminded(home.coming.application, home.bram) == [], "the plan is the group's"
    assert [one.words for one in planning.own(home.lead)] == ["My group"]
    assert planning.own(home.bram) == [], "whoever is in no group is led to none"
    home.written(20)
    assert "The plan stands" in page(home.support, "household_at_work", home.coming.pk)
    acts.finish_plan(home.coming.pk, home.support, "first")
    points = {one.fact: one.value for one in cast.facts.rows(home.case)}["settlement"]
    assert sum(points.values()) == 20
    with pytest.raises(ActRefused):
        home.does("propose_grant", home.bram, reasons=[{"id": "", "text": "Why.", "source": ""}])
    home.written()
    acts.finish_plan(home.coming.pk, home.support, "second")
    assert home.does("propose_grant", home.bram, reasons=[{"id": "", "text": "Why.", "source": ""}]).step == "proposed"
    assert "The plan stands" not in page(home.support, "household_at_work", home.coming.pk), "not while it is decided"
    stranger = stage.somebody("Vreemd Mens")
    with pytest.raises(policy.NotThere):
        acts.write_point(home.group.pk, home.coming.pk, "bank", {}, stranger)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanLine.objects.filter(coming=home.coming, point="bank").update(backup="")


def test_QU1_a_signed_visa_uses_the_place_and_a_no_gives_it_back(home: Drawn) -> None:
    home.proposed()
    home.signed()
    assert acts.settle_households() == 1
    (place,) = held_by(home.application.pk)
    assert (place.reserved, place.confirmed) == (0, 5)
    assert acts.settle_households() == 0
    home.told("issue_visa", home.consul, visa__sticker="BEL1234567", visa__paper="passport")
    home.does("withdraw", home.head)
    assert acts.settle_households() == 1
    assert Case.objects.get(pk=home.application.pk).step == "not_brought"
    acts.free_ended()
    assert held_by(home.application.pk) == []


def test_B10_a_breakdown_with_a_rematch_leaves_the_plan_of_a_group_nothing_of_why(home: Drawn) -> None:
    home.arrived()
    home.does("concern", home.head, text="He shouts at night.")
    home.told("separate", home.bram, breakdown__cause="sponsor")
    home.does("give_room", home.reception)
    home.told("rematched", cast.SYSTEM, breakdown__cause="sponsor")
    words = page(home.lead, "household", home.group.pk, home.coming.pk)
    assert "They have arrived." in words
    assert not [one for one in ("shouts", "separate", "rematch", "cause") if one in words.lower()]


# --- what the sponsor never sees --------------------------------------------------------------------------------------


def test_from_each_file_who_works_on_it_finds_the_group_and_the_household(home: Drawn) -> None:
    home.screened()
    group = reverse("sponsorship:group_at_work", args=[home.group.pk])
    household = reverse("sponsorship:household_at_work", args=[home.coming.pk])

    def led(who: Who, case: Case) -> list[bool]:
        told = signed_in(who.account).get(reverse("cases:at_work", args=[case.pk])).content.decode()
        return [address in told for address in (group, household)]

    assert led(home.bram, home.case) == [True, True]
    assert led(home.bram, home.coming.group.recognition) == [True, False]
    assert led(home.bram, home.coming.application) == [True, False]
    assert led(home.support, home.case) == [False, True], "the page of a group is not the support body's"


def test_SG8_the_private_voice_is_on_no_page_file_copy_or_journal_that_a_sponsor_reads(home: Drawn) -> None:
    home.screened()  # from then on the support body takes part
    acts.say(home.people["Samira"].pk, SECRET, home.head)
    assert SECRET in page(home.head, "coming")
    assert SECRET in page(home.support, "household_at_work", home.coming.pk)
    seen = [
        page(home.lead, "household", home.group.pk, home.coming.pk),
        page(home.lead, "plan", home.group.pk, home.coming.pk),
        page(home.lead, "point", home.group.pk, home.coming.pk, "bank"),
        page(home.lead, "group", home.group.pk),
        held.as_json(home.lead),
        page(home.account("Yousef"), "coming"),  # nor does anybody else of the household
    ]
    assert not [one for one in seen if SECRET in str(one)]
    assert not Payload.objects.filter(body__contains=SECRET[:20]).exists()
    client = signed_in(home.lead.account)
    for name, arguments in (("coming", []), ("household_at_work", [home.coming.pk]), ("households", [])):
        assert client.get(reverse(f"sponsorship:{name}", args=arguments)).status_code == 404
    assert client.get(reverse("cases:file", args=[home.case.pk])).status_code == 404


def test_who_works_on_other_steps_or_checks_the_work_reads_no_voice(home: Drawn) -> None:
    home.screened()
    acts.say(home.people["Samira"].pk, SECRET, home.head)
    voice = Voice.objects.get()
    auditor = cast.who(cast.account("Ada Toezicht", "auditor"))
    for one in (home.chantal, auditor):
        assert SECRET not in page(one, "household_at_work", home.coming.pk)
    for one in (home.chantal, auditor, home.consul, home.lead):
        with pytest.raises(policy.NotThere):
            acts.answer(voice.pk, "Yes.", one)
    waits = "1 message in confidence waits for an answer"
    assert [waits in page(one, "households") for one in (home.bram, home.support, auditor)] == [True, True, False]
    assert waits in page(home.bram, "work"), "whoever listens need not open each household to know"
    acts.answer(voice.pk, "We call you tomorrow.", home.support)
    assert waits not in page(home.bram, "work") + page(home.support, "households")
    assert "We call you tomorrow." in page(home.head, "coming")


def test_the_household_reads_in_its_own_copy_what_is_held_of_it(home: Drawn) -> None:
    acts.say(home.people["Samira"].pk, SECRET, home.head)
    told = json.loads(held.as_json(home.head))["rooms"]["households"]
    assert [one["text"] for one in told["voices"]] == [SECRET]
    assert json.loads(held.as_json(home.lead))["rooms"]["households"]["voices"] == []


def test_leaving_at_once_signs_out_and_leaves_nothing_in_the_browser(home: Drawn) -> None:
    client: Client = signed_in(home.head.account)
    answer = client.get(reverse("sponsorship:away"))
    assert answer.status_code == 302
    assert "veer" not in answer["Location"]
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert (answer["Referrer-Policy"], answer["Cache-Control"]) == ("no-referrer", "no-store")
    assert client.get(reverse("sponsorship:coming")).status_code == 302


def test_the_group_learns_of_a_decision_no_sooner_than_the_household(home: Drawn) -> None:
    assert coming.public_step(home.coming) == "preparing"
    home.refused()
    home.coming.refresh_from_db()
    assert coming.public_step(home.coming) == "preparing"


def test_what_was_said_and_planned_goes_when_the_file_is_long_over(home: Drawn, at: Callable[..., datetime]) -> None:
    acts.say(home.people["Samira"].pk, SECRET, home.head)
    home.written(3)
    (line,) = plan([households], keeping.periods(), clock.today("Europe/Brussels"))
    assert (line.goes, line.item.left) == (False, 4)
    home.does("withdraw", home.head)
    at(2028, 3, 3, 9)
    assert carry_out(plan([households], keeping.periods(), clock.today("Europe/Brussels"))) == 4
    assert (Voice.objects.count(), PlanLine.objects.count()) == (0, 0)
