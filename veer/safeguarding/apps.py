from django.apps import AppConfig


class SafeguardingConfig(AppConfig):
    name = "veer.safeguarding"

    def ready(self) -> None:
        from veer.safeguarding import held, interests, policy  # noqa: F401  (makes known what it holds, and the policies)
        from veer.safeguarding.acts import networks  # noqa: F401  (looks again when two groups are found to be one)
