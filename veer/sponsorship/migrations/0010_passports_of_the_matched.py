from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("sponsorship", "0009_identities"),
    ]

    operations = [
        migrations.AddField("traveller", "nationality", models.CharField(blank=True, default="", max_length=3), False),
        migrations.AddField("traveller", "sex", models.CharField(blank=True, default="", max_length=1), False),
        migrations.AddField("traveller", "written_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "traveller",
            models.CheckConstraint(
                condition=Q(nationality="", sex="") | ~Q(nationality="") & Q(sex__in=["F", "M", "X"]),
                name="sponsorship_passport_whole_or_not",
            ),
        ),
    ]
