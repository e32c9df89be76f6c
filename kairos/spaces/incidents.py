"""Every request has a number; what fails shows it, and the log has it with no personal data."""

import logging
import secrets

from kairos.foundation import clock
from kairos.foundation.clock import PARIS

log = logging.getLogger("kairos.incident")


class IncidentMiddleware:
    """Sets `request.incident` (K-20261002-0914-7F3A) and logs an unhandled exception under it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        moment = clock.now().astimezone(PARIS)
        request.incident = f"K-{moment:%Y%m%d-%H%M}-{secrets.token_hex(2).upper()}"
        return self.get_response(request)

    def process_exception(self, request, exception):
        route = request.resolver_match.view_name if request.resolver_match else "?"
        log.error("incident %s route=%s %s", request.incident, route, type(exception).__name__, exc_info=exception)
