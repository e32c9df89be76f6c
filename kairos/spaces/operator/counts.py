"""Counts that stop early: a menu says « 99+ », never an exact count over a whole table."""

from django.db import connection
from django.db.models import QuerySet

MOST = 100


def capped(*rows: QuerySet) -> list[int]:
    """How many rows each has, up to 100; one statement for all, none for none."""
    if not rows:
        return []
    parts, values = [], []
    for one in rows:
        sql, parameters = one.order_by().values("pk")[:MOST].query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS counted)")
        values += parameters
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        return list(cursor.fetchone())
