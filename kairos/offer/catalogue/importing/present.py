"""What is there, beside what a line says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kairos.offer.catalogue.content import COURSE, DELIVERY, EMPTY, SESSION
from kairos.offer.catalogue.models import Course, Delivery, TrainingSession

PATHS = (
    *(f"delivery__course__{column}" for column in COURSE.values()),
    *(f"delivery__{column}" for column in DELIVERY.values()),
    *SESSION.values(),
)
HEAD = ("id", "number", "delivery_id", "delivery__course_id", "state", "source", "imported", "left_file_on")
NAMES = tuple(EMPTY)


@dataclass(frozen=True, slots=True)
class Present:
    """A session as it is."""

    id: UUID
    number: str
    delivery: UUID
    course: UUID
    state: str
    source: str
    imported: list[str]
    left: bool
    values: Mapping[str, Any]


def sessions(organisation: UUID, numbers: Iterable[str]) -> dict[str, Present]:
    """By number, in one statement."""
    rows = TrainingSession.objects.filter(organisation=organisation, number__in=list(numbers))
    found = {}
    for row in rows.values_list(*HEAD, *PATHS):
        *head, left = row[: len(HEAD)]
        found[head[1]] = Present(*head, left is not None, dict(zip(NAMES, row[len(HEAD) :], strict=True)))
    return found


def courses(organisation: UUID, numbers: Iterable[str]) -> dict[str, tuple[UUID, dict[str, Any]]]:
    return _of(Course, COURSE, organisation, numbers)


def deliveries(organisation: UUID, numbers: Iterable[str]) -> dict[str, tuple[UUID, dict[str, Any]]]:
    return _of(Delivery, DELIVERY, organisation, numbers)


def _of(
    model: type[Course | Delivery], columns: Mapping[str, str], organisation: UUID, numbers: Iterable[str]
) -> dict[str, tuple[UUID, dict[str, Any]]]:
    wanted = [number for number in set(numbers) if number]
    rows = model.objects.filter(organisation=organisation, number__in=wanted) if wanted else model.objects.none()
    return {
        row[1]: (row[0], dict(zip(columns, row[2:], strict=True)))
        for row in rows.values_list("id", "number", *columns.values())
    }
