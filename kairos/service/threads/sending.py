"""Writing to the other side: the one door of pages. The conversation opens with its first message."""

from uuid import UUID

from kairos.foundation import engine
from kairos.foundation.actor import Actor
from kairos.foundation.guards import AlreadyDone, Refused
from kairos.foundation.ids import new_id
from kairos.path.enrolments.models import Enrolment
from kairos.people.jobseekers.models import JobSeeker
from kairos.service.threads.lifecycle import Talk
from kairos.service.threads.models import Thread, ThreadMessage


def about(row: Enrolment) -> Thread:
    """Not there yet."""
    return Thread(
        person_id=row.person_id,
        enrolment=row,
        organisation_id=row.organisation_id,
        establishment_id=row.establishment_id,
    )


def with_agency(person: JobSeeker) -> Thread:
    """Not there yet."""
    return Thread(person_id=person.pk, agency=person.agency)


def send(thread: Thread, actor: Actor, key: UUID, text: str) -> Thread:
    """`key`: of the message, so that the same page sent twice says it once; another text under the same key (a page one
    came back to) is another message. Raises Refused, Denied."""
    try:
        return _send(thread, actor, key, text)
    except AlreadyDone:
        if ThreadMessage.objects.filter(pk=key, author=actor.user, text=text).exists():
            return thread
        return _send(thread, actor, new_id(), text)


def _send(thread: Thread, actor: Actor, key: UUID, text: str) -> Thread:
    if thread._state.adding:
        try:
            return engine.run(Talk.open, thread, actor, key=key, text=text)
        except Refused:
            found = _opened_meanwhile(thread)
            if found is None:
                raise
            thread = found
    return engine.run(Talk.write, thread.pk, actor, key=key, text=text)


def _opened_meanwhile(thread: Thread) -> Thread | None:
    """By the other side, while one wrote."""
    if thread.enrolment_id:
        return Thread.objects.filter(enrolment=thread.enrolment_id).first()
    return Thread.objects.filter(person=thread.person_id, agency=thread.agency_id).first()


def see(thread: Thread, actor: Actor) -> Thread:
    """What the actor's side had not read, it has."""
    return engine.run(Talk.read, thread.pk, actor)
