from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sponsorship', '0014_found_by_name_and_address'),
    ]

    operations = [
        migrations.AddField(
            model_name='home',
            name='town',
            field=models.CharField(blank=True, db_index=True, max_length=250),
        ),
    ]
