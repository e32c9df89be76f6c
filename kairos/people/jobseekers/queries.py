"""The doors to job seekers."""

from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from kairos.foundation.actor import Actor, Audience
from kairos.people.jobseekers.models import JobSeeker

State = JobSeeker.State


def visible_to(actor: Actor) -> QuerySet[JobSeeker]:
    """Whom the database shows: see the model's isolation. Nobody for visitors."""
    rows = JobSeeker.objects.select_related("agency")
    return rows.none() if actor.audience == Audience.ANONYMOUS else rows


def oneself(actor: Actor) -> JobSeeker:
    """Raises JobSeeker.DoesNotExist for who is none."""
    return visible_to(actor).get(pk=actor.jobseeker)


def followed_by(adviser: UUID) -> QuerySet[JobSeeker]:
    """Everybody in this portfolio, as far as the scope shows."""
    return JobSeeker.objects.filter(adviser=adviser).exclude(state=State.LEFT)


def sizes(agency: UUID) -> dict[UUID | None, int]:
    """How many people each of its advisers follows, and nobody (None): numbers, past the wall between advisers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kairos_portfolio_sizes(%s)", [agency])
        return dict(cursor.fetchall())
