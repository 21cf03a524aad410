from django.db import migrations
from django.db.models import F

from veer.people import names


def index(apps, schema_editor):
    """Who was there before is found by name like everybody, stands for themselves, and acts for whom they acted."""
    Person, NameToken = apps.get_model("people", "Person"), apps.get_model("people", "NameToken")
    for person in Person.objects.order_by("pk").iterator():
        whole = f"{person.given_name} {person.family_name}".strip()
        Person.objects.filter(pk=person.pk).update(
            kept_id=person.pk,
            folded=names.folded(f"{person.family_name} {person.given_name}"),
            key=names.key(whole),
            skeleton=names.skeleton_key(whole),
        )
        NameToken.objects.bulk_create(
            [NameToken(person=person, token=token) for token in sorted(names.tokens([whole]))]
            + [NameToken(person=person, token=token, bare=True) for token in sorted(names.skeletons([whole]))]
        )
    Link = apps.get_model("people", "Link")
    Link.objects.filter(accepted_at=None).update(accepted_at=F("since"))


class Migration(migrations.Migration):
    """Apart from what stands before and after: PostgreSQL alters no table whose rows changed in the same breath."""

    dependencies = [("people", "0002_people_and_mandates")]
    operations = [migrations.RunPython(index, migrations.RunPython.noop)]
