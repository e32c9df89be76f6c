"""What memberships tell people. Nothing secret, nothing that needs no act or no news."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from kairos.foundation.clock import PARIS
from kairos.foundation.messages import EMAIL, IN_APP, Link, Message

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def day(value: date | datetime) -> str:
    """« 1er octobre 2026 », in Paris for an instant."""
    value = value.astimezone(PARIS).date() if isinstance(value, datetime) else value
    return f"{'1er' if value.day == 1 else value.day} {MONTHS[value.month - 1]} {value.year}"


def own_page() -> Link:
    return Link("Suivre la demande", f"{settings.KAIROS_BASE_URL}/compte/demande/")


@dataclass(frozen=True)
class ToProvider(Message):
    """number: of the request."""

    number: str

    channels = (EMAIL, IN_APP)


@dataclass(frozen=True)
class Submitted(ToProvider):
    name: str
    due_at: datetime

    subject = "Demande d’adhésion {number} validée"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"La demande d’adhésion de « {self.name} » est validée. {settings.KAIROS_OPERATOR} l’instruit et vous "
            f"répond au plus tard le {day(self.due_at)}.",
            "D’ici là, la fiche ne se modifie plus.",
            own_page(),
        ]


@dataclass(frozen=True)
class ComplementAsked(ToProvider):
    reason: str

    subject = "Demande d’adhésion {number} : un complément est attendu"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            "Avant de décider, l’opérateur vous demande :",
            self.reason,
            "Corrigez la fiche, puis validez de nouveau la demande. Le délai de décision est suspendu en attendant.",
            own_page(),
        ]


@dataclass(frozen=True)
class ApplicationRefused(ToProvider):
    name: str
    reason: str

    subject = "Demande d’adhésion {number} refusée"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"La demande d’adhésion de « {self.name} » est refusée :",
            self.reason,
            "Vous pouvez corriger la fiche et déposer une nouvelle demande.",
            own_page(),
        ]


@dataclass(frozen=True)
class ApplicationAccepted(ToProvider):
    """number: of the membership."""

    name: str
    ends_on: date

    subject = "Adhésion {number} acceptée"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"« {self.name} » adhère à Kairos, sous le numéro {self.number}, jusqu’au {day(self.ends_on)}.",
            "Le responsable de gestion des comptes (RGC) reçoit par la poste son identifiant, puis un mot de passe "
            "provisoire.",
            own_page(),
        ]


@dataclass(frozen=True)
class OperatorWrote(ToProvider):
    text_written: str

    subject = "Demande d’adhésion {number} : message de l’opérateur"

    def body(self) -> Sequence[str | Link]:
        return ["Bonjour,", "L’opérateur vous écrit :", self.text_written, own_page()]


@dataclass(frozen=True)
class Unfinished(ToProvider):
    """complement: what waits is an answer to the operator, not a first submission."""

    complement: bool

    subject = "Demande d’adhésion {number} : il reste à la valider"

    def body(self) -> Sequence[str | Link]:
        waits = (
            "L’opérateur attend le complément qu’il vous a demandé."
            if self.complement
            else "Elle est enregistrée ; il reste à accepter les conditions et à la valider."
        )
        return [
            "Bonjour,",
            f"Votre demande d’adhésion {self.number} n’est pas terminée. {waits}",
            own_page(),
            "Vous n’en voulez plus ? Abandonnez-la depuis la même page : les rappels cessent.",
        ]


@dataclass(frozen=True)
class ToOfficer(Message):
    """number, name: of the request."""

    number: str
    name: str

    channels = (IN_APP,)

    def opening(self, address: str) -> Link:
        return Link(f"Ouvrir le dossier {self.number}", f"{settings.KAIROS_BASE_URL}{address}")


@dataclass(frozen=True)
class ComplementCame(ToOfficer):
    address: str

    channels = (EMAIL, IN_APP)
    subject = "{number} : complément reçu"

    def body(self) -> Sequence[str | Link]:
        return [f"« {self.name} » a complété et validé de nouveau sa demande.", self.opening(self.address)]


@dataclass(frozen=True)
class ProviderWrote(ToOfficer):
    address: str

    subject = "{number} : message de l’organisme"

    def body(self) -> Sequence[str | Link]:
        return [f"« {self.name} » vous a écrit.", self.opening(self.address)]


@dataclass(frozen=True)
class TakenOver(ToOfficer):
    colleague: str
    address: str

    subject = "{number} : dossier repris"

    def body(self) -> Sequence[str | Link]:
        return [f"{self.colleague} a repris le dossier « {self.name} ».", self.opening(self.address)]


@dataclass(frozen=True)
class HandedOver(ToOfficer):
    colleague: str
    address: str

    channels = (EMAIL, IN_APP)
    subject = "{number} : dossier à instruire"

    def body(self) -> Sequence[str | Link]:
        return [f"{self.colleague} vous passe le dossier « {self.name} ».", self.opening(self.address)]


@dataclass(frozen=True)
class DecidedByAnother(ToOfficer):
    colleague: str

    subject = "{number} : dossier décidé"

    def body(self) -> Sequence[str | Link]:
        return [f"{self.colleague} a décidé du dossier « {self.name} » que vous instruisiez."]
