"""To which organisation a session of the national file goes: whoever bears its responsible SIRET and is a member."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from kairos.identity.organisations.models import Establishment, Organisation
from kairos.identity.organisations.rules import siren_of
from kairos.offer.catalogue.importing.present import Key

UNKNOWN = "Aucun organisme connu de Kairos ne porte ce SIRET."
NO_MEMBERSHIP = (
    "Cet organisme n’a pas d’adhésion en cours : ses sessions entreront avec le premier fichier qui la suivra."
)
SEVERAL = "Plusieurs organismes adhérents portent ce SIREN, et aucun ne déclare seul cet établissement dans sa fiche."
MEMBER = Q(member_since__isnull=False, portal_closed_at__isnull=True)


@dataclass(frozen=True, slots=True)
class Owner:
    """organisation: the one that a SIRET names, also when its line is refused; None: nobody, or several."""

    organisation: UUID | None
    reason: str = ""


def owners(sirets: Iterable[str]) -> dict[str, Owner]:
    """Three statements. The establishment itself counts before the legal entity, a member before who is none."""
    wanted = set(sirets)
    at, of = defaultdict(set), defaultdict(set)
    for siret, organisation in Establishment.objects.filter(siret__in=wanted).values_list("siret", "organisation"):
        at[siret].add(organisation)
    for siren, organisation in _of_sirens({siren_of(siret) for siret in wanted}):
        of[siren].add(organisation)
    named = set().union(*at.values(), *of.values())
    members = set(Organisation.objects.filter(MEMBER, pk__in=named).values_list("pk", flat=True))
    return {siret: _owner(at[siret], of[siren_of(siret)], members) for siret in wanted}


def _of_sirens(sirens: set[str]) -> Iterable[tuple[str, UUID]]:
    return Organisation.objects.filter(siren__in=sirens).values_list("siren", "pk")


def _owner(at: set[UUID], of: set[UUID], members: set[UUID]) -> Owner:
    for found in (at & members, of & members):
        if found:
            return Owner(next(iter(found))) if len(found) == 1 else Owner(None, SEVERAL)
    known = at or of
    if not known:
        return Owner(None, UNKNOWN)
    return Owner(next(iter(known)) if len(known) == 1 else None, NO_MEMBERSHIP)


def establishments(sirets: Iterable[str]) -> dict[Key, UUID]:
    """(organisation, SIRET) → its row."""
    rows = Establishment.objects.filter(siret__in=set(sirets)).values_list("organisation", "siret", "pk")
    return {(organisation, siret): key for organisation, siret, key in rows}
