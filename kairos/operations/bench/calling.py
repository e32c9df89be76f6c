"""One request to the WSGI application, in this process, as a browser sends it and as the server runs it."""

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import connection

FRAME = "kairos_frame("
BORDERS = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")
TOKEN = "b" * 32
"""What a form and a cookie must both say."""
Application = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """bytes: of the body as it travels, compressed."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def bytes(self) -> int:
        return len(self.body)


def call(
    application: Application,
    address: str,
    cookies: dict[str, str] | None = None,
    *,
    compressed: bool = True,
    form: bytes | None = None,
) -> Answer:
    """GET, or POST of a form (see `filled`). Raises whatever the application lets through."""
    began: dict[str, Any] = {}

    def start_response(status: str, headers: list[tuple[str, str]], *_: object) -> None:
        began.update(status=int(status.split()[0]), headers=dict(headers))

    response = application(_environ(address, cookies or {}, compressed) | _body(form), start_response)
    try:
        body = b"".join(response)
    finally:
        if hasattr(response, "close"):
            response.close()
    return Answer(began["status"], began["headers"], body)


def filled(fields: Sequence[tuple[str, str]]) -> bytes:
    """As a browser sends them."""
    return urlencode([("csrfmiddlewaretoken", TOKEN), *fields]).encode()


def _body(form: bytes | None) -> dict[str, Any]:
    if form is None:
        return {}
    return {
        "REQUEST_METHOD": "POST",
        "HTTP_ORIGIN": settings.KAIROS_BASE_URL,
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(form)),
        "wsgi.input": io.BytesIO(form),
    }


def _environ(address: str, cookies: dict[str, str], compressed: bool) -> dict[str, Any]:
    parts = urlsplit(address)
    host = urlsplit(settings.KAIROS_BASE_URL)
    cookies = cookies | {settings.CSRF_COOKIE_NAME: TOKEN}
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": parts.path,
        "QUERY_STRING": parts.query,
        "SERVER_NAME": host.hostname,
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": host.netloc,
        "HTTP_X_FORWARDED_PROTO": host.scheme,
        "HTTP_ACCEPT": "text/html",
        "HTTP_ACCEPT_ENCODING": "gzip" if compressed else "identity",
        "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": host.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


@dataclass(slots=True)
class Statements:
    """Those of the frame (up to the one that says who asks, and the borders of the transaction: a savepoint, its
    release), then those of the page."""

    frame: list[str] = field(default_factory=list)
    page: list[str] = field(default_factory=list)

    def _add(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        framed = any(FRAME in one for one in self.frame) and not sql.startswith(BORDERS)
        (self.page if framed else self.frame).append(sql)
        return execute(sql, params, many, context)


@contextmanager
def counting() -> Iterator[Statements]:
    """What ONE request says to the database; BEGIN and COMMIT are not statements of ours."""
    found = Statements()
    with connection.execute_wrapper(found._add):
        yield found
