"""What accounts tell their owners of their security. No password, no code is ever asked for in a message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.conf import settings

from kairos.foundation.clock import PARIS
from kairos.foundation.messages import EMAIL, IN_APP, Link, Message

MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
NOTHING_ASKED = (
    "Vous n’avez rien demandé\u00a0? Ne cliquez pas, ne transmettez ce lien à personne\u00a0: rien ne changera."
)


def moment(instant: datetime) -> str:
    """« le 3 mars 2026 à 9 h 05 », heure de Paris."""
    local = instant.astimezone(PARIS)
    day = "1er" if local.day == 1 else str(local.day)
    return f"le {day} {MONTHS[local.month - 1]} {local.year} à {local.hour}\u00a0h\u00a0{local:%M} (heure de Paris)"


def page(path: str) -> str:
    return f"{settings.KAIROS_BASE_URL}{path}"


def _not_you() -> list[str | Link]:
    return [
        "Ce n’est pas vous\u00a0? Choisissez tout de suite un nouveau mot de passe\u00a0: "
        "toutes vos sessions se fermeront.",
        Link("Choisir un nouveau mot de passe", page("/connexion/mot-de-passe/")),
    ]


@dataclass(frozen=True)
class Notice(Message):
    """Something changed in the account, told after the fact, with the way back when it was not its owner."""

    at: datetime
    channels = (EMAIL, IN_APP)
    sentence: ClassVar[str]

    def body(self) -> Sequence[str | Link]:
        return ["Bonjour,", self.told(), *_not_you()]

    def told(self) -> str:
        return self.sentence.format_map(vars(self) | {"at": moment(self.at)})


@dataclass(frozen=True)
class PasswordChanged(Notice):
    subject = "Votre mot de passe Kairos a changé"
    sentence = "Votre mot de passe a changé {at}. Vos autres sessions sont fermées."


@dataclass(frozen=True)
class PasswordDue(Notice):
    subject = "Un nouveau mot de passe vous est demandé"
    sentence = (
        "Depuis {at}, un nouveau mot de passe vous est demandé, parce que l’actuel a pu être connu d’un autre. "
        "Kairos vous le fera changer à votre prochaine page\u00a0; rien d’autre ne s’ouvrira avant."
    )

    def body(self) -> Sequence[str | Link]:
        return ["Bonjour,", self.told(), Link("Changer mon mot de passe", page("/compte/securite/mot-de-passe/"))]


@dataclass(frozen=True)
class PasswordAsked(Notice):
    """By an organisation, after an incident. A password belongs to the person: it is the same in every other one."""

    organisation: str
    reason: str

    subject = "{organisation} vous demande un nouveau mot de passe"
    sentence = (
        "Depuis {at}, {organisation} vous demande de changer votre mot de passe. "
        "Kairos vous le fera changer à votre prochaine page\u00a0; rien d’autre ne s’ouvrira avant."
    )

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            self.told(),
            f"Motif\u00a0: {self.reason}",
            "Le mot de passe est le vôtre\u00a0: s’il sert pour un autre organisme, le nouveau y servira aussi.",
            Link("Changer mon mot de passe", page("/compte/securite/mot-de-passe/")),
        ]


@dataclass(frozen=True)
class NewDevice(Notice):
    browser: str
    network: str
    subject = "Nouvelle connexion à votre compte Kairos"
    sentence = (
        "Quelqu’un s’est connecté à votre compte {at}, d’un appareil que nous n’avions jamais vu\u00a0: {browser}, "
        "réseau {network}."
    )


@dataclass(frozen=True)
class SessionElsewhere(Notice):
    browser: str
    network: str
    subject = "Votre session Kairos demandée d’un autre navigateur"
    sentence = (
        "Votre session ouverte a été présentée {at} par un autre navigateur\u00a0: {browser}, réseau {network}. "
        "Rien ne lui a été montré\u00a0: votre second facteur ou votre mot de passe lui a été demandé."
    )


@dataclass(frozen=True)
class FactorAdded(Notice):
    factor: str
    subject = "Second facteur ajouté à votre compte Kairos"
    sentence = "Un second facteur a été ajouté à votre compte {at}\u00a0: {factor}."


@dataclass(frozen=True)
class FactorRemoved(Notice):
    factor: str
    subject = "Second facteur retiré de votre compte Kairos"
    sentence = "Un second facteur a été retiré de votre compte {at}\u00a0: {factor}."


@dataclass(frozen=True)
class CodesRenewed(Notice):
    subject = "Vos codes de secours Kairos ont été refaits"
    sentence = "Dix nouveaux codes de secours ont été faits {at}. Les anciens n’ouvrent plus rien."


@dataclass(frozen=True)
class CodeUsed(Notice):
    left: int
    subject = "Un code de secours Kairos a servi"
    sentence = "Un code de secours a servi {at} à la place de votre second facteur. Codes qui restent\u00a0: {left}."


@dataclass(frozen=True)
class FactorsCleared(Notice):
    subject = "Votre second facteur Kairos a été effacé"
    sentence = (
        "L’opérateur a vérifié votre identité et effacé vos seconds facteurs {at}. Un nouveau mot de passe provisoire "
        "vous est envoyé par la poste ou, si un organisme vous avait invité, son responsable vous invite de nouveau. "
        "Jusque-là, le compte n’ouvre plus le portail."
    )

    def body(self) -> Sequence[str | Link]:
        return ["Bonjour,", self.told(), "Ce n’est pas vous\u00a0? Appelez l’assistance de l’opérateur sans attendre."]


@dataclass(frozen=True)
class IdentityLinked(Notice):
    """`issuer`: the address of the identity provider."""

    issuer: str
    subject = "Votre identité d’agent ouvre votre compte Kairos"
    sentence = "Vous vous êtes connecté {at} par le service d’identité {issuer}\u00a0: il ouvre désormais votre compte."

    def body(self) -> Sequence[str | Link]:
        return ["Bonjour,", self.told(), "Ce n’est pas vous\u00a0? Appelez sans attendre qui administre Kairos."]


@dataclass(frozen=True)
class Unlocked(Notice):
    subject = "Votre compte Kairos est déverrouillé"
    sentence = "Votre compte a été déverrouillé {at}. Vous pouvez de nouveau vous connecter."


@dataclass(frozen=True)
class Closed(Notice):
    subject = "Votre compte Kairos est fermé"
    sentence = "Votre compte a été fermé {at}. Plus personne ne s’y connecte."

    def body(self) -> Sequence[str | Link]:
        return ["Bonjour,", self.told(), "C’est une erreur\u00a0? Écrivez à l’assistance de l’opérateur."]


@dataclass(frozen=True)
class AccountStopped(Notice):
    reason: str
    subject = "L’opérateur a arrêté votre compte Kairos"
    sentence = "L’opérateur a arrêté votre compte {at}. Vos sessions sont fermées ; personne ne s’y connecte."

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            self.told(),
            f"Motif : {self.reason}",
            "Une erreur ? Écrivez à l’assistance de l’opérateur : le compte se rétablit tel qu’il était.",
        ]


@dataclass(frozen=True)
class AccountRestored(Notice):
    subject = "Votre compte Kairos est rétabli"
    sentence = "L’opérateur a rétabli votre compte {at}."

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            self.told(),
            "Vous pouvez vous connecter de nouveau, avec le même mot de passe et le même second facteur.",
            Link("Se connecter", page("/connexion/")),
        ]


@dataclass(frozen=True)
class Locked(Message):
    """Ten failures: what happened, when, from where, and the way to open again."""

    at: datetime
    network: str
    failures: int
    link: str

    subject = "Votre compte Kairos est verrouillé"
    secret = True

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"Après {self.failures} mots de passe ou codes faux, votre compte a été verrouillé {moment(self.at)}. Le "
            f"dernier essai venait du réseau {self.network}. Personne n’est entré. Vos sessions ouvertes le restent.",
            Link("Déverrouiller mon compte", self.link),
            "Les essais n’étaient pas de vous\u00a0? Déverrouillez quand vous en aurez besoin. Votre mot de passe "
            "reste bon, à moins que vous ne l’utilisiez ailleurs\u00a0: alors, changez-le.",
        ]


@dataclass(frozen=True)
class UnlockLink(Message):
    link: str

    subject = "Déverrouillez votre compte Kairos"
    secret = True

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            "Voici un nouveau lien pour déverrouiller votre compte. Les liens précédents ne marchent plus.",
            Link("Déverrouiller mon compte", self.link),
            NOTHING_ASKED,
        ]


@dataclass(frozen=True)
class PasswordLink(Message):
    link: str
    hours: int
    factor: bool

    subject = "Choisissez un nouveau mot de passe Kairos"
    secret = True

    def body(self) -> Sequence[str | Link]:
        then = "Votre second facteur vous sera ensuite demandé comme d’habitude." if self.factor else ""
        return [
            "Bonjour,",
            f"Ce lien sert une seule fois, pendant {self.hours} heures. {then}".strip(),
            Link("Choisir un nouveau mot de passe", self.link),
            NOTHING_ASKED,
        ]


@dataclass(frozen=True)
class NoPasswordYet(Message):
    """To someone who never chose a password: the posted letter, or the operator's link, comes first."""

    staff: bool

    subject = "Votre première connexion à Kairos"

    def body(self) -> Sequence[str | Link]:
        if self.staff:
            return ["Bonjour,", "Demandez un nouveau lien d’ouverture à qui administre Kairos chez l’opérateur."]
        return [
            "Bonjour,",
            "Vous n’avez pas encore de mot de passe. Votre première connexion se fait avec l’identifiant et le mot de "
            "passe provisoire reçus par la poste, dans deux courriers séparés.",
            "Un courrier manque, ou a dépassé sa date\u00a0? Appelez l’assistance de l’opérateur.",
        ]


@dataclass(frozen=True)
class Identifiers(Message):
    email: str
    portal_identifier: str

    subject = "Vos identifiants Kairos"

    def body(self) -> Sequence[str | Link]:
        portal = f"Identifiant du portail\u00a0: {self.portal_identifier}\n" if self.portal_identifier else ""
        return [
            "Bonjour,",
            f"{portal}Courriel\u00a0: {self.email}\nL’un ou l’autre sert à vous connecter.",
            Link("Me connecter à Kairos", page("/connexion")),
            "Vous n’avez rien demandé\u00a0? Vous n’avez rien à faire.",
        ]


@dataclass(frozen=True)
class ConfirmEmail(Message):
    """To the new address."""

    link: str
    hours: int

    subject = "Confirmez votre nouvelle adresse Kairos"
    secret = True

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            "Confirmez que cette adresse est la vôtre\u00a0: elle remplacera l’ancienne pour vous connecter à Kairos. "
            f"Ce lien sert une seule fois, pendant {self.hours} heures.",
            Link("Confirmer ma nouvelle adresse", self.link),
            NOTHING_ASKED,
        ]


@dataclass(frozen=True)
class ProveEmail(Message):
    """After the first sign-in, to the address a file gave for the person."""

    link: str
    hours: int

    subject = "Confirmez votre adresse Kairos"
    secret = True

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            "Vous êtes entré dans le portail. L’adresse que votre organisme a donnée pour vous est à confirmer\u00a0: "
            f"elle sert si vous perdez votre mot de passe. Ce lien sert une seule fois, pendant {self.hours} heures.",
            Link("Confirmer mon adresse", self.link),
            NOTHING_ASKED,
        ]


@dataclass(frozen=True)
class AddressTaken(Message):
    """To the owner of an address that someone else wanted: the page told them nothing."""

    subject = "Votre adresse a été demandée pour un autre compte Kairos"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            "Quelqu’un a voulu donner votre adresse à un autre compte Kairos. Rien n’a été changé.",
            "Si c’est vous, ce compte-ci existe déjà\u00a0: connectez-vous avec cette adresse.",
        ]


@dataclass(frozen=True)
class EmailChanging(Message):
    """To the present address, when another one is asked for: the way to stop it, or to undo it."""

    at: datetime
    link: str
    hours: int

    subject = "Votre adresse Kairos va changer"
    secret = True

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"Une autre adresse a été demandée pour votre compte {moment(self.at)}. Elle remplacera celle-ci dès que "
            "son titulaire l’aura confirmée.",
            f"Ce n’est pas vous\u00a0? Pendant {self.hours} heures, ce lien arrête ou annule le changement, ferme "
            "toutes vos sessions et vous fait choisir un nouveau mot de passe.",
            Link("Ce n’était pas moi", self.link),
        ]


@dataclass(frozen=True)
class EmailChanged(Message):
    at: datetime
    email: str

    channels = (EMAIL, IN_APP)
    subject = "Votre adresse Kairos a changé"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"Depuis {moment(self.at)}, votre compte Kairos a pour adresse {self.email}.",
        ]
