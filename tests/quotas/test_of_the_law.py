"""A quota as a law declares it becomes a ledger: places a year, calls beyond them, parts by weight (QU1 to QU5)."""

from pathlib import Path

import pytest

from tests.laws import law_in
from tests.quotas.ledger import BY
from veer.quotas import acts
from veer.quotas.models import Quota
from veer.quotas.queries import balances
from veer.rules import Pack

ROUTE, NAME = "licence", "square"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return law_in(Path(__file__).parents[1] / "law" / "stall-licence")


@pytest.mark.django_db
@pytest.mark.parametrize(("year", "places", "most"), [(2025, 40, 48), (2026, 45, 54), (2030, 45, 54)])
def test_the_places_are_those_of_the_first_day_of_the_year(pack: Pack, year: int, places: int, most: int) -> None:
    made = acts.open_year(pack, ROUTE, NAME, year, BY)
    assert (made.places, made.most) == (places, most)
    assert (made.begins.year, made.ends and made.ends.isoformat()) == (year, f"{year}-12-31")


@pytest.mark.django_db
def test_its_parts_are_exactly_the_whole(pack: Pack) -> None:
    made = acts.open_year(pack, ROUTE, NAME, 2025, BY)
    parts = {one.name: balances([one.pk])[one.pk] for one in made.parts.order_by("name")}
    assert {name: (one.places, one.most) for name, one in parts.items()} == {"food": (13, 16), "goods": (27, 32)}
    assert balances([made.pk])[made.pk].places == 0, "what was divided is taken from the parts alone"


@pytest.mark.django_db
def test_a_year_is_opened_once(pack: Pack) -> None:
    assert acts.open_year(pack, ROUTE, NAME, 2026, BY) == acts.open_year(pack, ROUTE, NAME, 2026, BY)
    assert Quota.objects.filter(parent=None).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "year"), [(NAME, 2019), ("roof", 2026)])
def test_without_a_law_there_is_no_quota(pack: Pack, name: str, year: int) -> None:
    with pytest.raises(acts.NoQuota):
        acts.open_year(pack, ROUTE, name, year, BY)
    assert not Quota.objects.exists()
