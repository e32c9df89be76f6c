"""What the tests of signing in share."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.test import Client

from kairos.foundation import demonstration
from kairos.foundation.actor import Strength, system
from kairos.foundation.isolation import scope
from kairos.foundation.jobs import worker
from kairos.identity.accounts.models import Session, User
from tests.support.people import PASSWORD

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@dataclass
class Visitor:
    """A browser whose pages one fills in."""

    client: Client

    def get(self, path: str, **more):
        return self.client.get(path, **more)

    def post(self, path: str, **fields):
        return self.client.post(path, fields)

    def follow(self, response):
        """The page a series of redirections ends on."""
        while response.status_code in (302, 303):
            response = self.client.get(response["Location"])
        return response

    def sign_in(self, identifier: str, password: str = PASSWORD, **more):
        return self.post("/connexion", identifiant=identifier, mot_de_passe=password, **more)

    @property
    def token(self) -> str:
        morsel = self.client.cookies.get(settings.SESSION_COOKIE_NAME)
        return morsel.value if morsel else ""

    @property
    def session(self) -> Session | None:
        from kairos.identity.accounts.sessions import hash_of

        with scope(system("tests")):
            return Session.objects.filter(token_hash=hash_of(self.token), ended_at__isnull=True).first()

    @property
    def strength(self) -> Strength:
        return Strength(self.session.strength) if self.session else Strength.NONE


@pytest.fixture
def visitor(real_db) -> Visitor:
    return Visitor(Client(HTTP_USER_AGENT=FIREFOX, REMOTE_ADDR="192.0.2.17"))


@pytest.fixture
def another(real_db) -> Callable[..., Visitor]:
    """`another(agent, address)`: a browser elsewhere."""
    return lambda agent=FIREFOX, address="192.0.2.17": Visitor(Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address))


@pytest.fixture
def fresh() -> Callable[[User], User]:
    """`fresh(user)`: the row as it is now."""

    def read(user: User) -> User:
        with scope(system("tests")):
            return User.objects.get(pk=user.pk)

    return read


@pytest.fixture
def drain(real_db) -> Callable[[], None]:
    """Run all that is due; the texts of secret messages stay readable, as in a demonstration."""
    demonstration.mark()
    return worker.drain


def words(response) -> str:
    """What a page says, spaces made plain."""
    import re
    from html import unescape

    body = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))
