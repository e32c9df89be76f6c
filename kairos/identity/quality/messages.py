"""What quality tells people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from kairos.foundation.messages import EMAIL, IN_APP, Link, Message
from kairos.identity.memberships.messages import day
from kairos.identity.quality.models import QualityCertificate


def own_page(key: str = "") -> Link:
    return Link("Voir la qualité de mon organisme", f"{settings.KAIROS_BASE_URL}/compte/qualite/{key}")


@dataclass(frozen=True)
class ToProvider(Message):
    """number: of the request; kind: « attestation de conformité qualité »; key: its page, ending with a slash."""

    number: str
    kind: str
    key: str

    channels = (EMAIL, IN_APP)


@dataclass(frozen=True)
class Sent(ToProvider):
    due_at: datetime

    subject = "Demande qualité {number} envoyée"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"Votre demande ({self.kind}) est envoyée. {settings.KAIROS_OPERATOR} l’instruit et vous répond au plus "
            f"tard le {day(self.due_at)}.",
            own_page(self.key),
        ]


@dataclass(frozen=True)
class Taken(ToProvider):
    channels = (IN_APP,)
    subject = "Demande qualité {number} : instruction commencée"

    def body(self) -> Sequence[str | Link]:
        return ["Bonjour,", f"Votre demande ({self.kind}) est en cours d’instruction.", own_page(self.key)]


@dataclass(frozen=True)
class ComplementAsked(ToProvider):
    reason: str

    subject = "Demande qualité {number} : un complément est attendu"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"Avant de décider de votre demande ({self.kind}), l’opérateur vous demande :",
            self.reason,
            "Complétez la demande, puis renvoyez-la. Le délai de décision est suspendu en attendant.",
            own_page(self.key),
        ]


@dataclass(frozen=True)
class Refused(ToProvider):
    reason: str

    subject = "Demande qualité {number} refusée"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"Votre demande ({self.kind}) est refusée :",
            self.reason,
            "Vous pouvez en déposer une nouvelle, une fois ce point réglé.",
            own_page(self.key),
        ]


@dataclass(frozen=True)
class Accepted(ToProvider):
    certificate: str
    until: date

    subject = "Demande qualité {number} acceptée"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"Votre demande ({self.kind}) est acceptée. Le certificat {self.certificate} est enregistré dans Kairos, "
            f"valable jusqu’au {day(self.until)}.",
            "Nous vous préviendrons avant cette date.",
            own_page(self.key),
        ]


@dataclass(frozen=True)
class Unfinished(ToProvider):
    """complement: what waits is an answer to the operator, not a first sending."""

    complement: bool

    subject = "Demande qualité {number} : il reste à l’envoyer"

    def body(self) -> Sequence[str | Link]:
        waits = (
            "L’opérateur attend le complément qu’il vous a demandé."
            if self.complement
            else "Elle est enregistrée ; il reste à la compléter et à l’envoyer."
        )
        return [
            "Bonjour,",
            f"Votre demande ({self.kind}) n’est pas terminée. {waits}",
            own_page(self.key),
            "Vous n’en voulez plus ? Retirez-la depuis la même page : les rappels cessent.",
        ]


@dataclass(frozen=True)
class OfCertificate(Message):
    """To those who can file a request. number, covers: the certificate and its categories."""

    number: str
    covers: str
    until: date

    channels = (EMAIL, IN_APP)


@dataclass(frozen=True)
class Expiring(OfCertificate):
    days: int

    subject = "Votre certificat qualité {number} arrive à sa fin"

    def body(self) -> Sequence[str | Link]:
        when = {0: "aujourd’hui", 1: "demain"}.get(self.days, f"dans {self.days} jours")
        return [
            "Bonjour,",
            f"Le certificat Qualiopi {self.number} ({self.covers}) s’achève {when}, le {day(self.until)}.",
            "Dès que le certificateur vous a remis le suivant, joignez-le à une nouvelle demande : sans certificat "
            "valable, vos devis ne pourront plus être présentés.",
            own_page(),
        ]


@dataclass(frozen=True)
class Expired(OfCertificate):
    subject = "Votre certificat qualité {number} n’est plus valable"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"Le certificat Qualiopi {self.number} ({self.covers}) s’est achevé le {day(self.until)}. Aucun autre "
            "n’est enregistré pour ces actions : les devis correspondants seront refusés.",
            "Joignez le nouveau certificat à une demande pour rétablir la situation.",
            own_page(),
        ]


@dataclass(frozen=True)
class Revoked(OfCertificate):
    reason: str

    subject = "Votre certificat qualité {number} est retiré"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"L’opérateur a retiré le certificat Qualiopi {self.number} ({self.covers}) :",
            self.reason,
            "Il ne compte plus, quelles que soient ses dates. Une erreur ? Répondez à l’assistance, ou faites une "
            "nouvelle demande avec un certificat valable.",
            own_page(),
        ]


def of_certificate(certificate: QualityCertificate) -> dict[str, object]:
    """What every message about a certificate says of it."""
    covers = ", ".join(certificate.category_labels)
    return {"number": certificate.number, "covers": covers, "until": certificate.valid_until}


@dataclass(frozen=True)
class ToOfficer(Message):
    """number, name: of the request and its organisation; key: its page."""

    number: str
    name: str
    key: str

    channels = (IN_APP,)

    def dossier(self) -> Link:
        return Link(f"Ouvrir le dossier {self.number}", f"{settings.KAIROS_BASE_URL}/operateur/qualite/{self.key}")


@dataclass(frozen=True)
class ComplementCame(ToOfficer):
    channels = (EMAIL, IN_APP)
    subject = "{number} : complément reçu"

    def body(self) -> Sequence[str | Link]:
        return [f"« {self.name} » a complété et renvoyé sa demande qualité.", self.dossier()]


@dataclass(frozen=True)
class WithdrawnByProvider(ToOfficer):
    subject = "{number} : demande retirée"

    def body(self) -> Sequence[str | Link]:
        return [f"« {self.name} » a retiré la demande qualité que vous instruisiez.", self.dossier()]


@dataclass(frozen=True)
class TakenOver(ToOfficer):
    colleague: str

    subject = "{number} : dossier repris"

    def body(self) -> Sequence[str | Link]:
        return [f"{self.colleague} a repris le dossier qualité de « {self.name} ».", self.dossier()]


@dataclass(frozen=True)
class DecidedByAnother(ToOfficer):
    colleague: str

    subject = "{number} : dossier décidé"

    def body(self) -> Sequence[str | Link]:
        return [f"{self.colleague} a décidé du dossier qualité de « {self.name} ».", self.dossier()]
