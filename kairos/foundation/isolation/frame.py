"""The frame of a request: its transaction, who is asking, and the scope, in one statement.

Not ATOMIC_REQUESTS: there the response would render after the transaction. An answer of 500 rolls back; a refusal
(4xx) commits, because nothing but its trace can have been written (the engine writes only after every check).
"""

import logging

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.utils.module_loading import import_string

from kairos.foundation import actor as actors

BARE = ("/healthz", "/readyz", "/static/")
log = logging.getLogger("kairos.frame")


class FrameMiddleware:
    """Sets `request.actor`; the loader named by KAIROS_FRAME builds it and sets the scope."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.load = import_string(settings.KAIROS_FRAME)

    def __call__(self, request):
        request.actor = actors.visitor()
        if request.path.startswith(BARE):
            return self.get_response(request)
        request.framed = False
        try:
            return self._framed(request)
        except OperationalError:
            if request.framed:
                raise
            log.warning("connexion à la base renouvelée")
            connection.close()
            return self._framed(request)

    def _framed(self, request):
        with transaction.atomic():
            request.actor = self.load(request)
            request.framed = True
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response
