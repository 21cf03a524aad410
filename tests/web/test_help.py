"""Whom to ask for help: on every page and on every error page, and honest where nobody is named."""

import os
import subprocess
import sys
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views.csrf import csrf_failure
from django.views.defaults import server_error

from tests.architecture.source import ROOT
from tests.cases import cast
from veer.people.models import Account

pytestmark = pytest.mark.django_db(databases=["default", "guidance"])

DESK = {"phone": "+32 2 123 45 67", "email": "help@example.org", "hours": "9:00–16:00"}
NOBODY = {"phone": "", "email": "", "hours": ""}
HONEST = "This site names no phone number or e-mail address for help."
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith(("VEER_", "DJANGO_"))}


def every_kind_of_page(client: Client) -> dict[str, str]:
    """A public page, a person's, an official's, and what stands there when something went wrong."""
    bram = Account.objects.get(pk=cast.official().account)
    office = Client()
    office.force_login(bram, backend="django.contrib.auth.backends.ModelBackend")
    request = RequestFactory().get("/")
    return {
        "public": client.get("/").content.decode(),
        "sign in": client.get(reverse("account_login")).content.decode(),
        "office": office.get(reverse("cases:work")).content.decode(),
        "404": client.get("/no-such-page").content.decode(),
        "403": render_to_string("403.html", {"exception": ""}, request),
        "400": render_to_string("400.html", request=request),
        "csrf": csrf_failure(request, template_name="403_csrf.html").content.decode(),
        "500": server_error(request).content.decode(),
    }


def test_whom_to_ask_stands_on_every_page(client: Client, settings: Any) -> None:
    settings.HELP = DESK
    for name, page in every_kind_of_page(client).items():
        assert 'href="tel:+3221234567"' in page, name
        assert 'href="mailto:help@example.org"' in page, name
        assert "9:00–16:00" in page, name
        assert HONEST not in page, name


def test_opening_hours_in_figures_run_from_the_left_on_an_arabic_page(client: Client, settings: Any) -> None:
    settings.HELP = DESK
    assert '<bdi dir="ltr">9:00–16:00</bdi>' in client.get("/?lang=ar").content.decode()
    settings.HELP = {**DESK, "hours": "من 9:00 إلى 16:00"}
    assert '<bdi dir="auto">من 9:00' in client.get("/?lang=ar").content.decode()


def test_where_nobody_is_named_the_page_says_so(client: Client, settings: Any) -> None:
    settings.HELP = NOBODY
    for name, page in every_kind_of_page(client).items():
        assert HONEST in page, name
        assert "tel:" not in page, name
        assert "mailto:" not in page, name


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ({"VEER_DEMO": "1"}, "02 000 00 00|help@voorbeeld.invalid"),
        ({"VEER_SECRET_KEY": "x", "VEER_MAIL_URL": "smtp://x"}, "|"),
        ({"VEER_SECRET_KEY": "x", "VEER_MAIL_URL": "smtp://x", "VEER_HELP_PHONE": "1700"}, "1700|"),
    ],
)
def test_only_the_demonstration_makes_somebody_up(told: dict[str, str], shown: str, tmp_path: Any) -> None:
    asked = "from veer.web.settings import HELP; print(HELP['phone'] + '|' + HELP['email'])"
    answer = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=ROOT,
        env={**CLEAN, **told, "VEER_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.strip() == shown
