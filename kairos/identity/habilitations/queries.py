"""Who belongs to an organisation, and who gives its rights."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from kairos.foundation.actor import Actor, Audience
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.organisations.models import Organisation

MANAGE = "accounts.manage"
"""The right of the account manager (RGC)."""


def members_of(organisation: Organisation | UUID) -> list[UUID]:
    """The people who act for it now."""
    live = Affiliation.objects.filter(organisation=organisation, ended_at__isnull=True)
    return list(live.order_by("started_at").values_list("user_id", flat=True))


def managers_of(organisation: UUID) -> list[UUID]:
    """Its account managers (RGC): who can give a right there."""
    live = Affiliation.objects.filter(organisation=organisation, ended_at__isnull=True, rights__contains=[MANAGE])
    return list(live.order_by("started_at").values_list("user_id", flat=True))


def visible_to(actor: Actor) -> QuerySet[Affiliation]:
    """Who acts for the organisation acted for; all of them for the operator and the jobs."""
    rows = Affiliation.objects.select_related("user").order_by("started_at", "pk")
    if actor.audience in (Audience.OPERATOR, Audience.SYSTEM):
        return rows
    return rows.filter(organisation=actor.scope_organisation)


@dataclass(frozen=True, slots=True)
class OwnOrganisation:
    """One of the organisations a person belongs to. entered_at: None while the posted secret is still due."""

    organisation_id: UUID
    name: str
    siret: str | None
    town: str | None
    title: str
    rights: list[str]
    entered_at: datetime | None
    member_since: date | None


def own_organisations() -> list[OwnOrganisation]:
    """Those of whoever asks, by name; needs their scope. One statement, past the wall between organisations."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kairos_own_organisations()")
        return [OwnOrganisation(*row) for row in cursor.fetchall()]
