"""`veer journal verify | seal`: proving that nothing vanished or changed."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from .. import streams
from ..codes import ANSWERED, FAILED, refuse
from ..installation import installation
from ..options import Commands, command, group, json_option


def add(commands: Commands) -> None:
    example = "veer journal verify --seal seal.json"
    inner = group(commands, "journal", "keep the journal honest", "verify, seal", example)
    parser = command(inner, "verify", "recompute the journal and say whether it is whole", example)
    parser.add_argument(
        "--seal", metavar="FILE", help="a seal exported earlier, or - for stdin (default: our own last seal)"
    )
    json_option(parser)
    parser.set_defaults(run=verify)
    parser = command(
        inner, "seal", "seal the journal as it stands; the seal goes to stdout", "veer journal seal > seal.json"
    )
    json_option(parser)
    parser.set_defaults(run=seal)


def verify(arguments: argparse.Namespace) -> int:
    kept = _read(arguments.seal) if arguments.seal else None
    with installation():
        from veer.journal.verify import verify as verified

        try:
            report = verified(kept)
        except (KeyError, TypeError, ValueError):
            if kept is None:
                raise
            raise refuse("not a seal of this journal", code="format", file=arguments.seal) from None
    if arguments.json:
        streams.answer(
            {
                "ok": report.ok, "chains": report.chains, "entries": report.entries, "erased": report.erased,
                "proved_until": report.proved_until, "heads_only_since": report.heads_only_since,
                "problems": [{"code": p.code, "chain": p.chain, "message": p.message} for p in report.problems],
            }
        )  # fmt: skip
    else:
        sys.stdout.write(_said(report))
    return ANSWERED if report.ok else FAILED


def _said(report: Any) -> str:
    lines = [f"{p.chain}: {p.message}  [{p.code}]" for p in report.problems]
    lines.append(f"{report.entries:,} entries in {report.chains:,} chains, {report.erased:,} payloads erased")
    if report.ok:
        lines.append(
            f"whole, proved until {report.proved_until}" if report.proved_until else "whole; no seal vouches for it yet"
        )
        if report.heads_only_since:
            lines.append(f"entries since {report.heads_only_since} are protected by heads only: veer journal seal")
    else:
        lines.append(f"NOT whole: {len(report.problems):,} problems")
    return "\n".join(lines) + "\n"


def _read(name: str) -> dict[str, Any]:
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        found = json.loads(raw)
    except OSError as error:
        raise refuse(f"cannot read {name}: {error.strerror}", code="no_file", file=name) from None
    except (ValueError, RecursionError):
        raise refuse("not JSON", code="format", file=name) from None
    if not isinstance(found, dict):
        raise refuse("not a seal of this journal", code="format", file=name)
    return found


def seal(arguments: argparse.Namespace) -> int:
    with installation():
        from veer.journal.acts import seal as sealed
        from veer.journal.queries import export

        made = export(sealed())
    streams.answer(made)
    sys.stderr.write(
        f"seal {made['number']} of {made['count']:,} chains; keep the file where this machine cannot change it\n"
    )
    return ANSWERED
