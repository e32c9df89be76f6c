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
    """On Saturdays, when nobody is at another training."""
    who = path.coordinator(people)
    session = path.begun(who, timetable=[*[0] * 10, 180, *[0] * 3])
    return path.movement(path.registered(people, who, session, person)).pk


@target("kairos.path.completion.queries.own_certificate")
def own_certificate(people: People) -> Target:
    return Target({"key": _certified(people, path.me(people))}, seen_by=("job_seeker",))


@target("kairos.path.completion.queries.certificate_followed")
def certificate_followed(people: People) -> Target:
    return Target({"key": _certified(people)}, seen_by=("adviser",))


def _certified(people: People, person: JobSeeker | None = None) -> UUID:
    return attendance.certified(people, attendance.clerk(people), person).pk


@target(*(f"candidates:files_{name}" for name in ("run", "match", "again", "take", "abandon", "errors")))
def file(people: People) -> Target:
    """A refused line and a good one."""
    who = path.coordinator(people)
    row = path.registered(people, who, path.begun(who, 2))
    lines = path.move(row, "AES", 2), path.move(row, "sortie", -30)
    return Target({"key": path.send_moves(who, *lines).pk}, seen_by=("manager",))


@target("candidates:files_send", "candidates:files_model_csv", "candidates:files_model_xlsx")
def file_kind(people: People) -> Target:
    return Target({"name": "movements"}, seen_by=tuple(one.label for one in people.everyone() if one.user))
