"""The doors to what people ask about their data."""

from uuid import UUID

from django.db.models import QuerySet

from kairos.foundation.actor import Actor, Audience
from kairos.people.jobseekers.models import JobSeeker
from kairos.people.requests.models import DataRequest

State = DataRequest.State


def visible_to(actor: Actor) -> QuerySet[DataRequest]:
    """What the database shows: see the model's isolation. Nobody for visitors, providers and the operator."""
    match actor.audience:
        case Audience.JOBSEEKER:
            return DataRequest.objects.filter(person=actor.jobseeker)
        case Audience.AGENCY:
            return DataRequest.objects.filter(agency=actor.agency)
        case Audience.SYSTEM:
            return DataRequest.objects.all()
    return DataRequest.objects.none()


def waiting(actor: Actor) -> QuerySet[DataRequest]:
    return visible_to(actor).filter(state=State.ASKED)


def own(actor: Actor, key: UUID) -> DataRequest:
    """For the person. Raises DataRequest.DoesNotExist."""
    if actor.audience != Audience.JOBSEEKER:
        raise DataRequest.DoesNotExist
    return visible_to(actor).get(pk=key)


def received(actor: Actor, key: UUID) -> DataRequest:
    """For whoever answers. Raises DataRequest.DoesNotExist."""
    if actor.audience != Audience.AGENCY:
        raise DataRequest.DoesNotExist
    return visible_to(actor).get(pk=key)


def new(person: JobSeeker) -> DataRequest:
    """Not there yet."""
    return DataRequest(person_id=person.pk, agency_id=person.agency_id, who=person.full_name[:200])
