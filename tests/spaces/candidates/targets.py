"""What the addresses of those referred to one's sessions stand for."""

from uuid import UUID

from kairos.people.jobseekers.models import JobSeeker
from tests.support import attendance, bundles, path
from tests.support.people import People
from tests.support.targets import Target, target


@target("kairos.path.enrolments.queries.provided")
def enrolment(people: People) -> Target:
    return Target({"key": path.referred(people, path.session(path.coordinator(people))).pk}, seen_by=("manager",))


@target("kairos.path.enrolments.queries.session")
def session(people: People) -> Target:
    """With somebody to decide for."""
    row = path.session(path.coordinator(people))
    path.referred(people, row)
    return Target({"key": row.pk}, seen_by=("manager",))


@target("kairos.path.bundles.queries.bundle")
def bundle(people: People) -> Target:
    """Ready to be downloaded."""
    who = attendance.clerk(people)
    return Target({"key": bundles.made(who, attendance.group(people, who, 1)).pk}, seen_by=("manager",))


@target("kairos.path.enrolments.queries.attested")
def attested(people: People) -> Target:
    return Target({"key": _declared(people)}, seen_by=("manager",))


@target("kairos.path.enrolments.queries.attested_to_adviser")
def attested_to_adviser(people: People) -> Target:
    return Target({"key": _declared(people)}, seen_by=("adviser",))


@target("kairos.path.enrolments.queries.attested_to_oneself")
def attested_to_oneself(people: People) -> Target:
    return Target({"key": _declared(people, path.me(people))}, seen_by=("job_seeker",))


def _declared(people: People, person: JobSeeker | None = None) -> UUID:
    row = path.registered(people, path.coordinator(people), person=person)
    return path.movement(row).pk
