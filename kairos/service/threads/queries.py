"""The doors to conversations: of whom one reads, where one's rights are held."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from kairos.foundation import clock
from kairos.foundation.actor import Actor, Audience
from kairos.path.enrolments import queries as enrolments
from kairos.path.enrolments.models import Enrolment
from kairos.people.access import queries as access
from kairos.people.access.models import PersonAccess
from kairos.people.jobseekers.models import JobSeeker
from kairos.service.threads import rules
from kairos.service.threads.models import Side, Thread, ThreadMessage
from kairos.service.threads.settings import AFTER_DAYS

SIDES = {Audience.PROVIDER: Side.PROVIDER, Audience.AGENCY: Side.AGENCY, Audience.JOBSEEKER: Side.PERSON}


def visible_to(actor: Actor) -> QuerySet[Thread]:
    """What the database shows, where one's rights are held. Nobody for visitors and the operator."""
    match actor.audience:
        case Audience.PROVIDER:
            own = Thread.objects.filter(organisation=actor.scope_organisation)
            places = enrolments.narrowed_to(actor)
            return own if places is None else own.filter(establishment__in=places)
        case Audience.AGENCY:
            return Thread.objects.filter(agency=actor.scope_organisation)
        case Audience.JOBSEEKER:
            return Thread.objects.filter(person=actor.jobseeker)
        case Audience.SYSTEM:
            return Thread.objects.all()
    return Thread.objects.none()


def read_by(actor: Actor, now: datetime) -> QuerySet[Thread]:
    """Of those whom the actor's side reads now."""
    rows = visible_to(actor)
    if actor.audience == Audience.JOBSEEKER:
        return rows
    people = access.followed(actor, now) if actor.audience == Audience.AGENCY else access.live(actor, now)
    return rows.filter(person__in=people.values("person_id"))


def unread(actor: Actor, now: datetime) -> QuerySet[Thread]:
    """In which the actor's side has something to read, of those whom it reads still."""
    new = "person_new" if actor.audience == Audience.JOBSEEKER else "place_new"
    return read_by(actor, now).filter(**{f"{new}__isnull": False})


def provided(actor: Actor, key: UUID) -> Enrolment:
    """With its person and its conversation, for its provider. Raises Enrolment.DoesNotExist."""
    if actor.audience != Audience.PROVIDER:
        raise Enrolment.DoesNotExist
    return enrolments.visible_to(actor).select_related("person", "thread").get(pk=key)


def own(actor: Actor, key: UUID) -> Enrolment:
    """The same, for the person. Raises Enrolment.DoesNotExist."""
    if actor.audience != Audience.JOBSEEKER:
        raise Enrolment.DoesNotExist
    return enrolments.visible_to(actor).select_related("person", "thread").get(pk=key)


def followed(actor: Actor, key: UUID) -> JobSeeker:
    """Whom the actor follows, or whose adviser they replace. Raises JobSeeker.DoesNotExist."""
    if actor.audience != Audience.AGENCY:
        raise JobSeeker.DoesNotExist
    rows = JobSeeker.objects.select_related("agency").filter(pk__in=access.followed(actor, clock.now()))
    return rows.get(pk=key)


def with_the_agency(actor: Actor, person: JobSeeker) -> Thread | None:
    return visible_to(actor).filter(person=person.pk, agency=person.agency_id).first()


def of_training(row: Enrolment) -> Thread | None:
    """Of `provided`, `own`."""
    return getattr(row, "thread", None)


class Until(NamedTuple):
    """Whether one may write, and the instant from which one may not any more, when it is known."""

    open: bool
    ends: datetime | None


def until(row: Enrolment) -> Until:
    days, now = AFTER_DAYS.value(), clock.now()
    ends = rules.closes_at(row.state, row.state_since, row.is_out, days)
    return Until(rules.is_open(row.state, row.state_since, row.is_out, days, now), ends)


def messages_of(thread: UUID) -> QuerySet[ThreadMessage]:
    return ThreadMessage.objects.filter(thread=thread)


def provider_reads(person: UUID, organisation: UUID) -> PersonAccess | None:
    """Why the organisation reads this person now; None when it does not."""
    now = clock.now()
    rows = PersonAccess.objects.filter(person=person, reader_id=organisation, place_id=organisation)
    rows = rows.filter(closed_at__isnull=True, starts_at__lte=now)
    return rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now)).order_by("-opened_at", "id").first()
