"""The rows that the operator's addresses point to."""

from kairos.foundation.isolation import scope
from kairos.identity.memberships.models import StampedTerms
from tests.identity.memberships import factories
from tests.support import applications
from tests.support.people import People
from tests.support.targets import Target, target

STAFF = ("instructor", "supervisor")


@target("kairos.spaces.operator.dossier.application")
def application(people: People) -> Target:
    return Target({"key": applications.in_review(people.owner_a, people.instructor).pk}, seen_by=(*STAFF, "owner_a"))


@target("kairos.spaces.operator.dossier.stamped")
def stamped(people: People) -> Target:
    row = applications.submitted(people.owner_b)
    with scope(people.instructor.actor):
        stamp = StampedTerms.objects.get(application=row)
    return Target({"key": stamp.pk}, seen_by=(*STAFF, "owner_b"))


@target("kairos.spaces.operator.changes.change")
def change(people: People) -> Target:
    return Target({"key": factories.pending(people).pk}, seen_by=(*STAFF, "manager"))


@target("kairos.spaces.operator.accounts.person")
def person(people: People) -> Target:
    return Target({"key": people.owner_b.user.pk}, seen_by=STAFF)


@target("operator:setting")
def setting(people: People) -> Target:
    return Target({"name": "membership.decision_days"})
