"""The entry of `veer`. It loads next to nothing itself, so that Ctrl-C while the rest is loaded is heard too."""

from __future__ import annotations

import sys


def main(words: list[str] | None = None) -> int:
    """Run one command, that of the process where none is given; gives its exit code."""
    try:
        from .run import run

        return run(sys.argv[1:] if words is None else words)
    except KeyboardInterrupt:
        from .codes import INTERRUPTED

        sys.stderr.write("interrupted\n")
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
