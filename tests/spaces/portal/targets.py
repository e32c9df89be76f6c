"""What the addresses of the posted letters stand for: those of the freelance's own organisation."""

from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.identity.memberships.letters import handling
from kairos.identity.memberships.models import AccessLetter
from tests.support.acceptance import accepted
from tests.support.people import People
from tests.support.targets import Target, target

QUERIES = "kairos.identity.memberships.letters.queries"
SEEN_BY = ("freelance", "instructor", "supervisor")
"""The first one sees the row through the door, and is then denied the page."""


@target(f"{QUERIES}.letter")
def letter(people: People) -> Target:
    return Target({"key": _password(people).pk}, seen_by=SEEN_BY)


@target(f"{QUERIES}.of_batch")
def batch(people: People) -> Target:
    actor, printed = people.instructor.actor, _password(people)
    with scope(actor):
        return Target({"batch": handling.print_batch([printed.pk], actor)}, seen_by=SEEN_BY)


def _password(people: People) -> AccessLetter:
    with scope(system("tests")):
        waiting = AccessLetter.objects.filter(kind="password", state__in=("to_print", "printed")).first()
    return waiting or accepted(people, owner=people.freelance).password
