"""What a click leads to is there when the click is over.

A click waits until the page that it leads to has begun, not until that page is whole: on a busy machine a test then
reads half a page. Here pressing and clicking wait for the whole document, so that a test reads all of it.
"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator


def _then_whole(act: Callable[..., None]) -> Callable[..., None]:
    def settled(control: Locator, *words: Any, **options: Any) -> None:
        act(control, *words, **options)
        if not control.page.is_closed():
            control.page.wait_for_load_state("domcontentloaded")

    return settled


def settle(patch: pytest.MonkeyPatch) -> None:
    """Make every click and key on a control wait for the whole page it leads to, while `patch` lasts."""
    for act in ("click", "press"):
        patch.setattr(Locator, act, _then_whole(getattr(Locator, act)))
