"""What an address shows, whoever asks: read again with the rights its person has today."""

import secrets
from datetime import datetime, timedelta

from django.db.models import Count, Q

from kairos.foundation import clock, crypto, engine, permissions
from kairos.foundation.actor import Actor, Audience, Strength, system
from kairos.foundation.isolation import scope
from kairos.identity.accounts import tokens
from kairos.identity.accounts.models import User
from kairos.identity.habilitations.later import actor_of
from kairos.path.appointments import queries, wording
from kairos.path.appointments.calendars import entries, ical
from kairos.path.appointments.calendars.ical import Event
from kairos.path.appointments.calendars.lifecycle import Subscription
from kairos.path.appointments.models import Booking, CalendarFeed, Slot
from kairos.people.agencies.models import Adviser
from kairos.people.agencies.rights import FOLLOW
from kairos.people.jobseekers.models import JobSeeker

PURPOSE = "appointments.calendar"
PAST, MOST = timedelta(days=60), 1000
TITLE = "Rendez-vous Kairos"
GONE = Slot.State.CANCELLED


def open_(actor: Actor) -> str:
    """A new secret; the former address is dead. It is told once: only its mark is kept."""
    secret = secrets.token_urlsafe(32)
    row = CalendarFeed(
        user_id=actor.user,
        organisation_id=actor.organisation,
        person_id=actor.jobseeker,
        agency_id=actor.agency,
        mark=_mark(secret),
    )
    engine.run(Subscription.open, row, actor)
    return secret


def revoke(actor: Actor) -> None:
    for key in live(actor).values_list("pk", flat=True):
        engine.run(Subscription.revoke, key, actor)


def live(actor: Actor):  # noqa: ANN201
    rows = CalendarFeed.objects.filter(user_id=actor.user, state=CalendarFeed.State.LIVE)
    return rows.filter(organisation=actor.organisation, person=actor.jobseeker, agency=actor.agency)


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
        events = OF_AUDIENCE[actor.audience](actor, now)
    return ical.calendar(TITLE, events, now)


def _actor(row: CalendarFeed) -> Actor | None:
    """As they are today: who lost the right, left, or is stopped, has no calendar."""
    if row.organisation_id:
        found = actor_of(row.user_id, row.organisation_id)
        return found if found and permissions.holds(found, "appointments.consult") else None
    if not User.objects.filter(pk=row.user_id, state=User.State.ACTIVE).exists():
        return None
    return _adviser(row) if row.agency_id else _job_seeker(row)


def _adviser(row: CalendarFeed) -> Actor | None:
    found = Adviser.objects.filter(user=row.user_id, agency=row.agency_id, state=Adviser.State.ACTIVE).first()
    if found is None or FOLLOW not in found.rights:
        return None
    rights, strength = frozenset(found.rights), Strength.SECOND_FACTOR
    return Actor(Audience.AGENCY, row.user_id, agency=row.agency_id, rights=rights, strength=strength)


def _job_seeker(row: CalendarFeed) -> Actor | None:
    here = JobSeeker.objects.filter(pk=row.person_id, user=row.user_id, state=JobSeeker.State.ACTIVE).exists()
    strength = Strength.SECOND_FACTOR
    return Actor(Audience.JOBSEEKER, row.user_id, jobseeker=row.person_id, strength=strength) if here else None


def _own(actor: Actor, now: datetime) -> list[Event]:
    """What the person holds, and what was cancelled lately."""
    rows = queries.bookings_visible_to(actor).exclude(state=Booking.State.WAITING)
    rows = rows.filter(slot__ends_at__gt=now - PAST).order_by("slot__starts_at", "id")[:MOST]
    return [entries.of_place(row) for row in rows]


def _portfolio(actor: Actor, now: datetime) -> list[Event]:
    """The slots where people of the portfolio are expected, how many, nobody's name: an address may be lost."""
    expected = Count("pk", filter=~Q(state__in=(Booking.State.WAITING, Booking.State.CANCELLED)))
    found = queries.followed(actor, now).filter(slot__ends_at__gt=now - PAST).order_by()
    counts = dict(found.values_list("slot").annotate(expected=expected))
    slots = queries.visible_to(actor).filter(pk__in=counts).order_by("starts_at", "id")[:MOST]
    return [_followed(slot, counts[slot.pk]) for slot in slots if counts[slot.pk] or slot.state == GONE]


def _followed(slot: Slot, people: int) -> Event:
    who = f"{people} personne{'s' if people > 1 else ''} de votre portefeuille"
    page = tokens.address(f"/conseiller/rendez-vous/?vue=jour&jour={wording.day_of(slot)}", "")
    return entries.entry(slot, f"{slot.pk}@kairos", f"{slot.get_kind_display()} ({who})", address=page)


def _organisation(actor: Actor, now: datetime) -> list[Event]:
    """The slots, how many are expected, nobody's name: an address may be lost."""
    rows = queries.visible_to(actor).filter(ends_at__gt=now - PAST).order_by("starts_at", "id")[:MOST]
    return [
        entries.entry(slot, f"{slot.pk}@kairos", f"{slot.get_kind_display()} ({slot.taken} sur {slot.capacity})")
        for slot in rows
    ]


OF_AUDIENCE = {Audience.JOBSEEKER: _own, Audience.AGENCY: _portfolio, Audience.PROVIDER: _organisation}
