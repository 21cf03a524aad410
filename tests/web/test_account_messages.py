"""What signing in says in passing, in our words: those of the package that does it are no Dutch and no Arabic."""

from pathlib import Path

import allauth
import pytest
from django.template.loader import get_template
from django.test import Client
from django.utils import translation

from tests.architecture.source import ROOT

THEIRS = Path(allauth.__file__).parent / "templates"
OURS = ROOT / "veer" / "web" / "templates"
NEVER = {  # nobody meets these here
    "account/messages/phone_verification_sent.txt",
    "account/messages/phone_verified.txt",
    "usersessions/messages/sessions_logged_out.txt",  # the page of sessions is ours
    "socialaccount/messages/account_connected_updated.txt",  # says what `account_connected` says
}
SAID = sorted({str(file.relative_to(THEIRS)) for file in THEIRS.glob("*/messages/*.txt")} - NEVER)
GIVEN = {"email": "new@example.org", "recipient": "new@example.org", "user": "Amara"}


@pytest.mark.parametrize("language", ["nl", "fr", "de", "ar"])
def test_every_message_is_ours_and_translated(language: str) -> None:
    assert len(SAID) == 20
    for name in SAID:
        template = get_template(name)
        assert Path(template.origin.name) == OURS / name
        english = _said(name, "en")
        assert english != _said(name, language) != "", name


@pytest.mark.django_db
def test_who_makes_an_account_in_dutch_reads_dutch(client: Client) -> None:
    sent = {"email": "new@example.org", "password1": "een lang woord 1"}
    page = client.post("/account/signup/", sent, follow=True, headers={"accept-language": "nl"})
    assert "Wij stuurden een e-mail met een code naar new@example.org." in page.content.decode()


def _said(name: str, language: str) -> str:
    with translation.override(language):
        return get_template(name).render(GIVEN).strip()
