"""Lists by pages that follow by key: the next one starts after the last line shown, whatever was added meanwhile.

No number of pages, no count: a page costs the same wherever it is, when an index has the order's column and the id.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from kairos.foundation.prepared import Text, prepared

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Order:
    """A column that is never null, then the id. `read` turns the column's text in an address into its value."""

    column: str
    read: Callable[[str], Any] = str


def by_instant(column: str) -> Order:
    return Order(column, datetime.fromisoformat)


@dataclass(frozen=True, slots=True)
class Window(Generic[Row]):
    """One page. `before`, `after`: what the address of the previous and next pages says; empty when there is none."""

    rows: list[Row]
    before: str
    after: str


Rows = QuerySet | Sequence[QuerySet]
"""Several querysets are read together, each by its own index and no further than a page: a list of several states whose
index begins with the state. The order's column and the id are then among the columns asked."""


class Source(NamedTuple):
    """The rows of a list that is asked often, as a prepared read takes them (see `foundation.prepared`)."""

    build: Callable[..., Rows]
    arguments: tuple[Any, ...]


def window(
    rows: Rows | Source,
    make: Callable[..., Row],
    columns: tuple[str, ...],
    order: Order,
    *,
    descending: bool = False,
    size: int,
    after: str = "",
    before: str = "",
) -> Window[Row]:
    """One statement. `make` takes the values of `columns`; what it makes has `id` and the order's column.

    An altered address starts at the beginning.
    """
    backwards = _key(before, order) is not None
    key = _key(before if backwards else after, order)
    down = descending != backwards
    value, past = key or (None, None)
    if isinstance(rows, Source):
        value = Text(value) if isinstance(value, str) else value
        found = _page_of(rows.build, columns, order, down, size + 1, value, past, *rows.arguments)
    else:
        found = _page(rows, columns, order, down, size + 1, value, past)
    lines = [make(*values) for values in found]
    more, lines = len(lines) > size, lines[:size]
    if backwards:
        return Window(lines[::-1], _edge(lines, -1, order) if more else "", _edge(lines, 0, order))
    return Window(lines, _edge(lines, 0, order) if key else "", _edge(lines, -1, order) if more else "")


@prepared
def _page_of(build: Callable[..., Rows], columns: tuple[str, ...], *rest: Any) -> QuerySet:
    order, down, most, value, key, *arguments = rest
    return _page(build(*arguments), columns, order, down, most, value, key)


def _page(
    rows: Rows, columns: tuple[str, ...], order: Order, down: bool, most: int, value: Any, key: UUID | None
) -> QuerySet:
    parts = [rows] if isinstance(rows, QuerySet) else rows
    first, *others = (_part(one, columns, order, down, most, value, key) for one in parts)
    return _ordered(first.union(*others, all=True), order, down)[:most] if others else first


def _part(
    rows: QuerySet, columns: tuple[str, ...], order: Order, down: bool, most: int, value: Any, key: UUID | None
) -> QuerySet:
    found = _ordered(rows, order, down)
    if key:
        found = found.filter(_beyond(order, down, value, key))
    return found.values_list(*columns)[:most]


def _ordered(rows: QuerySet, order: Order, down: bool) -> QuerySet:
    sign = "-" if down else ""
    return rows.order_by(f"{sign}{order.column}", f"{sign}id")


def _beyond(order: Order, down: bool, value: Any, key: UUID) -> Q:
    """(column, id) past the key; the first condition alone lets the index start in the right place."""
    near, far = ("lte", "lt") if down else ("gte", "gt")
    past = Q(**{f"{order.column}__{far}": value}) | Q(**{f"id__{far}": key})
    return Q(**{f"{order.column}__{near}": value}) & past


def _edge(lines: list[Any], position: int, order: Order) -> str:
    if not lines:
        return ""
    value = getattr(lines[position], order.column)
    return f"{value.isoformat() if isinstance(value, datetime) else value}~{lines[position].id}"


def _key(text: str, order: Order) -> tuple[Any, UUID] | None:
    value, _, key = text.rpartition("~")
    try:
        return order.read(value), UUID(key)
    except ValueError:
        return None
