"""The web process's entry point: the whole application, loaded at once."""

import gc
import os

import django
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest
from django.urls import ResolverMatch, resolve

gc.disable()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kairos.config.settings")
django.setup(set_prefix=False)


class Application(WSGIHandler):
    """Remembers which view answers an address: going through the patterns is a thirtieth of the time of a page.

    Not of one that holds a text: it may be a secret, a link of a mail or the address of a calendar.
    """

    MOST = 2048

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, ResolverMatch] = {}

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        """Raises Resolver404."""
        path = request.path_info
        request.resolver_match = found = self._known.get(path) or resolve(path)
        if not any(isinstance(value, str) for value in found.kwargs.values()):
            if len(self._known) >= self.MOST:
                self._known.clear()
            self._known[path] = found
        return found


application = Application()

from kairos.config import urls  # noqa: E402, F401

gc.freeze()
gc.set_threshold(20_000, 10, 50)
gc.enable()
"""What is loaded stays, and is not looked through again: a tenth of the time of a page. Its marks would also copy the
memory that forked workers share."""
