"""What every answer tells the browser, whatever it is: page, refusal, paper, redirection, static file, check of health.

The policy of contents is the same for all, written once by django-csp; HSTS, nosniff, referrer and opener come from
SecurityMiddleware, which stands with this one before all that answers. An answer may be stricter than the rule, by
setting its header itself.
"""

from collections.abc import Callable
from typing import TypeVar

from csp.constants import HEADER as CONTENT_POLICY
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

NOTHING_KEPT = "no-store, private"
"""Every page may say something of who reads it, a refusal too: no browser and no proxy keeps any."""
REFUSED = (
    "accelerometer", "attribution-reporting", "autoplay", "bluetooth", "browsing-topics", "camera", "display-capture",
    "encrypted-media", "fullscreen", "gamepad", "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts",
    "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "screen-wake-lock", "serial",
    "storage-access", "sync-xhr", "usb", "window-management", "xr-spatial-tracking",
)  # fmt: skip
OURS = ("publickey-credentials-get", "publickey-credentials-create")
PERMISSIONS = ", ".join([f"{name}=()" for name in REFUSED] + [f"{name}=(self)" for name in OURS])
FORGET = '"cache", "storage"'
"""Not "cookies": that would take those of the other services of the same domain; ours is taken back by name."""
Response = TypeVar("Response", bound=HttpResponse)


class HeadersMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.contents = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault(CONTENT_POLICY, self.contents)
        response.headers.setdefault("Cache-Control", NOTHING_KEPT)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response


def file(name: str, *, saved: bool = False) -> dict[str, str]:
    """For an answer that is a file: shown, or `saved` under its name, which nothing in it can break out of."""
    printable = "".join(character for character in name if character.isprintable())
    return {"Content-Disposition": content_disposition_header(saved, printable) or "attachment"}


def forget(response: Response) -> Response:
    """The browser drops what this site left with it: the session is over."""
    response["Clear-Site-Data"] = FORGET
    return response
