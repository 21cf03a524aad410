from django.apps import AppConfig


class SponsorshipConfig(AppConfig):
    name = "veer.sponsorship"

    def ready(self) -> None:
        from veer.sponsorship import belonging, coming_held, held, planning, policy, ties  # noqa: F401  (makes known what it holds)
        from veer.sponsorship.acts import following, naming, protocols  # noqa: F401  (what goes along with an act)
