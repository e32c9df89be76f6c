"""The doors to providers' files."""

from uuid import UUID

from django.db.models import F, QuerySet

from kairos.foundation.actor import Actor, Audience
from kairos.foundation.prepared import prepared
from kairos.identity.organisations.content import Content, ProviderSheet
from kairos.identity.organisations.models import Establishment, MaintainedDoubt, Organisation, Person


def visible_to(actor: Actor) -> QuerySet[Organisation]:
    """The file of the organisation acted for; every file for the operator and for jobs."""
    if actor.audience in (Audience.OPERATOR, Audience.SYSTEM):
        return Organisation.objects.all()
    return Organisation.objects.filter(pk=actor.scope_organisation)


def own(actor: Actor) -> Organisation:
    """The file of whom the actor acts for. Raises Organisation.DoesNotExist."""
    return _file_of.get(actor.scope_organisation)


@prepared
def _file_of(organisation: UUID) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk=organisation)


def sheet(organisation: Organisation) -> ProviderSheet:
    """The whole file, in two statements."""
    main, *others = _establishments_of(organisation.pk)
    return ProviderSheet(organisation, main, tuple(others), tuple(_people_of(organisation.pk)))


@prepared
def _establishments_of(organisation: UUID) -> QuerySet[Establishment]:
    return Establishment.objects.filter(organisation=organisation).order_by("-main", "siret")


@prepared
def _people_of(organisation: UUID) -> QuerySet[Person]:
    return Person.objects.filter(organisation=organisation).order_by("id")


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
