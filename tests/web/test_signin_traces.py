"""What changes how somebody signs in stands in the journal, and no secret with it."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests.web.signing_in import PASSWORD, account, set_up_app, sign_in
from veer.journal.models import Entry
from veer.journal.queries import told
from veer.people.models import Account

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "guidance"])


def written(somebody: Account) -> list[tuple[str, object]]:
    return [(one.act, told(one)) for one in Entry.objects.filter(chain=somebody.pk).order_by("position")]


def test_steps_and_passwords_are_written_down() -> None:
    cache.clear()
    client, somebody = Client(), account()
    sign_in(client, somebody)
    assert written(somebody) == []  # signing in changes nothing
    secret = set_up_app(client)
    client.post("/account/2fa/recovery-codes/generate/")
    new = "een heel ander woord 2"
    client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    client.post("/account/2fa/totp/deactivate/")
    entries = written(somebody)
    assert ("add_second_step", {"kind": "totp"}) in entries
    assert ("renew_recovery_codes", {"kind": "recovery_codes"}) in entries
    assert ("change_password", {}) in entries
    assert ("remove_second_step", {"kind": "totp"}) in entries
    assert not any(word in str(entries) for word in (secret, new, PASSWORD))
    assert all(entry.actor_id == somebody.pk for entry in Entry.objects.filter(chain=somebody.pk))


def test_a_wrong_password_changes_and_writes_nothing() -> None:
    cache.clear()
    client, somebody = Client(), account()
    sign_in(client, somebody)
    new = "een heel ander woord 2"
    client.post("/account/password/change/", {"oldpassword": "wrong", "password1": new, "password2": new})
    assert written(somebody) == []
