"""What the person helped is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kairos.foundation.messages import EMAIL, IN_APP, Link, Message
from kairos.identity.accounts.notices import moment, page

WHAT = (
    "Cette personne voit votre espace comme vous et peut y préparer une saisie. Elle ne peut ni signer, ni valider, ni "
    "gérer les comptes, ni changer votre mot de passe. Ce qu’elle lit et fait est au journal, à son nom et au vôtre."
)


@dataclass(frozen=True)
class HelpBegun(Message):
    who: str
    until: datetime

    subject = "{who}, de l’opérateur, vous aide dans Kairos"
    channels = (EMAIL, IN_APP)

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"{self.who}, agent de l’opérateur, vient d’entrer avec le code que vous avez donné. L’aide se termine au "
            f"plus tard {moment(self.until)}.",
            WHAT,
            "Vous n’avez donné ce code à personne ? Mettez fin à l’aide tout de suite, puis écrivez à l’assistance.",
            Link("Mettre fin à l’aide", page("/compte/aide/")),
        ]


@dataclass(frozen=True)
class HelpEnded(Message):
    who: str
    since: datetime
    at: datetime

    subject = "L’aide de {who} est terminée"
    channels = (EMAIL, IN_APP)

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"L’aide commencée {moment(self.since)} s’est terminée {moment(self.at)}. {self.who} ne voit plus votre "
            "espace.",
            "Le responsable de gestion des comptes (RGC) de votre organisme peut lire au journal ce qui a été fait.",
        ]
