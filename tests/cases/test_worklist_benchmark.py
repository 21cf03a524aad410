"""The benchmark of the work list measures what it names, on a database of its own, whatever that of the suite is."""

import os
import subprocess
import sys
from pathlib import Path

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "worklist.py"


def test_the_benchmark_runs_small() -> None:
    """Its figures are for a quiet machine; here it only has to measure every list it names."""
    elsewhere = {name: value for name, value in os.environ.items() if not name.startswith("VEER_")}
    run = [sys.executable, BENCHMARK, "--cases", "60", "--times", "3"]
    done = subprocess.run(run, capture_output=True, text=True, check=False, env=elsewhere)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("times the bare keyset query") == 5
