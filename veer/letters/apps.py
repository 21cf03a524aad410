from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "veer.letters"
