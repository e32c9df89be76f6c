"""What may be opened to somebody in an organisation: areas, each with its grades, in words a person understands.

A right is the word `area.grade`. Rights that belong to no area (`file.fill`, `accounts.manage`) are given otherwise:
by opening a file, by the acceptance of a membership.
"""

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """Each says nothing of the others: whoever approves what another entered need not be able to enter."""

    CONSULT = "consult"
    ENTER = "enter"
    APPROVE = "approve"

    @property
    def label(self) -> str:
        return {Grade.CONSULT: "consulter", Grade.ENTER: "saisir", Grade.APPROVE: "valider"}[self]


@dataclass(frozen=True, slots=True)
class Area:
    """A part of Kairos for providers. text: what one does there. delivered: this version of Kairos has its screens."""

    key: str
    label: str
    text: str
    icon: str
    grades: tuple[Grade, ...] = (Grade.CONSULT, Grade.ENTER)
    delivered: bool = False

    def right(self, grade: Grade) -> str:
        return f"{self.key}.{grade}"

    @property
    def rights(self) -> frozenset[str]:
        return frozenset(self.right(grade) for grade in self.grades)


ALL_GRADES = tuple(Grade)

AREAS = (
    Area("sessions", "Sessions", "Vos sessions publiées et leurs inscrits.", "calendar-days"),
    Area(
        "paths", "Parcours", "Inscriptions, entrées, interruptions et sorties de vos stagiaires.", "route", ALL_GRADES
    ),
    Area("attendance", "Assiduité", "Présences du mois, par groupe.", "clipboard-check", ALL_GRADES),
    Area("appointments", "Rendez-vous", "Informations collectives et entretiens.", "calendar-clock"),
    Area("quotes", "Devis", "Devis AIF et POEI, et leur décision.", "receipt-text", ALL_GRADES),
    Area("billing", "Facturation AFC", "Bons de commande, états mensuels et factures.", "file-text", ALL_GRADES),
)


def known_rights() -> frozenset[str]:
    """Every `area.grade` word that may be given."""
    return frozenset(right for area in AREAS for right in area.rights)


def label_of(right: str) -> str:
    """« Devis, valider »; the word itself for a right outside the areas."""
    key, _, grade = right.partition(".")
    area = next((area for area in AREAS if area.key == key and right in area.rights), None)
    return f"{area.label}, {Grade(grade).label}" if area else OTHERS.get(right, right)


OTHERS = {
    "file.fill": "Fiche et demande d’adhésion, remplir",
    "accounts.manage": "Comptes de l’organisme, gérer (RGC)",
}
