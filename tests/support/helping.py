"""Somebody helped by an agent of the operator."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.test import Client, RequestFactory

from kairos.foundation.actor import Actor, Strength
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.identity.accounts.models import Session
from kairos.identity.accounts.sessions import hash_of
from kairos.identity.habilitations import frame
from kairos.identity.habilitations.helping import codes, entering
from kairos.identity.habilitations.helping.lifecycle import HelpSession
from kairos.identity.habilitations.models import Helping
from tests.support.people import DEVICE, Someone, sign_in
from tests.support.team import MOTIVE, run

WHY = "Demande 1234 : la fiche ne s’enregistre pas."


@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody signed in: the browser, and the actor that its next request has."""

    client: Client
    someone: Someone

    @property
    def actor(self) -> Actor:
        return seen_in(self.client)

    @property
    def session(self) -> Session:
        token = self.client.cookies[settings.SESSION_COOKIE_NAME].value
        return Session.objects.using("owner").get(token_hash=hash_of(token))


def signed(someone: Someone) -> Signed:
    return Signed(sign_in(Client(), someone, Strength.SECOND_FACTOR), someone)


def seen_in(client: Client) -> Actor:
    request = RequestFactory().get("/")
    request.COOKIES = {name: morsel.value for name, morsel in client.cookies.items()}
    with transaction.atomic():
        return frame.load(request)


def offer(person: Signed, code: str = "") -> tuple[Helping, str]:
    """The person obtains a code."""
    code = code or codes.make()
    row = Helping(id=new_id(), organisation_id=person.actor.organisation)
    return run(person.actor, HelpSession.offer, row, code=code), code


def enter(agent: Signed, code: str, **more: str) -> Helping | entering.Held | None:
    """The agent types it."""
    actor = agent.actor
    with scope(actor):
        return entering.enter(actor, code, DEVICE, **({"motive": MOTIVE, "text": WHY} | more))


@dataclass(frozen=True, slots=True)
class Help:
    row: Helping
    person: Signed
    agent: Signed


def helped(person: Someone, agent: Someone) -> Help:
    """A help under way."""
    theirs, helper = signed(person), signed(agent)
    _, code = offer(theirs)
    return Help(enter(helper, code), theirs, helper)
