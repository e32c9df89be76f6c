"""What the addresses of émargement stand for."""

from tests.support import signing
from tests.support.people import People
from tests.support.targets import Target, target


@target("kairos.path.signing.queries.sheet")
def sheet(people: People) -> Target:
    """Signed by one of two."""
    return Target({"key": signing.signed(people, signing.trainer(people)).pk}, seen_by=("manager",))


@target("kairos.path.signing.queries.signature")
def signature(people: People) -> Target:
    who = signing.trainer(people)
    row = signing.opened(people, who)
    return Target({"key": signing.on_screen(who, row, signing.enrolments(row)[0]).pk}, seen_by=("manager",))


@target("kairos.path.attendance.queries.session_here")
def session_here(people: People) -> Target:
    return Target({"key": signing.group(people, signing.trainer(people)).pk}, seen_by=("manager",))
