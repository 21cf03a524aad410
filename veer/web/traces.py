"""What changes how somebody signs in stands in the journal, on the account's own chain: its kind, never its secret."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from allauth.socialaccount.signals import social_account_added, social_account_removed

from veer.journal.acts import Ref, append
from veer.people.models import Account

FACTORS = {
    "add_second_step": authenticator_added,
    "remove_second_step": authenticator_removed,
    "renew_recovery_codes": authenticator_reset,
}
PASSWORDS = (password_changed, password_reset, password_set)


def connect() -> None:
    for act, signal in FACTORS.items():
        signal.connect(_factor(act), dispatch_uid=f"veer.web.{act}", weak=False)
    for signal in PASSWORDS:
        signal.connect(_password, dispatch_uid="veer.web.change_password")
    social_account_added.connect(_linked, dispatch_uid="veer.web.link_provider")
    social_account_removed.connect(_unlinked, dispatch_uid="veer.web.unlink_provider")


def _factor(act: str) -> Any:
    def write(user: Account, authenticator: Any, **_more: Any) -> None:
        _write(user, act, {"kind": authenticator.type})

    return write


def _password(user: Account, **_more: Any) -> None:
    _write(user, "change_password", {})


def _linked(sociallogin: Any, **_more: Any) -> None:
    _write(sociallogin.user, "link_provider", {"provider": sociallogin.account.provider})


def _unlinked(socialaccount: Any, **_more: Any) -> None:
    _write(socialaccount.user, "unlink_provider", {"provider": socialaccount.provider})


def _write(account: Account, act: str, told: dict[str, str]) -> None:
    chain = Ref("account", account.pk)
    append(chain, act, chain, payload=told)
