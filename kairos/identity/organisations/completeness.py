"""What a provider's file still lacks before it can ask for the membership."""

from collections.abc import Iterator, Mapping
from typing import Any

from kairos.foundation.actor import Actor
from kairos.foundation.guards import Reason
from kairos.identity.organisations import queries
from kairos.identity.organisations.content import Content, kind_of, split
from kairos.identity.organisations.models import Organisation

REQUIRED = {
    "organisation": ("name", "nda", "phone", "email"),
    "establishment": ("address", "postcode", "town"),
    "director": ("civility", "first_name", "last_name", "title", "email"),
    "account_manager": ("civility", "first_name", "last_name", "title", "email", "phone"),
    "contact": ("last_name",),
}
_OF = {
    "organisation": "de l’organisme",
    "establishment": "de l’établissement",
    "director": "du dirigeant",
    "account_manager": "du responsable de gestion des comptes (RGC)",
    "contact": "d’un contact",
}
_THE = {
    "name": "le nom",
    "nda": "le numéro de déclaration d’activité",
    "phone": "le téléphone",
    "email": "le courriel",
    "address": "l’adresse",
    "postcode": "le code postal",
    "town": "la commune",
    "civility": "la civilité",
    "first_name": "le prénom",
    "last_name": "le nom",
    "title": "la fonction",
}


def missing(organisation: Organisation) -> list[Reason]:
    """One reason for each field the file lacks, in the order of the sheet, each linked to its field. Two statements."""
    return gaps(queries.sheet(organisation).content())


def complete(organisation: Organisation, actor: Actor, details: Mapping[str, Any]) -> list[Reason]:
    """The same as a guard on acts of the organisation."""
    return missing(organisation)


def gaps(content: Content) -> list[Reason]:
    return [lacks(field) for field in _required(content) if not content[field]] + list(_unreachable(content))


def lacks(field: str) -> Reason:
    section, column = split(field)
    message = f"Il manque {_THE[column]} {_OF[kind_of(section)]}."
    return Reason(message, field, link_to(field))


def link_to(field: str) -> str:
    """Where the field is written."""
    return f"/compte/fiche/#id_{field}"


def _required(content: Content) -> Iterator[str]:
    for field in content:
        section, column = split(field)
        if column in REQUIRED[kind_of(section)]:
            yield field


def _unreachable(content: Content) -> Iterator[Reason]:
    """A contact with neither e-mail nor telephone."""
    for field in content:
        section, column = split(field)
        if kind_of(section) == "contact" and column == "email" and not content[field] + content[f"{section}-phone"]:
            yield Reason("Il manque le courriel ou le téléphone d’un contact.", field, link_to(field))
