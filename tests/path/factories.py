"""Enrolments, slots and places in each of their states."""

from kairos.foundation.isolation import scope
from kairos.path.appointments.bookings.lifecycle import Place
from kairos.path.appointments.calendars import feeds
from kairos.path.appointments.calendars.lifecycle import Subscription
from kairos.path.appointments.lifecycle import AppointmentSlot
from kairos.path.appointments.models import Booking, CalendarFeed, Slot
from kairos.path.attendance.lifecycle import Month
from kairos.path.completion.lifecycle import Reviewing
from kairos.path.completion.models import FinalReview, IssuedCertificate
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.enrolments.models import Enrolment
from kairos.people.jobseekers.models import JobSeeker
from tests.support import agencies, attendance, catalogue, path
from tests.support.factories import Made, factory
from tests.support.team import run

State, Open, Taken, Written = Enrolment.State, Slot.State, Booking.State, FinalReview.State


def _enrolment(people, *acts, **details):
    who = path.coordinator(people)
    row = path.referred(people, path.session(who))
    for act in acts:
        by = who if act.permission in ("enrolments.enter", "enrolments.decide") else people.adviser
        row = run(by, act, row.pk, **details)
    return Made(row, (who.actor, people.adviser.actor))


@factory("enrolment", State.REFERRED)
def referred(people):
    return _enrolment(people)


@factory("enrolment", State.REQUESTED)
def requested(people):
    who, person = path.coordinator(people), agencies.followed(people.adviser)
    row = run(path.oneself(person), Enrolling.request, Enrolment(person=person, session_id=path.session(who).pk))
    return Made(row, (who.actor, people.adviser.actor))


@factory("enrolment", State.RETAINED)
def retained(people):
    return _enrolment(people, Enrolling.retain)


@factory("enrolment", State.NOT_RETAINED)
def not_retained(people):
    return _enrolment(people, Enrolling.not_retain, reason=path.WHY)


@factory("enrolment", State.WAITING)
def waiting(people):
    return _enrolment(people, Enrolling.wait)


@factory("enrolment", State.ABSENT)
def absent(people):
    return _enrolment(people, Enrolling.miss)


@factory("enrolment", State.WITHDRAWN)
def withdrawn(people):
    return _enrolment(people, Enrolling.withdraw, reason="A trouvé un emploi")


@factory("enrolment", State.CANCELLED)
def cancelled(people):
    who = path.coordinator(people)
    session = path.session(who)
    row = path.referred(people, session)
    run(who, catalogue.Session.cancel, session.pk, reason="Trop peu de candidats.")
    return Made(path.again(row), (who.actor, people.adviser.actor))


def _training(people, act=None, **details):
    who = path.coordinator(people)
    row = path.in_training(people, who)
    return Made(run(who, act, row.pk, **details) if act else row, (who.actor, people.adviser.actor))


@factory("enrolment", State.REGISTERED)
def registered(people):
    who = path.coordinator(people)
    return Made(path.registered(people, who), (who.actor, people.adviser.actor))


@factory("enrolment", State.NO_SHOW)
def no_show(people):
    who = path.coordinator(people)
    row = run(who, Enrolling.no_show, path.registered(people, who).pk)
    return Made(row, (who.actor, people.adviser.actor))


@factory("enrolment", State.IN_TRAINING)
def in_training(people):
    return _training(people)


@factory("enrolment", State.INTERRUPTED)
def interrupted(people):
    return _training(people, Enrolling.interrupt, **path.ago(5), reason="Hospitalisation")


@factory("enrolment", State.COMPLETED)
def completed(people):
    return _training(people, Enrolling.complete, **path.ago(1))


@factory("enrolment", State.LEFT)
def left(people):
    return _training(people, Enrolling.leave, **path.ago(1), reason=path.LEFT)


def _slot(people):
    who = path.coordinator(people)
    return who, path.slot(who, path.session(who), capacity=1)


@factory("appointment_slot", Open.OPEN)
def opened(people):
    who, row = _slot(people)
    return Made(row, (who.actor,))


@factory("appointment_slot", Open.CLOSED)
def closed(people):
    who, row = _slot(people)
    return Made(path.results(who, path.begin(row), {}), (who.actor,))


@factory("appointment_slot", Open.CANCELLED)
def called_off(people):
    who, row = _slot(people)
    return Made(run(who, AppointmentSlot.cancel, row.pk, reason="Salle fermée."), (who.actor,))


def _place(people, row, who):
    return Made(row, (who.actor, people.adviser.actor, path.oneself(JobSeeker(pk=row.person_id))))


@factory("appointment_booking", Taken.BOOKED)
def booked(people):
    who, slot = _slot(people)
    return _place(people, path.booked(path.referred(people, slot.session_id), slot), who)


@factory("appointment_booking", Taken.WAITING)
def queued(people):
    who, slot = _slot(people)
    path.booked(path.referred(people, slot.session_id), slot)
    return _place(people, path.waits(path.referred(people, slot.session_id), slot), who)


@factory("appointment_booking", Taken.CANCELLED)
def given_up(people):
    who, slot = _slot(people)
    row = path.booked(path.referred(people, slot.session_id), slot)
    return _place(
        people, run(path.oneself(JobSeeker(pk=row.person_id)), Place.decline, row.pk, word="Enfant malade"), who
    )


def _noted(people, result):
    who, slot = _slot(people)
    row = path.booked(path.referred(people, slot.session_id), slot)
    path.results(who, path.begin(slot), {row.pk: (result, "")})
    return _place(people, path.again(row), who)


@factory("appointment_booking", Taken.ATTENDED)
def attended(people):
    return _noted(people, "retain")


@factory("appointment_booking", Taken.ABSENT)
def missed(people):
    return _noted(people, "miss")


def _feed(people):
    who = path.coordinator(people)
    with scope(who.actor) as actor:
        feeds.open_(actor)
        return who, feeds.live(actor).get()


@factory("calendar_feed", CalendarFeed.State.LIVE)
def subscribed(people):
    who, row = _feed(people)
    return Made(row, (who.actor,))


@factory("calendar_feed", CalendarFeed.State.REVOKED)
def unsubscribed(people):
    who, row = _feed(people)
    return Made(run(who, Subscription.revoke, row.pk), (who.actor,))


def _review(people, *acts):
    """A bilan of somebody who is out."""
    who = path.coordinator(people)
    out = run(who, Enrolling.complete, path.in_training(people, who).pk, **path.ago(1))
    row = path.reviewed(who, out)
    for act in acts:
        row = run(who, act, row.pk)
    return out, row, who


@factory("final_review", Written.DRAFT)
def review_draft(people):
    _, row, who = _review(people)
    return Made(row, (who.actor,))


@factory("final_review", Written.VALIDATED)
def review_validated(people):
    _, row, who = _review(people, Reviewing.validate)
    return Made(row, (who.actor,))


@factory("final_review", Written.SHARED)
def review_shared(people):
    _, row, who = _review(people, Reviewing.validate, Reviewing.share)
    return Made(row, (who.actor,))


@factory("final_review", Written.ABANDONED)
def review_abandoned(people):
    _, row, who = _review(people, Reviewing.abandon)
    return Made(row, (who.actor,))


@factory("final_review", Written.REPLACED)
def review_replaced(people):
    out, row, who = _review(people, Reviewing.validate, Reviewing.share)
    second = run(who, Reviewing.correct, path.new_review(out), reason="Le jury a rendu son avis.")
    run(who, Reviewing.share, run(who, Reviewing.validate, second.pk).pk)
    return Made(path.again(row), (who.actor,))


@factory("completion_certificate", IssuedCertificate.State.ISSUED)
def certificate(people):
    who = attendance.clerk(people)
    return Made(attendance.certified(people, who), (who.actor,))


@factory("completion_certificate", IssuedCertificate.State.REPLACED)
def certificate_replaced(people):
    who = attendance.clerk(people)
    row = attendance.certified(people, who)
    run(who, Month.correct, attendance.month_of(row.enrolment).pk, reason=attendance.WHY)
    return Made(path.again(row), (who.actor,))
