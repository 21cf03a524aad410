"""The one guarded statement: the ledger gets its line and a counter moves, or neither happens.

On PostgreSQL it is one statement that writes the line first and moves the counter last: whoever takes from the same
counter waits for its row, and the row is held only from then until the transaction ends. Whether there is room is asked
before the line is written, of the counter as it then stands; where others were quicker, the counter's own constraints
refuse the whole. On SQLite it is an update and an insert in one transaction that was a writer's from its beginning.
Counting first and inserting then would over-allocate on the one and die of "database is locked" on the other.
"""

from contextlib import AbstractContextManager, nullcontext
from functools import cache
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, models, transaction
from django.db.models import F

from veer.quotas.models import Counter, Entry

GUARD = "reserved + %s >= 0 AND confirmed + %s >= 0 AND confirmed + %s <= places AND reserved + confirmed + %s <= most"


def write(entry: Entry) -> bool:
    """Carry out one line of the ledger on its counter. False, with nothing changed, where its limits do not let it.

    `IntegrityError` when the key or the turn was written before.
    """
    try:
        with one_step():
            if connection.vendor == "postgresql":
                return _sent(entry)
            if not _moved(entry):
                return False
            entry.save()
            return True
    except IntegrityError as refused:
        if _of_the_counter(refused):
            return False
        raise


def one_step() -> AbstractContextManager[Any]:
    """All or nothing. A single statement on PostgreSQL is that by itself, unless a transaction is open around it."""
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        return nullcontext()
    return transaction.atomic()


def _of_the_counter(refused: IntegrityError) -> bool:
    """Whether it was the counter that had no room any more, and not the ledger that knows the line."""
    diagnosis = getattr(refused.__cause__, "diag", None)
    return diagnosis is not None and diagnosis.table_name == Counter._meta.db_table


def _sent(entry: Entry) -> bool:
    """Prepared on the connection: to plan the statement anew costs more than to carry it out."""
    from psycopg import Cursor

    connection.ensure_connection()
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        cursor.execute(statement(), parameters(entry), prepare=True)
        return bool(cursor.rowcount)


@cache
def statement() -> str:
    """The statement for PostgreSQL; `parameters` are its values, in order."""
    counter, entry = Counter._meta.db_table, Entry._meta.db_table
    fields = _fields()
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(f"%s::{field.db_type(connection)}" for field in fields)
    return (
        f"WITH line AS (INSERT INTO {entry} ({columns}) SELECT {values} FROM {counter} "  # noqa: S608
        f"WHERE quota_id = %s::uuid AND number = %s::smallint AND {GUARD} RETURNING number) "
        f"UPDATE {counter} SET reserved = reserved + %s::integer, confirmed = confirmed + %s::integer "
        "WHERE quota_id = %s::uuid AND number = %s::smallint AND EXISTS (SELECT 1 FROM line)"
    )


def parameters(entry: Entry) -> list[Any]:
    reserved, confirmed = entry.reserved, entry.confirmed
    guard = [reserved, confirmed, confirmed, reserved + confirmed]
    line = [field.get_db_prep_save(getattr(entry, field.attname), connection) for field in _fields()]
    counter = [entry.quota_id, entry.number]
    return [*line, *counter, *guard, reserved, confirmed, *counter]


def _fields() -> list["models.Field[Any, Any]"]:
    return list(Entry._meta.local_concrete_fields)


def _moved(entry: Entry) -> bool:
    reserved, confirmed = entry.reserved, entry.confirmed
    counter = Counter.objects.filter(
        quota=entry.quota_id,
        number=entry.number,
        reserved__gte=-reserved,
        confirmed__gte=-confirmed,
        places__gte=F("confirmed") + confirmed,
        most__gte=F("reserved") + F("confirmed") + reserved + confirmed,
    )
    return bool(counter.update(reserved=F("reserved") + reserved, confirmed=F("confirmed") + confirmed))


def gather(quota: UUID, number: int, reserved: int, confirmed: int) -> bool:
    """Bring free places of the other counters to this one, so that it can take so much more.

    Takes all counters of the quota, in order, for this transaction. False when together they have too few: only then
    is a quota with several counters full.
    """
    with transaction.atomic():
        counters = list(Counter.objects.select_for_update().filter(quota=quota).order_by("number"))
        mine = counters[number]
        lacks_places = max(0, mine.confirmed + confirmed - mine.places)
        lacks_most = max(0, mine.reserved + mine.confirmed + reserved + confirmed - mine.most)
        others = [one for one in counters if one.number != number]
        for one in others:
            places = min(lacks_places, one.places - one.confirmed)
            most = min(lacks_most, one.most - one.reserved - one.confirmed)
            one.places, one.most = one.places - places, one.most - most
            mine.places, mine.most = mine.places + places, mine.most + most
            lacks_places, lacks_most = lacks_places - places, lacks_most - most
        if lacks_places or lacks_most:
            return False
        Counter.objects.bulk_update(sorted(counters, key=lambda one: one.number), ["places", "most"])
        return True
