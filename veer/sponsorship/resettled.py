"""Whom the state resettles, for rooms that prepare for them: the law by which it does, and files of which it is known
where they come to live."""

from dataclasses import dataclass

from veer.cases import law
from veer.cases.models import Case
from veer.people.models import Fact
from veer.rules import Pack
from veer.rules.model import Route

QUOTA = "state_quota"  # the law's own word for the state's places, by which its route is found
MUNICIPALITY = "resettle.municipality"  # and its fact of where a household comes to live


@dataclass(frozen=True, slots=True)
class State:
    """The law of resettlement by the state that is in force: its pack, and its route."""

    pack: Pack
    route: Route


def state() -> State | None:
    """None where no law of it is in force."""
    for pack in law.in_force():
        for route in pack.routes.values():
            if QUOTA in route.quotas and route.procedure:
                return State(pack, route)
    return None


def resettled() -> list[tuple[Case, str]]:
    """Open files of households, with the municipality where they come to live as it was written down. The caller has
    checked who asks."""
    found = state()
    if found is None:
        return []
    files = Case.objects.filter(route=found.route.id, law__pack=found.pack.id, ended_at=None)
    told = Fact.objects.filter(purpose_id__in=files.values("pk"), fact=MUNICIPALITY, superseded_by=None)
    where = dict(told.order_by("recorded_at", "id").values_list("purpose_id", "value"))
    return [(case, str(where[case.pk])) for case in files.filter(pk__in=where).order_by("opened_at", "id")]
