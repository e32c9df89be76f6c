"""A provider's file as flat fields, `section-column` → text: what the sheet shows, a save changes, a request freezes.

Sections: organisation, establishment (the main one), director, account_manager, and contact-<id> for each contact.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import models

from kairos.identity.organisations.models import Establishment, Organisation, Person

Content = dict[str, str]
PERSON_LABELS = {
    "civility": "Civilité",
    "first_name": "Prénom",
    "last_name": "Nom",
    "title": "Fonction",
    "email": "Courriel",
    "phone": "Téléphone",
}
LABELS = {
    "organisation": {
        "name": "Nom de l’organisme",
        "nda": "Numéro de déclaration d’activité",
        "phone": "Téléphone",
        "email": "Courriel de l’organisme",
        "website": "Site internet",
    },
    "establishment": {
        "siret": "SIRET",
        "address": "Adresse",
        "address_more": "Complément d’adresse",
        "postcode": "Code postal",
        "town": "Commune",
    },
    "director": PERSON_LABELS | {"title": "Qualité"},
    "account_manager": PERSON_LABELS,
    "contact": PERSON_LABELS,
}
"""Section → column → French label, in the order of the sheet."""
SECTIONS = {
    "organisation": "Organisme",
    "establishment": "Établissement principal",
    "director": "Dirigeant",
    "account_manager": "Responsable de gestion des comptes (RGC)",
    "contact": "Contact",
}
FIXED = frozenset({"establishment-siret"})


@dataclass(frozen=True, slots=True)
class ProviderSheet:
    """The rows of one file, as read together."""

    organisation: Organisation
    main: Establishment
    others: tuple[Establishment, ...]
    people: tuple[Person, ...]

    @property
    def director(self) -> Person | None:
        return self._one(Person.Role.DIRECTOR)

    @property
    def account_manager(self) -> Person | None:
        return self._one(Person.Role.ACCOUNT_MANAGER)

    @property
    def contacts(self) -> list[Person]:
        return [person for person in self.people if person.role == Person.Role.CONTACT]

    def content(self) -> Content:
        return dict(self._fields())

    def _one(self, role: str) -> Person | None:
        return next((person for person in self.people if person.role == role), None)

    def _fields(self) -> Iterator[tuple[str, str]]:
        yield from _values("organisation", self.organisation)
        yield from _values("establishment", self.main)
        yield from _values("director", self.director)
        yield from _values("account_manager", self.account_manager)
        for contact in self.contacts:
            yield from _values(contact_section(contact.pk), contact)


def contact_section(key: UUID | str) -> str:
    return f"contact-{key}"


def split(field: str) -> tuple[str, str]:
    """« contact-0192…-email » → (« contact-0192… », « email »)."""
    section, _, column = field.rpartition("-")
    return section, column


def kind_of(section: str) -> str:
    """The key of LABELS and SECTIONS for a section."""
    return "contact" if section.startswith("contact-") else section


def label_of(field: str) -> str:
    """« Dirigeant : courriel »."""
    section, column = split(field)
    kind = kind_of(section)
    label = LABELS[kind][column]
    return label if kind == "organisation" else f"{SECTIONS[kind]}\u00a0: {label if label.isupper() else label.lower()}"


def _values(section: str, row: models.Model | None) -> Iterator[tuple[str, str]]:
    for column in LABELS[kind_of(section)]:
        yield f"{section}-{column}", getattr(row, column) if row else ""


def sections_of(changes: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Changes regrouped: section → column → value."""
    grouped: dict[str, dict[str, str]] = {}
    for field, value in changes.items():
        section, column = split(field)
        grouped.setdefault(section, {})[column] = value
    return grouped
