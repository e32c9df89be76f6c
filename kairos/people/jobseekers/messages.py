"""What job seekers are told."""

from collections.abc import Sequence
from dataclasses import dataclass

from kairos.foundation.messages import EMAIL, IN_APP, Link, Message, Recipient
from kairos.identity.accounts import settings
from kairos.identity.accounts.acts import recipient
from kairos.identity.accounts.models import User
from kairos.people.jobseekers.models import JobSeeker


@dataclass(frozen=True)
class OpenYourSpace(Message):
    """By mail alone: its link, with what the agency knows of the person, opens their space."""

    agency: str
    link: str
    hours: int

    subject = "{agency} vous ouvre un espace Kairos"
    secret = True

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"{self.agency} suit votre recherche d’emploi. Dans votre espace Kairos vous verrez vos rendez-vous, votre "
            "formation, et qui lit vos données.",
            Link("Ouvrir mon espace", self.link),
            f"Ce lien sert une seule fois, pendant {self.hours} heures. Il vous demandera votre identifiant (sur les "
            "courriers de votre agence) et votre date de naissance.",
            "Vous seul connaîtrez votre mot de passe. Personne, ni à Kairos ni à l’agence, ne vous le demandera.",
        ]


@dataclass(frozen=True)
class ActivationGuessed(Message):
    agency: str

    subject = "Quelqu’un a essayé d’ouvrir votre espace Kairos"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            "Dix fois de suite, l’identifiant ou la date de naissance donnés pour ouvrir votre espace étaient faux. "
            "Le lien reçu n’ouvre plus rien.",
            f"C’était vous ? Demandez un nouveau lien à {self.agency}, et gardez sous les yeux un courrier de "
            "l’agence. Ce n’était pas vous ? Prévenez-la aussi.",
        ]


@dataclass(frozen=True)
class ActivationGuessedOf(Message):
    who: str

    subject = "Essais faux sur l’espace de {who}"
    channels = (EMAIL, IN_APP)

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"Dix fois de suite, quelqu’un a donné un identifiant ou une date de naissance faux pour {self.who}. "
            "Le lien est mort. Appelez cette personne avant d’en envoyer un autre.",
        ]


def activation(row: JobSeeker, user: User, link: str) -> OpenYourSpace:
    return OpenYourSpace(
        Recipient(email=user.email, user=user.pk), row.agency.name, link, settings.INVITATION_HOURS.value()
    )


def guessed(row: JobSeeker) -> ActivationGuessed:
    return ActivationGuessed(Recipient(email=row.email), row.agency.name)


def guessed_of(row: JobSeeker) -> ActivationGuessedOf:
    return ActivationGuessedOf(recipient(row.adviser.user), row.full_name)
