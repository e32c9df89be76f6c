"""Reads whose SQL is written once for the process.

Django writes the SQL of a query anew each time it is asked; on a page that costs more than running it. A read that many
pages make says how its rows are found, from its arguments alone:

    @prepared
    def _latest(actor: Actor) -> QuerySet[Membership]:
        return visible_to(actor).order_by("-starts_on")[:1]

    _latest.first(actor)

What is bound anew at each call: identifiers, instants, days, texts given as `Text`, and the identifiers of an actor.
Any other argument is part of what is written, and is remembered with it: give those that have few values.
"""

import dataclasses
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from itertools import count
from types import SimpleNamespace
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.models import QuerySet
from django.db.models.query import ValuesListIterable
from django.db.models.sql.compiler import SQLCompiler
from psycopg.sql import Literal

from kairos.foundation import clock
from kairos.foundation.actor import Actor

Row = TypeVar("Row")
MOST = 64
"""Ways of writing one read: audiences and sets of rights, in fact a dozen."""


class Text(str):
    """A text that is bound: compared as it is, never as a part (`__contains`)."""

    __slots__ = ()


_BOUND = (UUID, datetime, date, Text)
_OF_ACTOR = tuple(field.name for field in dataclasses.fields(Actor) if field.type == UUID | None)
_UNREAD = {"name": "", "organisation_name": "", "helped_name": "", "request_id": "", "proved_at": None}
"""What no query reads of an actor."""
_SHAPING = tuple(field.name for field in dataclasses.fields(Actor) if field.name not in (*_OF_ACTOR, *_UNREAD))


class NotPrepared(Exception):
    """What is written depends on more than the arguments, or hides one: nothing may be remembered of it."""


_Place = int | list[int]
"""Which of the bound values, or which ones as an array."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Written:
    """places: what is bound as each parameter. converters: of the columns read, by Django. Without a compiler, no row
    can be found."""

    rows: QuerySet
    compiler: SQLCompiler | None = None
    sql: str = ""
    places: tuple[_Place, ...] = ()
    converters: Mapping[int, Any] = dataclasses.field(default_factory=dict)

    @property
    def is_plain(self) -> bool:
        """Whether Django gives the values of `values_list` as the database does."""
        return (
            self.rows._iterable_class is ValuesListIterable
            and not self.converters
            and not self.compiler.has_extra_select
        )

    def bind(self, bound: list[Any]) -> tuple[Any, ...]:
        return tuple(bound[one] if isinstance(one, int) else [bound[rank] for rank in one] for one in self.places)

    def read(self, bound: list[Any]) -> list[Any]:
        if self.compiler is None:
            return []
        if self.is_plain:
            with connections[self.rows.db].cursor() as cursor:
                cursor.execute(self.sql, self.bind(bound))
                return cursor.fetchall()
        source = SimpleNamespace(
            db=self.rows.db,
            query=_Ready(self, self.bind(bound)),
            model=self.rows.model,
            _fields=self.rows._fields,
            _known_related_objects={},
        )
        return list(self.rows._iterable_class(source))

    def count(self, bound: list[Any]) -> int:
        if self.compiler is None:
            return 0
        with connections[self.rows.db].cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({self.sql}) AS counted", self.bind(bound))
            return cursor.fetchone()[0]


class _Ready:
    """Django's query, for one read: its compiler has already compiled."""

    __slots__ = ("_parameters", "_written")

    def __init__(self, written: _Written, parameters: tuple[Any, ...]) -> None:
        self._written = written
        self._parameters = parameters

    def get_compiler(self, using: str, **_: Any) -> SQLCompiler:
        made = self._written.compiler
        compiler = made.__class__.__new__(made.__class__)
        compiler.__dict__.update(made.__dict__)
        compiler.connection = connections[using]
        compiler.as_sql = lambda: (self._written.sql, self._parameters)
        compiler.get_converters = lambda _: self._written.converters
        return compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._written.rows.query, name)


class Prepared(Generic[Row]):
    def __init__(self, build: Callable[..., QuerySet]) -> None:
        functools.update_wrapper(self, build)
        self.build = build
        self._written: dict[tuple[Any, ...], _Written] = {}

    def __call__(self, *values: Any) -> list[Row]:
        """Raises NotPrepared."""
        return self._of(values).read(_all_bound(values))

    def first(self, *values: Any) -> Row | None:
        return next(iter(self(*values)), None)

    def get(self, *values: Any) -> Row:
        """Raises DoesNotExist of the model."""
        for row in self(*values):
            return row
        raise self.build(*values).model.DoesNotExist

    def count(self, *values: Any) -> int:
        return self._of(values).count(_all_bound(values))

    def _of(self, values: tuple[Any, ...]) -> _Written:
        shape = tuple(map(_shape, values))
        written = self._written.get(shape)
        if written is None:
            if len(self._written) >= MOST:
                del self._written[next(iter(self._written))]
            self._written[shape] = written = _write(self.build, values)
        return written


def written_out(sql: str, constants: Mapping[int, Any]) -> str:
    """The SQL with these parameters (by rank) as literals, the others still to bind.

    PostgreSQL then keeps one plan for all calls, which may use the indexes that say « where state = … ».
    """
    ranks = count()

    def written(part: str) -> str:
        if part != "%s":
            return part
        rank = next(ranks)
        return _literal(constants[rank]) if rank in constants else part

    return "".join(map(written, re.split("(%%|%s)", sql)))


def _literal(value: Any) -> str:
    connection.ensure_connection()
    plain = value.value if isinstance(value, Enum) else value
    return Literal(plain).as_string(connection.connection).replace("%", "%%")


def prepared(build: Callable[..., QuerySet]) -> Prepared[Any]:
    return Prepared(build)


def _shape(value: Any) -> Any:
    """What the SQL depends on, of an argument."""
    if isinstance(value, Actor):
        missing = tuple(getattr(value, name) is None for name in _OF_ACTOR)
        return tuple(getattr(value, name) for name in _SHAPING), missing
    return type(value) if isinstance(value, _BOUND) else value


def _bound(value: Any) -> Iterator[Any]:
    if isinstance(value, Actor):
        yield from (found for name in _OF_ACTOR if (found := getattr(value, name)) is not None)
    elif isinstance(value, _BOUND):
        yield value


def _all_bound(values: Iterable[Any]) -> list[Any]:
    return [one for value in values for one in _bound(value)]


def _stand_in(value: Any) -> Any:
    """Another value of the same shape, that is found again in what was written."""
    if isinstance(value, Actor):
        bound = {name: uuid4() for name in _OF_ACTOR if getattr(value, name) is not None}
        return dataclasses.replace(value, **_UNREAD, **bound)
    if isinstance(value, UUID):
        return uuid4()
    if isinstance(value, datetime):
        return datetime(1901, 1, 1, tzinfo=UTC) + timedelta(microseconds=uuid4().int % 10**15)
    if isinstance(value, date):
        return date(1801, 1, 1) + timedelta(days=uuid4().int % 30_000)
    return Text(uuid4().hex) if isinstance(value, Text) else value


def _write(build: Callable[..., QuerySet], values: tuple[Any, ...]) -> _Written:
    stand_ins = [_stand_in(value) for value in values]
    rows = build(*stand_ins)
    if rows._known_related_objects or rows._prefetch_related_lookups:
        raise NotPrepared(f"{build.__qualname__}: rows that come from another row, or bring others along")
    compiler = rows.query.get_compiler(using=rows.db)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return _Written(rows)
    with clock.fixed(clock.now() + timedelta(days=400)):
        if build(*stand_ins).query.sql_with_params() != (sql, parameters):
            raise NotPrepared(f"{build.__qualname__}: the time is an argument")
    places = dict(_places(build.__qualname__, sql, parameters, _all_bound(stand_ins)))
    constant = {rank: value for rank, value in enumerate(parameters) if rank not in places}
    sql = written_out(sql, constant)
    bound = tuple(place for rank, place in sorted(places.items()))
    return _Written(rows, compiler, sql, bound, compiler.get_converters([column for column, *_ in compiler.select]))


def _places(name: str, sql: str, parameters: tuple[Any, ...], bound: list[Any]) -> Iterator[tuple[int, _Place]]:
    for rank, parameter in enumerate(parameters):
        if type(parameter) in _BOUND and parameter in bound:
            yield rank, bound.index(parameter)
        elif isinstance(parameter, list) and parameter and all(one in bound for one in parameter):
            yield rank, [bound.index(one) for one in parameter]
        elif any(str(one) in str(parameter) for one in bound):
            raise NotPrepared(f"{name}: an argument is changed before it is bound")
    if any(str(one) in sql for one in bound):
        raise NotPrepared(f"{name}: an argument is written in the SQL")
