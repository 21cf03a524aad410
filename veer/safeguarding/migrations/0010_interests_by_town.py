from django.db import migrations

from veer.people.names import folded


def index(apps, schema_editor):
    """Interests that were said before hold in every spelling."""
    Interest = apps.get_model("safeguarding", "Interest")
    for one in Interest.objects.exclude(municipality="").order_by("pk").iterator():
        Interest.objects.filter(pk=one.pk).update(town=folded(one.municipality))


class Migration(migrations.Migration):
    """Apart from the column: PostgreSQL alters no table whose rows changed in the same breath."""

    dependencies = [("safeguarding", "0009_town")]
    operations = [migrations.RunPython(index, migrations.RunPython.noop)]
