"""What is told of passwords that an organisation wants changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kairos.foundation.messages import Link
from kairos.identity.accounts.notices import moment, page
from kairos.identity.habilitations.messages import OfOrganisation, about
from kairos.identity.habilitations.models import Affiliation


@dataclass(frozen=True)
class PasswordAgeing(OfOrganisation):
    days: int
    on: datetime

    subject = "Votre mot de passe est bientôt à changer"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"{self.organisation} demande de changer de mot de passe tous les {self.days} jours. Choisissez-en un "
            f"nouveau quand vous voulez\u00a0; {moment(self.on)}, rien d’autre ne s’ouvrira avant.",
            "Une phrase longue, qui ne sert nulle part ailleurs, protège mieux qu’un mot compliqué.",
            Link("Changer mon mot de passe", page("/compte/securite/mot-de-passe/")),
        ]


def ageing(affiliation: Affiliation, days: int, on: datetime) -> PasswordAgeing:
    return PasswordAgeing(*about(affiliation), days=days, on=on)
