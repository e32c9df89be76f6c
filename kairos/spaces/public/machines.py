"""What machines ask of a site by convention: which pages they may list, whom to tell of a weakness."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kairos.foundation import clock

LISTED = ("home", "help", "terms", "privacy", "accessibility", "news", "verifying", "opening")
"""The pages that are the same for everyone. A link from a message, a form of a person: never."""
VALID_FOR = timedelta(days=180)
"""RFC 9116, section 2.5.5: less than a year."""


def robots(request: HttpRequest) -> HttpResponse:
    """RFC 9309. A demonstration, whose people are invented, is listed nowhere."""
    pages = () if settings.KAIROS_MODE == "demo" else LISTED
    allowed = [f"Allow: {reverse(f'public:{name}')}$" for name in pages]
    return _lines("User-agent: *", "Disallow: /", *allowed)


def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116."""
    expires = (clock.now() + VALID_FOR).replace(microsecond=0).isoformat()
    return _lines(f"Contact: mailto:{request.site.email}", f"Expires: {expires}", "Preferred-Languages: fr")


def _lines(*lines: str) -> HttpResponse:
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
