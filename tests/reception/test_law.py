"""The law of places decides who may wait and who comes first: another law in force, another list, no row changed."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from tests.cases import cast
from tests.laws import law_in
from tests.people.cast import signed_in
from tests.reception import stage
from veer.access.who import SYSTEM, Who
from veer.cases import law
from veer.cases.acts import open_case
from veer.cases.models import Case
from veer.cases.standing import Standing
from veer.journal.models import Entry
from veer.reception import acts, queries, rules
from veer.reception.lists import NEED, law_of_places, lists
from veer.rules import Pack
from veer.rules.load import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def rik(db: None) -> Who:
    stage.activate_law()
    return stage.officer()


def with_law(*changes: tuple[str, str]) -> Pack:
    """The bundled law with another law of places."""
    files = dict(stage.bundled().files)
    for this, by in changes:
        assert this in files["reception.yaml"]
        files["reception.yaml"] = files["reception.yaml"].replace(this, by, 1)
    return build(files, "")[0]


def test_another_order_is_in_force_from_the_moment_it_is_activated(rik: Who) -> None:
    ill, family = stage.waits(rik, 1, "medical", name="Ana A"), stage.waits(rik, 4, "family", name="Bo B")
    assert [one.wait for one in queries.waiting_for(rik)] == [ill, family]
    before = queries.position(family)
    law.activate(with_law(("need.medical or need.step_free or need.minors", "need.family")), SYSTEM)
    after = queries.position(family)
    assert (before.number if before else 0, after.number if after else 0) == (2, 1)
    assert [(one.wait, one.rank) for one in queries.waiting_for(rik)] == [(family, 0), (ill, 2)]


def test_an_order_that_nobody_checked_against_its_source_is_shown_so(rik: Who) -> None:
    """To who gives places and to the household; no longer once it was checked."""
    amina = cast.applicant()
    wait = acts.enlist(stage.presented(amina), 1, rik, key="k")
    looks = [(rik, reverse("reception:work")), (rik, reverse("reception:wait", args=[wait.pk]))]
    looks.append((amina, reverse("reception:mine")))

    def marked() -> list[bool]:
        pages = [signed_in(who.account).get(f"{page}?lang=en", follow=True).content.decode() for who, page in looks]
        return ["not checked against the source" in page for page in pages]

    assert marked() == [True, True, True]
    law.activate(with_law(*[("confidence: unverified", "confidence: verified")] * 5), SYSTEM)
    assert marked() == [False, False, False]


@pytest.mark.parametrize("name", ["be-current", "be-proposal"])
def test_the_order_and_what_is_owed_of_a_wage_are_loaded_as_unverified(name: str) -> None:
    found = law_in(Path("veer/law") / name).reception
    assert found is not None
    rules = [*found.classes.values(), *found.contributions.values(), found.placing]
    assert {rule.marks.confidence for rule in rules if rule is not None} == {"unverified"}


def test_a_class_holds_from_its_day(rik: Who) -> None:
    family = stage.waits(rik, 4, "family", name="Bo B")
    law.activate(with_law(("  families:\n", "  families:\n    in_force: {from: 2999-01-01}\n")), SYSTEM)
    (only,) = queries.waiting_for(rik)
    assert (only.wait, only.rank) == (family, 1)
    assert law_of_places(only.pack).title(only.rank) == "Everybody else"


def test_a_right_that_only_keeps_a_place_opens_none(rik: Who) -> None:
    stay = stage.placed(rik, stage.place(rik), stage.waits(rik))
    opens, keeps = "opens: {reception: stay, open_place: departure}", "keeps: [reception_transition]"
    law.activate(with_law((opens, "opens: {open_place: departure}"), (keeps, "keeps: [reception]")), SYSTEM)
    assert queries.right_ended(rik) == []
    with pytest.raises(acts.NoRight):
        acts.enlist(stage.presented(cast.applicant("Bo B")), 1, rik, key="k")
    law.activate(with_law((opens, "opens: {open_place: departure}"), (keeps, "keeps: []")), SYSTEM)
    assert [one.stay for one in queries.right_ended(rik)] == [stay]


def test_the_file_is_told_of_the_place_and_its_clock_is_met(rik: Who, at: Callable[..., Any]) -> None:
    """In the proposal a place is owed within a day: giving it meets that clock, and nobody writes it down twice."""
    at(2026, 12, 1, 9)
    law.activate(law_in(Path("veer/law/be-proposal")), SYSTEM)
    amina = cast.applicant()
    case = open_case(cast.person_of(amina), "be-proposal", "asylum", amina, language="nl", key="k")
    cast.act(case, "receive", rik, facts={"whereabouts": "inside"})
    case = Case.objects.get(pk=case.pk)
    (owed,) = [due for due in Standing(case).due_on(date(2026, 12, 1)) if due.clock.id == "place"]
    assert owed.state == "running"
    stage.placed(rik, stage.place(rik), acts.enlist(case, 1, rik, key="list"))
    case = Case.objects.get(pk=case.pk)
    (owed,) = [due for due in Standing(case).due_on(date(2026, 12, 1)) if due.clock.id == "place"]
    assert owed.state == "met"
    assert "give_place" in list(Entry.objects.filter(chain=case.pk).values_list("act", flat=True))


def test_whoever_may_not_do_the_act_gives_the_place_all_the_same(rik: Who) -> None:
    bram = cast.official()
    wait = stage.waits(rik)
    stage.placed(bram, stage.place(rik), wait)
    assert not Entry.objects.filter(chain=wait.case_id, act="give_place").exists()
    stage.placed(rik, stage.place(rik), stage.waits(rik, name="Bo B"))
    assert Entry.objects.filter(act="give_place").count() == 1


def test_who_has_to_leave_waits_for_an_open_place_and_gets_no_other(rik: Who) -> None:
    """A right to a place from which people return: such a place is proposed, and no centre, however free."""
    law.activate(law_in(Path("veer/law/be-proposal")), SYSTEM)
    amina = cast.applicant()
    case = open_case(cast.person_of(amina), "be-proposal", "return", amina, language="nl", key="k")
    centre, leaving = stage.place(rik, 9, "Centre"), stage.place(rik, 2, "Leaving", kind="open_return")
    wait = acts.enlist(case, 2, rik, key="list")
    assert wait.departing
    proposal = acts.propose(wait.pk, rik)
    against = {one["place"]: one["against"] for one in proposal.reasons}
    assert (proposal.place, against[str(centre.pk)]) == (leaving, [["other_kind", []]])
    acts.allocate(proposal.pk, leaving.pk, rik, key="give")
    assert queries.right_ended(rik) == []


def test_every_need_of_the_house_is_a_fact_of_the_law() -> None:
    facts = stage.bundled().facts
    assert {f"{NEED}{word}" for word in rules.NEEDS} == {fact for fact in facts if fact.startswith(NEED)}
    assert {word for word in rules.NEEDS if facts[f"{NEED}{word}"].sensitive} == rules.HEALTH


def test_a_law_without_places_puts_nobody_on_a_list(rik: Who) -> None:
    case = stage.presented(cast.applicant())
    files = {name: text for name, text in stage.bundled().files.items() if not name.startswith("reception")}
    files = {name: text for name, text in files.items() if "/reception" not in name}
    law.activate(build(files, "")[0], SYSTEM)
    assert lists() == []
    with pytest.raises(acts.NoRight):
        acts.enlist(case, 1, rik, key="k")
