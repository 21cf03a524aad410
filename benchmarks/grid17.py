"""`grid17`: a grid of 17 inputs as a law file, beside hand-written Polars and OpenFisca-core, which run unchanged.

    python benchmarks/grid17.py [--rows 1000000] [--openfisca PYTHON]

`--openfisca`: a Python that has OpenFisca-core installed (AGPL: never a dependency of ours, an environment of its own).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile

from measure import OPPONENTS, in_turn, machine, process, verdict

OURS = """
import gc, json, sys, time
from pathlib import Path
sys.path.insert(0, "opponents")
import common, grid, numpy as np, polars as pl
from measure import repeat
from veer.rules import load_pack, program
from veer.rules.batch import Scorer
rows, cache, unknown = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] == "unknown"
columns = grid.rows(rows)
frame = pl.DataFrame(columns)
if unknown:
    import b_numpy3
    masked = b_numpy3.make(columns)
    frame = pl.DataFrame(masked)
    frame = frame.with_columns(pl.when(pl.col(k) < 0).then(None).otherwise(pl.col(k)).alias(k) for k in masked)
compiled = program(load_pack(Path("law/grid17")), "grid")
import datetime as dt
only = ("outcome",) if unknown else ("total",)
scorer = Scorer(compiled, on=dt.date(2026, 1, 1), only=only, cache=cache)
scorer.warm()
scorer.score(frame[:5000])
gc.collect()
base = common.now_mb()
out = scorer.score(frame)[0]
if not unknown:
    common.check("veer", out["total"], columns)
decided = float((out["outcome"] != "maybe").mean()) if unknown else 1.0
result = repeat(lambda: scorer.score(frame))
print(json.dumps({**result, "extra_mb": max(0.0, common.rss_mb() - base), "decided": decided}))
"""


def opponent(file: str, rows: int, python: str = sys.executable, **env: str) -> dict[str, float]:
    """An opponent as it is: one JSON line, its seconds under our names."""
    done = subprocess.run(
        [python, file, "--n", str(rows)],
        capture_output=True,
        text=True,
        cwd=OPPONENTS,
        check=True,
        env={**os.environ, **env},
    )
    result = json.loads(done.stdout.splitlines()[-1])
    return {"wall": result["median_s"], "cpu": result["cpu_s"]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--openfisca", help="a Python with OpenFisca-core")
    options = parser.parse_args()
    rows = options.rows
    print(f"grid17, {rows:,} rows, {machine()}")
    with tempfile.TemporaryDirectory() as cache:
        sides = {
            "veer": lambda: process(OURS, str(rows), cache, "known"),
            "polars": lambda: opponent("b_polars.py", rows, MODE="gather"),
            "veer, 10 % unknown": lambda: process(OURS, str(rows), cache, "unknown"),
            "polars, 10 % unknown": lambda: opponent("b_polars3.py", rows),
        }
        if options.openfisca:
            sides["openfisca"] = lambda: opponent("b_openfisca.py", rows, options.openfisca, STYLE="scale")
        found = in_turn(sides)
    for name, side in found.items():
        print(f"      {name}: {rows / side['cpu'] / 1e6:.2f} M rows/CPU-s, {rows / side['wall'] / 1e6:.2f} M rows/s")
    ours, unknown = found["veer"], found["veer, 10 % unknown"]
    print(verdict("time, times that of hand-written Polars (gather)", ours["wall"] / found["polars"]["wall"], 2))
    print(verdict("memory over the input, MB", ours["extra_mb"], 150))
    print(verdict("10 % unknown, M rows/s", rows / unknown["wall"] / 1e6, 2, at_least=True))
    print(verdict("10 % unknown, share of rows decided at 470", unknown["decided"], 0.9, at_least=True))
    if options.openfisca:
        print(
            verdict(
                "rows per CPU-second, times OpenFisca-core", found["openfisca"]["cpu"] / ours["cpu"], 5, at_least=True
            )
        )
    else:
        print("      OpenFisca-core not compared: give --openfisca PYTHON")


if __name__ == "__main__":
    main()
