"""A process killed in the middle of an act leaves no half act, and loses none that it said was done."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.django_db  # its processes open a database of their own, on each kind in turn
KILLS = 1000 if os.environ.get("VEER_LONG") else 50
ROOT = Path(__file__).parents[2]


def test_killed_again_and_again_in_the_middle_of_acts() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.races.killing", str(KILLS)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=1800,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    found = json.loads(run.stdout.strip().splitlines()[-1])
    assert found["problems"] == []
    assert found["verified"]
    assert found["kills"] == KILLS
    assert found["said"] >= KILLS // 2  # acts were really done while it was being killed
