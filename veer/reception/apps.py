from django.apps import AppConfig


class ReceptionConfig(AppConfig):
    name = "veer.reception"

    def ready(self) -> None:
        from veer.reception import held, policy  # noqa: F401  (makes known what it holds, and the policies)
