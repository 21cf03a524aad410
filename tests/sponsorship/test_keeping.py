"""After its time nobody can say who was in a group, what was given, or whose file was drawn; a draw still verifies."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.core.serializers import serialize
from django.db import connection

from tests.sponsorship import stage
from veer.cases.keeping import Line, carry_out, plan
from veer.cases.models import Case
from veer.journal import clock
from veer.journal.models import Payload
from veer.journal.verify import verify
from veer.sponsorship import acts, keeping
from veer.sponsorship.models import Application, Entry, Finding, Group, Home, Member, Receipt, Window
from veer.web import keeping as everything

pytestmark = pytest.mark.django_db
SECRETS = (
    "name-secret",
    "giver-secret",
    "struck-secret",
    "bank-secret",
    "town-secret",
    "asked-secret",
    "street-secret",
)


@pytest.fixture(autouse=True)
def law(db: None, at: Callable[..., datetime]) -> None:
    at(2026, 3, 2, 9)
    stage.activate_law()


def lines() -> dict[str, Line]:
    found = plan(everything.finders(), everything.periods(), clock.today("Europe/Brussels"))
    return {one.item.kind: one for one in found if one.item.kind in keeping.CLASSES}


def rest() -> str:
    """All that the room still says, and what the steps of its groups told."""
    models = (Group, Finding, Member, Receipt, Home, Application, Window, Entry)
    rows = [serialize("json", model.objects.order_by("pk")) for model in models]
    with connection.cursor() as cursor:
        cursor.execute(f"select * from {Payload._meta.db_table}")
        return f"{rows} {cursor.fetchall()}"


def test_each_class_of_a_group_goes_on_its_own_day(at: Callable[..., datetime]) -> None:
    group, (lead, keeper) = stage.group_of(2, "name-secret")
    acts.ask_member(group.pk, "asked-secret@example.org", lead)
    acts.name_account(group.pk, "bank-secret", "BE68 5390 0754 7034", keeper)
    acts.offer_home(group.pk, "town-secret", stage.HOME, lead, street="street-secret 1")
    for number in (1, 2):
        acts.write_receipt(group.pk, "cash", 100, date(2026, 3, 1), "giver-secret", keeper)
        acts.strike_receipt(group.pk, number, "struck-secret", keeper)
    assert [one for one in SECRETS if one not in rest()] == []
    days = {kind: line.until for kind, line in lines().items()}
    assert days == {
        "asked_members": date(2026, 9, 2), "groups": date(2029, 3, 2), "receipts": date(2036, 3, 2),
    }  # fmt: skip
    for day, kind, gone in (
        (date(2026, 9, 2), "asked_members", 1),
        (date(2029, 3, 2), "groups", None),
        (date(2036, 3, 2), "receipts", 2),
    ):
        at(day.year, day.month, day.day, 9)
        going = [one for one in lines().values() if one.goes]
        assert [one.item.kind for one in going] == [kind]
        assert carry_out(going) == (gone or going[0].item.left)
        assert verify().problems == []
    assert lines() == {}
    assert [one for one in SECRETS if one in rest()] == []
    assert Group.objects.filter(pk=group.pk).exists()


def test_nothing_of_a_group_goes_while_a_file_is_open_and_a_draw_stays_verifiable(at: Callable[..., datetime]) -> None:
    cell = stage.Cell()
    group, _lead, case = stage.asked(cell)
    window = cell.window()
    at(2026, 3, 3, 9)  # the window has closed
    acts.publish_list(window.pk, cell.dirk)
    acts.enter_half(window.pk, "8c6", cell.dirk)
    acts.enter_half(window.pk, "f1e", cell.wies)
    at(2050, 1, 1, 9)
    kept = {kind: line.why for kind, line in lines().items()}
    open_ = "a file of the group is open"
    own = {"draws": "a file that was in it is open", "identities": "the file is open"}
    assert kept == {"groups": open_, "receipts": open_, **own}
    Case.objects.filter(pk__in=(case.pk, Group.objects.get(pk=group.pk).recognition_id)).update(ended_at=clock.now())
    public = Window.objects.filter(pk=window.pk).values("ids", "order", "commitment", "first_half", "second_half")
    before = list(public)
    at(2060, 1, 1, 9)
    carry_out(lines().values())
    assert lines() == {}
    assert (Entry.objects.count(), list(public)) == (0, before)
    assert verify().problems == []
