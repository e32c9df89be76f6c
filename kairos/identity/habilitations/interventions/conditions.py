"""What must hold before a staff session opens or ends."""

from collections.abc import Iterator, Mapping
from typing import Any

from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.guards import Reason
from kairos.identity.habilitations.guards import given
from kairos.identity.habilitations.interventions import queries, settings
from kairos.identity.habilitations.models import Intervention

Details = Mapping[str, Any]
says_more = given("text", "Dites en quelques mots ce que vous allez y faire.")


def motive_is_listed(row: Intervention, actor: Actor, details: Details) -> Iterator[Reason]:
    if details.get("motive") not in settings.MOTIVES.value():
        yield Reason("Choisissez un motif de la liste.", field="motive")


def none_is_open(row: Intervention, actor: Actor, details: Details) -> Iterator[Reason]:
    running = queries.open_of(actor.user)
    if running and clock.now() < running.ends_at:
        yield Reason("Vous avez déjà une intervention ouverte : terminez-la d’abord.")


def time_is_over(row: Intervention, actor: Actor, details: Details) -> Iterator[Reason]:
    if clock.now() < row.ends_at:
        yield Reason("Elle n’est pas encore échue.")
