"""The doors to providers' files."""

from uuid import UUID

from django.db.models import F, QuerySet

from kairos.foundation.actor import Actor, Audience
from kairos.identity.organisations.content import Content, ProviderSheet
from kairos.identity.organisations.models import Establishment, MaintainedDoubt, Organisation


def visible_to(actor: Actor) -> QuerySet[Organisation]:
    """The file of the organisation acted for; every file for the operator and for jobs."""
    if actor.audience in (Audience.OPERATOR, Audience.SYSTEM):
        return Organisation.objects.all()
    return Organisation.objects.filter(pk=actor.scope_organisation)


def own(actor: Actor) -> Organisation:
    """The file of whom the actor acts for. Raises Organisation.DoesNotExist."""
    return Organisation.objects.get(pk=actor.scope_organisation)


def sheet(organisation: Organisation) -> ProviderSheet:
    """The whole file, in two statements."""
    establishments = list(Establishment.objects.filter(organisation=organisation).order_by("-main", "siret"))
    people = tuple(organisation.people.order_by("id"))
    return ProviderSheet(organisation, establishments[0], tuple(establishments[1:]), people)


def of_siret(siret: str) -> UUID | None:
    """The member that has this establishment, else the latest file opened for it."""
    rows = Establishment.objects.filter(siret=siret).order_by(
        F("organisation__member_since").asc(nulls_last=True), "-organisation__created_at"
    )
    return rows.values_list("organisation_id", flat=True).first()


def content(organisation: Organisation) -> Content:
    """The file as flat fields, for a request to freeze (see `content.LABELS` for what each is called)."""
    return sheet(organisation).content()


def main_establishment(organisation: Organisation) -> Establishment:
    return Establishment.objects.get(organisation=organisation, main=True)


def doubts(organisation: Organisation) -> QuerySet[MaintainedDoubt]:
    """What the applicant maintained against a register, the latest first."""
    return MaintainedDoubt.objects.filter(organisation=organisation).order_by("-said_at")
