"""What stands in the way of a letter."""

from collections.abc import Iterator, Mapping
from typing import Any

from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.guards import Reason
from kairos.identity.accounts import provisional
from kairos.identity.memberships.models import AccessLetter

Basis, Kind = AccessLetter.Basis, AccessLetter.Kind


def has_an_address(letter: AccessLetter, actor: Actor, details: Mapping[str, Any]) -> Iterator[Reason]:
    if letter.address_basis == Basis.MISSING:
        yield Reason(f"Pas encore d’adresse. {letter.address_source} Enregistrez-en une, avec sa preuve.")


def secret_opens_something(letter: AccessLetter, actor: Actor, details: Mapping[str, Any]) -> Iterator[Reason]:
    if letter.kind != Kind.PASSWORD:
        return
    until = provisional.live_until([letter.user_id]).get((letter.user_id, letter.organisation_id))
    if until is None or until <= clock.now():
        yield Reason("Ce mot de passe provisoire n’ouvre plus rien : refaites le courrier.")


def destination_is_known(letter: AccessLetter, actor: Actor, details: Mapping[str, Any]) -> Iterator[Reason]:
    if "destination" in details and details["destination"].basis == Basis.MISSING:
        yield Reason(f"{details['destination'].source} Écrivez l’adresse prouvée.")


def identity_is_proved(letter: AccessLetter, actor: Actor, details: Mapping[str, Any]) -> Iterator[Reason]:
    if "identity" in details and not details["identity"]:
        yield Reason("Dites qui a demandé ce courrier et comment vous vous en êtes assuré.", field="asked_by")


def still_needed(letter: AccessLetter, actor: Actor, details: Mapping[str, Any]) -> Iterator[Reason]:
    """Once the portal was entered with it, a provisional password is no longer what helps."""
    if letter.kind == Kind.PASSWORD and provisional.was_used(letter.user_id, letter.organisation_id):
        yield Reason(
            "Ce mot de passe provisoire a déjà servi : le portail est ouvert. La personne passe par "
            "« Mot de passe oublié », ou prouve de nouveau son identité si elle a perdu son second facteur."
        )
