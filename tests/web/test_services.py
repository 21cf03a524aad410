"""What `script/services` says where it may not install, on a machine of which the test decides what is there."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "script" / "services"
ALL = "chromium-headless-shell postgresql poppler-utils clamav-daemon fonts-noto-core fonts-sil-charis"
INSTALL = f"apt-get install -y --no-install-recommends {ALL}"


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """An empty machine: nothing in /usr or /etc, and of all programs only the shell's own few."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("sh", "mkdir", "rm"):
        (programs / name).symlink_to(shutil.which(name) or "")
    text = SCRIPT.read_text()
    assert " /usr/bin/chromium" in text
    assert "quiet=/etc/" in text
    # The script as it is, but its roots lie in the machine of the test.
    (tmp_path / "services").write_text(
        text.replace(" /usr/", f" {tmp_path}/usr/").replace("quiet=/etc/", f"quiet={tmp_path}/etc/")
    )
    return tmp_path


def program(machine: Path, name: str, text: str) -> None:
    file = machine / "bin" / name
    file.write_text(f"#!{machine}/bin/sh\n{text}\n")
    file.chmod(0o755)


def run(machine: Path) -> subprocess.CompletedProcess[str]:
    path = str(machine / "bin")
    assert shutil.which("sudo", path=path) is None
    return subprocess.run(
        [f"{path}/sh", str(machine / "services")],
        env={"PATH": path},
        cwd=machine,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


def test_without_the_right_it_prints_the_one_command(machine: Path) -> None:
    program(machine, "id", "echo 1000")
    answer = run(machine)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr == f"The tests need {ALL}. Please run:\n  sudo {INSTALL}\n"


def test_only_what_is_missing_is_asked_for(machine: Path) -> None:
    program(machine, "id", "echo 1000")
    for file in ("bin/chromium-headless-shell", "lib/postgresql/15/bin/initdb", "bin/pdftotext", "sbin/clamd"):
        (machine / "usr" / file).parent.mkdir(parents=True, exist_ok=True)
        (machine / "usr" / file).touch()
    answer = run(machine)
    assert answer.returncode == 2
    assert answer.stderr.endswith("--no-install-recommends fonts-noto-core fonts-sil-charis\n")


def test_without_a_network_it_prints_the_one_command_and_leaves_nothing(machine: Path) -> None:
    program(machine, "id", "echo 0")
    program(machine, "apt-get", "echo no network; exit 100")
    answer = run(machine)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.startswith(f"System packages: installing {ALL} (a minute or two) ...\n")  # at once
    assert answer.stderr.endswith(f"Could not install {ALL}. With a network, please run:\n  {INSTALL}\n")
    assert [path for path in (machine / "etc").rglob("*") if path.is_file()] == []


def test_where_all_is_there_it_says_nothing(machine: Path) -> None:
    program(machine, "apt-get", "exit 100")
    for file in (
        "bin/chromium",  # the whole browser does as well
        "lib/postgresql/15/bin/initdb",
        "bin/pdftotext",
        "sbin/clamd",
        "share/fonts/truetype/noto/NotoSansArabic-Regular.ttf",
        "share/fonts/truetype/charis/CharisSIL-Regular.ttf",
    ):
        (machine / "usr" / file).parent.mkdir(parents=True, exist_ok=True)
        (machine / "usr" / file).touch()
    answer = run(machine)
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")
    assert os.access(SCRIPT, os.X_OK)
