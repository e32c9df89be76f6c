"""What may be opened to somebody in an organisation: areas, each with its grades, in words a person understands.

A right is the word `area.grade`. Rights that belong to no area (`file.fill`, `accounts.manage`) are given otherwise:
by opening a file, by the acceptance of a membership, by handing over the management of accounts.
"""

from collections.abc import Iterable, Mapping
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

    @property
    def letter(self) -> str:
        """As the grid draws it: C, S, V."""
        return self.label[0].upper()


ALL_GRADES = tuple(Grade)


@dataclass(frozen=True, slots=True)
class Area:
    """A part of Kairos for providers. text: what it is. allows: what each grade lets one do, in plain words.

    delivered: this version of Kairos has its screens.
    """

    key: str
    label: str
    text: str
    icon: str
    allows: Mapping[Grade, str]
    delivered: bool = False

    @property
    def grades(self) -> tuple[Grade, ...]:
        return tuple(self.allows)

    def right(self, grade: Grade) -> str:
        return f"{self.key}.{grade}"

    @property
    def rights(self) -> frozenset[str]:
        return frozenset(self.right(grade) for grade in self.grades)


def _allows(consult: str, enter: str, approve: str) -> Mapping[Grade, str]:
    return {Grade.CONSULT: consult, Grade.ENTER: enter, Grade.APPROVE: approve}


AREAS = (
    Area(
        "sessions", "Sessions", "Vos formations, leurs dates, leurs places.", "calendar-days",
        _allows(
            "Voir les sessions et leur calendrier, sans les inscrits.",
            "Préparer une session, corriger ses dates, ses places et son lieu.",
            "Publier, suspendre ou annuler une session.",
        ),
        delivered=True,
    ),
    Area(
        "appointments", "Rendez-vous", "Informations collectives et entretiens.", "calendar-clock",
        _allows(
            "Voir les rendez-vous et qui y est attendu.",
            "Ouvrir des créneaux, y inscrire, noter qui est venu.",
            "Annuler un rendez-vous, arrêter ses résultats.",
        ),
        delivered=True,
    ),
    Area(
        "candidates", "Candidats", "Inscriptions, entrées, interruptions et sorties de vos stagiaires.", "route",
        _allows(
            "Voir les personnes orientées vers vos sessions et leur parcours.",
            "Préparer une inscription, une entrée, une sortie.",
            "Déclarer l’inscription (AIS), l’entrée (AES), la sortie : c’est l’attestation de l’organisme.",
        ),
        delivered=True,
    ),
    Area(
        "attendance", "Assiduité", "Présences du mois, par groupe.", "clipboard-check",
        _allows(
            "Voir les présences et les absences.",
            "Saisir les absences, faire émarger.",
            "Rendre l’état du mois : la rémunération du stagiaire en dépend.",
        ),
        delivered=True,
    ),
    Area(
        "quotes", "Devis", "Devis AIF et POEI, et leur décision.", "receipt-text",
        _allows(
            "Voir les devis et leur décision.",
            "Préparer un devis.",
            "Envoyer un devis au demandeur d’emploi : il engage l’organisme.",
        ),
    ),
    Area(
        "billing", "Facturation", "Bons de commande, états et factures des formations achetées (AFC).", "file-text",
        _allows(
            "Voir les bons de commande, les états et les factures.",
            "Préparer un état mensuel, une facture.",
            "Émettre une facture, répondre à un rejet.",
        ),
    ),
    Area(
        "organisation", "Organisme", "Fiche, adhésion et qualité de l’organisme.", "building-2",
        _allows(
            "Voir la fiche, l’adhésion et les certificats.",
            "Mettre à jour la fiche, préparer une demande qualité.",
            "Demander un changement à l’opérateur, approuver un droit que le RGC s’accorde.",
        ),
        delivered=True,
    ),
)  # fmt: skip
BY_KEY = {area.key: area for area in AREAS}


@dataclass(frozen=True, slots=True)
class Profile:
    """A usual set of rights, to start from. own_sessions: meant to be narrowed to the person's own sessions."""

    key: str
    label: str
    text: str
    rights: frozenset[str]
    own_sessions: bool = False


def _rights(**grades: str) -> frozenset[str]:
    """`sessions="CS"`: letters of grades by area."""
    letters = {grade.letter: grade for grade in Grade}
    return frozenset(BY_KEY[key].right(letters[letter]) for key, held in grades.items() for letter in held)


PROFILES = (
    Profile(
        "coordinator", "Coordinateur pédagogique",
        "Prépare et suit sessions, rendez-vous et stagiaires. Ne déclare rien au nom de l’organisme.",
        _rights(sessions="CSV", appointments="CSV", candidates="CS", attendance="C", organisation="C"),
    ),
    Profile(
        "assistant", "Assistante administrative",
        "Lit tout ce qui concerne les stagiaires, ne saisit rien.",
        _rights(sessions="C", appointments="C", candidates="C", attendance="C", quotes="C", organisation="C"),
    ),
    Profile(
        "trainer", "Formateur",
        "Fait émarger et saisit les absences de ses propres sessions.",
        _rights(sessions="C", attendance="CS"),
        own_sessions=True,
    ),
    Profile(
        "billing", "Gestionnaire facturation",
        "Prépare et émet les factures, consulte devis et présences.",
        _rights(sessions="C", attendance="C", quotes="C", billing="CSV"),
    ),
    Profile(
        "reader", "Lecteur",
        "Consulte sessions, rendez-vous et fiche de l’organisme. Aucune donnée de stagiaire.",
        _rights(sessions="C", organisation="C"),
    ),
)  # fmt: skip

OTHERS = {
    "file.fill": "Fiche et demande d’adhésion, remplir",
    "accounts.manage": "Comptes de l’organisme, gérer (RGC)",
}


def known_rights() -> frozenset[str]:
    """Every `area.grade` word that may be given."""
    return frozenset(right for area in AREAS for right in area.rights)


def in_order(rights: Iterable[str]) -> list[str]:
    """As the catalogue lists them, those outside the areas first."""
    held = set(rights)
    listed = [area.right(grade) for area in AREAS for grade in area.grades]
    return sorted(held - set(listed)) + [right for right in listed if right in held]


def label_of(right: str) -> str:
    """« Devis, valider »; the word itself for a right outside the areas."""
    area, grade = _parts(right)
    return f"{area.label}, {grade.label}" if area and grade else OTHERS.get(right, right)


def allows(right: str) -> str:
    """What it lets one do, in plain words; empty for a right outside the areas."""
    area, grade = _parts(right)
    return area.allows[grade] if area and grade else ""


def _parts(right: str) -> tuple[Area, Grade] | tuple[None, None]:
    key, _, grade = right.partition(".")
    area = BY_KEY.get(key)
    return (area, Grade(grade)) if area and right in area.rights else (None, None)
