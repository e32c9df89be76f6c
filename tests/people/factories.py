"""Agencies, advisers, job seekers and what is read of them, in every state, each reached by acts."""

import dataclasses

from kairos.foundation import engine
from kairos.foundation.actor import Actor, Audience, Strength, system
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.people.access import volume
from kairos.people.access.covers.lifecycle import CoverOfColleague
from kairos.people.access.models import Cover, PersonAccess, ReadingStop
from kairos.people.access.stops.lifecycle import StoppedReadings
from kairos.people.agencies import inviting
from kairos.people.agencies.lifecycle import AgencyMember
from kairos.people.agencies.models import Adviser, Agency
from kairos.people.agencies.rights import FOLLOW, MANAGE
from kairos.people.jobseekers import portfolios
from kairos.people.jobseekers.models import JobSeeker, PortfolioMove
from tests.support import agencies, team
from tests.support.agencies import followed, read_by, row_of
from tests.support.factories import Made, factory
from tests.support.people import People

Work, File, Covered = Adviser.State, JobSeeker.State, Cover.State


@factory("agency")
def agency(people: People) -> Agency:
    return row_of(people.adviser).agency


def _as_invited(row: Adviser) -> Actor:
    """Whoever is invited, once signed in, as the agency's own people see rows."""
    return Actor(Audience.AGENCY, row.user_id, agency=row.agency_id, strength=Strength.SECOND_FACTOR)


@factory("adviser", Work.INVITED)
def invited(people: People) -> Made:
    with scope(people.agency_head.actor) as head:
        row = inviting.invite(
            new_id(), head, agency=head.agency, email="noe.arrivant@tests.example", first_name="Noé",
            last_name="Arrivant", title="Conseiller", rights=[FOLLOW],
        )  # fmt: skip
    return Made(row, (_as_invited(row),))


@factory("adviser", Work.ACTIVE)
def active(people: People) -> Made:
    row = row_of(people.adviser)
    return Made(row, (_as_invited(row),))


@factory("adviser", Work.LEFT)
def left(people: People) -> Made:
    someone = agencies.adviser(row_of(people.adviser).agency, "leaver")
    row = team.run(people.agency_head, AgencyMember.leave, row_of(someone).pk, reason="Mutation")
    return Made(row, (_as_invited(row),))


def _made(row: JobSeeker, people: People) -> Made:
    """Someone who follows the person and heads the agency sees the row and may do what a head does; and the person."""
    both = dataclasses.replace(people.adviser.actor, rights=frozenset({FOLLOW, MANAGE}))
    return Made(row, (both, dataclasses.replace(people.job_seeker.actor, jobseeker=row.pk)))


@factory("job_seeker", File.WAITING)
def waiting(people: People) -> Made:
    return _made(followed(people.adviser), people)


@factory("job_seeker", File.ACTIVE)
def opened(people: People) -> Made:
    with scope(people.adviser.actor):
        return _made(JobSeeker.objects.get(pk=people.job_seeker.actor.jobseeker), people)


@factory("job_seeker", File.LEFT)
def gone(people: People) -> Made:
    person = followed(people.adviser)
    reads = read_by(people.adviser.actor.user, person)
    row = portfolios.leave(person.pk, "A trouvé un emploi", people.agency_head.actor)
    PersonAccess.objects.using("owner").filter(pk=reads.pk).update(closed_at=None, place_id=row.agency_id)
    return _made(row, people)


@factory("portfolio_move")
def move(people: People) -> PortfolioMove:
    heir = agencies.adviser(row_of(people.adviser).agency, "heir")
    return portfolios.hand_on(new_id(), row_of(people.adviser), [row_of(heir)], "Mutation", people.agency_head.actor)


@factory("person_access")
def access(people: People) -> PersonAccess:
    return read_by(people.organisation_m.pk, followed(people.adviser))


@factory("adviser_cover", Covered.LIVE)
def cover(people: People) -> Cover:
    by = agencies.adviser(row_of(people.adviser).agency, "cover")
    row = Cover(agency_id=people.adviser.actor.agency, absent=row_of(people.adviser), by=row_of(by))
    days = {"starts_on": team.day(0), "ends_on": team.day(7)}
    return team.run(people.agency_head, CoverOfColleague.grant, row, reason="Congés", **days)


@factory("adviser_cover", Covered.ENDED)
def cover_over(people: People) -> Cover:
    return team.run(people.agency_head, CoverOfColleague.end, cover(people).pk)


@factory("reading_stop", ReadingStop.State.STOPPED)
def stopped(people: People) -> ReadingStop:
    actor = people.adviser.actor
    with scope(actor):
        volume.stop(actor.user, actor, ReadingStop.Cause.DAY, 501)
    with scope(system("tests")):
        return ReadingStop.objects.get(holder_id=actor.user)


@factory("reading_stop", ReadingStop.State.LIFTED)
def lifted(people: People) -> ReadingStop:
    row = stopped(people)
    with scope(people.agency_head.actor) as head:
        return engine.run(StoppedReadings.lift, row.pk, head, reason="C’était bien elle.")
