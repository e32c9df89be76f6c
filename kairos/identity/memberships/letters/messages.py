"""What the posted letters tell people, besides themselves. No secret in a message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from kairos.foundation.clock import PARIS
from kairos.foundation.messages import EMAIL, IN_APP, LETTER, Link, Message, Recipient
from kairos.identity.accounts.models import User
from kairos.identity.memberships.models import AccessLetter


def recipient(user: User) -> Recipient:
    return Recipient(email=user.email, user=user.pk)


def sign_in_address() -> str:
    return f"{settings.KAIROS_BASE_URL}/connexion"


@dataclass(frozen=True)
class Coming(Message):
    """To the account manager, at acceptance: two letters are on their way."""

    organisation: str
    hours: int

    channels = (EMAIL, IN_APP)
    subject = "Vos accès au portail Kairos arrivent par la poste"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"L’organisme « {self.organisation} » a adhéré à Kairos et vous a désigné responsable de gestion des "
            "comptes (RGC).",
            f"Deux courriers séparés partent vers l’adresse de l’établissement dans les {self.hours} heures ouvrées : "
            "le premier porte votre identifiant, le second un mot de passe provisoire à usage unique.",
            "Quand vous aurez les deux, tapez vous-même l’adresse du portail : elle est sur le premier courrier. "
            "Préparez votre téléphone : un second facteur vous sera demandé.",
            "Vous n’attendiez rien ? Prévenez l’assistance : sans ces courriers, personne n’entre.",
        ]


@dataclass(frozen=True)
class Posted(Message):
    """To the account manager, when a letter leaves."""

    kind: str

    channels = (EMAIL, IN_APP)
    subject = "Courrier posté : {kind}"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"Le courrier « {self.kind} » vient d’être posté. Comptez quelques jours.",
            "S’il n’arrive pas dans les dix jours, ou s’il arrive ouvert, prévenez l’assistance : nous l’annulerons, "
            "vérifierons avec vous votre identité et vous en enverrons un autre.",
        ]


@dataclass(frozen=True)
class Reissued(Message):
    """To the account manager, when a letter is made again: a warning too, if it was not they who asked."""

    kind: str

    channels = (EMAIL, IN_APP)
    subject = "Courrier refait : {kind}"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"Le courrier « {self.kind} » a été déclaré perdu et sera renvoyé. L’ancien n’ouvre plus rien : s’il "
            "arrive, détruisez-le.",
            "Vous n’avez rien demandé ? Prévenez l’assistance sans attendre.",
        ]


@dataclass(frozen=True)
class Late(Message):
    """To the operator's people: letters that should have left."""

    count: int
    oldest: datetime

    channels = (EMAIL, IN_APP)
    subject = "Courriers d’accès en retard"

    def body(self) -> Sequence[str | Link]:
        since = self.oldest.astimezone(PARIS)
        what = "Un courrier d’accès aurait" if self.count == 1 else f"{self.count} courriers d’accès auraient"
        return [
            "Bonjour,",
            f"{what} dû être posté{'s' if self.count > 1 else ''}. Le plus ancien devait partir le "
            f"{since.day}/{since.month}/{since.year} à {since.hour} h {since:%M}.",
            Link("Ouvrir les courriers", f"{settings.KAIROS_BASE_URL}/operateur/courriers/"),
        ]


@dataclass(frozen=True)
class Facsimile(Message):
    """On a demonstration, where no postman comes: what a posted letter says, for the mailbox page alone."""

    title_line: str
    lines: tuple[str, ...]

    channels = (LETTER,)
    subject = "{title_line}"

    def body(self) -> Sequence[str | Link]:
        return self.lines


def facsimile(letter: AccessLetter, secret: str) -> Facsimile:
    where = ", ".join((letter.recipient, *letter.address_lines))
    to = Recipient(postal=where[:320])
    if letter.kind == AccessLetter.Kind.PASSWORD:
        lines = (
            f"{letter.recipient},",
            "Voici le mot de passe qui vous ouvre le portail une première fois. Votre identifiant est dans une autre "
            "lettre.",
            f"Mot de passe provisoire : {secret}",
            "Il ne sert qu’une fois : vous choisirez aussitôt le vôtre.",
        )
        return Facsimile(to, "Votre mot de passe provisoire pour le portail Kairos", lines)
    lines = (
        f"{letter.recipient},",
        f"{letter.organisation.name} a adhéré à Kairos sous le numéro {letter.membership.number} et vous a désigné "
        "responsable de gestion des comptes (RGC).",
        f"Identifiant : {letter.user.portal_identifier}",
        f"Adresse du portail : {sign_in_address()}",
    )
    return Facsimile(to, "Votre identifiant pour le portail Kairos", lines)
