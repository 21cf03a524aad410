"""Measuring one thing beside another: separate processes, run in turn, medians of wall and CPU time and peak memory."""

from __future__ import annotations

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
OPPONENTS = HERE / "opponents"


def repeat(run: Callable[[], Any], times: int = 7) -> dict[str, float]:
    """One warm-up, then medians: {"wall", "cpu"} in seconds (CPU of all threads) and {"peak_mb"} of the process."""
    run()
    walls, cpus = [], []
    for _ in range(times):
        wall, cpu = time.perf_counter(), time.process_time()
        run()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"wall": statistics.median(walls), "cpu": statistics.median(cpus), "peak_mb": peak}


def process(code: str, *arguments: str, env: dict[str, str] | None = None) -> dict[str, Any]:
    """Run Python code in a process of its own; the last line that it prints is its result in JSON."""
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, **(env or {})}, cwd=HERE, check=False
    )
    if done.returncode:
        raise SystemExit(f"a side of the benchmark failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])  # type: ignore[no-any-return]


def in_turn(sides: dict[str, Callable[[], dict[str, Any]]], rounds: int = 3) -> dict[str, dict[str, Any]]:
    """Every side once a round, in turn; for each figure the median over the rounds."""
    seen: dict[str, list[dict[str, Any]]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, side in sides.items():
            seen[name].append(side())
    return {
        name: {key: statistics.median(r[key] for r in results) for key in results[0]} for name, results in seen.items()
    }


def machine() -> str:
    """Processor, cores, Python: what a figure was measured on."""
    model = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        "",
    )
    return f"{model or platform.machine()}, {os.cpu_count()} cores, CPython {platform.python_version()}"


def verdict(name: str, value: float, limit: float, *, at_least: bool = False) -> str:
    """One line of a report: the ratio, what was asked, and whether it holds."""
    held = value >= limit if at_least else value <= limit
    sign = "at least" if at_least else "at most"
    return f"{'ok  ' if held else 'MISS'}  {name}: {value:.2f} (asked {sign} {limit:g})"
