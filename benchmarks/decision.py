"""One decision, explained: milliseconds of CPU beside the bare run of the same generated code in the same process.

python benchmarks/decision.py
"""

from __future__ import annotations

import datetime as dt
import statistics
import sys
import time
from collections.abc import Callable

from measure import HERE, OPPONENTS, machine, verdict

from veer.rules import decide, load_pack, program
from veer.rules.answer import evaluated, judged
from veer.rules.breaking import breaking
from veer.rules.check.examples import plain
from veer.rules.counterfactuals import counterfactuals, improvements
from veer.rules.evaluate import evaluate

sys.path.insert(0, str(OPPONENTS))
import grid


def milliseconds(run: Callable[[], object], times: int = 200) -> float:
    """Median CPU milliseconds of one call."""
    run()
    seen = []
    for _ in range(times):
        start = time.process_time_ns()
        run()
        seen.append((time.process_time_ns() - start) / 1e6)
    return statistics.median(seen)


def main() -> None:
    print(f"one decision, {machine()}")
    pack = load_pack(HERE / "law" / "grid17")
    row, day = grid.dicts(grid.rows(50), 50)[7], dt.date(2026, 1, 1)
    print(
        verdict("grid17 with full trace, ms", milliseconds(lambda: decide(pack, "grid", row, on=day, trace=True)), 0.3)
    )
    pack = load_pack(HERE.parent / "veer" / "law" / "ca-express-entry")
    cases = plain(pack.examples["crs"])["cases"]
    facts = next(c["facts"] for c in cases if c["id"] == "crs-ex-003")
    compiled = program(pack, "crs")
    profile, result = evaluated(compiled, facts, None, None)
    print(verdict("crs from a profile with trace, ms", milliseconds(lambda: decide(pack, "crs", facts, trace=True)), 2))
    print(
        verdict("crs from a profile, no trace, ms", milliseconds(lambda: evaluated(compiled, facts, None, None)), 0.3)
    )
    print(f"      of which the generated code itself: {milliseconds(lambda: evaluate(profile)):.3f} ms")
    half = {k: v for i, (k, v) in enumerate(facts.items()) if i % 3 or k == "assessment_date"}
    open_profile, open_result = evaluated(compiled, half, None, None)
    print(verdict("crs, next question, ms", milliseconds(lambda: judged(open_profile, open_result)), 5))
    print(verdict("crs, what gains most, ms", milliseconds(lambda: improvements(profile, result)), 20))
    talent = load_pack(HERE.parent / "veer" / "law" / "be-proposal")
    cases = plain(talent.examples["talent"])["cases"]
    closed, granted = (next(c["facts"] for c in cases if c["id"] == name) for name in ("talent-p4", "talent-maximum"))
    profile, result = evaluated(program(talent, "talent"), closed, None, None)
    print(verdict("talent, counterfactuals, ms", milliseconds(lambda: counterfactuals(profile, result)), 20))
    profile, result = evaluated(program(talent, "talent"), granted, None, None)
    print(verdict("talent, what would have broken it, ms", milliseconds(lambda: breaking(profile, result)), 20))


if __name__ == "__main__":
    main()
