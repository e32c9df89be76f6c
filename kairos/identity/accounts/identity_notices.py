"""What a person is told when an identity provider opens their account, and when it does no more."""

from dataclasses import dataclass

from kairos.identity.accounts.notices import Notice


@dataclass(frozen=True)
class PersonLinked(Notice):
    service: str
    subject = "Vous pouvez vous connecter à Kairos par un service d’identité"
    sentence = (
        "Vous vous êtes connecté {at} avec {service}\u00a0: il ouvre désormais votre compte. Vous pouvez le retirer "
        "dans « Ma sécurité »."
    )


@dataclass(frozen=True)
class PersonUnlinked(Notice):
    service: str
    subject = "Un service d’identité n’ouvre plus votre compte Kairos"
    sentence = "{service} a été retiré {at}\u00a0: il n’ouvre plus votre compte."
