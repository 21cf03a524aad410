"""On whom somebody does not work, by their own word: read wherever it is decided who is near to whom."""

from uuid import UUID

from veer.people import ties
from veer.people.models import Person
from veer.safeguarding.models import Interest
from veer.sponsorship.queries import people_of_groups_in


def recused(account: UUID, _persons: frozenset[UUID]) -> set[UUID]:
    """The persons of the files that they named, by any record of theirs; and the leads of sponsors in the
    municipalities that they named, with everybody whom these bring."""
    said = list(Interest.objects.filter(account=account, over_at=None).select_related("case").order_by("said_at", "id"))
    if not said:
        return set()
    towns = [one.municipality for one in said if one.municipality]
    named = {one.case.person_id for one in said if one.case}
    persons = named | (people_of_groups_in(towns) if towns else set())
    return set(Person.objects.filter(kept__same__in=persons).order_by().values_list("pk", flat=True))


ties.register_interest(recused)
