"""The demonstration is made once a run, by a process of its own, as `script/server` does; tests begin with a copy."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests import fresh
from tests.architecture.source import ROOT

CLEAN = {name: value for name, value in os.environ.items() if not name.startswith(("VEER_", "DJANGO_"))}
"""The environment of somebody who has set nothing of ours."""


def prepared(folder: Path) -> subprocess.CompletedProcess[str]:
    """`manage.py prepare` for a demonstration in a folder, whatever stands there."""
    return subprocess.run(
        [sys.executable, "manage.py", "prepare"],
        cwd=ROOT,
        env={**CLEAN, "VEER_DEMO": "1", "VEER_DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def copied(folder: Path) -> str:
    """Put a copy of the demonstration where a folder belongs; gives what was said while it was made."""
    kept = Path(os.environ[fresh.FOLDER]) / "demonstration"
    said = kept.with_suffix(".out")
    with fresh.one_at_a_time("demonstration"):
        if not said.exists():
            done = prepared(kept)
            assert done.returncode == 0, done.stderr
            said.write_text(done.stdout)
    shutil.copytree(kept, folder)
    return said.read_text()
