"""A household with its group, as several files of tests find it."""

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime

import pytest

from tests.sponsorship import stage
from tests.sponsorship.coming_stage import Drawn


def at_home(at: Callable[..., datetime]) -> Drawn:
    at(2026, 3, 2, 9)
    stage.activate_law()
    return Drawn()


@pytest.fixture(scope="module")
def home_built(building: Callable[..., Drawn]) -> Drawn:
    return building(at_home)


@pytest.fixture
def home(db: None, home_built: Drawn, at: Callable[..., datetime]) -> Drawn:
    """Built once for a file of tests; each has a copy, on the day of the draw."""
    at(2026, 3, 2, 9)
    return deepcopy(home_built)
