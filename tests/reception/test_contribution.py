"""What is owed of a wage: by the law of its month, with its source, and by nothing where the law asks for nothing."""

from datetime import date

import pytest

from tests.cases import cast
from tests.reception import stage
from veer.access import policy
from veer.reception import acts, queries

pytestmark = pytest.mark.django_db


def test_the_latest_word_on_a_month_counts_by_the_law_of_that_month() -> None:
    stage.activate_law()
    rik, amina = stage.officer(), cast.applicant()
    wait = acts.enlist(stage.presented(amina), 1, rik, key="k")
    acts.declare_wage(wait.pk, date(2024, 6, 14), 90_000, amina)  # the law of the contribution begins in July
    acts.declare_wage(wait.pk, date(2026, 10, 1), 60_000, amina)
    acts.declare_wage(wait.pk, date(2026, 10, 1), 90_000, rik)  # the latest word counts
    found = [(one.wage.month, one.cents, one.sure) for one in queries.owed(wait)]
    assert found == [(date(2026, 10, 1), 22_225, False), (date(2024, 6, 1), None, True)]
    assert {cited.source for cited in queries.owed(wait)[0].source} == {"reception07", "fedasil"}
    with pytest.raises(policy.NotThere):
        acts.declare_wage(wait.pk, date(2026, 9, 1), 1, cast.applicant("Stefan Vreemd"))
