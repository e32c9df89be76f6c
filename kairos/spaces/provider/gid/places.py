"""The establishments of one's organisation, looked for by name, town or SIRET: there may be hundreds of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from kairos.foundation.actor import Actor
from kairos.foundation.prepared import prepared
from kairos.foundation.text import sort_key
from kairos.identity.organisations.models import Establishment

FEW = 12
"""So many are listed as they are; more are looked for."""
MOST = 20
"""Shown of what a search finds."""


@dataclass(frozen=True, slots=True)
class Site:
    id: UUID
    label: str
    said: str

    def fits(self, words: Iterable[str]) -> bool:
        return all(word in self.said for word in words)


def all_of(actor: Actor) -> list[Site]:
    """The main one first, then by name; one statement."""
    return [
        Site(key, f"{name}, {town}", f"{sort_key(f'{name} {town}')} {siret}")
        for key, name, town, siret in _rows(actor.scope_organisation)
    ]


@prepared
def _rows(organisation: UUID) -> QuerySet:
    rows = Establishment.objects.filter(organisation=organisation).order_by("-main", "name", "pk")
    return rows.values_list("pk", "name", "town", "siret")


def among(sites: Iterable[Site], typed: str) -> list[Site]:
    """Those that every word fits; a SIRET may be written with spaces. None for no word."""
    bare = typed.replace(" ", "").replace("\u00a0", "")
    words = [bare] if bare.isdigit() else sort_key(typed).split()
    return [site for site in sites if site.fits(words)] if words else []
