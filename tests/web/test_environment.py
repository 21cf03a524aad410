import json
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


TOWN = {"id": "town", "name": "Town", "issuer": "https://id.example/", "client_id": "veer", "secret": "s"}


def test_identity_providers_by_name_and_as_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment.identity_providers() == []
    monkeypatch.setenv("VEER_OIDC_ISSUER", "https://eid.example")
    monkeypatch.setenv("VEER_OIDC_CLIENT_ID", "veer")
    monkeypatch.setenv("VEER_OIDC_SECRET", "s")
    monkeypatch.setenv("VEER_OIDC_PROVIDERS", json.dumps([{**TOWN, "pages": "https://login.example/x"}]))
    one, other = environment.identity_providers()
    assert (one["id"], one["name"], one["issuer"]) == ("oidc", "eID", "https://eid.example")
    assert (other["id"], other["issuer"]) == ("town", "https://id.example")
    assert environment.origins([one, other]) == ["https://eid.example", "https://login.example"]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("{", "not JSON"),
        (json.dumps([{**TOWN, "secret": ""}]), "lacks secret"),
        (json.dumps(["town"]), "lacks id"),
        (json.dumps({"id": "town"}), "a list"),
        (json.dumps([{**TOWN, "issuer": "http://id.example"}]), "https only"),
        (json.dumps([{**TOWN, "pages": "http://id.example"}]), "https only"),
        (json.dumps([{**TOWN, "id": "../town"}]), "small letters"),
        (json.dumps([TOWN, TOWN]), "the same id"),
    ],
)
def test_an_identity_provider_that_is_half_told_is_refused_without_its_secret(
    monkeypatch: pytest.MonkeyPatch, told: str, said: str
) -> None:
    monkeypatch.setenv("VEER_OIDC_PROVIDERS", told.replace('"s"', '"hidden word"'))
    with pytest.raises(ImproperlyConfigured, match=said) as refused:
        environment.identity_providers()
    assert "hidden word" not in str(refused.value)


def test_a_setting_is_one_of_those_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VEER_SECOND_FACTOR", "perhaps")
    with pytest.raises(ImproperlyConfigured, match="one of required, offered"):
        environment.choice("SECOND_FACTOR", "required", ("required", "offered"))


def test_a_real_installation_requires_a_second_factor_and_a_demonstration_offers_it(tmp_path: object) -> None:
    ask = "from django.conf import settings; print(settings.SECOND_FACTOR)"
    real = {"VEER_SECRET_KEY": "x", "VEER_DATA_DIR": str(tmp_path), "VEER_MAIL_URL": "smtp://x"}
    for told, expected in ((real, "required"), ({"VEER_DEMO": "1", "VEER_DATA_DIR": str(tmp_path)}, "offered")):
        environ = {**CLEAN, **told, "DJANGO_SETTINGS_MODULE": "veer.web.settings"}
        said = subprocess.run(
            [sys.executable, "-c", ask], cwd=ROOT, env=environ, capture_output=True, text=True, check=True
        )
        assert said.stdout.strip() == expected
