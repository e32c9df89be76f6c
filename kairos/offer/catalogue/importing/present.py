"""What is there, beside what a line says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from kairos.offer.catalogue.content import COURSE, DELIVERY, EMPTY, SESSION
from kairos.offer.catalogue.models import Course, Delivery, TrainingSession

PATHS = (
    *(f"delivery__course__{column}" for column in COURSE.values()),
    *(f"delivery__{column}" for column in DELIVERY.values()),
    *SESSION.values(),
)
HEAD = ("id", "number", "delivery_id", "delivery__course_id", "state", "source", "carif", "imported", "left_file_on")
NAMES = tuple(EMPTY)
Key = tuple[UUID, str]
"""An organisation and a number (of a session, a course, a delivery, an establishment)."""
Of = dict[Key, tuple[UUID, dict[str, Any]]]
# One by one in the index of organisations and numbers, whatever the planner believes of tables that fill as it reads.
SESSIONS = """
SELECT found.id FROM unnest(%s::uuid[], %s::text[]) AS asked (organisation, number)
CROSS JOIN LATERAL (SELECT id FROM training_session
  WHERE organisation_id = asked.organisation AND number = asked.number LIMIT 1) AS found
"""
COURSES = """
SELECT found.id FROM unnest(%s::uuid[], %s::text[]) AS asked (organisation, number)
CROSS JOIN LATERAL (SELECT id FROM course
  WHERE organisation_id = asked.organisation AND number = asked.number AND number <> '' LIMIT 1) AS found
"""
DELIVERIES = """
SELECT found.id FROM unnest(%s::uuid[], %s::text[]) AS asked (organisation, number)
CROSS JOIN LATERAL (SELECT id FROM delivery
  WHERE organisation_id = asked.organisation AND number = asked.number AND number <> '' LIMIT 1) AS found
"""


@dataclass(frozen=True, slots=True)
class Present:
    """A session as it is."""

    id: UUID
    number: str
    delivery: UUID
    course: UUID
    state: str
    source: str
    carif: str
    imported: list[str]
    left: bool
    values: Mapping[str, Any]


def sessions(keys: Iterable[Key]) -> dict[Key, Present]:
    """By organisation and number, in two statements."""
    rows = TrainingSession.objects.filter(pk__in=_asked(SESSIONS, keys))
    found = {}
    for row in rows.values_list("organisation_id", *HEAD, *PATHS):
        organisation, *head = row[: len(HEAD) + 1]
        *told, left = head
        found[organisation, told[1]] = Present(
            *told, left is not None, dict(zip(NAMES, row[len(HEAD) + 1 :], strict=True))
        )
    return found


def courses(keys: Iterable[Key]) -> Of:
    return _of(Course, COURSES, COURSE, keys)


def deliveries(keys: Iterable[Key]) -> Of:
    return _of(Delivery, DELIVERIES, DELIVERY, keys)


def _of(model: type[Course | Delivery], statement: str, columns: Mapping[str, str], keys: Iterable[Key]) -> Of:
    rows = model.objects.filter(pk__in=_asked(statement, keys))
    return {
        (row[1], row[2]): (row[0], dict(zip(columns, row[3:], strict=True)))
        for row in rows.values_list("id", "organisation_id", "number", *columns.values())
    }


def _asked(statement: str, keys: Iterable[Key]) -> list[UUID]:
    """Their rows. A line that goes to nobody has none."""
    wanted = {key for key in keys if key[0]}
    with connection.cursor() as cursor:
        cursor.execute(statement, [[str(one) for one, _ in wanted], [number for _, number in wanted]])
        return [key for (key,) in cursor.fetchall()]
