from django.db import migrations

from veer.people.names import folded
from veer.sponsorship import addresses


def index(apps, schema_editor):
    """Homes that were there before are compared like every home."""
    Home = apps.get_model("sponsorship", "Home")
    for home in Home.objects.order_by("pk").iterator():
        told = {"town": folded(home.municipality), "found_as": addresses.key(home.street)}
        Home.objects.filter(pk=home.pk).update(**told)


class Migration(migrations.Migration):
    """Apart from the column: PostgreSQL alters no table whose rows changed in the same breath."""

    dependencies = [("sponsorship", "0015_town")]
    operations = [migrations.RunPython(index, migrations.RunPython.noop)]
