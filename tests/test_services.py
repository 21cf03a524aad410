"""What the machine lacks is installed by apt, through sudo when we are not root; else one command to run is printed.

The script runs as it is, but for the places where it looks; `apt-get`, `id` and `sudo` on its path are a machine's that
has no right or no network.
"""

import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / "script" / "services"
INSTALL = "apt-get install -y --no-install-recommends chromium"


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A machine without Chromium."""
    script = SCRIPT.read_text()
    for place, here in (("/usr/bin/chromium", tmp_path / "chromium"), ("/etc/postgresql-common", tmp_path / "etc")):
        assert place in script
        script = script.replace(place, str(here))
    (tmp_path / "services").write_text(script)
    (tmp_path / "bin").mkdir()
    return tmp_path


def has(machine: Path, name: str, does: str) -> None:
    program = machine / "bin" / name
    program.write_text(f'#!/bin/sh\necho "{name} $*" >> {machine}/called\n{does}\n')
    program.chmod(0o755)


def services(machine: Path) -> tuple[int, str, list[str]]:
    """Exit code, what was said, which programs were called for."""
    path = {"PATH": f"{machine}/bin:/usr/bin:/bin"}
    done = subprocess.run(["sh", machine / "services"], env=path, capture_output=True, text=True, timeout=60)
    called = machine / "called"
    return done.returncode, done.stderr, called.read_text().splitlines() if called.exists() else []


def test_without_the_right_the_one_command_is_printed(machine: Path) -> None:
    has(machine, "id", "echo 1000")
    has(machine, "sudo", "exit 1")
    has(machine, "apt-get", "exit 0")
    code, said, called = services(machine)
    assert code == 2
    assert said == f"The tests need chromium. Please run:\n  sudo {INSTALL}\n"
    assert called == ["id -u", "sudo -n true"]


def test_without_the_network_the_one_command_is_printed(machine: Path) -> None:
    has(machine, "id", "echo 0")
    has(machine, "apt-get", "exit 100")
    code, said, called = services(machine)
    assert (code, said.splitlines()[-1].strip()) == (2, INSTALL)
    assert called == ["id -u", INSTALL, "apt-get update"]
    assert not list((machine / "etc").rglob("*.conf"))


def test_what_is_missing_is_installed_through_sudo(machine: Path) -> None:
    has(machine, "id", "echo 1000")
    has(machine, "sudo", 'while [ "${1#-}" != "$1" ]; do shift; done; "$@"')
    has(machine, "apt-get", f"touch {machine}/chromium")
    code, _said, called = services(machine)
    assert code == 0
    assert f"sudo {INSTALL}" in called
    assert services(machine) == (0, "", called), "nothing is asked for when nothing is missing"
