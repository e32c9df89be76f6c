"""Reads of our copies of the registers: one statement each."""

from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from kairos.identity.registers.facts import EstablishmentFacts, ProviderFacts
from kairos.identity.registers.models import (
    RegisteredEstablishment,
    RegisteredLegalUnit,
    RegisteredProvider,
    RegisterImport,
)
from kairos.identity.registers.records import Kind, Provider


def lookup_establishment(siret: str) -> EstablishmentFacts | None:
    unit = RegisteredLegalUnit.objects.filter(siren=OuterRef("siren"))
    row = (
        RegisteredEstablishment.objects.filter(siret=siret)
        .annotate(
            legal_name=Subquery(unit.values("name")),
            sole_trader=Subquery(unit.values("sole_trader")),
            as_of=_as_of(Kind.ESTABLISHMENTS),
        )
        .values()
        .first()
    )
    if row is None:
        return None
    name = row.pop("legal_name") or row.pop("name")
    shown = {field: row[field] for field in EstablishmentFacts.__slots__ if field in row}
    return EstablishmentFacts(**shown | {"name": name, "sole_trader": bool(row["sole_trader"])})


def lookup_provider(nda: str) -> ProviderFacts | None:
    """The provider of this number, in force or replaced since."""
    for found in ({"nda": nda}, {"previous_ndas__contains": [nda]}):
        if facts := _providers(RegisteredProvider.objects.filter(**found)):
            return facts[0]
    return None


def providers_of(siren: str) -> list[ProviderFacts]:
    """Every declaration of a legal entity, the latest first."""
    return _providers(RegisteredProvider.objects.filter(siren=siren))


def last_import(kind: Kind) -> datetime | None:
    return _imports(kind).values_list("imported_at", flat=True).first()


def _providers(rows: QuerySet[RegisteredProvider]) -> list[ProviderFacts]:
    dated = rows.annotate(as_of=_as_of(Kind.PROVIDERS)).order_by("-last_declared_on", "nda")
    found = dated.values(*Provider._fields, "as_of")
    return [ProviderFacts(**row | {"previous_ndas": tuple(row["previous_ndas"])}) for row in found]


def _as_of(kind: Kind) -> Subquery:
    return Subquery(_imports(kind).values("imported_at")[:1])


def _imports(kind: Kind) -> QuerySet[RegisterImport]:
    return RegisterImport.objects.filter(kind=kind).order_by("-imported_at")
