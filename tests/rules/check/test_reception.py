"""The law of places: each finding where it stands, and who comes first by the law of a day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.laws import law_in
from tests.rules.check.marked import FACTS, USED, findings, marks, pack_files, write
from veer.rules import load_pack
from veer.rules.check import check_pack
from veer.rules.waiting import class_of, classes_on, contribution_on, owed

PLACES = """\
source: {act: s. 2}
opens: {bed: stay, way_out: departure}
keeps: [still]
classes:
  ill: {if: need.care}
  many: {if: persons > 4, in_force: {from: 2026-07-01}}
  rest: {}
contribution:
  old: {in_force: {until: 2026-06-30}, bands: [{percent: 10}]}
  new: {in_force: {from: 2026-07-01}, bands: [{to: 200, percent: 0}, {to: 1000, percent: 20}, {percent: 50}]}
letters:
  given: {blocks: [salutation, outcome]}
  moved: {blocks: [salutation, outcome]}
  kept: {blocks: [outcome, reasons, remedy]}
  ended: {blocks: [outcome, reasons, remedy]}
  struck: {blocks: [outcome, reasons, remedy]}
placing: {tiers: {ill: A, many: B}, weights: {wish: 350, needs: 650}, agree_days: 7}
"""
NEEDS = FACTS + "  need.care: {of: household, type: bool}\n  persons: {of: household, type: int, domain: [1, 40]}\n"
RIGHTS = "{bed: {holder: applicant}, way_out: {holder: applicant}, still: {holder: applicant}}"
NONE = "".join(f"{kind}: {{none: {{source: {{act: s. 9}}}}}}\n" for kind in ("clocks", "duties", "remedies"))
STEPS = (
    "procedure: {starts: here, steps: {here: {ball: applicant}, over: {ends: withdrawn}}, "
    "acts: {leave: {does: withdraw, by: [applicant], from: [here], to: over}}}\n"
)


def changed(*pairs: tuple[str, str]) -> dict[str, str]:
    """The law above, with one thing written for another."""
    law = PLACES
    for this, by in pairs:
        assert this in law
        law = law.replace(this, by, 1)
    return pack_files(USED + STEPS, facts=NEEDS, tail=f"{NONE}rights: {RIGHTS}\n", reception=law)


HEAD = "source: {act: s. 2}\nopens: {bed: stay, way_out: departure}"
CASES: dict[str, dict[str, str]] = {
    "E770": changed((HEAD, "§source: {act: s. 2}\nopens: {bad: stay, way_out: departure}")),
    "E770 both": changed((HEAD, "§source: {act: s. 2}\nopens: {still: stay}")),
    "E770 none": changed((HEAD, "§source: {act: s. 2}")),
    "E771": changed(("rest: {}", "rest: §{if: need.care}")),
    "E771 on some days": changed(("many: {if: persons > 4, in_force: {from: 2026-07-01}}", "many: §{if: persons > 4}"),
                                 ("rest: {}", "rest: {in_force: {from: 2026-09-01}}")),
    "E771 too early": changed(("rest: {}", "most: §{}\n  rest: {}")),
    "E772": changed(("ill: {if: need.care}", "ill: §{if: need.care or b}")),
    "E773": changed(("new: {in_force: {from: 2026-07-01}", "new: §{in_force: {from: 2026-06-01}")),
    "E776": changed((HEAD, f"§{HEAD}\nperforms: [give]")),
    "E776 another family": changed((HEAD, f"§{HEAD}\nperforms: [leave]")),
    "E774": changed((HEAD, f"§{HEAD}"), ("  moved: {blocks: [salutation, outcome]}\n", "")),
    "E774 strange": changed(("letters:\n", "letters:\n  mowed: §{blocks: [outcome]}\n")),
    "E775": changed(("kept: {blocks: [outcome, reasons, remedy]}", "kept: §{blocks: [outcome, reasons]}")),
    "E097": changed(("bands: [{percent: 10}]", "bands: §[{percent: 10}, {to: 9, percent: 20}]")),
    "E097 all": changed(("old: {in_force: {until: 2026-06-30}, bands: [{percent: 10}]}",
                         "old: §{in_force: {until: 2026-06-30}, bands: [{percent: 101}]}")),
    "E777": changed(("placing: {tiers: {ill: A", "placing: §{tiers: {sick: A")),
    "E778": changed(("placing: ", "placing: §"), ("weights: {wish:", "weights: {wishes:")),
    "E778 more than all": changed(("placing: ", "placing: §"), ("needs: 650", "needs: 651")),
    "E778 elsewhere": changed(("placing: ", "placing: §"), ("agree_days: 7", "agree_days: 7, elsewhere: 351")),
    "E779 all": changed(("placing: ", "placing: §"), ("agree_days: 7", "agree_days: 7, reserve_percent: 100")),
    "E779": changed(("placing: ", "placing: §"), ("agree_days: 7", "agree_days: 0")),
    "E021": changed(("keeps: ", "keeps: [still]\n§kept: ")),
    "E023": changed(("way_out: departure", "way_out: §elsewhere")),
    "E102": changed(("if: need.care}", "if: §need.cure}")),
}  # fmt: skip
WORDS = ("E501", "E502", "E503")  # a tiny pack has no words: tried on its own below


@pytest.mark.parametrize("case", CASES)
def test_it_is_found_where_it_stands(case: str, tmp_path: Path) -> None:
    files, (place,) = marks(CASES[case])
    found = [one for one in findings(tmp_path, files) if not one.startswith(WORDS)]
    assert found == [f"{case.split()[0]} {place}"]


def test_the_law_that_they_all_begin_from_is_clean(tmp_path: Path) -> None:
    assert [one for one in findings(tmp_path, changed()) if not one.startswith(WORDS)] == []


def test_a_route_is_not_called_as_the_file(tmp_path: Path) -> None:
    files = changed()
    files["routes/reception.yaml"] = files["routes/r.yaml"].replace("route: r", "route: reception")
    assert "E098 routes/reception.yaml:1:1" in findings(tmp_path, files)


def test_each_class_and_letter_has_words_and_known_placeholders(tmp_path: Path) -> None:
    files = changed()
    files["texts/reception.en.yaml"] = 'classes.ill: Ill\nletters.given.outcome: "From {sinze}"\nclasses.old: Old\n'
    folder = write(tmp_path, files)
    found = [p for p in check_pack(folder) if p.place.file.endswith("reception.yaml") or "reception." in p.place.file]
    told = {(p.code, p.message) for p in found}
    assert ("E504", "unknown placeholder {sinze} in letters.given.outcome (en)") in told
    assert ("W506", "words for classes.old, which reception.yaml does not have") in told
    assert ("E501", "no words for classes.many in en") in told
    assert not [message for code, message in told if code == "E501" and "classes.ill" in message]


def test_the_first_class_for_sure_on_a_day(tmp_path: Path) -> None:
    pack = load_pack(write(tmp_path, changed()))
    before, after = dt.date(2026, 6, 30), dt.date(2026, 7, 1)
    many = {"persons": 5, "need": {"care": False}}
    assert [one.id for one in classes_on(pack, before)] == ["ill", "rest"]
    assert [class_of(pack, many, day) for day in (before, after)] == ["rest", "many"]
    assert class_of(pack, {"persons": 5, "need": {"care": True}}, after) == "ill"
    assert class_of(pack, {}, after) == "rest"  # what is unknown puts nobody before others


def test_what_is_owed_of_a_wage_by_the_day(tmp_path: Path) -> None:
    pack = load_pack(write(tmp_path, changed()))
    old, new = (contribution_on(pack, dt.date(2026, month, 1)) for month in (6, 7))
    assert old is not None
    assert new is not None
    assert [owed(old, cents) for cents in (0, 19, 100_000)] == [0, 1, 10_000]
    assert [owed(new, cents) for cents in (20_000, 20_004, 20_005, 100_000, 100_100)] == [0, 0, 1, 16_000, 16_050]


@pytest.mark.parametrize("pack", ["be-current", "be-proposal"])
def test_what_was_published_of_the_contribution(pack: str) -> None:
    rule = contribution_on(law_in(Path("veer/law") / pack), dt.date(2026, 11, 1))
    assert rule is not None
    assert owed(rule, 900_00) == 222_25
    assert abs(owed(rule, 1_500_00) - 482_24) <= 1
