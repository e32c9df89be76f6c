"""Signing in without proof, as one of the invented people alone."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kairos.foundation.actor import Strength
from kairos.identity.accounts import sessions
from kairos.identity.accounts.models import User
from kairos.spaces.demo.people import Invented


def sign_in_as(request: HttpRequest, response: HttpResponse, person: Invented) -> None:
    user = User.objects.get(email=person.identifier) if "@" in person.identifier else _by_identifier(person)
    entered = user.portal_entered_at is not None or user.staff_role
    strength = Strength.SECOND_FACTOR if entered else Strength.PASSWORD
    token = sessions.open_session(user, strength, sessions.Device("Démonstration", "127.0.0.0/24"))
    response.set_cookie(
        settings.SESSION_COOKIE_NAME, token, httponly=True, secure=settings.SECURE, samesite="Lax", path="/"
    )


def _by_identifier(person: Invented) -> User:
    return User.objects.get(portal_identifier=person.identifier)
