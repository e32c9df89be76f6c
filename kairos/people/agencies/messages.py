"""What is told of invitations in an agency."""

from collections.abc import Sequence
from dataclasses import dataclass

from kairos.foundation.messages import EMAIL, IN_APP, Link, Message
from kairos.identity.accounts import settings
from kairos.identity.accounts.acts import recipient
from kairos.identity.accounts.notices import page
from kairos.identity.habilitations.team_messages import Invitation
from kairos.people.agencies.models import Adviser


@dataclass(frozen=True)
class OfAgency(Message):
    agency: str
    who: str

    channels = (EMAIL, IN_APP)


@dataclass(frozen=True)
class AdviserJoined(OfAgency):
    subject = "{who} a rejoint {agency}"

    def body(self) -> Sequence[str | Link]:
        said = f"{self.who} a accepté l’invitation de {self.agency}."
        return ["Bonjour,", said, Link("Voir l’équipe", page("/conseiller/equipe/"))]


@dataclass(frozen=True)
class AdviserDeclined(OfAgency):
    subject = "{who} a décliné votre invitation"

    def body(self) -> Sequence[str | Link]:
        said = f"{self.who} ne rejoint pas {self.agency}."
        return ["Bonjour,", said, Link("Voir l’équipe", page("/conseiller/equipe/"))]


def invitation(adviser: Adviser, who: str, link: str) -> Invitation:
    hours = settings.INVITATION_HOURS.value()
    to = recipient(adviser.user)
    return Invitation(to, adviser.agency.name, who or "L’opérateur", adviser.title, link, hours)
