"""What a member is told of its membership: what happened, until when, what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from kairos.foundation.messages import EMAIL, IN_APP, Link, Message
from kairos.identity.memberships.messages import day


def own_page() -> Link:
    return Link("Ouvrir mon adhésion", f"{settings.KAIROS_BASE_URL}/compte/adhesion/")


@dataclass(frozen=True)
class AboutMembership(Message):
    """number, name: of the membership and its organisation."""

    number: str
    name: str

    channels = (EMAIL, IN_APP)

    def says(self) -> Sequence[str]:
        raise NotImplementedError

    def body(self) -> Sequence[str | Link]:
        return ["Bonjour,", *self.says(), own_page()]


@dataclass(frozen=True)
class RenewalDue(AboutMembership):
    ends_on: date

    subject = "Adhésion {number} : le renouvellement est à demander"

    def says(self) -> Sequence[str]:
        return [
            f"L’adhésion de « {self.name} » à Kairos s’achève le {day(self.ends_on)}. Sans renouvellement, le portail "
            "se ferme le lendemain.",
            "Le responsable de gestion des comptes (RGC) relit les conditions et demande le renouvellement.",
        ]


@dataclass(frozen=True)
class RenewalAsked(AboutMembership):
    by: str
    due_at: datetime

    subject = "Adhésion {number} : renouvellement demandé"

    def says(self) -> Sequence[str]:
        return [
            f"{self.by} a demandé le renouvellement de l’adhésion de « {self.name} ». L’opérateur répond au plus tard "
            f"le {day(self.due_at)}."
        ]


@dataclass(frozen=True)
class Renewed(AboutMembership):
    ends_on: date

    subject = "Adhésion {number} renouvelée"

    def says(self) -> Sequence[str]:
        return [f"L’adhésion de « {self.name} » est renouvelée jusqu’au {day(self.ends_on)}."]


@dataclass(frozen=True)
class RenewalRefused(AboutMembership):
    reason: str
    ends_on: date

    subject = "Adhésion {number} : renouvellement refusé"

    def says(self) -> Sequence[str]:
        return [
            f"Le renouvellement de l’adhésion de « {self.name} » est refusé :",
            self.reason,
            f"L’adhésion s’achève le {day(self.ends_on)}. Ce motif corrigé, vous pouvez le demander de nouveau.",
        ]


@dataclass(frozen=True)
class EndCorrected(AboutMembership):
    on: date
    reason: str

    subject = "Adhésion {number} : dernier jour corrigé"

    def says(self) -> Sequence[str]:
        return [f"L’adhésion de « {self.name} » va jusqu’au {day(self.on)}. L’opérateur l’a corrigé :", self.reason]


@dataclass(frozen=True)
class Expired(AboutMembership):
    ends_on: date
    until: date

    subject = "Adhésion {number} échue : le portail est fermé"

    def says(self) -> Sequence[str]:
        return [
            f"L’adhésion de « {self.name} » s’est achevée le {day(self.ends_on)}. Le portail est fermé, la fiche reste "
            "ouverte.",
            f"Le renouvellement peut encore être demandé jusqu’au {day(self.until)}. Ensuite, il faudra demander à "
            "adhérer de nouveau.",
        ]


@dataclass(frozen=True)
class Leaving(AboutMembership):
    on: date
    by: str

    subject = "Adhésion {number} : départ demandé"

    def says(self) -> Sequence[str]:
        return [
            f"{self.by} a demandé que « {self.name} » quitte Kairos. Le dernier jour est le {day(self.on)}, le portail "
            "se ferme le lendemain.",
            "Vous n’êtes pas au courant ? Jusqu’à ce jour, le départ peut être annulé.",
        ]


@dataclass(frozen=True)
class Left(AboutMembership):
    on: date

    subject = "Adhésion {number} terminée à votre demande"

    def says(self) -> Sequence[str]:
        return [
            f"« {self.name} » a quitté Kairos après le {day(self.on)}, comme demandé. Le portail est fermé ; la fiche "
            "reste ouverte et permet de demander de nouveau l’adhésion."
        ]


@dataclass(frozen=True)
class Suspended(AboutMembership):
    reason: str

    subject = "Adhésion {number} suspendue"

    def says(self) -> Sequence[str]:
        return [
            f"L’adhésion de « {self.name} » est suspendue : le portail est fermé, la fiche reste ouverte.",
            self.reason,
            "Écrivez à l’opérateur depuis votre adhésion dès que la situation est réglée : il rétablit l’accès.",
        ]


@dataclass(frozen=True)
class Restored(AboutMembership):
    reason: str

    subject = "Adhésion {number} : l’accès est rétabli"

    def says(self) -> Sequence[str]:
        return [f"L’accès de « {self.name} » au portail est rétabli. Motif :", self.reason]


@dataclass(frozen=True)
class ToRegularise(AboutMembership):
    reason: str
    due_at: datetime

    subject = "Adhésion {number} : déclaration d’activité à régulariser"

    def says(self) -> Sequence[str]:
        return [
            f"La déclaration d’activité de « {self.name} » est signalée perdue :",
            self.reason,
            f"Régularisez-la avant le {day(self.due_at)} et écrivez-le à l’opérateur. Passé ce jour, l’adhésion est "
            "suspendue.",
        ]


@dataclass(frozen=True)
class Regularised(AboutMembership):
    subject = "Adhésion {number} : déclaration d’activité en règle"

    def says(self) -> Sequence[str]:
        return [f"L’opérateur a constaté que la déclaration d’activité de « {self.name} » est en règle."]


@dataclass(frozen=True)
class TermsToAccept(AboutMembership):
    version: str
    effective_from: date

    subject = "Adhésion {number} : de nouvelles conditions sont à accepter"

    def says(self) -> Sequence[str]:
        return [
            f"Une nouvelle version des conditions générales d’utilisation ({self.version}) s’applique à partir du "
            f"{day(self.effective_from)}.",
            f"Le responsable de gestion des comptes (RGC) la relit et l’accepte pour « {self.name} » avant ce jour.",
        ]


@dataclass(frozen=True)
class OperatorWrote(AboutMembership):
    text_written: str

    subject = "Adhésion {number} : message de l’opérateur"

    def says(self) -> Sequence[str]:
        return ["L’opérateur vous écrit :", self.text_written]


@dataclass(frozen=True)
class ProviderWrote(Message):
    number: str
    name: str
    key: str

    channels = (IN_APP,)
    subject = "{number} : message de l’organisme"

    def body(self) -> Sequence[str | Link]:
        return [f"« {self.name} » vous a écrit.", dossier(self.number, self.key)]


def dossier(number: str, key: str) -> Link:
    return Link(f"Ouvrir l’adhésion {number}", f"{settings.KAIROS_BASE_URL}/operateur/adherents/{key}/")
