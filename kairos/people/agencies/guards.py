"""What stands in the way of an act on an agency or its people. Packages above answer two questions."""

from collections.abc import Iterator, Mapping
from typing import Any

from kairos.foundation.actor import Actor
from kairos.foundation.guards import GuardPoint, Reason
from kairos.identity.accounts import invited
from kairos.identity.habilitations.guards import given
from kairos.people.agencies import queries
from kairos.people.agencies.models import Adviser
from kairos.people.agencies.rights import LABELS, MANAGE

Details = Mapping[str, Any]
NAMES = {"name": "le nom", "town": "la ville", "first_name": "le prénom", "last_name": "le nom"}
has_a_reason = given("reason", "Dites pourquoi : c’est gardé au journal.")
has_a_title = given("title", "Dites sa fonction dans l’agence.")
portfolio_is_handed_on = GuardPoint("agencies.portfolio_is_handed_on")
portfolio_is_empty_or_followed = GuardPoint("agencies.portfolio_is_empty_or_followed")


def is_named(row: Any, actor: Actor, details: Details) -> Iterator[Reason]:
    for field, label in NAMES.items():
        if field in details and not details[field]:
            yield Reason(f"Écrivez {label}.", field=field)


def has_rights(row: Adviser, actor: Actor, details: Details) -> Iterator[Reason]:
    if not details.get("rights") or set(details["rights"]) - LABELS.keys():
        yield Reason("Choisissez au moins une chose que cette personne pourra faire.", field="rights")


def account_may_be_invited(row: Adviser, actor: Actor, details: Details) -> Iterator[Reason]:
    if not invited.may_be_invited(row.user):
        yield Reason("Cette adresse ne peut pas être invitée.", field="email")


def a_manager_stays(row: Adviser, actor: Actor, details: Details) -> Iterator[Reason]:
    """Of two managers who act on each other at once, the second waits, and reads again."""
    if MANAGE in details.get("rights", ()) or MANAGE not in row.rights:
        return
    queries.take_turns(row.agency_id)
    if not queries.managers_of(row.agency_id).exclude(pk=row.pk).exists():
        yield Reason("C’est le seul responsable de l’agence : invitez-en un autre d’abord.", field="rights")
