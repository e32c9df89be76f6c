"""What the addresses of conversations stand for."""

from tests.support import agencies, path, threads
from tests.support.people import People
from tests.support.targets import Target, target


@target("kairos.service.threads.queries.provided")
def of_a_training(people: People) -> Target:
    who = path.coordinator(people)
    row = path.retained(people, who, path.session(who))
    threads.write(who, row)
    return Target({"key": row.pk}, seen_by=("manager",))


@target("kairos.service.threads.queries.own")
def of_oneself(people: People) -> Target:
    who = path.coordinator(people)
    row = path.retained(people, who, path.session(who), path.me(people))
    threads.write(who, row)
    return Target({"key": row.pk}, seen_by=("job_seeker",))


@target("kairos.service.threads.queries.followed")
def of_a_person(people: People) -> Target:
    row = agencies.followed(people.adviser)
    threads.write(people.adviser, row)
    return Target({"key": row.pk}, seen_by=("adviser",))
