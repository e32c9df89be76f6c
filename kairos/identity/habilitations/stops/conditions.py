"""What must hold before something is stopped or restored."""

from collections.abc import Iterator, Mapping
from typing import Any

from kairos.foundation.actor import Actor
from kairos.foundation.guards import Reason
from kairos.identity.habilitations import catalogue
from kairos.identity.habilitations.guards import given
from kairos.identity.habilitations.models import Stop

Details = Mapping[str, Any]
has_a_reason = given("reason", "Dites pourquoi : les personnes concernées le liront.")


def right_is_known(row: Stop, actor: Actor, details: Details) -> Iterator[Reason]:
    if row.kind == Stop.Kind.RIGHT and row.right not in catalogue.known_rights():
        yield Reason("Choisissez un droit du catalogue.", field="right")


def not_told_yet(row: Stop, actor: Actor, details: Details) -> Iterator[Reason]:
    if row.told == row.state:
        yield Reason("C’est déjà dit.")
