"""Groups and homes that look like one: the program proposes, an official finds, and every finding can be taken back."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cases import cast
from tests.people.cast import signed_in
from tests.sponsorship import stage
from veer.access import policy, roles
from veer.access.acts import give_role
from veer.access.who import SYSTEM, Who
from veer.cases import held
from veer.journal.models import Payload
from veer.journal.queries import entries
from veer.journal.verify import verify
from veer.sponsorship import acts, alike, keeping
from veer.sponsorship.models import Finding, Group
from veer.sponsorship.queries import files_of_member
from veer.sponsorship.together import ones, stands

pytestmark = pytest.mark.django_db
DOOR = ("Klaverhof 3 bus 2", "9040", "Gent")


@pytest.fixture(autouse=True)
def law(db: None, at: Callable[..., datetime]) -> None:
    at(2026, 3, 2, 9)
    stage.activate_law()


@pytest.fixture
def bram() -> Who:
    return cast.official()


def sent(
    name: str, where: tuple[str, str, str] | None = None, form: str = "group", number: str = "", lead: Who | None = None
) -> Group:
    """A group of one that asked to be recognised, with a home where one is said."""
    lead = lead or stage.somebody(f"{name} Lead")
    group = acts.begin_group(name, form, lead, stage.TOLD, number)
    if where:
        lives(group, lead, where)
    cast.act(acts.ask_recognition(group.pk, lead, uuid4().hex), "submit", lead, declaration=True)
    return group


def lives(group: Group, lead: Who, where: tuple[str, str, str]) -> None:
    street, postcode, town = where
    acts.offer_home(group.pk, town, stage.HOME, lead, street=street, postcode=postcode)


def lead_of(group: Group) -> Who:
    return cast.who(group.members.get(lead=True).account)


def proposed(who: Who) -> list[tuple[str, set[UUID], tuple[str, ...]]]:
    return [(one.what, {one.one.pk, one.other.pk}, one.signs) for one in alike.waiting(who)[0]]


def same(one: Group, other: Group, by: Who, what: str = Finding.GROUP) -> Finding:
    return acts.find_same(what, one.pk, other.pk, one.pk, by, "Seen at the register.")


# ---------- What is proposed ----------


def test_SG11_each_sign_is_a_reason_to_look_and_of_what_was_not_sent_nothing_is_proposed(bram: Who) -> None:
    first = sent("Buren van de Dampoort vzw", DOOR)
    stage.money(first, lead_of(first))
    quiet = acts.begin_group("Stil", "group", stage.somebody("Stil Lead"), stage.TOLD)
    lives(quiet, lead_of(quiet), DOOR)
    assert proposed(bram) == []
    home = sent("Elders", ("klaverhof, 3/2", "9040", "Gand"))
    assert proposed(bram) == [("home", {first.pk, home.pk}, ("home",))]
    name = sent("De buren van Dampoort", ("Dok 1", "9000", "GENT"))
    assert ("group", {first.pk, name.pk}, ("name",)) not in proposed(bram)  # another town by its postcode
    lives(name, lead_of(name), ("Dok 1", "", "GENT"))
    assert ("group", {first.pk, name.pk}, ("name",)) in proposed(bram)
    acts.name_account(name.pk, "BANK", "5390 0754 7034", lead_of(name))  # the account without what begins it
    assert ("group", {first.pk, name.pk}, ("account", "name")) in proposed(bram)
    one, other = (sent(f"Huis {n}", form="organisation", number=n) for n in ("BE 0403.170.701", "403170701"))
    assert ("group", {one.pk, other.pk}, ("number",)) in proposed(bram)
    assert len(proposed(bram)) == 3


def test_the_same_people_in_one_group_after_another_are_a_sign(bram: Who) -> None:
    before, after = sent("Toen"), sent("Nu")
    for number, word in enumerate(("Een", "Twee")):
        assert len(proposed(bram)) == 0, number  # one of both is no sign
        member = stage.joined(before, lead_of(before), stage.somebody(f"Lid {word}"))
        acts.leave(before.pk, cast.who(member.account))
        stage.joined(after, lead_of(after), cast.who(member.account))
    assert proposed(bram) == [("group", {before.pk, after.pk}, ("members",))]


def test_three_pairs_cost_the_list_no_question_more_than_one_and_pages_begin_after_a_key(bram: Who) -> None:
    client, page = signed_in(bram.account), reverse("sponsorship:twins")

    def asked() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as seen:
            found = client.get(page).content.decode()
        return len(seen), found.count("same address")

    for name in ("Een", "Twee"):
        sent(name, DOOR)
    asked()
    questions, rows = asked()
    sent("Drie", DOOR)
    assert (rows, asked()) == (1, (questions, 3))
    first = alike.waiting(bram)[0][0].key
    assert [one.key for one in alike.waiting(bram)[0]][1:] == [one.key for one in alike.waiting(bram, first)[0]]


# ---------- What is found ----------


def two(bram: Who) -> tuple[Group, Group]:
    one, other = sent("Samen Sterk", DOOR), sent("samen STERK", DOOR)
    assert {what for what, _pair, _signs in proposed(bram)} == {"group", "home"}
    return one, other


def test_SG2_found_to_be_one_sponsor_it_is_on_the_journal_and_nobody_sees_more(bram: Who) -> None:
    one, other = two(bram)
    made = same(one, other, bram)
    assert {row[0] for row in proposed(bram)} == {"home"}  # of which nothing was said
    assert ones(one.pk) == ones(other.pk) == sorted((one.pk, other.pk))
    assert [entry.act for entry in entries(made.pk)] == ["find_same"]
    for group, stranger in ((one, other), (other, one)):
        page = signed_in(lead_of(stranger).account).get(reverse("sponsorship:group", args=[group.pk]))
        assert page.status_code == 404
        (told,) = json.loads(held.as_json(lead_of(group)))["rooms"]["sponsorship"]["memberships"]
        assert [row["what"] for row in told["found_one"]] == ["group"]
        assert not {str(stranger.pk), "Seen at the register."} & set(json.dumps(told).split('"'))
    acts.take_back(made.pk, bram, "Two streets of one name.")
    assert stands() == {}
    assert len(proposed(bram)) == 2
    assert [entry.act for entry in entries(made.pk)] == ["find_same", "take_back"]
    with pytest.raises(acts.SaidBefore):
        acts.take_back(made.pk, bram, "Again.")
    assert verify().ok


def test_two_that_are_not_one_are_proposed_again_only_when_a_fact_changes(bram: Who) -> None:
    one, other = two(bram)
    for what in (Finding.GROUP, Finding.HOME):
        acts.find_different(what, one.pk, other.pk, bram, "Two floors, two groups: I was there.")
    assert proposed(bram) == []
    lives(one, lead_of(one), ("KLAVERHOF 3/2", "9040", "Gand"))  # the same door in other words
    assert proposed(bram) == []
    for group in (one, other):
        acts.name_account(group.pk, "Bank", f"{'BE68' if group == one else ''} 5390 0754 7034", lead_of(group))
    assert [what for what, _pair, _signs in proposed(bram)] == ["group"]
    kept = same(one, other, bram)
    assert Finding.objects.filter(undone_at=None, what="group").get() == kept  # what was said before is answered


def test_HO4_homes_are_one_only_while_both_are_where_they_were(at: Callable[..., datetime], bram: Who) -> None:
    one, other = two(bram)
    same(one, other, bram, Finding.HOME)
    assert set(stands(Finding.HOME)) == {one.pk, other.pk}
    at(2026, 3, 3, 9)
    lives(other, lead_of(other), ("Dok 1", "9000", "Gent"))
    assert stands(Finding.HOME) == {}
    assert alike.findings_of(bram, one) == []
    at(2026, 3, 4, 9)
    lives(other, lead_of(other), DOOR)
    assert stands(Finding.HOME) == {}
    assert "home" in {what for what, _pair, _signs in proposed(bram)}  # somebody looks again


def test_SG18_nobody_finds_without_a_reason_without_the_role_or_about_their_own_group(bram: Who) -> None:
    one, other = two(bram)
    for reason in ("", "  "):
        with pytest.raises(acts.NoReason):
            acts.find_same("group", one.pk, other.pk, one.pk, bram, reason)
    with pytest.raises(policy.Refused):
        same(one, other, cast.signer())
    with pytest.raises(ValueError, match="one of the two"):
        acts.find_same("group", one.pk, other.pk, uuid4(), bram, "Same.")
    inside = Who(lead_of(one).account, roles=bram.roles)
    assert proposed(inside) == []
    with pytest.raises(policy.NotThere):
        same(one, other, inside)
    made = same(one, other, bram)
    with pytest.raises(policy.NotThere):
        acts.take_back(made.pk, inside, "It was me.")


def test_SG18_an_official_works_on_no_file_of_a_sponsor_that_they_are_or_were_of(bram: Who) -> None:
    def opened() -> list[int]:
        for one in groups:
            one.refresh_from_db()
        files = [reverse("cases:at_work", args=[one.recognition_id]) for one in groups]
        return [signed_in(inside.account).get(file).status_code for file in files]

    (one, other), inside = two(bram), stage.somebody("Otto Ambtenaar")
    groups = (one, other)
    give_role(inside.account, roles.OFFICIAL, SYSTEM)
    assert opened() == [200, 200]
    stage.joined(one, lead_of(one), inside)
    assert opened() == [404, 200]
    made = same(one, other, bram)
    assert opened() == [404, 404]
    assert set(files_of_member(inside.account)) == {one.recognition_id, other.recognition_id}
    acts.take_back(made.pk, bram, "They are two.")
    acts.leave(one.pk, inside)
    assert opened() == [404, 200]


def test_one_into_the_other_and_the_other_into_the_one_make_no_circle(bram: Who) -> None:
    one, other = two(bram)
    made = same(one, other, bram)
    with pytest.raises(acts.SaidBefore):
        acts.find_same("group", other.pk, one.pk, other.pk, cast.official("Bea Willems"), "Same.")
    twice = {name: getattr(made, name) for name in ("what", "one_id", "other_id", "marks", "reason", "at", "by")}
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.create(**twice, kept=other)
    third = sent("Sterk samen", DOOR)
    same(other, third, bram)
    with pytest.raises(acts.SaidBefore):  # they are one already, by way of the other
        same(third, one, bram)


def test_what_was_found_to_be_two_is_made_one_by_no_way_round(bram: Who) -> None:
    one, other = two(bram)
    third = sent("Sterk samen", DOOR)
    apart = acts.find_different("group", one.pk, other.pk, bram, "Two floors: I was there.")
    same(one, third, bram)
    client, ends = signed_in(bram.account), sorted((other.pk, third.pk))
    told = {"said": str(third.pk), "reason": "One register."}
    page = client.post(reverse("sponsorship:twin", args=["group", *ends]), told).content.decode()
    assert "A colleague found that" in page
    assert "One register." in page  # what was typed stays
    assert ones(other.pk) == [other.pk]
    acts.take_back(apart.pk, bram, "I was at the wrong door.")
    same(third, other, bram)
    assert len(ones(one.pk)) == 3


STEPS = st.lists(st.tuples(st.sampled_from(("same", "undo")), st.integers(0, 3), st.integers(0, 3)), max_size=7)


def test_undo_is_as_if_it_never_happened(bram: Who, django_db_blocker: Any) -> None:
    groups = [sent(name, DOOR) for name in ("a b c", "c b a", "b a c", "c a b")]
    place = {group.pk: number for number, group in enumerate(groups)}

    @given(STEPS)
    @settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def walk(steps: list[tuple[str, int, int]]) -> None:
        with transaction.atomic():
            done: list[tuple[int, int, Finding]] = []
            for what, one, other in steps:
                if what == "undo" and one < len(done):
                    acts.take_back(done.pop(one)[2].pk, bram, "Two.")
                elif what == "same" and one != other and not _tied(done, one, other):
                    done.append((one, other, same(groups[one], groups[other], bram)))
                told = {place[group]: place[root] for group, root in stands().items()}
                assert told == _replayed(done)
            while done:
                acts.take_back(done.pop()[2].pk, bram, "Two.")
            assert stands() == {}
            assert len(alike.waiting(bram)[0]) == 12
            transaction.set_rollback(True)

    walk()


def _replayed(done: list[tuple[int, int, Finding]]) -> dict[int, int]:
    """Only what still counts, done from the beginning with pen and paper."""
    found: dict[int, int] = {}
    for keep, gone, _finding in sorted(done, key=lambda row: (row[2].at, row[2].pk)):
        roots = {number: found.get(number, number) for number in (keep, gone)}
        found |= roots
        found = {number: roots[keep] if root == roots[gone] else root for number, root in found.items()}
    return found


def _tied(done: list[tuple[int, int, Finding]], one: int, other: int) -> bool:
    found = _replayed(done)
    return one in found and found[one] == found.get(other)


# ---------- Pages ----------


def test_an_official_looks_at_both_finds_and_takes_it_back(bram: Who) -> None:
    one, other = two(bram)
    client, pair = signed_in(bram.account), next(row for row in alike.waiting(bram)[0] if row.what == "group")
    address = reverse("sponsorship:twin", args=["group", pair.one.pk, pair.other.pk])
    assert address in client.get(reverse("sponsorship:twins")).content.decode()
    page = client.get(address).content.decode()
    assert "the same name, and homes in one municipality" in page
    assert page.count("Klaverhof 3 bus 2") == 2
    assert client.post(address, {"said": str(one.pk), "reason": "One register."}).status_code == 302
    assert client.get(address).status_code == 404  # nothing is left to look at
    file = reverse("sponsorship:group_at_work", args=[other.pk])
    page = client.get(file).content.decode()
    assert "One sponsor with:" in page
    assert "One register." in page
    made = Finding.objects.get(what="group")
    for reason in ("", "Two registers."):
        told = {"do": "take_back", "finding": made.pk, "reason": reason}
        assert client.post(file, told).status_code == 302
        assert Finding.objects.filter(undone_at=None).exists() == (not reason)
    assert "One sponsor with:" not in client.get(file).content.decode()


def test_what_was_found_goes_with_the_first_group_whose_time_is_over(bram: Who) -> None:
    one, other = two(bram)
    same(one, other, bram)
    next(item for item in keeping.groups() if item.subject.id == one.pk).erase()
    assert not Finding.objects.exists()
    assert not Payload.objects.filter(body__contains="Seen at the register").exists()
    assert verify().ok
