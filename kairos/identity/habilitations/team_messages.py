"""What is told of invitations, and of who manages the accounts of an organisation."""

from collections.abc import Sequence
from dataclasses import dataclass

from kairos.foundation.messages import Link, Message, Recipient
from kairos.identity.accounts import settings
from kairos.identity.accounts.notices import page
from kairos.identity.habilitations.messages import OfOrganisation, about
from kairos.identity.habilitations.models import Affiliation


@dataclass(frozen=True)
class Invitation(Message):
    """By mail alone: its link opens the account of whoever reads that mailbox."""

    organisation: str
    who: str
    function: str
    link: str
    hours: int

    subject = "{organisation} vous invite dans Kairos"
    secret = True

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"{self.who} vous invite à agir pour {self.organisation} dans Kairos.\n"
            f"Votre fonction\u00a0: {self.function}",
            Link("Lire l’invitation et répondre", self.link),
            f"Ce lien sert une seule fois, pendant {self.hours} heures. Il montre ce que vous pourrez faire avant que "
            "vous n’acceptiez.",
            "Vous seul connaîtrez votre mot de passe. Personne, à Kairos ni dans l’organisme, ne vous le demandera.",
            "Vous ne connaissez pas cet organisme\u00a0? Déclinez ou ne faites rien\u00a0: sans vous, rien ne s’ouvre.",
        ]


@dataclass(frozen=True)
class InvitationCancelled(Message):
    organisation: str

    subject = "L’invitation de {organisation} est annulée"

    def body(self) -> Sequence[str | Link]:
        return ["Bonjour,", f"{self.organisation} ne vous invite plus dans Kairos. Le lien reçu n’ouvre plus rien."]


@dataclass(frozen=True)
class InvitationAccepted(OfOrganisation):
    who: str

    subject = "{who} a rejoint {organisation}"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"{self.who} a accepté l’invitation de {self.organisation}. Ses droits comptent dès maintenant.",
            Link("Voir l’équipe", page("/gid/")),
        ]


@dataclass(frozen=True)
class InvitationDeclined(OfOrganisation):
    who: str

    subject = "{who} a décliné votre invitation"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"{self.who} ne rejoindra pas {self.organisation} dans Kairos.",
            Link("Voir l’équipe", page("/gid/")),
        ]


@dataclass(frozen=True)
class ManagerAsked(OfOrganisation):
    who: str

    subject = "{who} vous propose de gérer les comptes de {organisation}"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"{self.who} vous propose d’être responsable de gestion des comptes (RGC) de {self.organisation}\u00a0: "
            "vous inviteriez les personnes, accorderiez leurs droits, répondriez de leurs accès.",
            "Rien ne change tant que vous n’avez pas répondu.",
            Link("Accepter ou refuser", page("/gid/responsable/")),
        ]


@dataclass(frozen=True)
class ManagerAccepted(OfOrganisation):
    who: str

    subject = "{who} gère maintenant les comptes de {organisation}"

    def body(self) -> Sequence[str | Link]:
        return ["Bonjour,", f"{self.who} a accepté d’être responsable de gestion des comptes de {self.organisation}."]


@dataclass(frozen=True)
class ManagerDeclined(OfOrganisation):
    who: str

    subject = "{who} ne sera pas RGC de {organisation}"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"{self.who} a refusé d’être responsable de gestion des comptes de {self.organisation}. Rien n’a changé.",
        ]


@dataclass(frozen=True)
class ManagerWithdrawn(OfOrganisation):
    reason: str

    subject = "Vous ne gérez plus les comptes de {organisation}"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"Vous n’êtes plus responsable de gestion des comptes de {self.organisation}. Vos autres droits restent.",
            f"Motif\u00a0: {self.reason}",
        ]


def invitation(affiliation: Affiliation, who: str, link: str) -> Invitation:
    """To the address alone, as to anybody: an account or none."""
    to = Recipient(email=affiliation.user.email, user=affiliation.user_id)
    hours = settings.INVITATION_HOURS.value()
    name = affiliation.organisation.name
    return Invitation(to, name, who=who, function=affiliation.title, link=link, hours=hours)


def cancelled(affiliation: Affiliation) -> InvitationCancelled:
    return InvitationCancelled(*about(affiliation))


def joined(to: Recipient, affiliation: Affiliation) -> InvitationAccepted:
    return InvitationAccepted(to, affiliation.organisation.name, who=affiliation.shown_name)


def declined(to: Recipient, affiliation: Affiliation) -> InvitationDeclined:
    return InvitationDeclined(to, affiliation.organisation.name, who=affiliation.shown_name)


def manager_asked(affiliation: Affiliation, who: str) -> ManagerAsked:
    return ManagerAsked(*about(affiliation), who=who)


def manager_accepted(to: Recipient, affiliation: Affiliation) -> ManagerAccepted:
    return ManagerAccepted(to, affiliation.organisation.name, who=affiliation.shown_name)


def manager_declined(to: Recipient, affiliation: Affiliation) -> ManagerDeclined:
    return ManagerDeclined(to, affiliation.organisation.name, who=affiliation.shown_name)


def manager_withdrawn(affiliation: Affiliation, reason: str) -> ManagerWithdrawn:
    return ManagerWithdrawn(*about(affiliation), reason=reason)


@dataclass(frozen=True)
class ToInviteAgain(OfOrganisation):
    who: str

    subject = "{who} attend une nouvelle invitation de {organisation}"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"{self.who} a perdu son second facteur. L’opérateur l’a effacé après avoir vérifié son identité. Ses "
            "accès sont fermés, ses droits l’attendent.",
            "Assurez-vous de vive voix que c’est bien cette personne, puis invitez-la de nouveau : le lien part à son "
            "adresse, et elle choisit un autre second facteur.",
            Link("Voir l’équipe", page("/gid/")),
        ]
