"""What is owed of a wage: by a rule with its source, and by nothing as long as there is none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases import cast
from tests.reception import stage
from veer.access import policy
from veer.reception import acts, queries
from veer.reception.contribution import WrongBands, check, owed

BANDS = [{"up_to": 10_000, "per_mille": 0}, {"up_to": 50_000, "per_mille": 300}, {"up_to": None, "per_mille": 500}]


@pytest.mark.parametrize(
    ("cents", "due"), [(0, 0), (10_000, 0), (20_000, 3_000), (50_000, 12_000), (50_001, 12_000), (70_000, 22_000)]
)
def test_each_part_of_a_wage_by_its_band(cents: int, due: int) -> None:
    assert owed(cents, BANDS) == due


@given(st.integers(0, 10**7), st.integers(0, 10**5))
def test_who_earns_more_keeps_more(cents: int, more: int) -> None:
    first, second = owed(cents, BANDS), owed(cents + more, BANDS)
    assert 0 <= first <= second <= first + more
    assert first <= cents


@pytest.mark.parametrize(
    "bands",
    [
        [],
        [{"up_to": 5, "per_mille": 1}],
        [{"up_to": 9, "per_mille": 1}, {"up_to": 5, "per_mille": 1}, {"up_to": None, "per_mille": 1}],
        [{"up_to": None, "per_mille": 1001}],
        [{"up_to": None, "per_mille": 1}, {"up_to": None, "per_mille": 1}],
    ],
)
def test_a_rule_that_is_none_is_refused(bands: list[dict[str, int | None]]) -> None:
    with pytest.raises(WrongBands):
        check(bands)


@pytest.mark.django_db
def test_without_a_rule_nothing_is_computed_and_with_one_its_source_is_told() -> None:
    stage.activate_law()
    rik, amina = stage.officer(), cast.applicant()
    wait = acts.enlist(stage.presented(amina), 1, rik, key="k")
    acts.declare_wage(wait.pk, date(2026, 9, 14), 20_000, amina)
    acts.declare_wage(wait.pk, date(2026, 10, 1), 60_000, amina)
    acts.declare_wage(wait.pk, date(2026, 10, 1), 20_000, rik)  # the latest word counts
    assert [one.cents for one in queries.owed(wait)] == [None, None]
    acts.set_contribution(date(2026, 10, 15), BANDS, "Decree 1, article 2", rik)
    assert [(one.cents, one.source) for one in queries.owed(wait)] == [(3_000, "Decree 1, article 2"), (None, "")]
    with pytest.raises(policy.NotThere):
        acts.declare_wage(wait.pk, date(2026, 9, 1), 1, cast.applicant("Stefan Vreemd"))
    with pytest.raises(policy.Refused):
        acts.set_contribution(date(2026, 10, 1), BANDS, "x", amina)
    with pytest.raises(ValueError, match="where it stands"):
        acts.set_contribution(date(2026, 11, 1), BANDS, " ", rik)
