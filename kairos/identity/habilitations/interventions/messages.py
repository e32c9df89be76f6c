"""What supervisors are told of staff sessions."""

from collections.abc import Sequence
from dataclasses import dataclass

from kairos.foundation.messages import EMAIL, IN_APP, Link, Message
from kairos.identity.accounts.notices import page


@dataclass(frozen=True)
class ManyInterventions(Message):
    who: str
    count: int
    days: int

    subject = "{who} ouvre beaucoup d’interventions"
    channels = (EMAIL, IN_APP)

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"{self.who} vient d’ouvrir une intervention sur des données de stagiaires : {self.count} en "
            f"{self.days} jours. Regardez ses motifs.",
            Link("Voir les interventions", page("/operateur/interventions/")),
        ]
