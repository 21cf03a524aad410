from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SavedAnswers",
            fields=[
                ("lookup", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("locked", models.TextField()),
                ("saved_at", models.DateTimeField()),
                ("until", models.DateField(db_index=True)),
            ],
        ),
    ]
