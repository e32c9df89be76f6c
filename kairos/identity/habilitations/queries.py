"""Who belongs to an organisation, and who gives its rights."""

from uuid import UUID

from kairos.identity.habilitations.models import Affiliation
from kairos.identity.organisations.models import Organisation

MANAGE = "accounts.manage"
"""The right of the account manager (RGC)."""


def members_of(organisation: Organisation) -> list[UUID]:
    """The people who act for it now."""
    live = Affiliation.objects.filter(organisation=organisation, ended_at__isnull=True)
    return list(live.order_by("started_at").values_list("user_id", flat=True))


def managers_of(organisation: UUID) -> list[UUID]:
    """Its account managers (RGC): who can give a right there."""
    live = Affiliation.objects.filter(organisation=organisation, ended_at__isnull=True, rights__contains=[MANAGE])
    return list(live.order_by("started_at").values_list("user_id", flat=True))
