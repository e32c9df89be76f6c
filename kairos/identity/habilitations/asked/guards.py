"""What must hold before a right is asked for."""

from collections.abc import Iterator

from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.guards import Reason
from kairos.identity.habilitations import catalogue, queries
from kairos.identity.habilitations.guards import Details
from kairos.identity.habilitations.models import RightRequest


def for_oneself(request: RightRequest, actor: Actor, details: Details) -> Iterator[Reason]:
    if request.affiliation.user_id != actor.user or request.affiliation.ended_at:
        yield Reason("On ne demande un droit que pour soi.")


def is_a_right(request: RightRequest, actor: Actor, details: Details) -> Iterator[Reason]:
    if request.right not in catalogue.known_rights():
        yield Reason("Choisissez le droit qu’il vous faut.", field="right")


def is_not_held(request: RightRequest, actor: Actor, details: Details) -> Iterator[Reason]:
    """Held for some establishments alone, or from a later day, it may be asked for."""
    whole = queries.open_grants(request.affiliation).filter(establishments=[], state="live", right=request.right)
    if any(one.starts_on <= clock.today() and one.ends_on is None for one in whole):
        yield Reason("Vous avez déjà ce droit, pour tout l’organisme.", field="right")


def says_why(request: RightRequest, actor: Actor, details: Details) -> Iterator[Reason]:
    if not str(details.get("why") or "").strip():
        yield Reason("Dites pourquoi vous en avez besoin : le RGC décide d’après cela.", field="why")


def by_whoever_asked(request: RightRequest, actor: Actor, details: Details) -> Iterator[Reason]:
    if request.affiliation.user_id != actor.user:
        yield Reason("Seule la personne qui a demandé ce droit peut retirer sa demande.")
