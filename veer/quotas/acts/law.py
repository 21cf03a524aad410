"""The quota of a law, opened as a ledger for one year."""

from datetime import date
from fractions import Fraction

from django.db import transaction

from veer.journal.acts import Ref
from veer.quotas.acts.limits import divide, open_quota
from veer.quotas.models import Quota
from veer.rules import Pack


class NoQuota(LookupError):
    """The law of that year has no such quota."""


@transaction.atomic
def open_year(pack: Pack, route: str, name: str, year: int, by: Ref) -> Quota:
    """The ledger of a year by the law of its first day, divided as the law divides it. The same one, asked again.

    Limits are the law's: only a newer law changes them, through `set_limits`.
    """
    scope, begins = f"{pack.id}/{route}", date(year, 1, 1)
    found = Quota.objects.filter(scope=scope, name=name, begins=begins).first()
    if found is not None:
        return found
    declared = pack.route(route).quotas.get(name)
    places = declared.places_on(begins) if declared else 0
    if declared is None or not places:
        raise NoQuota(f"{scope} {name} {year}")
    call = Fraction(declared.call, 100)
    made = open_quota(scope, name, places, by, begins=begins, ends=date(year, 12, 31), call=call)
    if declared.parts:
        divide(made.pk, declared.parts, by)
    return made
