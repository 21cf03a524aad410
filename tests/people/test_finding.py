"""Somebody is found by what a person at a desk can type, and only by whoever may look."""

from typing import Any

import pytest
from django.db import connection

from tests.people import cast
from veer.access import policy
from veer.journal.models import Reading
from veer.people import acts
from veer.people.finding import PAGE, begins, person_at_work, search
from veer.people.models import NameToken

pytestmark = pytest.mark.django_db


def found(typed: str) -> list[str]:
    return [person.name for person in search(cast.desk(), typed).people]


@pytest.mark.parametrize(
    "typed,there",
    [
        ("haddad amina", ["Amína HADDAD"]),
        ("Ami Had", ["Amína HADDAD"]),
        ("AMÍNA", ["Amína HADDAD"]),
        ("nguyen", ["Nguyễn Thị Đào"]),
        ("dao thi", ["Nguyễn Thị Đào"]),
        ("petrov", ["Юлия Петровић"]),
        ("Петро", ["Юлия Петровић"]),
        ("محمد", ["محمد علي"]),
        ("xiao wang", ["王小明"]),
        ("haddad thi", []),
        ("", []),
        ("'%_", []),
    ],
)
def test_any_order_any_accents_any_script(typed: str, there: list[str]) -> None:
    desk = cast.desk()
    for given, family in [
        ("Amína", "HADDAD"),
        ("Nguyễn Thị", "Đào"),
        ("Юлия", "Петровић"),
        ("محمد", "علي"),
        ("王小明", ""),
    ]:
        cast.registered(desk, given, family)
    assert found(typed) == there


def test_what_is_written_without_vowels_is_found_by_its_consonants_and_said_to_be_a_guess() -> None:
    desk = cast.desk()
    cast.registered(desk, "محمد", "خالد")
    guess = search(desk, "Mohamed Khaled")
    assert ([person.name for person in guess.people], guess.sounds) == (["محمد خالد"], True)
    cast.registered(desk, "Mohamed", "Khaled")
    sure = search(desk, "Mohamed Khaled")
    assert ([person.name for person in sure.people], sure.sounds) == (["Mohamed Khaled"], False)


def test_other_names_find_the_same_person_and_a_new_name_replaces_the_old() -> None:
    desk = cast.desk()
    person = cast.registered(desk, "أحمد", names=(("passport", "Ahmad Al Khatib"),))
    assert found("khatib") == ["أحمد"]
    acts.correct(person.pk, desk, "Passport seen.", given_name="Ahmad", family_name="Darwish")
    assert found("darw") == ["Ahmad Darwish"]
    assert search(desk, "hmd").sounds  # no longer a word of the name, only its consonants


def test_pages_begin_after_a_name() -> None:
    desk = cast.desk()
    for number in range(PAGE + 3):
        cast.registered(desk, "Same", "Name", born=f"19{number + 10}")
    first = search(desk, "same")
    second = search(desk, "same", first.after)
    assert (len(first.people), len(second.people), second.after) == (PAGE, 3, "")
    assert len({person.pk for person in [*first.people, *second.people]}) == PAGE + 3


@pytest.mark.parametrize("rows", [1, 3])
def test_a_search_costs_one_query(django_assert_num_queries: Any, rows: int) -> None:
    desk = cast.desk()
    for number in range(rows):
        cast.registered(desk, "Amina", f"Haddad{number}")
    with django_assert_num_queries(1):
        assert len(search(desk, "amina haddad").people) == rows


def test_it_walks_the_index() -> None:
    """icontains would read every name of a country. The plan of a beginning names the index, on both databases."""
    asked = NameToken.objects.filter(begins("moh")).order_by()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            assert "people_nametoken_token" in asked.explain()
            assert "_like" in asked.explain()
        else:
            assert "INDEX people_nametoken_token" in asked.explain()


def test_only_who_may_look_finds_anybody_and_never_themselves() -> None:
    known = cast.account("Bram Peeters", "official")
    own = acts.introduce(known, given_name="Bram", family_name="Peeters", language="nl")
    bram = cast.who(known)
    assert search(bram, "bram").people == []
    with pytest.raises(policy.NotThere):
        person_at_work(bram, own.pk)
    assert [person.pk for person in search(cast.desk(), "bram").people] == [own.pk]
    for somebody in (cast.account("Stefan Vreemd"), cast.account("Sara", "signer"), cast.account("Aud", "auditor")):
        with pytest.raises(policy.NotThere):
            search(cast.who(somebody), "bram")


def test_a_look_is_written_down() -> None:
    desk = cast.desk()
    _amina, person = cast.somebody()
    person_at_work(desk, person.pk)
    look = Reading.objects.get(chain=person.pk)
    assert (look.reader_id, look.role, look.purpose) == (desk.account, "desk", "handle")
    with pytest.raises(policy.NotThere):
        person_at_work(cast.who(cast.account("Stefan Vreemd")), person.pk)
