"""What the addresses of « Se faire aider » stand for."""

from tests.support.helping import helped
from tests.support.people import People
from tests.support.targets import Target, target


@target("kairos.identity.habilitations.helping.queries.one")
def help_(people: People) -> Target:
    return Target({"key": helped(people.manager, people.instructor).row.pk}, seen_by=("manager", "instructor"))
