from django.apps import AppConfig


class SponsorshipConfig(AppConfig):
    name = "veer.sponsorship"

    def ready(self) -> None:
        from veer.sponsorship import policy  # noqa: F401  (makes the policies known)
