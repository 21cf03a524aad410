"""Today with tomorrow in mind: a place is kept where it is worth more to those who may come, at a cost that is said."""

from math import inf
from typing import Any

from veer.placement import ahead, place, proofs, read, told_ahead, wrong

ONE_BED: dict[str, Any] = {
    "name": "one bed", "dims": 1, "cases": [{"id": "now", "need": [1]}], "places": [{"id": "x", "cap": [1]}],
    "pairs": [[0, 0, 300]],
}  # fmt: skip
COMES = [[{"need": [1], "pairs": [[0, 900]]}, {"need": [1], "pairs": [[0, 800]]}]]


def placed(**more: Any) -> tuple[dict[str, str], dict[str, Any]]:
    instance = read({**ONE_BED, **more})
    told = told_ahead(*ahead(instance, lambda: inf), 0.0)
    assert wrong(instance, told) == []
    assert proofs(instance, told)["score"] >= told["objective"]["score"]  # type: ignore[index]
    return told["placements"], told  # type: ignore[return-value]


def test_a_place_is_kept_for_whom_it_is_worth_more_and_the_bound_of_today_stays() -> None:
    assert place(read(ONE_BED)).placed == {0: 0}
    found, told = placed(futures=COMES)
    assert (found, told["unplaced"]) == ({}, ["now"])
    (price,) = told["ahead"]["places"]["x"]
    assert 800 <= price <= 900
    assert (told["status"], told["bound"], told["objective"]["score"]) == ("limit", 300, 0)


def test_without_anybody_to_come_it_is_the_best_of_today() -> None:
    assert placed()[0] == placed(futures=[[]])[0] == {"now": "x"}
    assert placed(futures=[[{"need": [1], "pairs": [[0, 200]]}]])[0] == {"now": "x"}


def test_nobody_of_the_first_tier_and_nobody_who_is_late_waits_for_a_better_day() -> None:
    for mark in ({"tier": "A"}, {"late": True}, {"tier": "C", "late": True}):
        assert placed(cases=[{"id": "now", "need": [1], **mark}], futures=COMES)[0] == {"now": "x"}, mark
    assert placed(cases=[{"id": "now", "need": [1], "tier": "C"}], futures=COMES)[0] == {}
