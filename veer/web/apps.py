from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "veer.web"

    def ready(self) -> None:
        from veer.web import catalogues, traces  # noqa: F401 (a check registers itself)

        traces.connect()
