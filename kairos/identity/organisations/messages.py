"""What providers' files tell their people."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from kairos.foundation.messages import EMAIL, IN_APP, Link, Message
from kairos.identity.organisations.rules import format_siret


@dataclass(frozen=True)
class RivalFile(Message):
    """Somebody opened another file for one of our establishments."""

    provider: str
    siret: str

    subject = "Une autre fiche nomme votre établissement"
    channels = (EMAIL, IN_APP)

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            "Une autre fiche vient d’être ouverte dans Kairos pour l’établissement au SIRET "
            f"{format_siret(self.siret)}, que nomme déjà la fiche «\u00a0{self.provider}\u00a0».",
            "Si c’est l’un de vos collègues, convenez de celui qui fera la demande d’adhésion\u00a0: une seule sera "
            "acceptée.",
            "Sinon, vous n’avez rien à faire. L’opérateur verra les deux demandes, vérifiera qui vous représente, et "
            "n’enverra d’identifiants qu’à l’adresse de l’établissement dans le répertoire officiel.",
            Link("Voir ma fiche", f"{settings.KAIROS_BASE_URL}/compte/"),
        ]
