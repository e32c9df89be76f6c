"""What an address shows, whoever asks: read again with the rights its person has today."""

import secrets
from datetime import datetime, timedelta

from kairos.foundation import clock, crypto, engine, permissions
from kairos.foundation.actor import Actor, Audience, Strength, system
from kairos.foundation.isolation import scope
from kairos.identity.habilitations.later import actor_of
from kairos.path.appointments import queries
from kairos.path.appointments.calendars import entries, ical
from kairos.path.appointments.calendars.ical import Event
from kairos.path.appointments.calendars.lifecycle import Subscription
from kairos.path.appointments.models import Booking, CalendarFeed
from kairos.people.jobseekers.models import JobSeeker

PURPOSE = "appointments.calendar"
PAST, MOST = timedelta(days=60), 1000
TITLE = "Rendez-vous Kairos"


def open_(actor: Actor) -> str:
    """A new secret; the former address is dead. It is told once: only its mark is kept."""
    secret = secrets.token_urlsafe(32)
    row = CalendarFeed(
        user_id=actor.user, organisation_id=actor.organisation, person_id=actor.jobseeker, mark=_mark(secret)
    )
    engine.run(Subscription.open, row, actor)
    return secret


def revoke(actor: Actor) -> None:
    for key in live(actor).values_list("pk", flat=True):
        engine.run(Subscription.revoke, key, actor)


def live(actor: Actor):  # noqa: ANN201
    rows = CalendarFeed.objects.filter(user_id=actor.user, state=CalendarFeed.State.LIVE)
    return rows.filter(organisation=actor.organisation, person=actor.jobseeker)


def _mark(secret: str) -> bytes:
    return crypto.mark(secret, PURPOSE)


def read(secret: str) -> str | None:
    """The calendar of this address; None when it opens nothing, or its person reads nothing any more."""
    with scope(system("appointments.calendar")):
        row = CalendarFeed.objects.filter(mark=_mark(secret), state=CalendarFeed.State.LIVE).first()
        actor = _actor(row) if row else None
    if actor is None:
        return None
    now = clock.now()
    with scope(actor):
        events = list(_own(actor, now) if actor.jobseeker else _organisation(actor, now))
    return ical.calendar(TITLE, events, now)


def _actor(row: CalendarFeed) -> Actor | None:
    """As they are today: who lost the right, left, or is stopped, has no calendar."""
    if row.person_id is None:
        found = actor_of(row.user_id, row.organisation_id)
        return found if found and permissions.holds(found, "appointments.consult") else None
    here = JobSeeker.objects.filter(pk=row.person_id, user=row.user_id, state=JobSeeker.State.ACTIVE).exists()
    strength = Strength.SECOND_FACTOR
    return Actor(Audience.JOBSEEKER, row.user_id, jobseeker=row.person_id, strength=strength) if here else None


def _own(actor: Actor, now: datetime) -> list[Event]:
    """What the person holds, and what was cancelled lately."""
    rows = queries.bookings_visible_to(actor).exclude(state=Booking.State.WAITING)
    rows = rows.filter(slot__ends_at__gt=now - PAST).order_by("slot__starts_at", "id")[:MOST]
    return [entries.of_place(row) for row in rows]


def _organisation(actor: Actor, now: datetime) -> list[Event]:
    """The slots, how many are expected, nobody's name: an address may be lost."""
    rows = queries.visible_to(actor).filter(ends_at__gt=now - PAST).order_by("starts_at", "id")[:MOST]
    return [
        entries.entry(slot, f"{slot.pk}@kairos", f"{slot.get_kind_display()} ({slot.taken} sur {slot.capacity})")
        for slot in rows
    ]
