"""The law of safeguards: each finding where it stands, what is read of it, and what a comparison shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.check.marked import HEAD, USED, findings, marks, pack_files, write
from veer.rules import load_pack
from veer.rules.check import check_pack
from veer.rules.compare import nodes
from veer.rules.model.safeguards import LIMITS

SAFE = """\
source: {act: s. 4}
counting: days
concerns:
  danger: {hours: 24, freezes: true}
  noise: {working_days: 5}
outcomes: [nothing, done]
passes: [leave]
limits: {LIMITS}
""".replace("{LIMITS}", "{" + ", ".join(f"{one}: 5" for one in LIMITS) + "}")
COUNTING = HEAD + "calendar: c\ncounting: {days: {calendar: c, first_day: after, source: {act: s. 3}}}\n"
CALENDAR = "calendar: c\nsource: {act: s. 3}\nweekend: [saturday, sunday]\n"
STEPS = (
    "procedure: {starts: here, steps: {here: {ball: applicant}, over: {ends: withdrawn}}, "
    "acts: {leave: {does: withdraw, by: [applicant], from: [here], to: over}}}\n"
)


def changed(*pairs: tuple[str, str]) -> dict[str, str]:
    """The law above, with one thing written for another."""
    law = SAFE
    for this, by in pairs:
        assert this in law
        law = law.replace(this, by, 1)
    files = pack_files(USED + STEPS, safeguards=law, calendars__c=CALENDAR)
    return {**files, "pack.yaml": COUNTING}


TOP = "source: {act: s. 4}\n"
CASES: dict[str, dict[str, str]] = {
    "E790": changed((TOP, f"§{TOP}"), ("counting: days", "counting: dayz")),
    "E791": changed((TOP, f"§{TOP}"), ("[leave]", "[leaf]")),
    "E792": changed((TOP, f"§{TOP}"), ("outcomes: [nothing, done]\n", "")),
    "E793": changed((TOP, f"§{TOP}"), ("hide_below: 5", "hide_below: 0")),
    "E793 strange": changed((TOP, f"§{TOP}"), ("limits: {", "limits: {weight: 5, ")),
    "E099": changed(("noise: {working_days: 5}", "noise: §{working_days: 5, hours: 3}")),
    "E099 never": changed(("noise: {working_days: 5}", "noise: §{freezes: true}")),
    "E021": changed(("passes: ", "§lets: [leave]\npasses: ")),
}


@pytest.mark.parametrize("case", CASES)
def test_it_is_found_where_it_stands(case: str, tmp_path: Path) -> None:
    files, (place,) = marks(CASES[case])
    found = [one for one in findings(tmp_path, files) if not one.startswith("E50") and not one.startswith("W50")]
    assert found == [f"{case.split()[0]} {place}"]


def test_each_concern_and_outcome_has_words_and_no_others(tmp_path: Path) -> None:
    files = changed()
    files["texts/safeguards.en.yaml"] = "concerns.danger: Danger\nconcerns.noize: Noise\n"
    told = {(p.code, p.message) for p in check_pack(write(tmp_path, files)) if "safeguards" in p.place.file}
    missing = ("concerns.noise", "outcomes.nothing", "outcomes.done")
    assert told == {
        *(("E501", f"no words for {path} in en") for path in missing),
        ("W506", "words for concerns.noize, which safeguards.yaml does not have"),
    }


def test_it_is_read_and_compared(tmp_path: Path) -> None:
    files = changed()
    files["texts/safeguards.en.yaml"] = "concerns.danger: Danger\n"
    pack = load_pack(write(tmp_path, files))
    law = pack.safeguards
    assert law is not None
    assert [(one.id, one.hours, one.working_days, one.freezes) for one in law.concerns.values()] == [
        ("danger", 24, 0, True),
        ("noise", 0, 5, False),
    ]
    found = nodes(pack)
    assert found["safeguards"].rule["passes"] == "leave"
    assert found["safeguards/concerns.danger"].words == {"en": "Danger"}


def test_a_route_is_not_called_as_the_file(tmp_path: Path) -> None:
    files = changed()
    files["routes/safeguards.yaml"] = files["routes/r.yaml"].replace("route: r", "route: safeguards")
    assert "E098 routes/safeguards.yaml:1:1" in findings(tmp_path, files)
