"""What the addresses of requests stand for."""

from tests.support import requests
from tests.support.people import People
from tests.support.targets import Target, target


@target("kairos.people.requests.queries.own")
def request_of_oneself(people: People) -> Target:
    return Target({"key": requests.ask(people.job_seeker).pk}, seen_by=("job_seeker",))


@target("kairos.people.requests.queries.received")
def request_received(people: People) -> Target:
    return Target({"key": requests.ask(people.job_seeker, about="first_name").pk}, seen_by=("adviser",))
