"""A backup brings back what was, and a damaged or foreign one touches nothing."""

import json
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from tests.architecture.source import ROOT
from veer.people.models import Account
from veer.web import backup

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "guidance"])


@pytest.fixture
def upload(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path / "data"
    file = tmp_path / "data" / "uploads" / "diploma.pdf"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"%PDF-1.7 a diploma")
    return file


def test_everything_comes_back(upload: Path, tmp_path: Path) -> None:
    Account.objects.create_user("kept@example.invalid")
    call_command("backup", tmp_path / "veer.backup", verbosity=0)
    Account.objects.all().delete()
    Account.objects.create_user("later@example.invalid")
    upload.write_bytes(b"spoiled")

    call_command("restore", tmp_path / "veer.backup", verbosity=0)
    assert list(Account.objects.values_list("email", flat=True)) == ["kept@example.invalid"]
    assert upload.read_bytes() == b"%PDF-1.7 a diploma"
    assert [path.read_bytes() for path in tmp_path.glob("data.before-*/uploads/*")] == [b"spoiled"]
    assert "journal_entry" in connections["guidance"].introspection.table_names()


def test_a_backup_is_nobody_elses_to_read(upload: Path, tmp_path: Path) -> None:
    backup.take(tmp_path / "veer.backup")
    assert (tmp_path / "veer.backup").stat().st_mode & 0o077 == 0


def test_an_older_backup_is_not_written_over(upload: Path, tmp_path: Path) -> None:
    (tmp_path / "veer.backup").write_text("older")
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", tmp_path / "veer.backup")
    assert (tmp_path / "veer.backup").read_text() == "older"


def test_a_damaged_backup_changes_nothing(upload: Path, tmp_path: Path) -> None:
    backup.take(tmp_path / "veer.backup")
    _rewrite(tmp_path / "veer.backup", "files/uploads/diploma.pdf", b"%PDF-1.7 forged")
    with pytest.raises(CommandError, match=r"damaged: files/uploads/diploma\.pdf"):
        call_command("restore", tmp_path / "veer.backup")
    assert upload.read_bytes() == b"%PDF-1.7 a diploma"


def test_a_backup_of_another_kind_of_database_is_refused(upload: Path, tmp_path: Path) -> None:
    manifest = backup.take(tmp_path / "veer.backup")
    manifest["databases"]["default"] = "sqlite" if connection.vendor == "postgresql" else "postgresql"
    _rewrite(tmp_path / "veer.backup", "manifest.json", json.dumps(manifest).encode())
    with pytest.raises(CommandError, match="this installation has"):
        call_command("restore", tmp_path / "veer.backup")


def test_something_else_is_refused(upload: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.tar"
    with tarfile.open(other, "w") as tar:
        tar.add(upload, "letter.pdf")
    with pytest.raises(CommandError, match="not a backup of Veer"):
        call_command("restore", other)


@pytest.mark.parametrize("script", ["backup", "restore"])
def test_the_scripts_say_how_they_are_used(script: str, tmp_path: Path) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([ROOT / "script" / script, *words], cwd=tmp_path, capture_output=True, text=True)

    usage = f"usage: script/{script} FILE\n"
    for asked in ("--help", "-h"):
        told = run(asked)
        assert (told.returncode, told.stdout.startswith(usage), told.stderr) == (0, True, "")
    for wrong in ((), ("--hlep",), ("one", "two")):
        told = run(*wrong)
        assert (told.returncode, told.stdout, told.stderr) == (2, "", usage)
    assert not list(tmp_path.iterdir())


def _rewrite(archive: Path, name: str, content: bytes) -> None:
    folder = archive.parent / "rewritten"
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
        names = tar.getnames()
    (folder / name).write_bytes(content)
    with tarfile.open(archive, "w:gz") as tar:
        for each in names:
            tar.add(folder / each, each)
