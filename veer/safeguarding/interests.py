"""On whom somebody does not work, by their own word or because they are of the sponsor: read wherever it is decided who
is near to whom."""

from uuid import UUID

from django.db.models import UUIDField, Value

from veer.people import ties
from veer.people.models import Person
from veer.safeguarding.models import Interest
from veer.sponsorship.queries import memberships, people_of, people_of_groups_in


def recused(account: UUID, _persons: frozenset[UUID]) -> set[UUID]:
    """The persons of the files that they named, by any record of theirs; the leads of sponsors in the municipalities
    that they named, and of the sponsors that they are or were of, with everybody whom these bring. One question for
    most, as it is asked with everything that they do."""
    said = Interest.objects.filter(account=account, over_at=None).order_by()
    near = said.values("case__person").union(*people_of_groups_in(said.exclude(town="").values("town")))
    named = Person.objects.filter(kept__same__in=near).order_by().annotate(of=Value(None, UUIDField()))
    own = memberships(account).annotate(whom=Value(None, UUIDField()))
    rows = list(named.values_list("pk", "of").union(own.values_list("whom", "group"), all=True))
    found, groups = {whom for whom, _of in rows if whom}, {group for _whom, group in rows if group}
    if groups:
        asks, brought = people_of(groups)
        every = Person.objects.filter(kept__same__in=asks.union(brought)).order_by()
        found |= set(every.values_list("pk", flat=True))
    return found


ties.register_interest(recused)
