import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("people", "0003_found_by_name")]

    operations = [
        migrations.AlterField(
            model_name="person",
            name="kept",
            field=models.ForeignKey(
                editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="same", to="people.person"
            ),
        ),
    ]
