import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('openness', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Count',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('pack', models.CharField(max_length=80)),
                ('route', models.CharField(max_length=80)),
                ('table', models.CharField(max_length=90)),
                ('row', models.CharField(max_length=80)),
                ('column', models.CharField(max_length=80)),
                ('row_place', models.PositiveIntegerField()),
                ('column_place', models.PositiveIntegerField()),
                ('number', models.PositiveIntegerField(null=True)),
                ('how', models.CharField(max_length=10)),
                ('counted_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('pack', 'route', 'table', 'row', 'column'), name='openness_one_cell'), models.CheckConstraint(condition=models.Q(models.Q(('how', 'hidden'), ('number', None)), models.Q(('how__in', ['exact', 'rounded']), ('number__isnull', False)), _connector='OR'), name='openness_hidden_has_no_number')],
            },
        ),
    ]
