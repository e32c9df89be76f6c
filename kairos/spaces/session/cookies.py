"""The one cookie that says who one is: unreadable by script, sent to this host alone, gone with the browser."""

from typing import TypeVar

from django.conf import settings
from django.http import HttpResponse

Response = TypeVar("Response", bound=HttpResponse)


def give(response: Response, token: str) -> Response:
    response.set_cookie(
        settings.SESSION_COOKIE_NAME, token, path="/", secure=settings.SECURE, httponly=True, samesite="Lax"
    )
    return response


def take_back(response: Response) -> Response:
    response.delete_cookie(settings.SESSION_COOKIE_NAME, path="/", samesite="Lax")
    return response
