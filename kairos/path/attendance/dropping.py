"""Who may have dropped out: suggested to their organisation, never decided. Counted from rows."""

from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.db.models.expressions import Combinable

from kairos.foundation.actor import Actor
from kairos.path.attendance.models import AttendanceMark
from kairos.path.attendance.permissions import RIGHTS
from kairos.path.attendance.rules import Kind
from kairos.path.enrolments.models import Enrolment
from kairos.path.enrolments.queries import narrowed_to

OF = "statement__enrolment"


def absences(actor: Actor, since: date | Combinable) -> QuerySet[AttendanceMark]:
    """The half-days after a day that nothing justifies, of those in training, where one's rights on attendance are
    held; without those that somebody has looked into (`kept_on`)."""
    rows = AttendanceMark.objects.filter(
        organisation=actor.scope_organisation, kind=Kind.ABSENCE.value, justified=False, day__gt=since
    )
    rows = rows.filter(Q(**{f"{OF}__kept_on": None}) | Q(day__gt=F(f"{OF}__kept_on")))
    rows = rows.filter(**{f"{OF}__state": Enrolment.State.IN_TRAINING})
    places = narrowed_to(actor, RIGHTS)
    return rows if places is None else rows.filter(statement__establishment__in=places)


def by_person(rows: QuerySet[AttendanceMark], least: int) -> QuerySet:
    """Of absences, one row an enrolment (`OF`) that has so many."""
    grouped = rows.order_by().values(OF).annotate(missed=Count("pk"))
    return grouped.filter(missed__gte=least)


def days(actor: Actor, enrolment: UUID, since: date) -> QuerySet:
    """Of the absences of one person, in order; a day twice when both its half-days are. Read with something else."""
    return absences(actor, since).filter(**{OF: enrolment}).order_by("day", "half").values("day")
