"""What must hold before somebody is helped."""

from collections.abc import Iterator, Mapping
from typing import Any

from kairos.foundation.actor import Actor
from kairos.foundation.guards import Reason
from kairos.identity.habilitations.guards import given
from kairos.identity.habilitations.helping import queries
from kairos.identity.habilitations.models import Helping

Details = Mapping[str, Any]
NO_CODE = (
    "Ce code n’ouvre rien : il est faux, trop vieux, annulé, ou il a déjà servi. Demandez-en un autre à la personne."
)
says_more = given("text", "Dites en quelques mots ce que la personne demande, ou le numéro de sa demande.")


def nobody_helps(row: Helping, actor: Actor, details: Details) -> Iterator[Reason]:
    running = queries.live_of(actor.user)
    if running and running.state == Helping.State.OPEN and queries.lasts(running):
        yield Reason("Quelqu’un vous aide en ce moment : mettez fin à cette aide d’abord.")


def code_is_good(row: Helping, actor: Actor, details: Details) -> Iterator[Reason]:
    if not queries.goes_on(row):
        yield Reason(NO_CODE, field="code")


def is_over(row: Helping, actor: Actor, details: Details) -> Iterator[Reason]:
    if queries.goes_on(row):
        yield Reason("Elle n’est pas encore terminée.")
