"""A page of a list walks an index in its own order, on either database: no table is read whole, nothing sorted."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from tests.cases import cast
from veer.access import roles
from veer.access.who import Who
from veer.cases import worklist
from veer.cases.worklist import Asked

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
HERE = f"2026-11-20_{UUID(int=7)}"
IN_A_TURN = f"2026-11-20_2026-11-20T10:00:00+00:00_{UUID(int=7)}"
LISTS = [
    (Asked("all"), HERE, "cases_case_open"),
    (Asked("free"), HERE, "cases_case_work"),
    (Asked("mine"), HERE, "cases_case_mine"),
    (Asked("late"), HERE, "cases_case_open"),
    (Asked("sign"), HERE, "cases_case_work"),
    (Asked("waiting"), HERE, "cases_case_work"),
    (Asked("all", route=f"{cast.PACK}/{cast.ROUTE}"), HERE, "cases_case_open_route"),
    (Asked("all", route=f"{cast.PACK}/{cast.ROUTE}", step="proposed"), HERE, "cases_case_open_step"),
    (Asked("all", days=30), HERE, "cases_case_open"),
    (Asked("all", roles.COURT), IN_A_TURN, "cases_turn_work"),
]


def plan(sql: str, values: Any) -> str:
    """How the database would go about it. PostgreSQL would read a small table whole: here it may not."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for way in ("seqscan", "bitmapscan", "sort", "hashjoin", "mergejoin"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
            cursor.execute(f"EXPLAIN {sql}", values)
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


@pytest.mark.parametrize(("wanted", "after", "index"), LISTS)
def test_a_page_walks_an_index(law: None, wanted: Asked, after: str, index: str) -> None:
    held = frozenset({wanted.role or roles.OFFICIAL})
    who = Who(account=UUID(int=1), roles=held, persons=frozenset({UUID(int=3)}))
    query, _sounds = worklist.page_query(who, wanted, TODAY, after)
    found = plan(*query.query.sql_with_params())
    assert index in found or (connection.vendor == "postgresql" and "cases_case_" in found), found
    assert "TEMP B-TREE" not in found, found
    assert " Sort" not in found.replace("Incremental Sort", ""), found
    assert "SCAN cases_case" not in found, found
    assert "Seq Scan on cases_case " not in found, found
