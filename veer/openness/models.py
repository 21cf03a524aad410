"""What the public pages keep, when somebody asks for it."""

from django.db import models


class SavedAnswers(models.Model):
    """Answers behind a code that only their owner has. Whoever reads this table sees neither code nor answers."""

    lookup = models.CharField(max_length=64, primary_key=True)
    locked = models.TextField()
    saved_at = models.DateTimeField()
    until = models.DateField(db_index=True)

    def __str__(self) -> str:
        return f"answers kept until {self.until}"
