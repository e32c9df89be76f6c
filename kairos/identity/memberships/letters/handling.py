"""What the operator does to several letters at once: all of them, or none and every reason."""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.db import transaction

from kairos.foundation import engine
from kairos.foundation.actor import Actor
from kairos.foundation.guards import Reason, Refused
from kairos.foundation.ids import new_id
from kairos.identity.memberships.letters import queries
from kairos.identity.memberships.letters.addresses import Destination
from kairos.identity.memberships.letters.lifecycle import PostedLetter
from kairos.identity.memberships.models import AccessLetter

MOST = 50
"""Letters of one batch: what a person folds in one go."""


def print_batch(keys: Iterable[UUID], actor: Actor) -> UUID:
    """Print the chosen letters together and return the batch's id. Raises Refused, naming each letter that cannot be.

    One kind a batch: an identifier and its password never come out of the printer one after the other.
    """
    letters = _chosen(keys, actor)
    if len({letter.kind for letter in letters}) > 1:
        raise Refused("Imprimez les identifiants et les mots de passe séparément : jamais dans la même enveloppe.")
    batch = new_id()
    _each(letters, lambda letter: engine.run(PostedLetter.print, letter, actor, batch=batch))
    return batch


def post_batch(keys: Iterable[UUID], actor: Actor) -> int:
    """Mark the chosen letters as posted; returns how many. Raises Refused."""
    letters = _chosen(keys, actor)
    _each(letters, lambda letter: engine.run(PostedLetter.post, letter, actor))
    return len(letters)


def reissue(letter: AccessLetter, actor: Actor, *, reason: str, identity: str, both: bool) -> None:
    """Answer a lost letter. Raises Refused."""
    first = queries.pair(letter, actor)[0] if both else letter
    engine.run(PostedLetter.reissue, first, actor, reason=reason, identity=identity, both=both)


def readdress(letter: AccessLetter, actor: Actor, destination: Destination) -> None:
    """Send what has not left of the pair to `destination`. Raises Refused."""
    waiting = [one for one in queries.pair(letter, actor) if one.state != AccessLetter.State.POSTED]
    engine.run(PostedLetter.readdress, (waiting or [letter])[0], actor, destination=destination, both=True)


def _chosen(keys: Iterable[UUID], actor: Actor) -> list[AccessLetter]:
    """In the order of their ids, so that two people who choose the same letters wait for each other."""
    letters = list(queries.visible_to(actor).filter(pk__in=list(keys)).order_by("pk")[: MOST + 1])
    if not letters:
        raise Refused("Choisissez au moins un courrier.")
    if len(letters) > MOST:
        raise Refused(f"Choisissez {MOST} courriers au plus.")
    return letters


def _each(letters: list[AccessLetter], do: Callable[[AccessLetter], object]) -> None:
    reasons: list[Reason] = []
    with transaction.atomic():
        for letter in letters:
            try:
                do(letter)
            except Refused as refused:
                reasons += [Reason(f"{letter.recipient} : {reason.message}") for reason in refused.reasons]
        if reasons:
            raise Refused(*reasons)
