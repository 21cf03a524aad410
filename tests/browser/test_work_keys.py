"""The work list by keys alone: down, up and ticking while the focus stands in the list, and nowhere else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "guidance"])


def test_files_are_ticked_by_keys_and_looked_at_beforehand(
    live_server: Any, desk: Page, sign_in: Callable[[Any], None], world: dict[str, Any]
) -> None:
    sign_in(world["people"]["bram"])
    desk.goto(live_server.url + reverse("cases:work") + "?show=all&lang=en")
    ticked = desk.locator("tbody input:checked")
    first = desk.locator("[data-work] tbody tr a").first
    desk.keyboard.press("x")
    assert ticked.count() == 0
    first.focus()
    for key in ("x", "j", "x", "k"):
        desk.keyboard.press(key)
    assert ticked.count() == 2
    assert first.evaluate("one => one === document.activeElement")
    desk.get_by_role("button", name="Note", exact=True).focus()
    desk.keyboard.press("Enter")
    desk.get_by_role("heading", name="One note in these files").wait_for()
    assert desk.get_by_text("Nothing has happened yet.").count() == 1
    # In a file, what cannot be proposed yet opens above the bar: that stays one line, with the columns in sight.
    desk.goto(live_server.url + reverse("cases:at_work", args=[world["cases"]["sent"]]) + "?lang=en")
    bar, folded = desk.locator(".decide"), desk.locator(".not-yet summary")
    expect(folded).to_have_text("1 proposal not yet possible")
    folded.focus()
    desk.keyboard.press("Enter")
    expect(desk.locator(".not-yet li")).to_be_visible()
    assert bar.evaluate("it => it.offsetHeight") < 80
