from typing import Any

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "veer.people"

    def ready(self) -> None:
        from allauth.account.signals import authentication_step_completed, user_signed_up
        from django.contrib.auth.signals import user_logged_in

        from veer.people import proof

        user_signed_up.connect(_signed_up, dispatch_uid="veer.people.signed_up")
        user_logged_in.connect(proof.on_sign_in, dispatch_uid="veer.people.shown_by_sign_in")
        authentication_step_completed.connect(proof.on_step, dispatch_uid="veer.people.shown_by_step")


def _signed_up(request: Any, user: Any, **_more: Any) -> None:
    """Somebody made an account by themselves: written in the journal, and their language kept."""
    from veer.people.acts import arrive

    arrive(user)
