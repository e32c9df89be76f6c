"""The doors to appointments."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from kairos.foundation.actor import Actor, Audience
from kairos.foundation.prepared import prepared
from kairos.offer.catalogue.models import PublishedSession, TrainingSession
from kairos.path.appointments import rules
from kairos.path.appointments.models import Booking, Slot
from kairos.path.appointments.permissions import RIGHTS
from kairos.path.enrolments.queries import narrowed_to
from kairos.people.access import queries as access

State = Booking.State
LIVE = (State.BOOKED, State.WAITING)


def visible_to(actor: Actor) -> QuerySet[Slot]:
    """A provider's own, where its rights are held; everybody else every slot."""
    if actor.audience == Audience.ANONYMOUS:
        return Slot.objects.none()
    if actor.audience != Audience.PROVIDER:
        return Slot.objects.all()
    own = Slot.objects.filter(organisation=actor.scope_organisation)
    places = narrowed_to(actor, RIGHTS)
    return own if places is None else own.filter(establishment__in=places)


def slot(actor: Actor, key: UUID) -> Slot:
    """Raises Slot.DoesNotExist."""
    return visible_to(actor).get(pk=key)


def bookings_visible_to(actor: Actor) -> QuerySet[Booking]:
    rows = Booking.objects.select_related("slot", "person")
    if actor.audience in (Audience.ANONYMOUS, Audience.OPERATOR):
        return rows.none()
    if actor.audience != Audience.PROVIDER:
        return rows
    own = rows.filter(organisation=actor.scope_organisation)
    places = narrowed_to(actor, RIGHTS)
    return own if places is None else own.filter(establishment__in=places)


def lives_in(actor: Actor, slot: UUID) -> bool:
    """Whether a place of this slot is held or awaited, as far as the actor reads: for a person, by themselves."""
    return bookings_visible_to(actor).filter(slot=slot, state__in=LIVE).exists()


def booking(actor: Actor, key: UUID) -> Booking:
    """Raises Booking.DoesNotExist."""
    return bookings_visible_to(actor).get(pk=key)


@prepared
def between(actor: Actor, columns: tuple[str, ...], first: datetime, last: datetime) -> QuerySet:
    """These columns of the slots that begin then, in their order."""
    rows = visible_to(actor).filter(starts_at__gte=first, starts_at__lt=last)
    return rows.order_by("starts_at", "id").values_list(*columns)


def followed(actor: Actor, now: datetime) -> QuerySet[Booking]:
    """Of the portfolio, and of a colleague's whom one replaces: not of somebody opened for an hour at the desk."""
    return bookings_visible_to(actor).filter(person__in=access.followed(actor, now))


@prepared
def held_between(actor: Actor, columns: tuple[str, ...], first: datetime, last: datetime, now: datetime) -> QuerySet:
    """These columns of the places of people whom an adviser follows, by the hour of their slot."""
    rows = followed(actor, now).filter(slot__starts_at__gte=first, slot__starts_at__lt=last)
    return rows.order_by("slot__starts_at", "person__sort_key", "id").values_list(*columns)


@prepared
def changed_since(actor: Actor, columns: tuple[str, ...], since: datetime, most: int, now: datetime) -> QuerySet:
    """These columns of their places given up, cancelled or missed since, or whose slot has moved; the latest first."""
    ended = Q(ended_at__gte=since, state__in=(State.CANCELLED, State.ABSENT))
    moved = Q(slot__changed_at__gte=since, state__in=LIVE)
    rows = followed(actor, now).filter(ended | moved)
    return rows.order_by(Coalesce("ended_at", "slot__changed_at").desc(), "id").values_list(*columns)[:most]


def of_slot(slot: UUID) -> QuerySet[Booking]:
    """Who is expected, then who waits, in order."""
    rows = Booking.objects.filter(slot=slot).select_related("person", "enrolment")
    return rows.order_by("state", "waiting_since", "booked_at", "id")


def waiting(slot: UUID) -> QuerySet[Booking]:
    """The waiting list, in its order."""
    return Booking.objects.filter(slot=slot, state=State.WAITING).order_by("waiting_since", "id")


def busy(person: UUID, slot: Slot) -> Booking | None:
    """What holds this person's time then, as far as the scope shows."""
    rows = Booking.objects.filter(person=person, state=State.BOOKED).exclude(slot=slot.pk)
    held = rows.filter(slot__starts_at__lt=slot.ends_at, slot__ends_at__gt=slot.starts_at)
    return held.select_related("slot").first()


def suspended(sessions: Iterable[UUID]) -> set[UUID]:
    """Those of which nobody takes a place until they resume: what everyone finds says it."""
    rows = PublishedSession.objects.filter(pk__in=set(sessions), state=TrainingSession.State.SUSPENDED)
    return set(rows.values_list("pk", flat=True))


def running(rows: QuerySet[Slot]) -> QuerySet[Slot]:
    """Without those of a session that is suspended."""
    held = PublishedSession.objects.filter(pk=OuterRef("session_id"), state=TrainingSession.State.SUSPENDED)
    return rows.exclude(Exists(held))


def free(session: UUID, after: datetime) -> QuerySet[Slot]:
    """Open, with a place left, still to come."""
    rows = running(Slot.objects.filter(session=session, state=Slot.State.OPEN, starts_at__gt=after))
    return rows.filter(taken__lt=F("capacity")).order_by("starts_at", "id")


def nearest_free(slot: Slot, after: datetime, person: UUID) -> list[Slot]:
    """The three slots of the same session and kind with a place left that begin nearest, where this person is not busy
    as far as the scope shows."""
    held = Booking.objects.filter(person=person, state=State.BOOKED, slot__starts_at__lt=OuterRef("ends_at"))
    busy_then = Exists(held.filter(slot__ends_at__gt=OuterRef("starts_at")))
    rows = free(slot.session_id, after).filter(kind=slot.kind).exclude(pk=slot.pk).exclude(busy_then)
    others = {one.pk: one for one in rows[:100]}
    keys = rules.nearest(slot.starts_at, [(one.starts_at, one.pk) for one in others.values()])
    return [others[key] for key in keys]


def expected(slots: Iterable[UUID]) -> QuerySet[Booking]:
    return Booking.objects.filter(slot__in=list(slots), state=State.BOOKED)


def own_slot(actor: Actor, key: UUID) -> Slot:
    """For whoever opens slots. Raises Slot.DoesNotExist."""
    if actor.audience != Audience.PROVIDER:
        raise Slot.DoesNotExist
    return slot(actor, key)


def own_booking(actor: Actor, key: UUID) -> Booking:
    """For the person who holds it. Raises Booking.DoesNotExist."""
    if actor.audience != Audience.JOBSEEKER:
        raise Booking.DoesNotExist
    return booking(actor, key)


def summoned(actor: Actor, key: UUID) -> Booking:
    """Somebody expected at a slot of the provider's own. Raises Booking.DoesNotExist."""
    if actor.audience != Audience.PROVIDER:
        raise Booking.DoesNotExist
    return bookings_visible_to(actor).get(pk=key, state=State.BOOKED)


def summons(actor: Actor, key: UUID) -> Booking:
    """One's own place, held. Raises Booking.DoesNotExist."""
    if actor.audience != Audience.JOBSEEKER:
        raise Booking.DoesNotExist
    return bookings_visible_to(actor).get(pk=key, state=State.BOOKED)


def bookable(actor: Actor, key: UUID) -> Slot:
    """A slot as those who book see it: every slot. Raises Slot.DoesNotExist."""
    if actor.audience not in (Audience.JOBSEEKER, Audience.AGENCY):
        raise Slot.DoesNotExist
    return slot(actor, key)
