"""Being one of the story's people, or of the volume's, by their label (« ines-marchetti »)."""

from functools import cache

from django.conf import settings
from django.middleware.csrf import CSRF_SECRET_LENGTH
from django.utils.crypto import get_random_string

from kairos.foundation import clock
from kairos.foundation.actor import Strength, system
from kairos.foundation.isolation import scope
from kairos.identity.accounts import sessions, signing_in
from kairos.identity.accounts.models import User
from kairos.identity.accounts.sessions import Device
from kairos.operations.bench import portfolio, team
from kairos.operations.demonstration import story

VISITOR = ""
OF_THE_TEAM = "rgc-grand-groupe"
"""The account manager of the large member, of the volume and not of the story."""
ADVISER = "conseillere-du-volume"
"""Whose portfolio has a full week of appointments."""
DEVICE = Device(browser="Navigateur inconnu", network="127.0.0.0/24")
"""That of the bench's own requests."""


def cookies(label: str) -> dict[str, str]:
    """Those of a browser that has opened a page before; of a new session, all the way, but for the visitor.

    Raises KeyError for who is not in the story.
    """
    forms = {settings.CSRF_COOKIE_NAME: get_random_string(CSRF_SECRET_LENGTH)}
    return forms | ({settings.SESSION_COOKIE_NAME: _token(label)} if label else {})


def _token(label: str) -> str:
    with scope(system("bench")):
        user = User.objects.get(email=_emails()[label])
        strength = Strength.SECOND_FACTOR if _needs_factor(user) else Strength.PASSWORD
        return sessions.open_session(user, strength, DEVICE)


def _needs_factor(user: User) -> bool:
    """Due for the portal and for agents, and to whoever has one."""
    person = signing_in.person_of(user.pk)
    return user.needs_factor or person.has_totp or person.has_key


@cache
def _emails() -> dict[str, str]:
    told = story.read(clock.now())
    humans = [agent.human for agent in told.agents.values()]
    humans += [human for provider in told.providers.values() for human in (provider.director, provider.manager)]
    humans += [human for provider in told.providers.values() for human in provider.team.values()]
    return {human.label: human.email for human in humans} | {OF_THE_TEAM: team.MANAGER, ADVISER: portfolio.EMAIL}
