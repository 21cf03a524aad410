from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "veer.journal"
