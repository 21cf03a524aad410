"""The bench: stricter than the world outside."""

import os
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from tests.shuffle import shuffle_unordered
from veer.journal import clock

# The browser without windows spends a third less than the whole one, which serves as well where only that is there.
CHROMIUM = next(filter(Path.exists, map(Path, ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium"))), None)
LONG = os.environ.get("VEER_LONG") == "1"

# The same cases each time, so that a change is judged by itself; --long looks for new ones.
hypothesis_settings.register_profile("usual", max_examples=40, deadline=None, derandomize=True, print_blob=True)
hypothesis_settings.register_profile("long", max_examples=2_000, deadline=None, print_blob=True)
hypothesis_settings.load_profile("long" if LONG else "usual")


def pytest_configure(config: pytest.Config) -> None:
    # Set before xdist starts its workers, so that all of them shuffle by the seed that the header names.
    seed = os.environ.setdefault("VEER_SHUFFLE", str(random.SystemRandom().randrange(10**6)))
    shuffle_unordered(int(seed))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what looks at pages with axe: it is enough once, whatever the database. Browsers go first, being slowest."""
    for item in items:
        if "look" in getattr(item, "fixturenames", ()):
            item.add_marker("looks")
    items.sort(key=lambda item: "browser" not in getattr(item, "fixturenames", ()))


def pytest_report_header(config: pytest.Config) -> str:
    return f"unordered queries are shuffled: VEER_SHUFFLE={os.environ['VEER_SHUFFLE']}"


@pytest.fixture
def at() -> Iterator[Callable[..., datetime]]:
    """Hold the clock: `at(2026, 11, 23)`, as often as a test likes."""
    with ExitStack() as held:

        def hold(*moment: int) -> datetime:
            instant = datetime(*moment, tzinfo=UTC)
            held.enter_context(clock.held(instant))
            return instant

        yield hold


@contextmanager
def _undone() -> Iterator[None]:
    """What is written inside stands until the end, across tests that each undo their own, and is undone then."""
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(connection, "close", lambda: None)  # between two tests it is closed, which would undo this too
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def building(django_db_setup: None, django_db_blocker: Any) -> Iterator[Callable[[Callable[[], Any]], Any]]:
    """Builds a world once for a file of tests, in place of once a test: `building(Stage)`.

    Each test undoes what it writes and finds the world as it was built. Not for a file with tests that commit.
    """
    until_the_end = ExitStack()

    def build(world: Callable[[], Any]) -> Any:
        with django_db_blocker.unblock(), translation.override("en"):
            until_the_end.enter_context(_undone())
            return world()

    yield build
    with django_db_blocker.unblock():
        until_the_end.close()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    if CHROMIUM is None:
        pytest.fail("browser tests need chromium-headless-shell; script/test installs it", pytrace=False)
    quiet = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    return {**browser_type_launch_args, "executable_path": str(CHROMIUM), "args": [*quiet, "--no-first-run"]}
