"""`crs_raw`: from a scanned Parquet file of 142 flat columns to written points, beside a hand-written Polars query.

    python benchmarks/crs_raw.py [--rows 1000000] [--long]

Both sides read the same file and write id, total, A, B, C, D, each in a process of its own, in turn; the answers
must be equal on every row. `--long` also measures ten times as many rows.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import polars as pl
from measure import HERE, OPPONENTS, in_turn, machine, process, verdict

OURS = """
import json, sys
from pathlib import Path
from measure import repeat
from veer.cli.scoring import score_file
from veer.rules import load_pack
pack = load_pack(Path(sys.argv[4]))
source, target, cache = map(Path, sys.argv[1:4])
run = lambda: score_file(pack, "crs", source, target, only=("total", "A", "B", "C", "D"), cache=cache)
print(json.dumps(repeat(run, int(sys.argv[5]))))
"""
THEIRS = """
import json, sys
sys.path.insert(0, "opponents")
from measure import repeat
import b_crs_polars, polars as pl
run = lambda: b_crs_polars.query(pl.scan_parquet(sys.argv[1])).sink_parquet(sys.argv[2])
print(json.dumps(repeat(run, int(sys.argv[3]))))
"""


def population(rows: int, folder: Path) -> Path:
    file = folder / f"population-{rows}.parquet"
    subprocess.run(
        [sys.executable, OPPONENTS / "crs_population.py", "--rows", str(rows), "--seed", "1", "--out", file], check=True
    )
    return file


def compare(rows: int, folder: Path, times: int, rounds: int) -> dict[str, dict[str, float]]:
    file, ours, theirs = population(rows, folder), folder / "ours.parquet", folder / "theirs.parquet"
    law = HERE.parent / "veer" / "law" / "ca-express-entry"
    found = in_turn(
        {
            "veer": lambda: process(OURS, str(file), str(ours), str(folder / "kernels"), str(law), str(times)),
            "polars": lambda: process(THEIRS, str(file), str(theirs), str(times)),
        },
        rounds,
    )
    a, b = pl.read_parquet(ours), pl.read_parquet(theirs)
    if not a.select(b.columns).equals(b):
        raise SystemExit("the two sides do not agree on every row")
    for name, side in found.items():
        print(
            f"      {name}: {rows / side['cpu'] / 1e6:.2f} M rows/CPU-s, {side['wall']:.2f} s, {side['peak_mb']:.0f} MB"
        )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--long", action="store_true")
    options = parser.parse_args()
    print(f"crs_raw, {options.rows:,} rows, {machine()}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small = compare(options.rows, folder, 7, 3)
        print(verdict("CPU time, times that of hand-written Polars", small["veer"]["cpu"] / small["polars"]["cpu"], 2))
        if options.long:
            large = compare(10 * options.rows, folder, 1, 1)
            print(verdict("CPU time of ten times the rows, times", large["veer"]["cpu"] / small["veer"]["cpu"], 12))
            print(
                verdict(
                    "peak memory of ten times the rows, times", large["veer"]["peak_mb"] / small["veer"]["peak_mb"], 1.3
                )
            )


if __name__ == "__main__":
    main()
