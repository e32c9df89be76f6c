"""What the addresses of a provider stand for."""

from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.identity.memberships.models import StampedTerms
from kairos.identity.memberships.terms import publishing
from tests.support import applications, factories
from tests.support.people import People
from tests.support.targets import Target, target

FILE = "kairos.spaces.provider.file"
OPERATOR = ("instructor", "supervisor")
"""See the row through the door, and are then denied the page."""


@target(f"{FILE}.application.own_application")
def application(people: People) -> Target:
    return Target({"key": applications.saved(people.owner_a).pk}, seen_by=("owner_a", *OPERATOR))


@target(f"{FILE}.application.own_stamp")
def stamp(people: People) -> Target:
    accepted = applications.accepted(people.owner_b, people.instructor)
    with scope(system("tests")):
        return Target({"key": StampedTerms.objects.get(application=accepted).pk}, seen_by=("owner_b", *OPERATOR))


@target(f"{FILE}.application_changes.own_change")
def change(people: People) -> Target:
    return Target(
        {"key": factories.make("change_request", "pending", people).subject.pk}, seen_by=("manager", *OPERATOR)
    )


@target(f"{FILE}.application_changes.new_change")
def new_change(people: People) -> Target:
    return Target({"kind": "email"}, seen_by=("owner_a", "owner_b", "manager", "freelance"))


@target("file:terms_pdf")
def terms(people: People) -> Target:
    with scope(system("tests")):
        publishing.publish()
        return Target({"version": publishing.current().version})
