from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('safeguarding', '0008_late_values'),
    ]

    operations = [
        migrations.AddField(
            model_name='interest',
            name='town',
            field=models.CharField(blank=True, max_length=250),
        ),
    ]
