"""What accounts tell their owners. No password, no code is ever asked for in a message."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from kairos.foundation.messages import Link, Message


@dataclass(frozen=True)
class Activation(Message):
    """The first mail: the account exists, its link activates it for so many hours. provider: empty for a new link."""

    provider: str
    link: str
    user_name: str
    hours: int

    subject = "Activez votre compte Kairos"
    secret = True

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            self._what(),
            Link("Valider mon adresse et activer mon compte", self.link),
            f"Ce lien sert une seule fois, pendant {self.hours} heures. Pour revenir plus tard\u00a0:",
            Link("Me connecter à Kairos", f"{settings.KAIROS_BASE_URL}/connexion"),
            f"Votre nom d’utilisateur\u00a0: {self.user_name}\n"
            "Vous seul connaissez votre mot de passe. Personne, à Kairos, ne vous le demandera.",
            "Vous n’avez rien demandé\u00a0? Ne cliquez pas\u00a0: sans vous, ce compte ne s’ouvrira pas.",
        ]

    def _what(self) -> str:
        if self.provider:
            return f"Le compte de l’organisme de formation «\u00a0{self.provider}\u00a0» vient d’être créé dans Kairos."
        return "Voici un nouveau lien pour activer votre compte Kairos. Les liens précédents ne marchent plus."


@dataclass(frozen=True)
class Claimed(Message):
    """Somebody opened an account with the address of one that exists; the page told them nothing."""

    subject = "Vous avez déjà un compte Kairos"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            "Quelqu’un a voulu créer un compte Kairos avec votre adresse, qui a déjà le sien. Rien n’a été changé.",
            "Si c’est vous, connectez-vous avec votre mot de passe, puis ajoutez l’organisme\u00a0:",
            Link("Ajouter un organisme", f"{settings.KAIROS_BASE_URL}/compte/ajouter/"),
            "Si ce n’est pas vous, vous n’avez rien à faire.",
        ]


@dataclass(frozen=True)
class SignInCode(Message):
    """By mail alone, to whoever just gave the right password on a device not seen before."""

    code: str
    minutes: int

    subject = "Votre code Kairos : {code}"
    secret = True

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"Votre code est {self.code}. Il sert une seule fois, pendant {self.minutes} minutes.",
            "Vous n’êtes pas en train de vous connecter\u00a0? Quelqu’un connaît votre mot de passe\u00a0: changez-le. "
            "Ne donnez ce code à personne, même à qui dit appeler de votre agence.",
            Link("Choisir un nouveau mot de passe", f"{settings.KAIROS_BASE_URL}/connexion/mot-de-passe/"),
        ]
