"""The doors to whom one may read, and to who reads."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from kairos.foundation import clock
from kairos.foundation.actor import Actor, Audience
from kairos.people.access import sources
from kairos.people.access.models import Cover, PersonAccess, ReadingStop
from kairos.people.access.sources import COVER, EMERGENCY, PORTFOLIO
from kairos.people.jobseekers.models import JobSeeker


def person(actor: Actor, key: UUID) -> JobSeeker:
    """Raises JobSeeker.DoesNotExist for whom the actor may not read now: the database says it."""
    if actor.audience in (Audience.ANONYMOUS, Audience.SYSTEM):
        raise JobSeeker.DoesNotExist
    return JobSeeker.objects.select_related("agency").get(pk=key)


def readable(actor: Actor) -> QuerySet[JobSeeker]:
    """Everybody the actor may read now."""
    return JobSeeker.objects.filter(pk__in=live(actor).values("person_id"))


def live(actor: Actor, at: datetime | None = None) -> QuerySet[PersonAccess]:
    """What is open to the actor now."""
    now = at or clock.now()
    reader = actor.organisation if actor.audience == Audience.PROVIDER else actor.user
    rows = PersonAccess.objects.filter(reader_id=reader, closed_at__isnull=True, starts_at__lte=now)
    return rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now))


def followed(actor: Actor, now: datetime) -> QuerySet[PersonAccess]:
    """Whom an adviser follows, and whom a colleague they replace does: not those opened for an hour at the desk."""
    return live(actor, now).filter(source__in=(PORTFOLIO.name, COVER.name)).values("person_id")


def opened_in_emergency(actor: Actor, now: datetime, most: int = 20) -> list[PersonAccess]:
    """By the actor, as long as they are open; with their person. The latest first."""
    rows = live(actor, now).filter(source=EMERGENCY.name).select_related("person")
    return list(rows.order_by("-starts_at", "-id")[:most])


def followers_of(person: UUID) -> list[UUID]:
    """The accounts of whoever follows this person now, or replaces who does. Needs the system's scope."""
    now = clock.now()
    rows = PersonAccess.objects.filter(person=person, source__in=(PORTFOLIO.name, COVER.name), closed_at__isnull=True)
    rows = rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now), starts_at__lte=now)
    return list(rows.order_by("starts_at", "id").values_list("reader_id", flat=True))


def why(actor: Actor, person: UUID) -> list[PersonAccess]:
    """Why the actor may read this person, the oldest reason first."""
    return list(live(actor).filter(person=person).order_by("starts_at", "id"))


@dataclass(frozen=True, slots=True)
class Reader:
    """As a job seeker reads it. until: when it closes by itself, or was closed."""

    who: str
    function: str
    why: str
    reason: str
    since: datetime
    until: datetime | None
    over: bool


def readers_of(actor: Actor, most: int = 200) -> list[Reader]:
    """Who may read this job seeker, then who could: the latest first."""
    now = clock.now()
    rows = PersonAccess.objects.filter(person=actor.jobseeker).order_by("-opened_at", "-id")[:most]
    found = [
        Reader(
            row.who,
            row.function,
            sources.label_of(row.source),
            row.reason,
            row.starts_at,
            row.closed_at or row.ends_at,
            row.closed_at is not None or (row.ends_at is not None and row.ends_at <= now),
        )
        for row in rows
    ]
    return sorted(found, key=lambda reader: reader.over)


def emergencies(agency: UUID, since: datetime) -> list[PersonAccess]:
    rows = PersonAccess.objects.filter(place_id=agency, source=EMERGENCY.name, opened_at__gte=since)
    return list(rows.order_by("-opened_at", "-id")[:200])


def covers_visible_to(actor: Actor) -> QuerySet[Cover]:
    rows = Cover.objects.select_related("absent", "by").order_by("-granted_at", "id")
    if actor.audience == Audience.SYSTEM:
        return rows
    return rows.filter(agency=actor.agency) if actor.agency else rows.none()


def stops_visible_to(actor: Actor) -> QuerySet[ReadingStop]:
    rows = ReadingStop.objects.order_by("-stopped_at", "id")
    if actor.audience in (Audience.OPERATOR, Audience.SYSTEM):
        return rows
    return rows.filter(place_id=actor.scope_organisation)
