from django.db import migrations
from django.db.models import F

from veer.sponsorship.called import name_key


def index(apps, schema_editor):
    """Groups that were there before are compared like every group; a home is where it was since it was written down."""
    Group, Home = apps.get_model("sponsorship", "Group"), apps.get_model("sponsorship", "Home")
    for group in Group.objects.order_by("pk").iterator():
        Group.objects.filter(pk=group.pk).update(found_as=name_key(group.name))
    Home.objects.filter(addressed_at=None).update(addressed_at=F("written_at"))


class Migration(migrations.Migration):
    """Apart from what stands before: PostgreSQL alters no table whose rows changed in the same breath."""

    dependencies = [("sponsorship", "0013_findings")]
    operations = [migrations.RunPython(index, migrations.RunPython.noop)]
