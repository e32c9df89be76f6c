"""What is told of readings: emergencies, and accounts that read too many people."""

from collections.abc import Sequence
from dataclasses import dataclass

from kairos.foundation.messages import EMAIL, IN_APP, Link, Message
from kairos.identity.accounts.notices import page


@dataclass(frozen=True)
class OpenedInEmergency(Message):
    who: str
    reason: str

    channels = (EMAIL, IN_APP)
    subject = "{who} a ouvert un dossier en urgence"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"{self.who} vient d’ouvrir en urgence, à l’accueil, le dossier d’une personne qu’elle ne suit pas.",
            f"Motif : {self.reason}",
            Link("Voir les ouvertures en urgence", page("/conseiller/urgences/")),
        ]


@dataclass(frozen=True)
class ReadingsStopped(Message):
    """To the account managers (or heads of the agency) and to the operator's supervisors."""

    who: str
    place: str
    cause: str
    counted: int
    link: str

    channels = (EMAIL, IN_APP)
    subject = "Lecture de personnes arrêtée : {who}"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"Kairos vient d’arrêter la lecture des personnes pour {self.who} ({self.place}). {self.cause} : "
            f"{self.counted} personnes.",
            "Appelez cette personne par un numéro que vous connaissez. Est-ce bien elle ? Si oui, rétablissez la "
            "lecture avec un motif. Sinon, suspendez son accès tout de suite : son compte est peut-être volé.",
            Link("Voir l’arrêt", self.link),
        ]
