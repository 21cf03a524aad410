from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "veer.matching"

    def ready(self) -> None:
        from veer.matching import held, policy, sources  # noqa: F401  (makes known what it holds, and the policies)
