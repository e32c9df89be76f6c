"""What people are told of their place and rights in an organisation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kairos.foundation.messages import EMAIL, IN_APP, Link, Message, Recipient
from kairos.identity.accounts.notices import MONTHS, page
from kairos.identity.habilitations import catalogue
from kairos.identity.habilitations.models import AccessGrant, Affiliation


@dataclass(frozen=True)
class OfOrganisation(Message):
    """About one organisation, by mail and inside Kairos."""

    organisation: str

    channels = (EMAIL, IN_APP)


@dataclass(frozen=True)
class RightsChanged(OfOrganisation):
    given: Sequence[str]
    withdrawn: Sequence[str]

    subject = "Vos droits pour {organisation} ont changé"

    def body(self) -> Sequence[str | Link]:
        lines = ["Bonjour,", f"Ce que vous pouvez faire pour {self.organisation} a changé."]
        if self.given:
            lines.append("Vous pouvez maintenant :\n" + "\n".join(_line(right) for right in self.given))
        if self.withdrawn:
            lines.append("Vous ne pouvez plus :\n" + "\n".join(_line(right) for right in self.withdrawn))
        return [*lines, Link("Voir mes droits", page("/gid/mes-droits/"))]


@dataclass(frozen=True)
class AgreementAsked(OfOrganisation):
    who: str
    rights: Sequence[str]

    subject = "{who} demande votre accord"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"{self.who} gère les comptes de {self.organisation} et demande pour soi :\n"
            + "\n".join(_line(right) for right in self.rights),
            "Personne ne s’accorde seul un droit : il faut l’accord d’une seconde personne. La vôtre convient.",
            Link("Approuver ou refuser", page("/gid/accords/")),
        ]


@dataclass(frozen=True)
class AgreementRefused(OfOrganisation):
    right: str
    reason: str

    subject = "Un droit vous est refusé pour {organisation}"

    def body(self) -> Sequence[str | Link]:
        return ["Bonjour,", f"Le droit « {self.right} » n’a pas été approuvé.", f"Motif : {self.reason}"]


@dataclass(frozen=True)
class Suspended(OfOrganisation):
    reason: str

    subject = "Votre accès à {organisation} est suspendu"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"Vous ne pouvez plus agir pour {self.organisation} dans Kairos, dès maintenant.",
            f"Motif : {self.reason}",
            "Une erreur ? Voyez-le avec le responsable de gestion des comptes (RGC) de l’organisme.",
        ]


@dataclass(frozen=True)
class Idle(OfOrganisation):
    """on: the day of the suspension."""

    days: int
    on: date

    subject = "Votre accès à {organisation} sera suspendu, faute d’usage"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"Vous n’êtes pas venu dans Kairos pour {self.organisation} depuis longtemps. Un accès sans usage pendant "
            f"{self.days} jours est suspendu : ce sera le {self.on.day} {MONTHS[self.on.month - 1]} {self.on.year}.",
            "Pour le garder, il suffit de vous connecter d’ici là.",
            Link("Se connecter", page("/connexion")),
        ]


@dataclass(frozen=True)
class Resumed(OfOrganisation):
    subject = "Votre accès à {organisation} est rétabli"

    def body(self) -> Sequence[str | Link]:
        return ["Bonjour,", f"Vous pouvez de nouveau agir pour {self.organisation}, avec les mêmes droits."]


@dataclass(frozen=True)
class Removed(OfOrganisation):
    reason: str

    subject = "Vous n’agissez plus pour {organisation}"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"Votre place dans {self.organisation} a pris fin. Ce que vous y avez fait reste dans son journal.",
            f"Motif : {self.reason}",
            "Votre compte Kairos reste ouvert : il sert aussi pour vos autres organismes.",
        ]


def rights_changed(affiliation: Affiliation, given: Iterable[str], withdrawn: Iterable[str]) -> RightsChanged:
    return RightsChanged(*about(affiliation), given=catalogue.in_order(given), withdrawn=catalogue.in_order(withdrawn))


def agreement_asked(to: Recipient, affiliation: Affiliation, rights: Iterable[str]) -> AgreementAsked:
    name = affiliation.organisation.name
    return AgreementAsked(to, name, who=affiliation.user.full_name, rights=catalogue.in_order(rights))


def agreement_refused(grant: AccessGrant, reason: str) -> AgreementRefused:
    return AgreementRefused(*about(grant.affiliation), right=catalogue.label_of(grant.right), reason=reason)


def suspended(affiliation: Affiliation, reason: str) -> Suspended:
    return Suspended(*about(affiliation), reason=reason)


def idle(affiliation: Affiliation, days: int, on: date) -> Idle:
    return Idle(*about(affiliation), days=days, on=on)


def resumed(affiliation: Affiliation) -> Resumed:
    return Resumed(*about(affiliation))


def removed(affiliation: Affiliation, reason: str) -> Removed:
    return Removed(*about(affiliation), reason=reason)


def about(affiliation: Affiliation) -> tuple[Recipient, str]:
    user = affiliation.user
    return Recipient(email=user.email, phone=user.phone, user=user.pk), affiliation.organisation.name


def _line(right: str) -> str:
    text = catalogue.allows(right)
    return f"– {catalogue.label_of(right)} : {text[0].lower()}{text[1:]}" if text else f"– {catalogue.label_of(right)}"
