"""Who may have dropped out: suggested to their organisation, never decided. Counted from rows."""

from datetime import date
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Count, F, Func, Q, QuerySet
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
    rows = _unexplained(actor, since)
    rows = rows.filter(Q(**{f"{OF}__kept_on": None}) | Q(day__gt=F(f"{OF}__kept_on")))
    rows = rows.filter(**{f"{OF}__state": Enrolment.State.IN_TRAINING})
    places = narrowed_to(actor, RIGHTS)
    return rows if places is None else rows.filter(statement__establishment__in=places)


def _unexplained(actor: Actor, since: date | Combinable) -> QuerySet[AttendanceMark]:
    return AttendanceMark.objects.filter(
        organisation=actor.scope_organisation, kind=Kind.ABSENCE.value, justified=False, day__gt=since
    )


def of_the_missing(rows: QuerySet[AttendanceMark], actor: Actor, since: date | Combinable, least: int) -> QuerySet:
    """Of absences, those of the people who have so many, whatever their training. They are counted by an index alone,
    before anything else is read: an organisation has thousands of absences, and few such people."""
    counted = _unexplained(actor, since).order_by().values("person").annotate(missed=Count("*"))
    found = ArraySubquery(counted.filter(missed__gte=least).values("person"))
    among = Func(F("person"), found, template="%(expressions)s)", arg_joiner=" = ANY(", output_field=BooleanField())
    return rows.filter(among)


def by_person(rows: QuerySet[AttendanceMark], least: int) -> QuerySet:
    """Of absences, one row an enrolment (`OF`) that has so many."""
    grouped = rows.order_by().values(OF).annotate(missed=Count("pk"))
    return grouped.filter(missed__gte=least)


def days(actor: Actor, enrolment: UUID, since: date) -> QuerySet:
    """Of the absences of one person, in order; a day twice when both its half-days are. Read with something else."""
    return absences(actor, since).filter(**{OF: enrolment}).order_by("day", "half").values("day")
