"""Every request has a number. What fails shows it, the log has it, and neither says anything of a person."""

import logging
import secrets
import sys
from collections.abc import Callable
from urllib.parse import quote

from django.core.signals import got_request_exception
from django.http import HttpRequest, HttpResponse

from kairos.design import french
from kairos.foundation import clock, logs
from kairos.foundation.clock import PARIS
from kairos.foundation.isolation.frame import BARE
from kairos.spaces.site import Site

log = logging.getLogger("kairos.incident")
HELP = """Bonjour,

Incident : {incident}
Heure : {moment}
Page : {page}

Ce que je faisais :
"""


class IncidentMiddleware:
    """Sets `request.incident` (K-20261002-0914-7F3A), for the pages and for every log line of the request.

    A request to another host than ours is none (400); the checks of health are asked by address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path not in BARE:
            request.get_host()
        moment = clock.now().astimezone(PARIS)
        request.incident = f"K-{moment:%Y%m%d-%H%M}-{secrets.token_hex(2).upper()}"
        token = logs.incident.set(request.incident)
        try:
            return self.get_response(request)
        finally:
            logs.incident.reset(token)


def help_address(request: HttpRequest, site: Site) -> str:
    """A mail to the operator, written but for what the person was doing: number, time, page, nothing of anyone."""
    moment = french.moment(clock.now(), PARIS)
    body = HELP.format(incident=request.incident, moment=moment, page=page_of(request))
    return f"mailto:{site.email}?subject={quote('Incident ' + request.incident)}&body={quote(body)}"


def page_of(request: HttpRequest) -> str:
    """The name of the page, never its address: addresses hold tokens and ids."""
    match = getattr(request, "resolver_match", None)
    return match.view_name if match else "inconnue"


def _log(sender: object, request: HttpRequest | None = None, **_: object) -> None:
    """Whatever breaks, in a view or around it, is told once."""
    log.error("page=%s %s", page_of(request) if request else "?", logs.described(sys.exc_info()[1]))


got_request_exception.connect(_log, dispatch_uid="kairos.incident")
