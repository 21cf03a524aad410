"""The benchmark of the work list measures what it names, on a database of its own, whatever that of the suite is."""

import subprocess
import sys
from pathlib import Path

from tests import demonstration

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "worklist.py"


def test_the_benchmark_runs_small(tmp_path: Path) -> None:
    """Its figures are for a quiet machine; here it only has to measure every list it names."""
    demonstration.copied(tmp_path / "demonstration")
    run = [sys.executable, BENCHMARK, "--cases", "60", "--times", "3", "--demonstration", tmp_path / "demonstration"]
    done = subprocess.run(run, capture_output=True, text=True, check=False, env=demonstration.CLEAN)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("times the bare keyset query") == 5
