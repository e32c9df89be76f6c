"""A file of lines in each of its states."""

from kairos.foundation.imports.models import ImportRun
from tests.support import imports as stories
from tests.support.factories import factory
from tests.support.people import People

State = ImportRun.State


@factory("import_run", State.RECEIVED)
def received(people: People) -> ImportRun:
    return stories.received(people.supervisor)


@factory("import_run", State.CHECKED)
def checked(people: People) -> ImportRun:
    return stories.checked(people.supervisor)


@factory("import_run", State.TAKEN)
def taken(people: People) -> ImportRun:
    return stories.taken(people.supervisor)


@factory("import_run", State.REFUSED)
def refused(people: People) -> ImportRun:
    return stories.refused(people.supervisor)


@factory("import_run", State.ABANDONED)
def abandoned(people: People) -> ImportRun:
    return stories.abandoned(people.supervisor)
