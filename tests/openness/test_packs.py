"""Which laws the public pages read, and how often."""

import pytest

from tests.cases import cast
from veer.openness import queries

pytestmark = pytest.mark.django_db


def test_a_law_in_force_is_not_read_from_its_folder_too() -> None:
    cast.activate_law()
    queries._bundled.cache_clear()
    shown = {pack.id for pack in queries.packs()}
    assert shown == set(queries.bundled())
    queries._bundled.cache_clear()
    queries.packs()
    assert queries._bundled.cache_info().currsize == len(shown) - 1


def test_a_law_that_is_not_in_force_comes_from_its_folder() -> None:
    assert {pack.id for pack in queries.packs()} == set(queries.bundled())
    assert queries.pack(cast.PACK) is queries.bundled()[cast.PACK]
