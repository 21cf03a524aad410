import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.architecture.source import ROOT
from veer.web import environment

CLEAN = {name: value for name, value in os.environ.items() if not name.startswith(("VEER_", "DJANGO_"))}


def test_sqlite_by_its_whole_path() -> None:
    read = environment.database("sqlite:////srv/veer/veer%20db.sqlite3")
    assert read["NAME"] == "/srv/veer/veer db.sqlite3"
    assert read["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in read["OPTIONS"]["init_command"]


def test_postgresql_with_everything() -> None:
    read = environment.database("postgresql://v:p%40ss@db.example:5433/veer?sslmode=require")
    assert (read["USER"], read["PASSWORD"], read["HOST"], read["PORT"]) == ("v", "p@ss", "db.example", "5433")
    assert read["NAME"] == "veer"
    assert read["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize("url", ["sqlite:///veer.db", "mysql://x/y", "veer.db"])
def test_anything_else_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        environment.database(url)


@pytest.mark.parametrize(
    ("url", "port", "ssl", "tls"),
    [
        ("smtp://localhost:25", 25, False, False),
        ("smtp://u:w@mail.example", 587, False, True),
        ("smtps://u:w@mail.example", 465, True, False),
    ],
)
def test_mail(url: str, port: int, ssl: bool, tls: bool) -> None:
    read = environment.mail(url)
    assert (read["EMAIL_PORT"], read["EMAIL_USE_SSL"], read["EMAIL_USE_TLS"]) == (port, ssl, tls)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"VEER_SECRET_KEY": "x"}, "VEER_DATA_DIR is not set"),
        ({"VEER_DATA_DIR": "/tmp/veer"}, "VEER_SECRET_KEY is not set"),
        ({"VEER_SECRET_KEY": "x", "VEER_DATA_DIR": "/tmp/veer"}, "VEER_MAIL_URL is not set"),
        (
            {
                "VEER_SECRET_KEY": "x",
                "VEER_DATA_DIR": "/tmp/veer",
                "VEER_MAIL_URL": "smtp://x",
                "VEER_NOW": "2026-11-23",
            },
            "VEER_NOW moves the clock in a demo and in tests only",
        ),
    ],
)
def test_half_an_installation_does_not_start(settings: dict[str, str], said: str) -> None:
    started = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**CLEAN, **settings, "DJANGO_SETTINGS_MODULE": "veer.web.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode != 0
    assert said in started.stderr


def test_deployed_settings_pass_djangos_own_check(tmp_path: object) -> None:
    installation = {
        "VEER_SECRET_KEY": "a secret of its own that is long enough to be one, 1234567890-abcdefghij",
        "VEER_DATA_DIR": str(tmp_path),
        "VEER_MAIL_URL": "smtp://localhost:25",
        "VEER_HOSTS": "veer.example",
        "DJANGO_SETTINGS_MODULE": "veer.web.settings",
    }
    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={**CLEAN, **installation},
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr
