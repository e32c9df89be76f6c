"""Why somebody leaves a training, each with where it comes from. No official list of codes is published."""

from dataclasses import dataclass

SHAPE = "Motifs de sortie d’un logiciel du marché : fin, abandon, exclusion, autre ; aucune liste officielle publiée"
PARTIAL = "EDOF, réalisation partielle : force majeure, abandon, interruption du fait de l’organisme"
CHOICE = "Choix de l’opérateur"

LONGEST = 120
"""Signs of a reason of the list."""


@dataclass(frozen=True, slots=True)
class Exit:
    label: str
    source: str


COMPLETED = Exit("Fin de la formation", SHAPE)
CANCELLED = Exit("Session annulée", PARTIAL)
OTHER = Exit("Autre motif", SHAPE)
EXITS = (
    Exit("Emploi trouvé", CHOICE),
    Exit("Abandon", SHAPE),
    Exit("Exclusion", SHAPE),
    Exit("Force majeure", PARTIAL),
    Exit("Santé", CHOICE),
    Exit("Interruption par l’organisme", PARTIAL),
    OTHER,
)
"""Before the end; the list in force is the dated setting."""


def source_of(label: str) -> str:
    """Empty for a reason that the operator added."""
    return next((one.source for one in (COMPLETED, CANCELLED, *EXITS) if one.label == label), "")
