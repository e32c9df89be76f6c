"""What the addresses of rendez-vous stand for."""

from tests.support import path
from tests.support.people import People
from tests.support.targets import Target, target


def _slot(people: People):
    who = path.coordinator(people)
    return path.slot(who, path.session(who))


@target("kairos.path.appointments.queries.own_slot")
def own_slot(people: People) -> Target:
    """To come, with somebody expected."""
    slot = _slot(people)
    path.booked(path.referred(people, slot.session_id), slot)
    return Target({"key": slot.pk}, seen_by=("manager",))


@target("kairos.path.appointments.queries.bookable")
def bookable(people: People) -> Target:
    return Target({"key": _slot(people).pk}, seen_by=("adviser", "agency_head", "job_seeker"))


@target("kairos.path.appointments.queries.summoned")
def summoned(people: People) -> Target:
    slot = _slot(people)
    return Target({"key": path.booked(path.referred(people, slot.session_id), slot).pk}, seen_by=("manager",))


@target("kairos.path.appointments.queries.own_booking", "kairos.path.appointments.queries.summons")
def own_booking(people: People) -> Target:
    slot = _slot(people)
    mine = path.referred(people, slot.session_id, path.me(people))
    return Target({"key": path.booked(mine, slot).pk}, seen_by=("job_seeker",))


@target("kairos.path.enrolments.queries.own_enrolment")
def own_enrolment(people: People) -> Target:
    session = path.session(path.coordinator(people))
    return Target({"key": path.referred(people, session, path.me(people)).pk}, seen_by=("job_seeker",))


@target("appointments_own:feed")
def feed(people: People) -> Target:
    return Target({"secret": "x" * 43})


@target("appointments_own:answer")
def link(people: People) -> Target:
    return Target({"token": "x" * 43})
