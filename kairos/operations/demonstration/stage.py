"""Where the story is played: who acts, when, and what the background work does meanwhile."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from uuid import UUID

from django.db import connection, transaction
from procrastinate.contrib.django import app

from kairos.foundation.actor import Actor, Strength, system
from kairos.foundation.isolation import scope
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.messages.outbox import content
from kairos.identity.accounts import sessions
from kairos.identity.accounts.models import User
from kairos.identity.accounts.sessions import Device, Present
from kairos.identity.habilitations import frame
from kairos.identity.organisations.models import Organisation
from kairos.operations.demonstration import words
from kairos.operations.demonstration.story import Human, Provider, Story

SENT = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", "REMOTE_ADDR": "198.51.100.7"}
DEVICE = Device(browser="Firefox sur Linux", network="198.51.100.0/24")


@dataclass(slots=True)
class Secrets:
    """What one invented person knows: for `accounts.json`."""

    password: str = ""
    totp: str = ""


@dataclass(slots=True)
class Stage:
    """organisations: the id of each provider’s file, by key.

    secrets, links (of activation, as mailed), posted (what the second letter said): by e-mail.
    """

    story: Story
    organisations: dict[str, UUID] = field(default_factory=dict)
    secrets: dict[str, Secrets] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    posted: dict[str, str] = field(default_factory=dict)

    def secrets_of(self, human: Human) -> Secrets:
        return self.secrets.setdefault(human.email, Secrets(words.draw()))

    def provider(self, key: str) -> Provider:
        return self.story.providers[key]

    def opener(self, provider: Provider) -> Human:
        """Who opened the file: of another provider, when they have two."""
        return self.provider(provider.account).opener if provider.account else provider.opener

    @contextmanager
    def as_opener(
        self, provider: Provider, strength: Strength = Strength.PASSWORD
    ) -> Iterator[tuple[Actor, Organisation]]:
        """What follows is done by who opened the file, on a page of their own."""
        key = self.organisations[provider.key]
        with self._page(self.opener(provider), strength, key) as actor:
            yield actor, Organisation.objects.get(pk=key)

    @contextmanager
    def as_manager(self, provider: Provider) -> Iterator[tuple[Actor, Organisation]]:
        """By the RGC, who entered the portal."""
        with self.as_member(provider, provider.manager) as found:
            yield found

    @contextmanager
    def as_member(self, provider: Provider, human: Human) -> Iterator[tuple[Actor, Organisation]]:
        """By somebody who joined the organisation, or its RGC."""
        key = self.organisations[provider.key]
        with self._page(human, Strength.SECOND_FACTOR, key) as actor:
            yield actor, Organisation.objects.get(pk=key)

    @contextmanager
    def as_agent(self, key: str) -> Iterator[Actor]:
        with self._page(self.story.agents[key].human, Strength.SECOND_FACTOR, None) as actor:
            yield actor

    @contextmanager
    def _page(self, human: Human, strength: Strength, organisation: UUID | None) -> Iterator[Actor]:
        with scope(system("demonstration")):
            user = User.objects.get(email=human.email)
            token = sessions.open_session(user, strength, DEVICE, organisation)
        with page(token) as (_, actor):
            yield actor


@contextmanager
def page(token: str) -> Iterator[tuple[Present, Actor]]:
    """The frame of a request that carries this session."""
    cookies = {frame.settings.SESSION_COOKIE_NAME: token}
    request = SimpleNamespace(COOKIES=cookies, incident="", META=SENT, method="POST")
    with transaction.atomic():
        actor = frame.load(request)
        yield request.present, actor


def mail_to(email: str, kind: str) -> str:
    """The text of the last message of a kind to someone, before it leaves. Raises OutboxMessage.DoesNotExist."""
    with scope(system("demonstration")):
        return content(OutboxMessage.objects.filter(address=email, kind=kind).latest("id")).text


def do_what_is_due() -> None:
    """The jobs that were asked for, at this moment of the story: the worker's own would run them today."""
    while waiting := _take_jobs():
        for name, arguments in waiting:
            app.tasks[name](**arguments)


def _take_jobs() -> list[tuple[str, Mapping[str, str]]]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo' RETURNING id, task_name, args")
        return [(name, _read(arguments)) for _, name, arguments in sorted(cursor.fetchall())]


def _read(arguments: str | Mapping[str, str]) -> Mapping[str, str]:
    return json.loads(arguments) if isinstance(arguments, str) else arguments
