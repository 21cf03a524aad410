"""The last bed, given to two households at one moment: one gets it, the other still waits."""

from uuid import uuid4

import pytest

from tests.cases.conftest import folder  # noqa: F401  (a fixture)
from tests.races.together import together
from tests.reception import stage
from veer.journal.verify import verify
from veer.quotas.acts import Full
from veer.quotas.verify import verify_ledgers
from veer.reception import acts
from veer.reception.models import Stay, Wait

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_officers_give_the_last_bed_at_once_and_one_is_told() -> None:
    stage.activate_law()
    officers = [stage.officer("Rik One"), stage.officer("Rik Two")]
    where = stage.place(officers[0], 1)
    waits = [stage.waits(officers[0], 1, name=name) for name in ("Ana A", "Bo B")]
    proposals = [acts.propose(one.pk, officers[0]) for one in waits]
    results = together(
        *[
            lambda proposal=proposal, by=by: acts.allocate(proposal.pk, where.pk, by, key=uuid4().hex)  # type: ignore[misc]
            for proposal, by in zip(proposals, officers, strict=True)
        ]
    )
    assert sum(isinstance(one, Stay) for one in results) == 1, results
    assert sum(isinstance(one, Full) for one in results) == 1, results
    assert (Stay.objects.count(), Wait.objects.filter(ended_at=None).count()) == (1, 1)
    assert verify_ledgers() == []
    assert verify().ok
