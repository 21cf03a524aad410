"""One file with everything an installation must not lose: both databases and the data folder, uploads included.

A backup is a tar of `manifest.json` (what it is, with a digest of every part), one dump a database, and `files/`.
It may be taken while Veer serves: databases go first, so every upload that they name is still to be copied after them.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

from veer.journal import clock

FORMAT = 1
MANIFEST = "manifest.json"


class Unusable(RuntimeError):
    """A backup that cannot be taken or restored; nothing was changed."""


def take(target: Path) -> dict[str, Any]:
    """Write a backup. It appears under its name only when it is whole, readable by nobody else."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as scratch:
        folder = Path(scratch)
        for alias in connections:
            _dump(alias, folder / f"{alias}.db")
        _copy_data(folder / "files")
        manifest = {
            "format": FORMAT,
            "taken_at": clock.now().isoformat(timespec="seconds"),
            "databases": {alias: connections[alias].vendor for alias in connections},
            "parts": {str(part.relative_to(folder)): _digest(part) for part in _files(folder)},
        }
        (folder / MANIFEST).write_text(json.dumps(manifest, indent=1))
        fresh = target.with_name(f".{target.name}.new")
        fresh.touch(mode=0o600)
        with tarfile.open(fresh, "w:gz", compresslevel=3) as tar:
            tar.add(folder / MANIFEST, MANIFEST)
            for name in manifest["parts"]:
                tar.add(folder / name, name)
        fresh.rename(target)
    return manifest


def restore(source: Path) -> dict[str, Any]:
    """Put a backup in the place of what is there. What was there is kept beside it, under a name with the time.

    Nothing may be serving meanwhile. All digests are checked before anything is touched.
    """
    data = Path(settings.DATA_DIR)
    data.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data.parent, prefix=".restore-") as scratch:
        folder = Path(scratch)
        with tarfile.open(source) as tar:
            tar.extractall(folder, filter="data")
        manifest = _checked(folder)
        connections.close_all()
        suffix = f".before-{clock.now():%Y%m%dT%H%M%S}"
        _put_data(folder / "files", data, suffix)
        for alias in connections:
            _load(alias, folder / f"{alias}.db", suffix)
    return manifest


def _checked(folder: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    except (OSError, ValueError) as error:
        raise Unusable(f"this is not a backup of Veer: {error}") from error
    if manifest["format"] != FORMAT:
        raise Unusable(f"this backup has format {manifest['format']}, and this Veer reads {FORMAT}")
    engines = {alias: connections[alias].vendor for alias in connections}
    if manifest["databases"] != engines:
        raise Unusable(f"this backup is of {manifest['databases']}, and this installation has {engines}")
    present = {str(part.relative_to(folder)): _digest(part) for part in _files(folder) if part.name != MANIFEST}
    if present != manifest["parts"]:
        wrong = sorted(set(present.items()) ^ set(manifest["parts"].items()))
        raise Unusable(f"this backup is damaged: {wrong[0][0]}")
    return manifest


def _dump(alias: str, target: Path) -> None:
    database = connections[alias].settings_dict
    if connections[alias].vendor == "sqlite":
        with sqlite3.connect(database["NAME"]) as live, sqlite3.connect(target) as copy:
            live.backup(copy)
        live.close()
        copy.close()
    else:
        _postgresql("pg_dump", alias, "--format=custom", f"--file={target}")


def _load(alias: str, source: Path, suffix: str) -> None:
    if connections[alias].vendor == "sqlite":
        target = Path(connections[alias].settings_dict["NAME"])
        target.parent.mkdir(parents=True, exist_ok=True)
        for part in (target, *(target.with_name(target.name + end) for end in ("-wal", "-shm"))):
            if part.exists():
                part.rename(part.with_name(part.name + suffix))
        shutil.copyfile(source, target)
        target.chmod(0o600)
    else:
        _postgresql("pg_restore", alias, "--clean", "--if-exists", "--no-owner", "--single-transaction", str(source))


def _postgresql(program: str, alias: str, *arguments: str) -> None:
    database = connections[alias].settings_dict
    found = shutil.which(program)
    if not found:
        raise Unusable(f"{program} is not installed; it comes with postgresql-client")
    where = {"PGHOST": database["HOST"], "PGPORT": database["PORT"], "PGUSER": database["USER"]}
    secret = {"PGPASSWORD": database["PASSWORD"]}
    environment = {**os.environ, **{name: value for name, value in {**where, **secret}.items() if value}}
    done = subprocess.run(
        [found, f"--dbname={database['NAME']}", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Unusable(f"{program}: {done.stderr.strip()}")


def _copy_data(target: Path) -> None:
    """The data folder without the databases, which were dumped, and without what is made again by itself."""
    databases = {Path(connections[alias].settings_dict["NAME"]).name for alias in connections}
    data = Path(settings.DATA_DIR)

    def left_out(folder: str, names: list[str]) -> set[str]:
        return {name for name in names if Path(folder) == data and any(name.startswith(base) for base in databases)}

    target.mkdir()
    if data.exists():
        shutil.copytree(data, target, ignore=left_out, dirs_exist_ok=True)


def _put_data(source: Path, data: Path, suffix: str) -> None:
    kept = data.with_name(data.name + suffix)
    if data.exists():
        data.rename(kept)
    data.mkdir(mode=0o700)
    if source.exists():
        shutil.copytree(source, data, dirs_exist_ok=True)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
