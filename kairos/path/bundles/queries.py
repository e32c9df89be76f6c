"""The doors to the files of a session."""

from uuid import UUID

from django.db.models import QuerySet

from kairos.foundation.actor import Actor, Audience
from kairos.path.bundles.models import SessionBundle
from kairos.path.enrolments.queries import narrowed_to
from kairos.people.jobseekers.models import JobSeeker


def visible_to(actor: Actor) -> QuerySet[SessionBundle]:
    """One's organisation's, where one's rights on people are held."""
    rows = SessionBundle.objects.all()
    if actor.audience != Audience.PROVIDER:
        return rows.none()
    own = rows.filter(organisation=actor.scope_organisation)
    places = narrowed_to(actor)
    return own if places is None else own.filter(establishment__in=places)


def bundle(actor: Actor, key: UUID) -> SessionBundle:
    """Raises SessionBundle.DoesNotExist."""
    return visible_to(actor).get(pk=key)


def of_session(actor: Actor, session: UUID) -> list[SessionBundle]:
    """The latest first."""
    return list(visible_to(actor).filter(session=session).order_by("-asked_at", "id")[:10])


def all_still_read(row: SessionBundle) -> bool:
    """Whether the actor's scope shows everybody whom it names: what one reads no more does not come back by a file."""
    return JobSeeker.objects.filter(pk__in=row.people).count() == len(row.people)
