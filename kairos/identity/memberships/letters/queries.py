"""The doors to posted letters."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from kairos.foundation.actor import Actor, Audience
from kairos.foundation.prepared import prepared
from kairos.identity.memberships.models import AccessLetter, Membership

State = AccessLetter.State
WAITING = (State.TO_PRINT, State.PRINTED)


def visible_to(actor: Actor) -> QuerySet[AccessLetter]:
    """All of them for the operator and the jobs; their organisation's for its people, without the secret."""
    letters = AccessLetter.objects.select_related("organisation", "membership", "user")
    match actor.audience:
        case Audience.OPERATOR | Audience.SYSTEM:
            return letters
        case Audience.PROVIDER:
            return letters.filter(organisation=actor.organisation).defer("sealed_secret")
        case _:
            return letters.none()


def letter(actor: Actor, key: UUID) -> AccessLetter:
    """Raises AccessLetter.DoesNotExist."""
    return _letter.get(actor, key)


@prepared
def _letter(actor: Actor, key: UUID) -> QuerySet[AccessLetter]:
    return visible_to(actor).filter(pk=key)


def pair(letter: AccessLetter, actor: Actor) -> list[AccessLetter]:
    """The live letters to the same person for the same membership, in the order of their ids."""
    return _pair(actor, letter.membership_id, letter.user_id)


@prepared
def _pair(actor: Actor, membership: UUID, user: UUID) -> QuerySet[AccessLetter]:
    same = visible_to(actor).filter(membership=membership, user=user)
    return same.exclude(state=State.VOID).order_by("pk")


def renewed(letter: AccessLetter, actor: Actor) -> UUID | None:
    """The letter made in place of a void one."""
    return visible_to(actor).filter(replaces=letter.pk).values_list("pk", flat=True).first()


def of_batch(actor: Actor, batch: UUID) -> list[AccessLetter]:
    """The letters of a printing. Raises AccessLetter.DoesNotExist when there is none."""
    if not (letters := list(visible_to(actor).filter(batch=batch).order_by("due_at", "pk"))):
        raise AccessLetter.DoesNotExist
    return letters


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one letter is, as its organisation may know it: never what it says."""

    kind: str
    label: str
    state: str
    recipient: str
    town: str
    due_at: datetime
    posted_at: datetime | None


def progress(actor: Actor, membership: Membership) -> list[Progress]:
    """The live letters of a membership, identifier first."""
    return [_progress(letter) for letter in _of_membership(actor, membership.pk)]


@prepared
def _of_membership(actor: Actor, membership: UUID) -> QuerySet[AccessLetter]:
    letters = visible_to(actor).filter(membership=membership).exclude(state=State.VOID)
    return letters.order_by("kind", "pk")


def _progress(letter: AccessLetter) -> Progress:
    town = letter.address_lines[-1] if letter.address_lines else ""
    return Progress(
        kind=letter.kind,
        label=letter.get_kind_display(),
        state=letter.state,
        recipient=letter.recipient,
        town=town,
        due_at=letter.due_at,
        posted_at=letter.posted_at,
    )
