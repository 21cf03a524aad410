"""On whom somebody does not work, by their own word or because they are of the sponsor: read wherever it is decided who
is near to whom."""

from uuid import UUID

from django.db.models import TextField, UUIDField, Value

from veer.people import ties
from veer.people.models import Person
from veer.safeguarding.models import Interest
from veer.sponsorship.queries import memberships, people_of, people_of_groups_in


def recused(account: UUID, _persons: frozenset[UUID]) -> set[UUID]:
    """The persons of the files that they named, by any record of theirs; the leads of sponsors in the municipalities
    that they named, and of the sponsors that they are or were of, with everybody whom these bring. One question for
    most, as it is asked with everything that they do."""
    said = Interest.objects.filter(account=account, over_at=None).order_by().annotate(of=Value(None, UUIDField()))
    of = memberships(account).annotate(whom=Value(None, UUIDField()), town=Value("", TextField()))
    rows = said.values_list("case__person", "municipality", "of").union(of.values_list("whom", "town", "group"))
    towns, groups = {town for _whom, town, _of in rows if town}, {group for _whom, _town, group in rows if group}
    persons = Person.objects.filter(pk__in=[whom for whom, _town, _of in rows if whom]).order_by().values("pk")
    if towns:
        persons = persons.union(*people_of_groups_in(towns))
    if groups:
        persons = persons.union(*people_of(groups))
    return set(Person.objects.filter(kept__same__in=persons).order_by().values_list("pk", flat=True)) if rows else set()


ties.register_interest(recused)
