"""How many places a municipality has for newcomers, by service and quarter, and which households they are kept for.

Each is a ledger that cannot be overdrawn; a household whose places are not there is not turned away by it: that the
municipality has too few is what its page shows.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction

from veer.access.who import SYSTEM
from veer.journal import clock
from veer.journal.acts import Ref, append, lock
from veer.municipalities import rules
from veer.municipalities.acts.common import CHAIN, DECLARED, Acting
from veer.municipalities.models import Body, Declaration
from veer.municipalities.queries import SCOPE, Household, household, ledgers, name_of, where
from veer.quotas import acts as quotas
from veer.quotas.models import Quota
from veer.quotas.queries import Holding, held_by
from veer.sponsorship.queries import arriving

# Reasons in the ledger.
KEPT, CAME, GONE, MOVED = "household comes", "arrived", "does not come", "another quarter"
ELSEWHERE = "comes to another municipality"


class Held(ValueError):
    """More is kept for households than the new number would leave. `service`: of which."""

    def __init__(self, service: str) -> None:
        super().__init__(service)
        self.service = service


@transaction.atomic
def declare_places(begins: date, places: Mapping[str, int], acting: Acting) -> Declaration:
    """So many places of each service in the quarter that begins on a day. What it said before is replaced; who said
    what stays. Raises `Held`, and then nothing changed."""
    lock(acting.body.pk, CHAIN)
    period = next(one for one in rules.periods(clock.today(settings.TIME_ZONE)) if one.begins == begins)
    known = ledgers(acting.body)
    for service in rules.SERVICES:
        if service in places:
            _set(acting, known.get((service, begins)), service, period, places[service])
    made = Declaration.objects.create(
        body=acting.body,
        begins=begins,
        ends=period.ends,
        places=dict(places),
        by_name=acting.name,
        by_function=acting.function,
        account=acting.account,
        link=acting.link,
        at=clock.now(),
    )
    told = {**acting.told, "begins": begins.isoformat(), "places": dict(places)}
    append(Ref(DECLARED, made.pk), "declare_places", acting.ref, payload=told)
    return made


def _set(acting: Acting, ledger: UUID | None, service: str, period: rules.Period, places: int) -> None:
    if ledger is None:
        name = name_of(acting.body, service)
        quotas.open_quota(SCOPE, name, places, acting.ref, begins=period.begins, ends=period.ends)
        return
    try:
        quotas.set_limits(ledger, places, acting.ref, "declared")
    except quotas.InUse:
        raise Held(service) from None


# ---------- What the days bring ----------


def settle_services() -> dict[str, int]:
    """Keep places for who comes, use those of who came, give back those of who does not. Run every day; done twice it
    does nothing twice. A household for whom there are too few keeps what it has."""
    done = {"kept": 0, "used": 0, "freed": 0, "short": 0}
    known = arriving()
    there = where(known)
    for one in known:
        body = there.get(one.case.pk)
        with transaction.atomic():
            for word, number in _settled(body, household(one)).items():
                done[word] += number
    return done


def _settled(body: Body | None, one: Household) -> dict[str, int]:
    held = [holding for holding in held_by(one.case.pk) if _ours(holding)]
    if one.way.state == "over":
        for holding in held:
            quotas.release(holding.id, SYSTEM.ref, GONE, f"{holding.id} gone")
        return {"freed": len(held)}
    if one.way.state == "here":
        kept = [holding for holding in held if holding.reserved]
        for holding in kept:
            quotas.confirm(holding.id, SYSTEM.ref, CAME, f"{holding.id} came {holding.turn}")
        return {"used": len(kept)}
    return _kept(body, one, held) if body and one.way.expected else {}


def _ours(holding: Holding) -> bool:
    return Quota.objects.filter(pk=holding.quota, scope=SCOPE).exists()


def _kept(body: Body, one: Household, held: list[Holding]) -> dict[str, int]:
    """What the household needs, in the quarter in which it is likely to come, as far as places were declared."""
    assert one.way.expected is not None
    begins = rules.period_of(one.way.expected.day).begins
    known = ledgers(body)
    services = {ledger: service for (service, _begins), ledger in known.items()}
    has = {services[holding.quota]: holding for holding in held if holding.quota in services}
    done = {"kept": 0, "short": 0, "freed": 0}
    for holding in held:
        if holding.quota not in services:  # its sponsor moved, or is another one
            quotas.release(holding.id, SYSTEM.ref, ELSEWHERE, f"{holding.id} elsewhere")
            done["freed"] += 1
    for service, wanted in rules.wants(one.ages).items():
        ledger = known.get((service, begins))
        if ledger is None:
            continue
        try:
            done["kept"] += _keep(one.case.pk, ledger, wanted, has.get(service))
        except quotas.Full:
            done["short"] += 1
    return done


def _keep(case: UUID, ledger: UUID, wanted: int, holding: Holding | None) -> int:
    if holding is None:
        quotas.reserve(ledger, wanted, case, SYSTEM.ref, KEPT, f"{case} {ledger} {clock.now().isoformat()}")
        return 1
    key = f"{holding.id} {holding.turn}"
    if holding.quota != ledger:
        quotas.move(holding.id, ledger, SYSTEM.ref, MOVED, f"{key} moved")
    if holding.amount != wanted:
        quotas.change(holding.id, wanted, SYSTEM.ref, KEPT, f"{key} changed")
    return int(holding.quota != ledger or holding.amount != wanted)
