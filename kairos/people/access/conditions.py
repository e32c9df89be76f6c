"""What must hold before the reading of a person opens or closes."""

from collections.abc import Iterator, Mapping
from typing import Any

from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.guards import Reason
from kairos.identity.habilitations.guards import given
from kairos.people.access.models import PersonAccess

Details = Mapping[str, Any]
has_a_reason = given("reason", "Dites pourquoi : la personne le lira.")


def is_of_own_agency(row: PersonAccess, actor: Actor, details: Details) -> Iterator[Reason]:
    if row.person.agency_id != actor.agency:
        yield Reason("Cette personne n’est pas suivie par votre agence.")


def is_open(row: PersonAccess, actor: Actor, details: Details) -> Iterator[Reason]:
    if row.closed_at is not None:
        yield Reason("Cette lecture est déjà fermée.")


def time_is_over(row: PersonAccess, actor: Actor, details: Details) -> Iterator[Reason]:
    if row.ends_at is None or clock.now() < row.ends_at:
        yield Reason("Cette lecture n’est pas encore échue.")
