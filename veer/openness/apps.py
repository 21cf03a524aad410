from django.apps import AppConfig


class OpennessConfig(AppConfig):
    name = "veer.openness"
