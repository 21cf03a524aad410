"""Everything that reception holds about somebody is in their own copy; what is held of others is not."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.browser.hand import words_of
from tests.cases import cast
from tests.reception import stage
from veer.cases import held
from veer.reception import acts

pytestmark = pytest.mark.django_db
WHY = "The school of the children is there."


def test_waits_needs_stays_wages_and_who_looked_are_told(tmp_path: Path) -> None:
    stage.activate_law()
    rik, amina = stage.officer(), cast.applicant()
    wait = acts.enlist(stage.presented(amina), 3, rik, wish="Gent", key="k")
    acts.add_need(wait.pk, "medical", rik, source="doctor", consent="person")
    acts.propose(wait.pk, rik)  # nobody decided on this one
    stay = stage.placed(rik, stage.place(rik, 3, "De Brug"), wait)
    acts.ask_elsewhere(wait.pk, amina, wish="Aalst", reason="My sister lives there.", key="a")
    acts.transfer(stay.pk, stage.place(rik, 3, "Het Veer").pk, rik, WHY, "m")
    acts.declare_wage(wait.pk, date(2026, 9, 1), 90_000, amina)
    stage.waits(rik, 1, name="Bo Bah")
    whole = held.as_json(amina)
    (told,) = json.loads(whole)["rooms"]["reception"]
    assert [one["place__site"] for one in told["stays"]] == ["De Brug", "Het Veer"]
    assert [(one["need"], one["consent"]) for one in told["needs"]] == [("medical", "person")]
    assert [one["settled"] for one in told["proposals"]] == ["other"]
    assert [(one["wish"], one["answer"]) for one in told["askings"]] == [("Aalst", "moved")]
    assert [one["cents"] for one in told["wages"]] == [90_000]
    assert {"enlist", "allocate", "transfer"} <= {one["act"] for one in told["journal"]}
    assert "Bo Bah" not in whole
    words = words_of(held.as_pdf(amina, "en"), tmp_path)
    for said in ("Medical care at hand", "De Brug", "Het Veer", "900.00"):
        assert said in words
