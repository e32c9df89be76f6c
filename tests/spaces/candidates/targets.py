"""What the addresses of those referred to one's sessions stand for."""

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
