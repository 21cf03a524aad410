from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "veer.cases"

    def ready(self) -> None:
        from veer.cases import policy  # noqa: F401  (registers who may see which cases)
