"""After its time nobody can say who stood in a run; what proves its answer stays, and the journal verifies."""

from typing import Any

import pytest

from tests.matching import stage
from veer import placement
from veer.cases.keeping import carry_out, plan
from veer.journal import clock
from veer.journal.verify import verify
from veer.matching import acts, queries
from veer.matching.models import Line, Lock, Run
from veer.web import keeping

pytestmark = pytest.mark.django_db


def test_who_stood_in_a_run_goes_and_its_proof_stays(at: Any) -> None:
    at(2026, 3, 2, 9)
    town = stage.town()
    old = stage.asked(town.rik)
    lock = stage.settled(stage.line(old, town.family), town.rik, Lock.MUST_NOT, spot="P00001")
    stage.answered(acts.keep(lock.pk, town.rik))
    new = stage.asked(town.rik)
    for instant, left in (((2028, 3, 1, 9), 6), ((2028, 3, 2, 9), 3)):
        at(*instant)
        found = plan(keeping.finders(), keeping.periods(), clock.today("Europe/Brussels"))
        carry_out(one for one in found if one.item.kind == "placements")
        assert Line.objects.count() == left
    assert {line.run for line in Line.objects.select_related("run")} == {new}
    assert not Lock.objects.filter(run=old).exists()
    answer = queries.current(old.pk)
    assert answer is not None
    instance, solution = queries.document(Run.objects.get(pk=old.pk), answer)
    assert placement.wrong(placement.read(instance), solution) == []
    assert verify().problems == []
