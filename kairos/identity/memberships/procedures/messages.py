"""What a procedure tells the provider (who directs and who manages the accounts) and the operator's agents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kairos.foundation.messages import EMAIL, IN_APP, Link, Message
from kairos.identity.memberships.life.messages import AboutMembership, dossier
from kairos.identity.memberships.messages import day


@dataclass(frozen=True)
class Opened(AboutMembership):
    clause: str
    reason: str
    answer_due_at: datetime
    urgent_reason: str

    subject = "Adhésion {number} : l’opérateur envisage d’en retirer l’accès"

    def says(self) -> Sequence[str]:
        urgent = [
            "En attendant, l’accès au portail est suspendu dès maintenant :",
            self.urgent_reason,
        ]
        return [
            f"L’opérateur envisage de retirer à « {self.name} » l’accès à Kairos. Il se fonde sur : {self.clause}.",
            self.reason,
            *(urgent if self.urgent_reason else []),
            f"Vous pouvez répondre jusqu’au {day(self.answer_due_at)}, depuis votre adhésion, et vous faire aider par "
            "la personne de votre choix. L’opérateur lit votre réponse avant de décider.",
        ]


@dataclass(frozen=True)
class SuspendedAtOnce(AboutMembership):
    reason: str
    answer_due_at: datetime

    subject = "Adhésion {number} : accès suspendu sans attendre"

    def says(self) -> Sequence[str]:
        return [
            f"L’accès de « {self.name} » au portail est suspendu dès maintenant :",
            self.reason,
            f"Vous pouvez toujours répondre, jusqu’au {day(self.answer_due_at)}, depuis votre adhésion.",
        ]


@dataclass(frozen=True)
class AnswerAwaited(AboutMembership):
    answer_due_at: datetime

    subject = "Adhésion {number} : votre réponse est attendue"

    def says(self) -> Sequence[str]:
        return [
            f"L’opérateur envisage de retirer à « {self.name} » l’accès à Kairos. Vous pouvez répondre jusqu’au "
            f"{day(self.answer_due_at)} ; ensuite, il peut décider sans vous avoir entendu."
        ]


@dataclass(frozen=True)
class Withdrawn(AboutMembership):
    reason: str

    subject = "Adhésion {number} : accès retiré"

    def says(self) -> Sequence[str]:
        return [
            f"L’opérateur a décidé de retirer à « {self.name} » l’accès à Kairos :",
            self.reason,
            "Le portail est fermé, la fiche reste ouverte. Vous pouvez demander à l’opérateur de revoir sa décision, "
            "ou la contester devant le tribunal administratif dans les deux mois.",
        ]


@dataclass(frozen=True)
class Closed(AboutMembership):
    reason: str

    subject = "Adhésion {number} : procédure sans suite"

    def says(self) -> Sequence[str]:
        return [f"L’opérateur ne donne pas de suite à la procédure ouverte contre « {self.name} » :", self.reason]


@dataclass(frozen=True)
class Answered(Message):
    number: str
    name: str
    key: str

    channels = (EMAIL, IN_APP)
    subject = "{number} : l’organisme a répondu"

    def body(self) -> Sequence[str | Link]:
        return [f"« {self.name} » a répondu à la procédure que vous avez ouverte.", dossier(self.number, self.key)]


@dataclass(frozen=True)
class DecisionLate(Message):
    """suspended: access is shut meanwhile."""

    number: str
    name: str
    key: str
    suspended: bool

    channels = (EMAIL, IN_APP)
    subject = "{number} : décision en retard"

    def body(self) -> Sequence[str | Link]:
        shut = " L’accès est suspendu en attendant." if self.suspended else ""
        return [
            f"La décision sur le retrait d’accès de « {self.name} » est en retard.{shut}",
            dossier(self.number, self.key),
        ]
