"""What account managers are told when the operator stops something, or restores it."""

from collections.abc import Sequence
from dataclasses import dataclass

from kairos.foundation.messages import EMAIL, IN_APP, Link, Message, Recipient
from kairos.identity.habilitations import catalogue
from kairos.identity.habilitations.models import Stop


@dataclass(frozen=True)
class OfManagers(Message):
    """what: the right, or the organisation, as a sentence names it."""

    what: str
    reason: str

    channels = (EMAIL, IN_APP)


@dataclass(frozen=True)
class AccessStopped(OfManagers):
    subject = "L’opérateur a arrêté {what}"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"L’opérateur a arrêté {self.what}, avec effet immédiat. Aucun droit n’est retiré : tout reviendra tel "
            "quel quand il le rétablira.",
            f"Motif : {self.reason}",
            "Une question ? Écrivez à l’assistance de l’opérateur.",
        ]


@dataclass(frozen=True)
class AccessRestored(OfManagers):
    subject = "L’opérateur a rétabli {what}"

    def body(self) -> Sequence[str | Link]:
        return ["Bonjour,", f"L’opérateur a rétabli {self.what}. Chacun retrouve les mêmes droits.", self.reason]


def told(row: Stop, to: Recipient) -> OfManagers:
    if row.state == Stop.State.STOPPED:
        return AccessStopped(to, what(row), row.reason)
    return AccessRestored(to, what(row), row.restored_why)


def what(row: Stop) -> str:
    """« le droit « Devis, valider » pour tous les organismes »."""
    if row.kind == Stop.Kind.ORGANISATION:
        return f"les accès de {row.organisation.name}"
    where = f"pour {row.organisation.name}" if row.organisation_id else "pour tous les organismes"
    return f"le droit « {catalogue.label_of(row.right)} » {where}"
