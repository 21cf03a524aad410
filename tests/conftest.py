"""The bench: stricter than the world outside."""

import gc
import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.db import connection, transaction
from django.test.utils import setup_databases, teardown_databases
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from tests import fresh
from tests.shuffle import shuffle_unordered
from veer.journal import clock

# The browser without windows spends a third less than the whole one, which serves as well where only that is there.
CHROMIUM = next(filter(Path.exists, map(Path, ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium"))), None)
LONG = os.environ.get("VEER_LONG") == "1"

# The same cases each time, so that a change is judged by itself; --long looks for new ones.
hypothesis_settings.register_profile("usual", max_examples=15, deadline=None, derandomize=True, print_blob=True)
hypothesis_settings.register_profile("long", max_examples=500, deadline=None, print_blob=True)
hypothesis_settings.load_profile("long" if LONG else "usual")


def pytest_configure(config: pytest.Config) -> None:
    gc.disable()  # what the modules of tests hold stays until the end: looking for garbage among it is in vain
    # Set before xdist starts its workers, so that all of them shuffle by the seed that the header names.
    seed = os.environ.setdefault("VEER_SHUFFLE", str(random.SystemRandom().randrange(10**6)))
    shuffle_unordered(int(seed))
    if fresh.FOLDER not in os.environ:
        os.environ[fresh.FOLDER] = folder = tempfile.mkdtemp(prefix="veer-run-")
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what looks at pages with axe: it is enough once, whatever the database. Browsers go first, being slowest."""
    for item in items:
        if "look" in getattr(item, "fixturenames", ()):
            item.add_marker("looks")
    items.sort(key=lambda item: "browser" not in getattr(item, "fixturenames", ()))


def pytest_collection_finish(session: pytest.Session) -> None:
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)  # laws and models are large and live long: seldom is often enough
    gc.enable()


def pytest_report_header(config: pytest.Config) -> str:
    return f"unordered queries are shuffled: VEER_SHUFFLE={os.environ['VEER_SHUFFLE']}"


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, django_db_modify_db_settings: None
) -> Iterator[None]:
    """In place of the plugin's, under which each worker migrates."""
    with django_db_blocker.unblock(), fresh.one_at_a_time():
        there = fresh.copied()
        made = setup_databases(verbosity=0, interactive=False, keepdb=there, serialized_aliases=())
        if not there:
            fresh.keep()
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@contextmanager
def _holding() -> Iterator[Callable[..., datetime]]:
    with ExitStack() as held:

        def hold(*moment: int) -> datetime:
            instant = datetime(*moment, tzinfo=UTC)
            held.enter_context(clock.held(instant))
            return instant

        yield hold


@pytest.fixture
def at() -> Iterator[Callable[..., datetime]]:
    """Hold the clock: `at(2026, 11, 23)`, as often as a test likes."""
    with _holding() as hold:
        yield hold


@contextmanager
def _undone() -> Iterator[None]:
    """What is written inside stands until the end, across tests that each undo their own, and is undone then."""
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(connection, "close", lambda: None)  # between two tests it is closed, which would undo this too
        yield
        transaction.set_rollback(True)


World = TypeVar("World")
Hold = Callable[..., datetime]


@pytest.fixture(scope="module")
def building(django_db_setup: None, django_db_blocker: Any) -> Iterator[Callable[[Callable[[Hold], World]], World]]:
    """Builds a world once for a file of tests, in place of once a test: `building(lambda at: Stage())`.

    Each test undoes what it writes and finds the world as it was built; what a test changes of its objects stays, so
    give it a copy. `at` holds the clock while the world is built. Not for a file with tests that commit.
    """
    until_the_end = ExitStack()

    def build(world: Callable[[Hold], World]) -> World:
        with django_db_blocker.unblock(), translation.override("en"), _holding() as at:
            until_the_end.enter_context(_undone())
            return world(at)

    yield build
    with django_db_blocker.unblock():
        until_the_end.close()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    if CHROMIUM is None:
        pytest.fail("browser tests need chromium-headless-shell; script/test installs it", pytrace=False)
    quiet = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    return {**browser_type_launch_args, "executable_path": str(CHROMIUM), "args": [*quiet, "--no-first-run"]}
