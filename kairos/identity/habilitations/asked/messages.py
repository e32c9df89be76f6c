"""What is told of a right that somebody asks for."""

from collections.abc import Sequence
from dataclasses import dataclass

from kairos.foundation.messages import Link, Recipient
from kairos.foundation.messages.topics import Topic
from kairos.identity.accounts.notices import page
from kairos.identity.habilitations import catalogue
from kairos.identity.habilitations.asked.topics import ASKED
from kairos.identity.habilitations.messages import OfOrganisation
from kairos.identity.habilitations.models import RightRequest


@dataclass(frozen=True)
class RightAsked(OfOrganisation):
    who: str
    right: str
    allows: str
    why: str

    subject = "{who} demande un droit"

    def chosen_as(self) -> Topic:
        return ASKED

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"{self.who} demande, pour {self.organisation}, le droit « {self.right} ».",
            f"Il permet ceci : {self.allows}",
            f"Pourquoi : {self.why}",
            Link("Accorder ou refuser", page("/gid/demandes/")),
        ]


@dataclass(frozen=True)
class RightRefused(OfOrganisation):
    right: str
    reason: str

    subject = "Le droit que vous demandiez n’est pas accordé"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"Le droit « {self.right} », pour {self.organisation}, ne vous est pas accordé.",
            f"Motif : {self.reason}",
            Link("Voir mes droits", page("/gid/mes-droits/")),
        ]


def right_asked(to: Recipient, request: RightRequest) -> RightAsked:
    return RightAsked(
        to,
        request.affiliation.organisation.name,
        who=request.affiliation.user.full_name,
        right=catalogue.label_of(request.right),
        allows=catalogue.allows(request.right),
        why=request.why,
    )


def right_refused(request: RightRequest, reason: str) -> RightRefused:
    user = request.affiliation.user
    to = Recipient(email=user.email, phone=user.phone, user=user.pk)
    name = request.affiliation.organisation.name
    return RightRefused(to, name, right=catalogue.label_of(request.right), reason=reason)
