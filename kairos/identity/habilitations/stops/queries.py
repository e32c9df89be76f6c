"""What is stopped, and whom it concerns."""

from uuid import UUID

from django.db.models import Q, QuerySet

from kairos.foundation.actor import Actor, Audience
from kairos.identity.habilitations import queries
from kairos.identity.habilitations.models import STOPPED, Affiliation, Stop


def visible_to(actor: Actor) -> QuerySet[Stop]:
    rows = Stop.objects.select_related("person", "organisation").order_by("-stopped_at", "id")
    return rows if actor.audience in (Audience.OPERATOR, Audience.SYSTEM) else rows.none()


def live(actor: Actor) -> QuerySet[Stop]:
    """What is stopped now."""
    return visible_to(actor).select_related(None).filter(STOPPED)


def managers_concerned(row: Stop) -> list[UUID]:
    """The account managers of the organisation, or of all of them."""
    if row.organisation_id:
        return queries.managers_of(row.organisation_id)
    rows = Affiliation.objects.filter(state=Affiliation.State.ACTIVE, rights__contains=[queries.MANAGE])
    return list(rows.values_list("user_id", flat=True).distinct())


def is_stopped(organisation: UUID) -> bool:
    return Stop.objects.filter(STOPPED, kind=Stop.Kind.ORGANISATION, organisation=organisation).exists()


def rights_stopped(organisation: UUID) -> set[str]:
    """Everywhere, or there."""
    where = Q(organisation=organisation) | Q(organisation__isnull=True)
    return set(Stop.objects.filter(STOPPED, where, kind=Stop.Kind.RIGHT).values_list("right", flat=True))
