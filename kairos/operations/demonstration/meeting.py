"""Appointments of the first member with a coordinator: one that is full but one, one that is full, one decided, the
last one to decide. One has moved, two people said that they will be there, another that they cannot come; somebody
asked of their own accord; a session changed, and everybody is told."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from kairos.foundation import clock, engine
from kairos.foundation.actor import Actor, Audience, Strength, system, visitor
from kairos.foundation.engine import Act
from kairos.foundation.isolation import scope
from kairos.offer.catalogue import content as contents
from kairos.offer.catalogue.content import REMOTE
from kairos.offer.catalogue.lifecycle import Session
from kairos.offer.catalogue.models import TrainingSession
from kairos.operations.demonstration.stage import Stage, do_what_is_due
from kairos.path.appointments import answering
from kairos.path.appointments.bookings.lifecycle import Place
from kairos.path.appointments.bookings.places import place
from kairos.path.appointments.lifecycle import AppointmentSlot
from kairos.path.appointments.models import Booking, Slot
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.enrolments.models import Enrolment
from kairos.people.agencies.models import Adviser
from kairos.people.agencies.rights import FOLLOW
from kairos.people.jobseekers.models import JobSeeker

COORDINATOR = "thomas-ferreira"
REFERRED = 17
CAME, COMING, TODAY = slice(2, 7), slice(7, 12), slice(14, 16)
GIVEN_UP = 16
"""The first two opened their space: they are referred, and have a place to take; the first is expected before, to
validate a file. Those of today came to the last one held: results to note."""
RESULTS = (
    ("retain", ""),
    ("retain", ""),
    ("not_retain", "Les prérequis ne sont pas atteints"),
    ("wait", ""),
    ("miss", ""),
)


def meet(stage: Stage, now: datetime) -> None:
    provider = next(one for one in stage.story.providers.values() if COORDINATOR in one.team)
    human = provider.human(COORDINATOR)
    latest = _held(now - timedelta(hours=1))
    before = _held(min(now - timedelta(hours=24.5), latest - timedelta(hours=2)))
    hours = (before, _morning(now, 6), _morning(now, 8), _morning(now, 3), latest)
    with clock.fixed(now - timedelta(days=3)):
        with stage.as_member(provider, human) as (actor, _):
            past, coming, full, file, today = _open(actor, hours)
        with scope(system("demonstration")):
            adviser = a_follower()
            people = list(JobSeeker.objects.filter(adviser__user=adviser.user).order_by("identifier")[:REFERRED])
        rows = [do(adviser, Enrolling.refer, Enrolment(person=one, session_id=past.session_id)) for one in people]
        take(adviser, Place.book, rows[CAME], past)
        take(adviser, Place.book, rows[COMING], coming)
        take(adviser, Place.book, rows[12:13], full)
        take(adviser, Place.wait, rows[13:14], full)
        take(adviser, Place.book, rows[:1], file)
        take(adviser, Place.book, rows[TODAY], today)
        do_what_is_due()
    with clock.fixed(now - timedelta(hours=24)):
        with stage.as_member(provider, human) as (actor, _):
            engine.run(AppointmentSlot.close, past.pk, actor, results=_results(past))
            _change(past.session_id, actor)
        _ask(rows[1].person_id, past)
        do_what_is_due()
    with clock.fixed(now - timedelta(hours=20)):
        _answer(adviser, rows, coming)
        with stage.as_member(provider, human) as (actor, _):
            _move(full, actor)
        do_what_is_due()


def _answer(adviser: Actor, rows: Sequence[Enrolment], slot: Slot) -> None:
    """By the link of the mail, from a telephone."""
    take(adviser, Place.book, rows[GIVEN_UP : GIVEN_UP + 1], slot)
    with scope(system("demonstration")):
        held = {row.enrolment_id: row for row in Booking.objects.select_related("slot").filter(slot=slot.pk)}
    for one in rows[COMING][:2]:
        answering.answer(held[one.pk], True, "", visitor("demonstration"))
    answering.answer(held[rows[GIVEN_UP].pk], False, "Mon fils est malade ce jour-là.", visitor("demonstration"))


def _move(slot: Slot, actor: Actor) -> None:
    starts_at, ends_at = slot.starts_at + timedelta(hours=4), slot.ends_at + timedelta(hours=4)
    reason = "La salle est prise le matin"
    engine.run(AppointmentSlot.move, slot.pk, actor, starts_at=starts_at, ends_at=ends_at, reason=reason)


def _change(session: UUID, actor: Actor) -> None:
    """Another room, and two days without: everybody who is on it reads before and after."""
    row = TrainingSession.objects.select_related("delivery__course").get(pk=session)
    found = contents.of(row)
    first = row.starts_on + timedelta(days=14)
    closed = [[first.isoformat(), (first + timedelta(days=1)).isoformat()]]
    own = {**found.own, "room": "Salle Écluse, premier étage", "closures": closed}
    engine.run(Session.edit, row.pk, actor, content=replace(found, own=own))


def _ask(person: UUID, slot: Slot) -> None:
    """The second one asks for the next session too, of their own accord: a dossier to decide."""
    with scope(system("demonstration")):
        user = JobSeeker.objects.values_list("user", flat=True).get(pk=person)
        others = TrainingSession.objects.filter(
            organisation=slot.organisation_id, state=TrainingSession.State.PUBLISHED
        )
        other = others.exclude(pk=slot.session_id).earliest("starts_on", "id")
    oneself = Actor(Audience.JOBSEEKER, user, jobseeker=person, strength=Strength.SECOND_FACTOR)
    do(oneself, Enrolling.request, Enrolment(person_id=person, session_id=other.pk))


def _morning(now: datetime, days: int) -> datetime:
    """Half past nine of that day, or of the Monday after."""
    day = now.astimezone(clock.PARIS) + timedelta(days=days)
    day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)
    return day.replace(hour=9, minute=30, second=0, microsecond=0)


def _held(at: datetime) -> datetime:
    """When a meeting could last begin: half past nine or two o’clock, never on a Sunday. Within three days of now."""
    local = at.astimezone(clock.PARIS).replace(second=0, microsecond=0)
    days = (local - timedelta(days=count) for count in range(3))
    begun = (day.replace(hour=hour, minute=minute) for day in days for hour, minute in ((14, 0), (9, 30)))
    return next(one for one in begun if one <= local and one.weekday() < 6)


def _open(actor: Actor, hours: Sequence[datetime]) -> list[Slot]:
    rows = TrainingSession.objects.filter(organisation=actor.organisation, state=TrainingSession.State.PUBLISHED)
    session = rows.exclude(delivery__teaching=REMOTE).earliest("starts_on", "id")
    kinds = (
        (Slot.Kind.MEETING, 8),
        (Slot.Kind.MEETING, 6),
        (Slot.Kind.INTERVIEW, 1),
        (Slot.Kind.FILE, 4),
        (Slot.Kind.INTERVIEW, 2),
    )
    return [
        engine.run(AppointmentSlot.open, a_slot(session, starts_at, kind, capacity), actor)
        for starts_at, (kind, capacity) in zip(hours, kinds, strict=True)
    ]


def a_slot(session: TrainingSession, starts_at: datetime, kind: str, capacity: int) -> Slot:
    return Slot(
        organisation_id=session.organisation_id,
        establishment_id=session.establishment_id,
        session_id=session.pk,
        kind=kind,
        mode=Slot.Mode.ON_SITE,
        who=Slot.Who.REFERRED,
        starts_at=starts_at.replace(second=0, microsecond=0),
        ends_at=starts_at.replace(second=0, microsecond=0) + timedelta(minutes=90),
        capacity=capacity,
        where="18 quai des Ateliers, salle Péniche",
        postcode="75010",
        comment="Apportez une pièce d’identité et votre CV.",
    )


def a_follower() -> Actor:
    row = Adviser.objects.filter(rights__contains=[FOLLOW], state=Adviser.State.ACTIVE).earliest("started_at", "id")
    rights = frozenset({FOLLOW})
    return Actor(Audience.AGENCY, row.user_id, agency=row.agency_id, rights=rights, strength=Strength.SECOND_FACTOR)


def take(adviser: Actor, act: Act, rows: Sequence[Enrolment], slot: Slot) -> None:
    for row in rows:
        with scope(adviser):
            fresh = Slot.objects.get(pk=slot.pk)
        do(adviser, act, place(row, fresh))


def do(adviser: Actor, act: Act, row: Enrolment | Booking) -> Enrolment:
    with scope(adviser):
        return engine.run(act, row, adviser)


def _results(slot: Slot) -> Mapping:
    rows = Booking.objects.filter(slot=slot.pk, state=Booking.State.BOOKED).order_by("booked_at", "id")
    return dict(zip(rows.values_list("pk", flat=True), RESULTS, strict=True))
