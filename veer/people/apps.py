from typing import Any

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "veer.people"

    def ready(self) -> None:
        from allauth.account.signals import user_signed_up

        user_signed_up.connect(_signed_up, dispatch_uid="veer.people.signed_up")


def _signed_up(request: Any, user: Any, **_more: Any) -> None:
    """Somebody made an account by themselves: written in the journal, and their language kept."""
    from veer.people.acts import arrive

    arrive(user)
