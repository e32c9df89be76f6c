"""A provider's file, which has no states."""

from kairos.identity.organisations.models import Organisation
from tests.support.factories import factory
from tests.support.people import People


@factory("provider_file")
def file(people: People) -> Organisation:
    return people.organisation_a
