"""A person lets a mandate reach one file, looks first at what the other will see, and lets it reach further again."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.urls import reverse

from tests.cases import cast
from tests.people.cast import boxes, signed_in
from veer.access import policy
from veer.access.who import Who
from veer.cases.models import Case
from veer.journal.queries import entries
from veer.people import acts
from veer.people.acts.mandates import Terms
from veer.people.models import Link

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(at: Any) -> list[Case]:
    at(2026, 11, 23, 9)
    cast.activate_law()
    amina = cast.applicant()
    return [cast.draft(amina, {}), cast.draft(amina, {})]


@pytest.fixture
def amina(files: list[Case]) -> Who:
    known = Link.objects.get(person=files[0].person_id, relation="self").account
    assert known is not None
    return cast.who(known)


@pytest.fixture
def lea(files: list[Case], amina: Who) -> Who:
    """Lea, who may act for Amina in everything."""
    known = cast.account("Lea Wouters")
    acts.represent(files[0].person, known, amina)
    return cast.who(known)


def link() -> Link:
    return Link.objects.get(relation="representative", until=None)


def seen(lea: Who) -> set[str]:
    page = signed_in(lea.account).get(reverse("cases:mine")).content.decode()
    return {case.given.number for case in Case.objects.select_related("given") if case.given.number in page}


def test_narrowed_to_one_file_after_a_look_and_widened_again(files: list[Case], amina: Who, lea: Who) -> None:
    one, other = files
    client, before = signed_in(amina.account), link().pk
    address = reverse("people:reach", args=[before])
    assert f'href="{address}"' in client.get(reverse("people:mandates")).content.decode()
    page = client.get(address).content.decode()
    assert "What they see now" in page
    assert "every file that you open later" in page
    assert 'name="save"' not in page  # looked at first, then saved

    wanted = {"reach": f"case:{one.pk}", "may": "read", **boxes("ends", "2026-12-31")}
    page = client.post(address, {**wanted, "show": "1"}).content.decode()
    sees, _line, hidden = page.partition("They do not see:")
    hidden = hidden.partition("<form")[0]
    assert "If you save this, they see" in sees
    assert one.given.number in sees
    assert other.given.number in hidden
    assert one.given.number not in hidden
    assert "every file that you open later" not in page
    assert link().pk == before  # nothing is changed by looking

    assert client.post(address, {**wanted, "save": "1"}).status_code == 302
    narrow = link()
    assert (narrow.scope, narrow.scope_of, narrow.may) == ("case", str(one.pk), "read")
    assert narrow.ends == datetime(2026, 12, 31, 23, tzinfo=UTC)
    assert seen(lea) == {one.given.number}
    assert client.get(address).status_code == 404  # what was said before is over, and stays in the record
    assert Link.objects.get(pk=before).until is not None

    wide = {"reach": "all:", "may": "act", "save": "1"}
    assert client.post(reverse("people:reach", args=[narrow.pk]), wide).status_code == 302
    assert seen(lea) == {one.given.number, other.given.number}
    assert cast.who(link().account).may_act(one.person_id)  # type: ignore[arg-type]
    assert [entry.act for entry in entries(one.person_id)][-2:] == ["change_mandate", "change_mandate"]


def test_what_is_no_file_of_theirs_is_no_choice(amina: Who, lea: Who) -> None:
    before = link()
    address = reverse("people:reach", args=[before.pk])
    for reach in (f"case:{before.pk}", "route:be/none", "hearing:x", ""):
        answer = signed_in(amina.account).post(address, {"reach": reach, "may": "act", "save": "1"})
        assert (answer.status_code, link().pk) == (200, before.pk)


def test_nobody_else_changes_it(amina: Who, lea: Who) -> None:
    terms = Terms(may="read")
    for other in (lea, cast.official(), cast.applicant("Stefan Vreemd")):
        with pytest.raises(policy.NotThere):
            acts.change_mandate(link().pk, other, terms)
        assert signed_in(other.account).get(reverse("people:reach", args=[link().pk])).status_code in (302, 404)


def test_one_that_reaches_as_far_already_gives_way(files: list[Case], amina: Who, lea: Who) -> None:
    whole = link()
    narrow = acts.change_mandate(whole.pk, amina, Terms(scope="case", scope_of=str(files[0].pk)))
    known = lea.account
    acts.represent(files[0].person, type(whole.account).objects.get(pk=known), amina)  # type: ignore[union-attr]
    acts.change_mandate(narrow.pk, amina, Terms())
    assert (link().scope, link().account_id) == ("all", known)


def test_what_a_body_appointed_is_shown_and_not_changed(files: list[Case], amina: Who) -> None:
    bram = cast.official()
    guardian = acts.appoint(files[0].person_id, bram, relation="guardian", email="g@example.org", body="Service")
    with pytest.raises(policy.NotThere):
        acts.change_mandate(guardian.pk, amina, Terms(may="read"))
    client, address = signed_in(amina.account), reverse("people:reach", args=[guardian.pk])
    page = client.get(address).content.decode()
    assert "You did not give this yourself" in page
    assert "every file that you open later" in page
    assert 'name="reach"' not in page
    assert client.post(address, {"reach": "all:", "may": "act", "save": "1"}).status_code == 404
