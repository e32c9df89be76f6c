"""What accounts tell their owners. No password, no code is ever asked for in a message."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from kairos.foundation.messages import Link, Message


@dataclass(frozen=True)
class Activation(Message):
    """The first mail: the account exists, its link activates it."""

    provider: str
    link: str
    user_name: str

    subject = "Activez votre compte Kairos"
    secret = True

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"Le compte de l’organisme de formation « {self.provider} » vient d’être créé dans Kairos.",
            Link("Valider mon adresse et activer mon compte", self.link),
            "Ce lien sert une seule fois, pendant trois jours. Pour revenir plus tard :",
            Link("Me connecter à Kairos", f"{settings.KAIROS_BASE_URL}/connexion"),
            f"Votre nom d’utilisateur : {self.user_name}\n"
            "Vous seul connaissez votre mot de passe. Personne, à Kairos, ne vous le demandera.",
            "Vous n’avez rien demandé ? Ne cliquez pas : sans vous, ce compte ne s’ouvrira pas.",
        ]
