"""The frame of a request: its transaction, who is asking, and the scope, in one statement.

Not ATOMIC_REQUESTS: there the response would render after the transaction. An answer of 500 rolls back; a refusal
(4xx) commits, because nothing but its trace can have been written (the engine writes only after every check).
"""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import NotSupportedError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from kairos.foundation import actor as actors

BARE = ("/healthz", "/readyz")
STALE = (OperationalError, NotSupportedError)
"""A connection that died, or that prepared a statement before a migration changed what it returns."""
log = logging.getLogger("kairos.frame")


class FrameMiddleware:
    """Sets `request.actor`; the loader named by KAIROS_FRAME builds it and sets the scope.

    A connection found stale by the loader, before anything was done, is renewed once and unseen.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.load = import_string(settings.KAIROS_FRAME)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = actors.visitor()
        if request.path.startswith(BARE):
            return self.get_response(request)
        request.framed = False
        try:
            return self._framed(request)
        except STALE:
            if request.framed:
                raise
            log.warning("connexion à la base renouvelée")
            connection.close()
            return self._framed(request)

    def _framed(self, request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            request.actor = self.load(request)
            request.framed = True
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response
