"""A request about one's data, in every state, each reached by acts."""

from kairos.people.requests.lifecycle import Asking
from kairos.people.requests.models import DataRequest
from tests.support import path, requests
from tests.support.factories import Made, factory
from tests.support.people import People
from tests.support.team import run

State = DataRequest.State


def _made(people: People, act=None, by=None, **details) -> Made:
    row = requests.ask(people.job_seeker)
    if act is not None:
        run(by or people.adviser, act, row.pk, **details)
    return Made(path.again(row), (people.job_seeker.actor, people.adviser.actor))


@factory("data_request", State.ASKED)
def asked(people: People) -> Made:
    return _made(people)


@factory("data_request", State.ACCEPTED)
def accepted(people: People) -> Made:
    return _made(people, Asking.accept, answer="C’est corrigé.")


@factory("data_request", State.REFUSED)
def refused(people: People) -> Made:
    return _made(people, Asking.refuse, answer="Votre carte d’identité dit autre chose.")


@factory("data_request", State.WITHDRAWN)
def withdrawn(people: People) -> Made:
    return _made(people, Asking.withdraw, people.job_seeker)
