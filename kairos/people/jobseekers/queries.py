"""The doors to job seekers."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, QuerySet

from kairos.foundation.actor import Actor, Audience, system
from kairos.foundation.isolation import scope
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


def sizes(advisers: Iterable[UUID]) -> dict[UUID, int]:
    """How many people each follows: a number, past the wall between advisers."""
    wanted = list(advisers)
    with scope(system("jobseekers.sizes")):
        rows = JobSeeker.objects.filter(adviser__in=wanted).exclude(state=State.LEFT)
        found = dict(rows.values_list("adviser").annotate(Count("pk")))
    return {adviser: found.get(adviser, 0) for adviser in wanted}


def without_adviser(agency: UUID) -> int:
    with scope(system("jobseekers.sizes")):
        rows = JobSeeker.objects.filter(agency=agency, adviser=None)
        return rows.exclude(state=State.LEFT).count()
