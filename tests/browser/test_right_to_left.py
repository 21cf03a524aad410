"""A page that reads from the right: a block begins at its right edge, with a foreign word or a number too."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tests.browser.pictures import answered
from veer.openness import examples, queries

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "guidance"])

# Blocks of words whose first line does not reach the right edge of the block, with how far it stays away.
ASTRAY = """() => [...document.querySelectorAll('main :is(h1, h2, h3, p, li, dd, dt)')].flatMap(block => {
  const style = getComputedStyle(block), box = block.getBoundingClientRect();
  if (!['block', 'list-item', 'flex'].includes(style.display) || !box.width) return [];
  if (block.closest('svg, .chart, .vh') || block.querySelector('.btn')) return [];
  const words = document.createTreeWalker(block, NodeFilter.SHOW_TEXT), rects = [];
  while (words.nextNode()) {
    const node = words.currentNode;
    if (!node.textContent.trim() || node.parentElement.closest('.vh, svg, details')) continue;
    const range = document.createRange(); range.selectNodeContents(node); rects.push(...range.getClientRects());
  }
  if (!rects.length) return [];
  const right = box.right - parseFloat(style.paddingRight) - parseFloat(style.borderRightWidth);
  const away = right - Math.max(...rects.map(rect => rect.right));
  return away > 40 ? [`${block.tagName} ${Math.round(away)} px: ${block.textContent.trim().slice(0, 60)}`] : [];
})"""

# Rows of a table whose first words do not begin where the table does.
INDENTED = """() => [...document.querySelectorAll('main table:not(.worklist) tr > :first-child')].flatMap(cell => {
  const table = cell.closest('table').getBoundingClientRect();
  const words = document.createRange(); words.selectNodeContents(cell);
  const rects = [...words.getClientRects()].filter(one => one.width > 1);
  const hidden = getComputedStyle(cell.parentElement.parentElement).position === 'absolute';
  if (hidden || !rects.length || cell.closest('details:not([open])')) return [];
  const away = table.right - Math.max(...rects.map(one => one.right));
  return away > 2 ? [`${cell.tagName} ${Math.round(away)} px: ${cell.textContent.trim().slice(0, 60)}`] : [];
})"""


def test_every_block_begins_at_the_right(
    at: Callable[..., Any], world: dict[str, Any], phone: Page, live_server: Any, sign_in: Callable[[Any], None]
) -> None:
    at(2026, 11, 23, 9)
    pack = next(one for one in world["packs"] if one.id == "be-proposal")
    foreign = next(one for one in world["packs"] if "ar" not in one.languages)
    closed = next(
        one
        for one in examples.of(pack, "talent").values()
        if queries.decide(pack, "talent", one["facts"], lang="en")["outcome"] == "closed"
    )
    answered(phone, live_server.url, pack, closed["facts"])
    of = world["cases"]
    public = [
        "/",
        f"/find/{pack.id}/result/",
        f"/law/{pack.id}/talent/",
        f"/score/{pack.id}/talent/",
        "/numbers/",
        f"/law/{foreign.id}/{next(iter(foreign.routes))}/",
    ]
    faults = {address: faults for address in public if (faults := astray(phone, live_server.url + address))}
    sign_in(world["people"]["amina"])
    mine = [reverse("cases:file", args=[of["signed"]]), reverse("cases:check", args=[of["draft"]])]
    faults |= {address: faults for address in mine if (faults := astray(phone, live_server.url + address))}
    sign_in(world["people"]["bram"])
    address = reverse("cases:at_work", args=[of["sent"]])
    faults |= {address: faults for address in [address] if (faults := astray(phone, live_server.url + address))}
    assert not faults


def astray(page: Page, address: str) -> list[str]:
    page.goto(f"{address}?lang=ar")
    assert page.locator("html").get_attribute("dir") == "rtl"
    found: list[str] = [*page.evaluate(ASTRAY), *page.evaluate(INDENTED)]
    return found
