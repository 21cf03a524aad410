"""Running `veer` as a shell does, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LAW = ROOT / "veer" / "law"
COMMAND = [sys.executable, "-m", "veer.cli"]
ENVIRONMENT = {
    **{key: value for key, value in os.environ.items() if not key.startswith("VEER_")},
    "PYTHONPATH": str(ROOT),
    "PYTHONHASHSEED": "0",
}


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def answer(self) -> Any:
        return json.loads(self.out)

    @property
    def errors(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.err)["errors"]
        return found


def veer(*words: str | Path, stdin: bytes = b"", cwd: Path | None = None, **environment: str) -> Done:
    done = subprocess.run(
        [*COMMAND, *map(str, words)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env={**ENVIRONMENT, **environment},
        timeout=120,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())
