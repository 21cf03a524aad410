"""Municipalities that stand in files and that nobody here wrote down: whoever comes there is in no forecast."""

from collections.abc import Iterable

from veer.municipalities.models import Body
from veer.municipalities.queries import key_of
from veer.sponsorship import queries as sponsors


def nowhere(bodies: Iterable[Body]) -> list[str]:
    """Their names as they were typed, of households that come by sponsors or by the state, in order of the alphabet."""
    known = {one.key for one in bodies}
    typed = {one.municipality.strip() for one in sponsors.arriving() if one.case.ended_at is None}
    typed |= {name.strip() for _case, name in sponsors.resettled()}
    return sorted(name for name in typed if name and key_of(name) not in known)
