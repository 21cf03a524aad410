"""A placement, from the written instance to the written solution, beside the bare HiGHS solve of the same model.

    python benchmarks/placement.py [--long]

First how near large instances come to their planted optimum, and in what time of the processor, all included.

The bare side builds nothing and checks nothing: it gives HiGHS the finished model of the highest weight and runs it, to
gap 0 and on one thread as we do. Both must find the planted optimum. `--long`: also a crisis of 100,000 households; and
the bare solve of a month of dispersal, 3,000 households, which takes it minutes.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from measure import in_turn, machine, process, verdict

from veer.placement.planted import planted

OURS = """
import json, sys, time
from measure import repeat
from pathlib import Path
from veer.placement import document, place, read
file, out, times = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
def run():
    found = document(place(read(json.loads(file.read_text())), "score"), 0.0)
    out.write_text(json.dumps(found))
    return found
score = run()["objective"]["score"]
print(json.dumps({**repeat(run, times), "score": score}))
"""
LARGE = """
import json, resource, sys, time
from veer.placement import document, place, proofs, read
from veer.placement.planted import planted
case = planted(*map(int, sys.argv[1:]), seed=9)
wall, cpu = time.perf_counter(), time.process_time()
instance = read(case.instance)
found = document(place(instance, "persons-then-score"), 0.0)
proved = proofs(instance, found)
print(json.dumps({
    "cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall,
    "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    "missed": max(1 - found["objective"]["persons"] / case.persons, 1 - found["objective"]["score"] / case.score),
    "gap": max(proved[goal] / found["objective"][goal] - 1 for goal in proved),
}))
"""
THEIRS = """
import json, sys
from measure import repeat
from pathlib import Path
import highspy, numpy as np
from veer.placement import read
from veer.placement.model import build
model = build(read(json.loads(Path(sys.argv[1]).read_text())))
lp = highspy.HighsLp()
lp.num_col_, lp.num_row_ = model.columns, len(model.lower)
lp.sense_ = highspy.ObjSense.kMaximize
lp.col_cost_, lp.col_lower_, lp.col_upper_ = model.weight.astype(float), np.zeros(model.columns), np.ones(model.columns)
lp.row_lower_, lp.row_upper_ = model.lower, model.upper
lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
lp.a_matrix_.start_, lp.a_matrix_.index_ = model.start.astype(np.int32), model.row.astype(np.int32)
lp.a_matrix_.value_ = model.value
lp.integrality_ = [highspy.HighsVarType.kInteger] * model.columns
def run():
    solver = highspy.Highs()
    for name, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0)):
        solver.setOptionValue(name, value)
    solver.passModel(lp)
    solver.run()
    return round(solver.getInfo().objective_function_value)
score = run()
print(json.dumps({**repeat(run, int(sys.argv[2])), "score": score}))
"""


def large(size: tuple[int, int, int, int], seconds: float) -> None:
    """How much of the planted optimum is missed, how much the prices leave open, and the seconds that it took."""
    found = process(LARGE, *map(str, size))
    told = f"{size[0]:,} households x {size[1]} places x {size[2]} services, up to {size[3]} pairs each"
    print(f"      {told}: {found['wall']:.1f} s, {found['peak_mb']:.0f} MB")
    print(verdict("what the prices leave open, thousandths", 1000 * found["gap"], 1))
    print(verdict("short of the planted optimum, thousandths", 1000 * found["missed"], 1))
    print(verdict("processor seconds", found["cpu"], seconds))


def compare(size: tuple[int, int, int, int], folder: Path, times: int, rounds: int) -> float:
    """How many times the bare solve's CPU time ours takes."""
    case = planted(*size, seed=11)
    file = folder / "instance.json"
    file.write_text(json.dumps(case.instance))
    found = in_turn(
        {
            "veer": lambda: process(OURS, str(file), str(folder / "out.json"), str(times)),
            "bare": lambda: process(THEIRS, str(file), str(times)),
        },
        rounds,
    )
    if {side["score"] for side in found.values()} != {case.score}:
        raise SystemExit(f"a side did not find the planted optimum: {found}, {case.score}")
    for name, side in found.items():
        print(f"      {name}: {side['cpu']:.2f} s of processor time, {side['wall']:.2f} s, {side['peak_mb']:.0f} MB")
    return found["veer"]["cpu"] / found["bare"]["cpu"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--long", action="store_true")
    options = parser.parse_args()
    print(f"placement, {machine()}")
    sizes = [((329, 21, 1, 13), 5, 3), ((500, 120, 5, 15), 3, 3)]
    sizes += [((3_000, 581, 3, 30), 1, 1)] if options.long else []
    large((2_000, 100, 4, 20), 60)
    large((3_000, 581, 3, 30), 60)
    if options.long:
        large((100_000, 581, 3, 12), 600)
    with tempfile.TemporaryDirectory() as name:
        for size, times, rounds in sizes:
            ratio = compare(size, Path(name), times, rounds)
            told = f"{size[0]:,} households x {size[1]} places x {size[2]} services"
            print(verdict(f"{told}, times the bare solve", ratio, 1.3))


if __name__ == "__main__":
    main()
