"""A session in each of its states."""

from kairos.offer.catalogue.models import TrainingSession
from tests.support import catalogue
from tests.support.factories import Made, factory

State = TrainingSession.State


def _made(people, make):
    planner = catalogue.planner(people)
    return Made(make(planner), (planner.actor,))


@factory("training_session", State.DRAFT)
def drafted(people):
    return _made(people, catalogue.drafted)


@factory("training_session", State.PUBLISHED)
def published(people):
    return _made(people, catalogue.published)


@factory("training_session", State.STARTED)
def started(people):
    return _made(people, catalogue.started)


@factory("training_session", State.SUSPENDED)
def suspended(people):
    return _made(people, catalogue.suspended)


@factory("training_session", State.ENDED)
def ended(people):
    return _made(people, catalogue.ended)


@factory("training_session", State.CANCELLED)
def cancelled(people):
    return _made(people, catalogue.cancelled)
