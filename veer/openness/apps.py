from django.apps import AppConfig


class OpennessConfig(AppConfig):
    name = "veer.openness"

    def ready(self) -> None:
        from veer.cases import carried
        from veer.openness import answers

        carried.register(lambda request, pack: answers.read(request, pack).facts)
