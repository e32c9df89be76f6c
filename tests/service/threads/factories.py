"""A conversation."""

from tests.support import path, threads
from tests.support.factories import Made, factory


@factory("thread")
def written(people):
    who = path.coordinator(people)
    row = path.retained(people, who, path.session(who))
    return Made(threads.write(who, row), (who.actor,))
