"""What the demonstration writes down about itself. A real installation keeps these tables empty."""

from django.conf import settings
from django.db import models


class DemoDatabase(models.Model):
    """The mark of a database that the demonstration made: without it the demonstration touches nothing."""

    made_at = models.DateTimeField()
    filled_at = models.DateTimeField(null=True)
    law = models.CharField(max_length=64, default="", help_text="digest of the bundled law that was last activated")

    def __str__(self) -> str:
        return f"made by the demonstration at {self.made_at:%Y-%m-%d}"


class DemoLogin(models.Model):
    """An invented person or official whom a visitor may become with one click."""

    account = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", primary_key=True)
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.name}, {self.role}"
