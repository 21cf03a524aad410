"""Places that protocols reserve for organisations (QU6): how many the law lets one have, and what is left of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, QuerySet, Sum

from veer import draw
from veer.cases.models import Case
from veer.quotas.models import Entry, Quota
from veer.quotas.queries import Balance, balances
from veer.sponsorship.counting import households, persons_asked
from veer.sponsorship.models import Application, Group, Protocol, Window
from veer.sponsorship.rules import Sponsors, today
from veer.sponsorship.together import ones


@dataclass(frozen=True, slots=True)
class Reserved:
    """A signed protocol, as everybody reads it: of its `places` so many are `used`.

    One that is over keeps the places that were used; `places` then are what it once reserved.
    """

    protocol: Protocol
    places: int
    used: int

    @property
    def left(self) -> int:
        """What may still be asked for; nothing once it is over."""
        return self.places - self.used if self.protocol.ended_on is None else 0


def protocols(of: Group | None = None) -> list[Reserved]:
    """Every protocol that was signed, in force and past, the latest first; of one organisation where it is named."""
    signed = Protocol.objects.filter(signed_at__isnull=False, **({"group": of} if of else {}))
    found = list(signed.order_by("-signed_at", "case"))
    held = balances(one.quota_id for one in found if one.quota_id)
    return [_reserved(one, held) for one in found]


def _reserved(one: Protocol, held: dict[UUID, Balance]) -> Reserved:
    assert one.quota_id is not None  # it is signed
    assert one.persons is not None
    taken = held[one.quota_id]
    return Reserved(one, one.persons, taken.reserved + taken.confirmed)


def in_force(group: Group) -> list[Protocol]:
    """The protocols of an organisation whose places are set apart for it."""
    return list(_in_force([group.pk]))


def _in_force(groups: Iterable[UUID]) -> QuerySet[Protocol]:
    found = Protocol.objects.filter(group__in=groups, signed_at__isnull=False, ended_on=None)
    return found.order_by("begins", "case")


def files_of(group: Group) -> list[Case]:
    """The files of an organisation's protocols, the latest first, whatever became of them."""
    return [one.case for one in group.protocols.select_related("case").order_by("-made_at", "case")]


def draws_on(group: Group, way: str, persons: int, day: date) -> Protocol | None:
    """The protocol on whose places a household may be asked for in this way on a day; None where none has room."""
    held = group.protocols.filter(signed_at__isnull=False, ended_on=None, way=way, begins__lte=day, ends__gte=day)
    return next((one for one in held.order_by("ends", "case") if left_to_ask(one) >= persons), None)


def left_to_ask(protocol: Protocol) -> int:
    """Reserved persons' places that are neither held nor asked for in a file that waits for them."""
    assert protocol.quota_id is not None
    free = balances([protocol.quota_id])[protocol.quota_id].free
    asked = [one.case for one in protocol.applications.filter(case__ended_at=None).select_related("case")]
    held = set(Entry.objects.filter(subject__in=[one.pk for one in asked]).values_list("subject", flat=True))
    return free - sum(adults + children for adults, children in households(one for one in asked if one.pk not in held))


# ---------- The law's limit ----------


def may_have(law: Sponsors, day: date) -> int:
    """Persons that one organisation may bring by the law: so many, and never more than its share of a year's places."""
    share = law.quota.places_on(day) * law.limit("organisation_percent") // 100
    return min(law.limit("organisation_persons"), share)


def counted(group: Group, law: Sponsors) -> int:
    """Persons that count for an organisation, whatever groups were found to be it: what is set apart for it, and whom
    else it asks for or brought."""
    groups = ones(group.pk)
    apart = list(_in_force(groups))
    asked = Application.objects.filter(group__in=groups, protocol__in=apart)
    files = list(asked.order_by("case").values_list("case", flat=True))
    return sum(one.persons or 0 for one in apart) + persons_asked(group, law, files) + _elsewhere(files, apart)


def _elsewhere(files: Iterable[UUID], apart: Iterable[Protocol]) -> int:
    """What files of a protocol hold beside its places, as an emergency does."""
    rows = Entry.objects.filter(subject__in=list(files)).exclude(quota__in=[one.quota_id for one in apart])
    return int(rows.aggregate(persons=Sum(F("reserved") + F("confirmed"), default=0))["persons"])


def room(group: Group, law: Sponsors, day: date | None = None) -> int:
    """So many persons more the law lets an organisation bring."""
    return may_have(law, day or today(law)) - counted(group, law)


def promised(part: Quota) -> int:
    """Places of a part that stand on the list of a draw which is still to come: they are not set apart any more."""
    return sum(int(one.places.get(part.name, 0)) for one in _to_come(part))


def beside_lists(part: UUID) -> int:
    """So many persons more may be called of a part, and everybody on the list of a draw to come may still be drawn."""
    found = Quota.objects.get(pk=part)
    waits = sum(min(int(one.places.get(found.name, 0)), _listed(one, found.name)) for one in _to_come(found))
    return balances([part])[part].callable - waits


def _to_come(part: Quota) -> QuerySet[Window]:
    return Window.objects.filter(quota=part.parent_id, listed_at__isnull=False, drawn_at=None).order_by("id")


def _listed(window: Window, part: str) -> int:
    """Persons on its list who take part in this part of the places."""
    lots = (draw.Lot.read(one) for one in window.ids)
    return sum(lot.persons for lot in lots if lot.part == part)
