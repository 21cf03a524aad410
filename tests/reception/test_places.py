"""A place is opened, changed, closed and opened again on its pages; its ledger follows and never lies."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import translation

from tests.cases import cast
from tests.people.cast import signed_in
from tests.reception import stage
from veer.access import roles
from veer.access.who import Who
from veer.journal.models import Entry
from veer.journal.queries import told
from veer.journal.verify import verify
from veer.quotas.verify import verify_ledgers
from veer.reception import acts, queries
from veer.reception.models import Place

pytestmark = pytest.mark.django_db
WHY = "The third floor is being repaired."
SITE = {"site": "De Brug", "municipality": "Gent", "beds": "8", "rooms": "4", "services": ["family", "school"]}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def rik() -> Who:
    stage.activate_law()
    return stage.officer()


@pytest.fixture
def client(rik: Who) -> Any:
    return signed_in(rik.account)


def sent(client: Any, name: str, where: Place | None = None, **fields: Any) -> Any:
    address = reverse(f"reception:{name}", args=[where.pk] if where else []) + "?lang=en"
    return client.post(address, {"key": uuid4().hex, **fields})


def text(answer: Any) -> str:
    return str(answer.content.decode())


def beds(where: Place) -> tuple[int, int]:
    found = queries.beds_of(where)
    return found.places, found.free


def test_a_place_is_opened_and_is_there_with_its_beds(client: Any) -> None:
    work = reverse("reception:work") + "?lang=en"
    assert "There is no place yet" in text(client.get(work))
    wrong = sent(client, "new_place", **{**SITE, "beds": "0", "kind": "collective"})
    assert "De Brug" in text(wrong)  # what was typed is still there
    assert 'value="school"' in text(wrong)
    assert text(wrong).count("checked") == 2
    assert not Place.objects.exists()
    for _again in range(2):
        answer = sent(client, "new_place", **SITE, kind="collective", key="one")
        assert answer.status_code == 302
    where = Place.objects.get()
    assert (where.kind, where.services, beds(where)) == ("collective", ["family", "school"], (8, 8))
    assert "De Brug" in text(client.get(work))
    taken = sent(client, "new_place", **SITE, kind="individual")
    assert "There is a place of this name already" in text(taken)


def test_a_change_stands_in_the_journal_as_it_was_and_is(client: Any, rik: Who) -> None:
    where = stage.place(rik, 8, "De Brug", services=["family"])
    page = text(client.get(reverse("reception:change_place", args=[where.pk]) + "?lang=en"))
    assert 'value="De Brug"' in page
    seen = queries.seen(where)
    changed = {**SITE, "site": "Het Veer", "beds": "5", "services": ["medical"]}
    assert sent(client, "change_place", where, **changed, reason=WHY, seen=seen).status_code == 302
    where.refresh_from_db()
    assert (where.site, where.services, beds(where)) == ("Het Veer", ["medical"], (5, 5))
    payload = told(Entry.objects.get(chain=where.pk, act="change_place"))
    assert payload is not None
    assert (payload["was"]["beds"], payload["now"]["beds"], payload["reason"]) == (8, 5, WHY)
    assert verify().ok
    assert verify_ledgers() == []


def test_never_fewer_beds_than_are_in_use(client: Any, rik: Who) -> None:
    where = stage.place(rik, 4, "De Brug")
    stage.placed(rik, where, stage.waits(rik, 3))
    few = sent(client, "change_place", where, **{**SITE, "beds": "2"}, reason=WHY, seen=queries.seen(where))
    assert "3 beds are in use" in text(few)
    assert 'value="2"' in text(few)
    where.refresh_from_db()
    assert (where.services, beds(where)) == ([], (4, 1))
    exact = sent(client, "change_place", where, **{**SITE, "beds": "3"}, reason=WHY, seen=queries.seen(where))
    assert exact.status_code == 302
    assert beds(where) == (3, 0)
    assert verify_ledgers() == []


def test_two_officials_at_once_and_the_second_reads_both(client: Any, rik: Who) -> None:
    where = stage.place(rik, 8, "De Brug")
    seen = queries.seen(where)
    sent(client, "change_place", where, **{**SITE, "beds": "6"}, reason=WHY, seen=seen)
    other = signed_in(stage.officer("Other Officer").account)
    late = text(sent(other, "change_place", where, **{**SITE, "beds": "7"}, reason=WHY, seen=seen))
    assert "Somebody changed this place just now" in late
    assert "6 beds" in late
    assert 'value="7"' in late
    assert f'name="seen" value="{queries.seen(where)}"' in late  # sent once more, it holds
    assert beds(where) == (6, 6)


def test_a_place_is_closed_when_nobody_stays_and_opened_again(client: Any, rik: Who) -> None:
    where = stage.place(rik, 2, "De Brug", services=["school"])
    stay = stage.placed(rik, where, stage.waits(rik, 1, "family"))
    here = reverse("reception:close_place", args=[where.pk]) + "?lang=en"
    page = text(client.get(here))
    assert "1 person stays here" in page
    assert "not here: A unit for a family" in page
    assert "1 person stays here" in text(sent(client, "close_place", where, reason=WHY))
    assert Place.objects.get().closed_at is None
    acts.leave(stay.pk, rik, "left", "l")
    assert "At least 20 characters" in text(client.get(here))
    assert sent(client, "close_place", where, reason=WHY).status_code == 302
    assert queries.places() == []
    assert queries.offers() == []
    page = text(client.get(reverse("reception:place", args=[where.pk]) + "?lang=en"))
    assert "Closed since" in page
    assert "De Brug" in text(client.get(reverse("reception:work") + "?lang=en"))
    proposal = acts.propose(stage.waits(rik, 1, name="Bo B").pk, rik)
    with pytest.raises(queries.NoLonger):
        acts.allocate(proposal.pk, where.pk, rik, reason=WHY, key="a")
    sent(client, "change_place", where, **SITE, reason="The repairs are done now.", seen=queries.seen(where))
    assert [row.balance.free for row in queries.places()] == [8]
    assert verify().ok
    assert verify_ledgers() == []


def test_an_auditor_reads_a_place_and_changes_nothing(rik: Who) -> None:
    where = stage.place(rik, 2, "De Brug")
    ada = signed_in(cast.account("Ada Auditor", roles.AUDITOR))
    assert reverse("reception:close_place", args=[where.pk]) not in text(
        ada.get(reverse("reception:place", args=[where.pk]))
    )
    for name in ("change_place", "close_place"):
        assert sent(ada, name, where, **SITE, reason=WHY, seen=1).status_code == 404
    assert Place.objects.get().closed_at is None
