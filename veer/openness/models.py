"""What the public pages keep, when somebody asks for it."""

import uuid

from django.db import models


class SavedAnswers(models.Model):
    """Answers behind a code that only their owner has. Whoever reads this table sees neither code nor answers."""

    lookup = models.CharField(max_length=64, primary_key=True)
    locked = models.TextField()
    saved_at = models.DateTimeField()
    until = models.DateField(db_index=True)

    def __str__(self) -> str:
        return f"answers kept until {self.until}"


class Count(models.Model):
    """One cell of the open numbers of a route, as it is shown: what stays hidden is not even here.

    `table`: `endings`, `waiting`, `late`, `days.<statistic>` or `people.<which>`. `row`, `column`: words of the law, a
    year, a month, what stands in a passport, or TOTAL. `how`: exact, rounded (to five) or hidden, then without a
    number. `row_place`, `column_place`: their order.
    """

    TOTAL = "*"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pack = models.CharField(max_length=80)
    route = models.CharField(max_length=80)
    table = models.CharField(max_length=90)
    row = models.CharField(max_length=80)
    column = models.CharField(max_length=80)
    row_place = models.PositiveIntegerField()
    column_place = models.PositiveIntegerField()
    number = models.PositiveIntegerField(null=True)
    how = models.CharField(max_length=10)
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pack", "route", "table", "row", "column"], name="openness_one_cell"),
            models.CheckConstraint(
                condition=models.Q(how="hidden", number=None)
                | models.Q(how__in=["exact", "rounded"], number__isnull=False),
                name="openness_hidden_has_no_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pack}/{self.route} {self.table}: {self.row}, {self.column}"
