"""What the addresses of quality stand for."""

from kairos.foundation.isolation import scope
from tests.support import quality as stories
from tests.support.people import People
from tests.support.targets import Target, target

QUERIES = "kairos.identity.quality.queries"


@target(f"{QUERIES}.request")
def draft(people: People) -> Target:
    """The operator does not see what was never sent."""
    return Target({"key": stories.filled(people.owner_a).pk}, seen_by=("owner_a",))


@target(f"{QUERIES}.document")
def document(people: People) -> Target:
    request = stories.drafted(people.owner_a, stories.Kind.CATALOGUE)
    return Target({"key": stories.join(request, people.owner_a).pk}, seen_by=("owner_a",))


@target(f"{QUERIES}.dossier")
def dossier(people: People) -> Target:
    request = stories.in_review(people.owner_b, people.instructor)
    return Target({"key": request.pk}, seen_by=("owner_b", "instructor", "supervisor"))


@target(f"{QUERIES}.certificate")
def certificate(people: People) -> Target:
    recorded = stories.recorded(people.manager, people.instructor)
    return Target({"key": recorded.pk}, seen_by=("manager", "instructor", "supervisor"))


@target("operator:quality_document")
def sent_document(people: People) -> Target:
    request = stories.sent(people.freelance)
    with scope(people.freelance.actor):
        return Target({"key": request.documents.get().pk}, seen_by=("freelance", "instructor", "supervisor"))
