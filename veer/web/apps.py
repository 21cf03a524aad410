from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "veer.web"

    def ready(self) -> None:
        from veer.web import traces

        traces.connect()
