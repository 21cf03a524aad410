from django.apps import AppConfig


class ReceptionConfig(AppConfig):
    name = "veer.reception"

    def ready(self) -> None:
        from veer.reception import policy  # noqa: F401  (makes the policies known)
