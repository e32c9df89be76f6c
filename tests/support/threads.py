"""Conversations, and what is written in them."""

from typing import Any

from kairos.foundation.actor import Actor
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.path.enrolments.models import Enrolment
from kairos.people.jobseekers.models import JobSeeker
from kairos.service.threads import sending
from kairos.service.threads.models import Thread, ThreadMessage
from tests.support import path


def actor_of(who: Any) -> Actor:
    return who if isinstance(who, Actor) else who.actor


def of_training(row: Enrolment) -> Thread:
    """As a page finds it, or a new one."""
    return Thread.objects.filter(enrolment=row.pk).first() or sending.about(path.again(row))


def of_agency(person: JobSeeker) -> Thread:
    found = JobSeeker.objects.select_related("agency").get(pk=person.pk)
    return Thread.objects.filter(person=person.pk, agency=found.agency_id).first() or sending.with_agency(found)


def write(who: Any, row: Enrolment | JobSeeker, text: str = "Bonjour.", key: Any = None) -> Thread:
    """To the other side of this training, or of this person's conversation with their agency."""
    actor = actor_of(who)
    with scope(actor):
        thread = of_training(row) if isinstance(row, Enrolment) else of_agency(row)
        return sending.send(thread, actor, key or new_id(), text)


def see(who: Any, thread: Thread) -> Thread:
    actor = actor_of(who)
    with scope(actor):
        return sending.see(thread, actor)


def said(thread: Thread) -> list[tuple[str, str]]:
    rows = ThreadMessage.objects.using("owner").filter(thread=thread.pk).order_by("sent_at", "id")
    return list(rows.values_list("side", "text"))


def again(thread: Thread) -> Thread:
    return path.again(thread)


def of(row: Enrolment) -> Thread | None:
    return Thread.objects.using("owner").filter(enrolment=row.pk).first()
