"""Two trainings of one person at the same half-days. Morning courses and afternoon courses are lawful."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kairos.foundation.actor import Actor, Audience, system
from kairos.foundation.isolation import scope
from kairos.offer.catalogue.models import TrainingSession
from kairos.offer.catalogue.rules import HalfDay, Programme
from kairos.path.enrolments import beside, rules, stays
from kairos.path.enrolments.models import HOLDS, Enrolment
from kairos.path.enrolments.stays import Stay
from kairos.people.jobseekers.models import JobSeeker


def found(row: Enrolment, before: Stay | None, after: Stay, actor: Actor) -> Iterator[str]:
    """The other trainings of this person, each in words, that share a half-day that this one would gain. The person's
    row is held until the end of the transaction: of two at once, the second sees the first."""
    if (group := beside.of(row)) and row.person_id in group.alone:
        return
    with scope(system("enrolments", actor.request_id)):
        JobSeeker.objects.select_for_update(of=("self",)).get(pk=row.person_id)
        others = _others(row, after)
        if not others:
            return
        gained = _gained(_session(row.session_id), before, after)
        clashes = [(session, stay) for session, stay in others if rules.shared(gained, _half_days(session, stay))]
    for session, stay in clashes:
        yield _words(session, stay, actor)


def _others(row: Enrolment, after: Stay) -> list[tuple[TrainingSession, Stay]]:
    rows = Enrolment.objects.filter(person=row.person_id, state__in=HOLDS).exclude(pk=row.pk)
    near = rows.filter(plan_starts_on__lte=after.last, plan_ends_on__gte=after.first)
    sessions = dict(near.values_list("pk", "session_id"))
    if not sessions:
        return []
    read = stays.read(Enrolment.objects.filter(pk__in=sessions))
    return [(_session(sessions[stay.enrolment]), stay) for stay in read]


def _session(key: object) -> TrainingSession:
    return TrainingSession.objects.select_related("delivery__course").prefetch_related("modules").get(pk=key)


def _gained(session: TrainingSession, before: Stay | None, after: Stay) -> Iterable[HalfDay]:
    return _half_days(session, after) - (_half_days(session, before) if before else set())


def _half_days(session: TrainingSession, stay: Stay) -> set[HalfDay]:
    return stays.planned_half_days(stay, _known(session))


def _known(session: TrainingSession) -> Programme:
    """Where no timetable is said, every half-day is held."""
    programme = stays.calendar_of(session)
    return programme if programme.timetable else replace(programme, timetable=rules.UNKNOWN)


def _words(session: TrainingSession, stay: Stay, actor: Actor) -> str:
    """Named to its own organisation; to others, only when it takes place."""
    days = f"du {stay.first:%d/%m/%Y} au {stay.last:%d/%m/%Y}"
    if actor.audience == Audience.PROVIDER and actor.scope_organisation == session.organisation_id:
        return f"« {session.delivery.course.title} » ({session.number}), {days}"
    return f"une autre formation aux mêmes demi-journées, {days}"
