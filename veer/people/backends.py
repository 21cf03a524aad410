"""Signing in with a code on paper, for people who have no e-mail."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from veer.people.acts import code_digest
from veer.people.models import Account


class CodeBackend(BaseBackend):
    """Finds the account of a code. The code is long enough that trying is hopeless."""

    def authenticate(self, request: Any, login_code: str | None = None, **credentials: Any) -> Account | None:
        if not login_code:
            return None
        return Account.objects.filter(code_digest=code_digest(login_code), is_active=True).first()

    def get_user(self, user_id: Any) -> Account | None:
        return Account.objects.filter(pk=user_id, is_active=True).first()
