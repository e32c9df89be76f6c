"""What account managers are told of a review."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kairos.foundation.messages import Link, Recipient
from kairos.identity.accounts.notices import MONTHS, page
from kairos.identity.habilitations.messages import OfOrganisation
from kairos.identity.habilitations.models import AccessReview


def day(value: date) -> str:
    """« 31 octobre 2026 »."""
    return f"{'1er' if value.day == 1 else value.day} {MONTHS[value.month - 1]} {value.year}"


def not_confirmed(due_on: date) -> str:
    return f"Accès non confirmé à la revue des accès, échue le {day(due_on)}."


@dataclass(frozen=True)
class OfReview(OfOrganisation):
    """address: of the review."""

    address: str
    due_on: date

    def link(self) -> Link:
        return Link("Ouvrir la revue", page(self.address))


@dataclass(frozen=True)
class ReviewOpened(OfReview):
    people: int

    subject = "Accès à revoir pour {organisation}"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"Une revue des accès est ouverte pour {self.organisation} : {_people(self.people)} à confirmer, réduire "
            f"ou retirer, jusqu’au {day(self.due_on)}.",
            "Votre travail s’enregistre au fur et à mesure ; rien ne change avant votre signature. Les accès qui ne "
            "sont pas confirmés ce jour-là seront suspendus le lendemain.",
            self.link(),
        ]


@dataclass(frozen=True)
class ReviewRecalled(OfReview):
    left: int

    subject = "Revue des accès de {organisation} : à signer"

    def body(self) -> Sequence[str | Link]:
        todo = f"il reste {_people(self.left)} à revoir" if self.left else "tout est revu, il reste à signer"
        return [
            "Bonjour,",
            f"Revue des accès de {self.organisation} : {todo}, jusqu’au {day(self.due_on)}.",
            "Les accès qui ne sont pas confirmés ce jour-là seront suspendus le lendemain.",
            self.link(),
        ]


@dataclass(frozen=True)
class ReviewClosed(OfReview):
    """spared: nobody confirmed the last account manager, to whom this is told."""

    suspended: int
    spared: bool

    subject = "Revue des accès de {organisation} : close sans signature"

    def body(self) -> Sequence[str | Link]:
        lines = [
            "Bonjour,",
            f"La revue des accès de {self.organisation} s’est achevée le {day(self.due_on)} sans signature. "
            f"{_people(self.suspended).capitalize()} sans confirmation : accès suspendu. Ce qui était décidé est fait.",
        ]
        if self.spared:
            lines.append(
                "L’organisme doit garder un responsable de gestion des comptes (RGC) : un accès reste ouvert sans "
                "avoir été confirmé, et l’opérateur en est informé. Commencez une nouvelle revue."
            )
        return [*lines, "Vous pouvez rétablir un accès suspendu, ou commencer une nouvelle revue.", self.link()]


def opened(to: Recipient, review: AccessReview, people: int) -> ReviewOpened:
    return ReviewOpened(to, *_about(review), people=people)


def recalled(to: Recipient, review: AccessReview, left: int) -> ReviewRecalled:
    return ReviewRecalled(to, *_about(review), left=left)


def closed(to: Recipient, review: AccessReview, suspended: int) -> ReviewClosed:
    return ReviewClosed(to, *_about(review), suspended=suspended, spared=review.spared is not None)


def _about(review: AccessReview) -> tuple[str, str, date]:
    return review.organisation.name, f"/gid/revues/{review.pk}/", review.due_on


def _people(count: int) -> str:
    return f"{count} personne{'s' if count > 1 else ''}" if count else "aucune personne"
