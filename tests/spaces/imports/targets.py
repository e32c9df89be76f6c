"""What the addresses of files of lines stand for."""

from tests.support import imports as stories
from tests.support.people import People
from tests.support.targets import Target, target

STAFF = ("instructor", "supervisor")


@target("kairos.foundation.imports.queries.run")
def run(people: People) -> Target:
    """Refused lines and good ones: every page of it has something to show."""
    rows = [stories.member(), stories.member(stories.MEMBERS[1], postcode="1")]
    return Target({"key": stories.sent(people.supervisor, stories.csv(rows)).pk}, seen_by=STAFF)


@target("kairos.spaces.imports.place.kind")
def kind(people: People) -> Target:
    return Target({"name": "existing-members"}, seen_by=tuple(one.label for one in people.everyone() if one.user))
