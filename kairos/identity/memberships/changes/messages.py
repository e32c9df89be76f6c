"""What people are told of a change. The first goes to whom it replaces, before anything changes."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from kairos.foundation.messages import EMAIL, IN_APP, Link, Message


@dataclass(frozen=True)
class AboutChange(Message):
    """what: the kind of change, in words."""

    organisation: str
    what: str


@dataclass(frozen=True)
class ChangeAsked(AboutChange):
    by: str

    subject = "Changement demandé pour {organisation}"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"{self.by} demande à l’opérateur un changement dans la fiche de « {self.organisation} » : {self.what}.",
            "Rien ne change avant sa décision. Vous n’êtes pas au courant ? Prévenez l’assistance sans attendre.",
        ]


@dataclass(frozen=True)
class ChangeDone(AboutChange):
    subject = "Changement fait pour {organisation}"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"L’opérateur a accepté un changement dans la fiche de « {self.organisation} » : {self.what}.",
            "Vous n’êtes pas au courant ? Prévenez l’assistance sans attendre.",
        ]


@dataclass(frozen=True)
class ChangeAccepted(AboutChange):
    channels = (EMAIL, IN_APP)
    subject = "Changement accepté"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"Le changement demandé pour « {self.organisation} » est fait : {self.what}.",
            Link("Voir la fiche", f"{settings.KAIROS_BASE_URL}/compte/fiche/"),
        ]


@dataclass(frozen=True)
class ChangeRefused(AboutChange):
    reason: str

    channels = (EMAIL, IN_APP)
    subject = "Changement refusé"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"Le changement demandé pour « {self.organisation} » ({self.what}) est refusé :",
            self.reason,
        ]
