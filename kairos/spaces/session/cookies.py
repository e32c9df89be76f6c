"""The one cookie that says who one is: unreadable by script, sent to this host alone, gone with the browser.

Another says where a job seeker proved a code: it opens nothing without the password. A third, sealed, says which
identity provider answered for whoever signed in here: it opens nothing at all.
"""

from datetime import timedelta
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Response = TypeVar("Response", bound=HttpResponse)


def give(response: Response, token: str) -> Response:
    response.set_cookie(
        settings.SESSION_COOKIE_NAME, token, path="/", secure=settings.SECURE, httponly=True, samesite="Lax"
    )
    return response


def of_device(request: HttpRequest) -> str:
    return request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")


def know_device(response: Response, token: str, lasting: timedelta) -> Response:
    """Where a code sent by mail was proved: it stays when the browser closes."""
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME, token, max_age=lasting, path="/", secure=settings.SECURE, httponly=True,
        samesite="Lax",
    )  # fmt: skip
    return response


def of_leaving(request: HttpRequest) -> str:
    return request.COOKIES.get(settings.LEAVING_COOKIE_NAME, "")


def keep_leaving(response: Response, sealed: str) -> Response:
    response.set_cookie(
        settings.LEAVING_COOKIE_NAME, sealed, path="/", secure=settings.SECURE, httponly=True, samesite="Lax"
    )
    return response


def forget_leaving(response: Response) -> Response:
    response.delete_cookie(settings.LEAVING_COOKIE_NAME, path="/", samesite="Lax")
    return response


def take_back(response: Response) -> Response:
    response.delete_cookie(settings.SESSION_COOKIE_NAME, path="/", samesite="Lax")
    return response
