"""On whom somebody does not work, by their own word: read wherever it is decided who is near to whom."""

from uuid import UUID

from django.db.models.functions import Lower

from veer.people import ties
from veer.people.models import Person
from veer.safeguarding.models import Interest
from veer.sponsorship.queries import people_of_groups_in


def recused(account: UUID, _persons: frozenset[UUID]) -> set[UUID]:
    """The persons of the files that they named, by any record of theirs; and the leads of sponsors in the
    municipalities that they named, with everybody whom these bring."""
    said = Interest.objects.filter(account=account, over_at=None).order_by()
    named = said.exclude(case=None).values("case__person")
    towns = said.exclude(municipality="").values(town=Lower("municipality"))
    persons = named.union(*people_of_groups_in(towns))
    return set(Person.objects.filter(kept__same__in=persons).order_by().values_list("pk", flat=True))


ties.register_interest(recused)
