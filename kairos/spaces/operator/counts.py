"""Counts that stop early: a menu says « 99+ », never an exact count over a whole table."""

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from kairos.foundation.actor import Actor, Audience
from kairos.foundation.prepared import written_out

MOST = 100
Part = tuple[str, tuple[Any, ...]]
Rows = Callable[[Actor], QuerySet]
"""Rows that are the same for every agent: written once for the process."""


def capped(*rows: QuerySet) -> list[int]:
    """How many rows each has, up to 100; one statement for all, none for none."""
    return _counted([_part(one) for one in rows])


def capped_for_agents(*rows: Rows, beside: Rows | None = None) -> list[Any]:
    """The same, for what every page of the operator counts; then the rows `beside`, by name as JSON has them."""
    if beside is None:
        return _counted([_written(one) for one in rows])
    *counts, listed = _counted([*map(_written, rows), _written(beside, listed=True)])
    return [*counts, json.loads(listed)]


@lru_cache(maxsize=64)
def _written(rows: Rows, *, listed: bool = False) -> Part:
    sql, parameters = (_list if listed else _part)(rows(Actor(audience=Audience.OPERATOR)))
    return written_out(sql, dict(enumerate(parameters))), ()


def _part(rows: QuerySet) -> Part:
    sql, parameters = rows.order_by().values("pk")[:MOST].query.sql_with_params()
    return f"(SELECT count(*) FROM ({sql}) AS counted)", parameters


def _list(rows: QuerySet) -> Part:
    sql, parameters = rows.query.sql_with_params()
    return f"(SELECT coalesce(jsonb_agg(to_jsonb(listed)), '[]') FROM ({sql}) AS listed)", parameters


def _counted(parts: list[Part]) -> list[Any]:
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(sql for sql, _ in parts)}", [value for _, found in parts for value in found])
        return list(cursor.fetchone())
