"""Run every benchmark and write the dated report.

    python benchmarks/report.py [--write docs/benchmarks.md]

OpenFisca-core (AGPL-3.0) is an opponent only: where it can be had it is put into an environment of its own for the run;
where not, the report says that it was not compared.
"""

from __future__ import annotations

import argparse
import datetime as dt
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from measure import HERE, machine

HEAD = """# Benchmarks

Each figure is a ratio to a peer or to the raw limit, measured in one run, in processes of their own, in turn.
`benchmarks/` holds one file a question and the opponents unchanged; `script/test --long` measures again and writes
this page.
`ok` and `MISS` say whether what was asked holds.

Measured on {day}, {machine}.
"""
QUESTIONS = {
    "grid17": (
        "A points grid of 17 inputs over a million rows, beside hand-written Polars and OpenFisca-core",
        "grid17.py",
    ),
    "crs_raw": (
        "The Canadian ranking from 142 raw columns to written points, beside a hand-written Polars query",
        "crs_raw.py",
    ),
    "decision": ("One decision, explained", "decision.py"),
    "pages": ("Two pages that people wait for", "pages.py"),
    "machine": ("Acts, files, letters and clocks, beside what they cannot do without", "case_machine.py"),
    "machine_postgres": ("The same on PostgreSQL", "case_machine.py"),
    "worklist": ("A page of the work list over a million files, beside the bare keyset query", "worklist.py"),
    "worklist_postgres": ("The same list on PostgreSQL", "worklist.py"),
    "placement": ("A placement, beside the bare solve of the same model", "placement.py"),
    "quotas": ("Reservations of places by many at one moment, beside a bare update of one row", "quotas.py"),
}


def openfisca(folder: Path) -> list[str]:
    """An environment with OpenFisca-core, as options of the benchmark; none where it cannot be had."""
    uv = shutil.which("uv")
    if uv is None:
        return []
    python = folder / "openfisca" / "bin" / "python"
    made = (
        subprocess.run([uv, "venv", "-q", "--python", sys.executable, folder / "openfisca"], check=False).returncode
        == 0
    )
    if not made:
        return []
    install = [uv, "pip", "install", "-q", "--python", python, "openfisca-core", "setuptools"]
    return ["--openfisca", str(python)] if subprocess.run(install, check=False).returncode == 0 else []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", type=Path, help="the page to write")
    options = parser.parse_args()
    parts = [HEAD.format(day=dt.datetime.now(dt.UTC).date().isoformat(), machine=machine())]
    with tempfile.TemporaryDirectory() as name:
        more = {"grid17": openfisca(Path(name)), "crs_raw": ["--long"], "worklist": ["--long"]}
        more |= {"machine": ["--long"], "machine_postgres": ["--postgres"]}
        more |= {"worklist_postgres": ["--long", "--postgres"], "placement": ["--long"]}
        for key, (title, file) in QUESTIONS.items():
            print(f"{title} ...", flush=True)
            run = [sys.executable, HERE / file, *more.get(key, [])]
            done = subprocess.run(run, capture_output=True, text=True, cwd=HERE, check=False)
            text = (
                done.stdout
                if done.returncode == 0
                else f"{done.stdout}\nstopped: {done.stderr.strip().splitlines()[-1]}"
            )
            print(text, flush=True)
            parts.append(f"## {title}\n\n`benchmarks/{file}`\n\n```\n{text.strip()}\n```\n")
    if options.write:
        options.write.write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
