from django.apps import AppConfig


class MunicipalitiesConfig(AppConfig):
    name = "veer.municipalities"

    def ready(self) -> None:
        from veer.municipalities import held, policy  # noqa: F401  (makes known what it holds, and policies)
