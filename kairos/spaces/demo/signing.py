"""Signing in without proof, as one of the invented people alone."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.foundation.actor import Strength
from kairos.identity.accounts import device, sessions, signing_in
from kairos.identity.accounts.models import User
from kairos.identity.accounts.signing_in import Stopped
from kairos.spaces.demo import mailbox
from kairos.spaces.demo.people import Invented


def sign_in_as(request: HttpRequest, person: Invented) -> HttpResponse:
    """Where this person's story goes on: at work, at the first sign-in with the posted secret, or in the mailbox.

    Raises Http404 for somebody whose address was changed since.
    """
    user = signing_in.holder_of(person.identifier)
    if user is None:
        raise Http404
    if user.state == User.State.CREATED:
        return HttpResponseRedirect(_last_message(user))
    if request.present.id:
        sessions.end_one(request.present.id, request.present.user)
    if not user.has_usable_password():
        return _begin(request, person)
    return _at("session:landing", sessions.open_session(user, _strength(user), device.of(request)))


def _strength(user: User) -> Strength:
    """The second factor of whoever has one, or owes one, counts as proved."""
    owes = user.needs_factor or user.has_totp or user.has_key
    return Strength.SECOND_FACTOR if owes else Strength.PASSWORD


def _begin(request: HttpRequest, person: Invented) -> HttpResponse:
    """With the provisional password, which is all they have."""
    result = signing_in.sign_in(person.identifier, person.password, device.of(request), request.actor)
    if isinstance(result, Stopped):
        return HttpResponseRedirect(reverse("session:sign_in"))
    return _at("session:beginning", result.token)


def _at(page: str, token: str) -> HttpResponse:
    response = HttpResponseRedirect(reverse(page))
    response.set_cookie(
        settings.SESSION_COOKIE_NAME, token, path="/", secure=settings.SECURE, httponly=True, samesite="Lax"
    )
    return response


def _last_message(user: User) -> str:
    """The mail that their account waits for."""
    found: UUID | None = mailbox.last_to(user.email)
    return reverse("demo:message", args=[found]) if found else reverse("demo:mailbox")
