"""Appointments: one full week, which the people of one portfolio have taken, and years of others behind it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kairos.foundation.clock import PARIS
from kairos.offer.catalogue.models import TrainingSession
from kairos.path.appointments import rules
from kairos.path.appointments.models import Booking, Slot
from kairos.path.enrolments.models import Enrolment
from kairos.people.jobseekers.models import JobSeeker

SESSION = "11_1330305"
FULL_WEEK, EACH, LENGTH = 200, 40, timedelta(minutes=15)
AHEAD = timedelta(weeks=8)
KINDS, MODES = list(Slot.Kind), list(Slot.Mode)


@dataclass(frozen=True, slots=True)
class Meetings:
    """Lists by table, in the order they are written."""

    slots: list[Slot]
    enrolments: list[Enrolment]
    bookings: list[Booking]


def monday(now: datetime) -> date:
    """Of the full week."""
    return rules.week_of((now + AHEAD).astimezone(PARIS).date())[0]


def of(many: int, people: Iterable[JobSeeker], now: datetime) -> Meetings:
    """So many slots, those of the full week the last of them. Needs the story of the demonstration."""
    sessions = TrainingSession.objects.using("owner").select_related("organisation", "delivery__course")
    here = sessions.get(number=SESSION).organisation
    session = sessions.filter(organisation=here, enrolments__isnull=True).latest("pk")
    slots = [_slot(session, rank, now) for rank in range(FULL_WEEK - many, FULL_WEEK)]
    enrolments = [_enrolment(session, person, now) for person in people]
    return Meetings(slots, enrolments, list(_bookings(slots[-FULL_WEEK:], enrolments, now)))


def _slot(session: TrainingSession, rank: int, now: datetime) -> Slot:
    """Forty a day, five days a week, from eight o'clock; the first of the full week has rank 0."""
    weeks, turn = divmod(rank, FULL_WEEK)
    day = monday(now) + timedelta(weeks=weeks, days=turn // EACH)
    starts_at = datetime.combine(day, time(8), PARIS) + turn % EACH * LENGTH
    return Slot(
        organisation_id=session.organisation_id, session_id=session.pk, title=session.delivery.course.title,
        establishment_id=session.establishment_id, provider=session.organisation.name, capacity=1 + rank % 12,
        state=Slot.State.OPEN if weeks >= 0 else Slot.State.CLOSED, kind=KINDS[rank % 4], mode=MODES[rank % 3],
        who=Slot.Who.REFERRED, starts_at=starts_at, ends_at=starts_at + LENGTH, where="18 quai des Ateliers",
        postcode="75010", opened_at=now, opened_by=session.pk,
    )  # fmt: skip


def _enrolment(session: TrainingSession, person: JobSeeker, now: datetime) -> Enrolment:
    return Enrolment(
        person_id=person.pk, session_id=session.pk, organisation_id=session.organisation_id,
        establishment_id=session.establishment_id, title=session.delivery.course.title,
        state=Enrolment.State.REFERRED, state_since=now, created_at=now,
    )  # fmt: skip


def _bookings(slots: list[Slot], enrolments: list[Enrolment], now: datetime) -> Iterator[Booking]:
    """One place in each, each person in turn."""
    for rank, slot in enumerate(slots):
        one = enrolments[rank % len(enrolments)]
        yield Booking(
            slot_id=slot.pk, enrolment_id=one.pk, person_id=one.person_id, organisation_id=one.organisation_id,
            establishment_id=one.establishment_id, state=Booking.State.BOOKED, booked_at=now, booked_by=one.pk,
            coming=rank % 2 == 0, occupies=rules.occupied(one.person_id, slot.starts_at, slot.ends_at),
        )  # fmt: skip
