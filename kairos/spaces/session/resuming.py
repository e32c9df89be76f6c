"""A lost session returns to the same form, still filled.

A page sent after its session ended is not done: what was typed (no password, no file) is sealed into the page that asks
to sign in, for that person, that address, thirty minutes. Signed in again, the same person finds the same page with
`request.typed`; a view that builds its form with `Form.of(request)` shows it filled, and nothing is done until they
send it again. The same serves when a fresh proof is asked (see `fresh`).
"""

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict

from kairos.foundation import crypto
from kairos.identity.accounts import sessions
from kairos.spaces.routes import allows
from kairos.spaces.session import ways

PURPOSE = "typed"
KEPT = timedelta(minutes=30)
MOST = 60_000
"""Characters: a session's row is no place for more."""
_MARK = re.compile("[0-9a-f-]{32,36}")
NEVER = ("password", "mot_de_passe", "secret", "csrfmiddlewaretoken", "reprise")


@dataclass(frozen=True, slots=True)
class Typed:
    """What a lost page leaves: whose, for which organisation, where, the fields as they were sent."""

    user: UUID
    organisation: UUID | None
    path: str
    fields: dict[str, list[str]]
    files: bool

    def sealed(self) -> str:
        values = {"user": str(self.user), "path": self.path, "fields": self.fields, "files": self.files}
        values["organisation"] = str(self.organisation) if self.organisation else None
        return crypto.seal(json.dumps(values).encode(), PURPOSE).decode()


class Resumed(QueryDict):
    """The fields as they were sent, for a form to take; `taken` once one did. `files`: some were joined."""

    def __init__(self, typed: Typed):
        super().__init__(mutable=True)
        for name, values in typed.fields.items():
            self.setlist(name, values)
        self.files, self.taken = typed.files, False

    def __getitem__(self, name: str) -> Any:
        self.taken = True
        return super().__getitem__(name)

    def getlist(self, name: str, default: Any = None) -> list[Any]:
        self.taken = True
        return super().getlist(name, default)

    def copy(self) -> QueryDict:
        self.taken = True
        found = QueryDict(mutable=True)
        found.update(self)
        return found

    def texts(self) -> list[str]:
        """What a person wrote, when no form took it: to be read and copied by hand."""
        written = [value for _, values in self.lists() for value in values]
        return [text for text in written if len(text.strip()) > 2 and not _MARK.fullmatch(text)]


def of(request: HttpRequest, user: UUID, organisation: UUID | None) -> Typed:
    """What this refused POST carried; too much of it is left out whole."""
    fields = {name: values for name, values in request.POST.lists() if not name.endswith(NEVER)}
    if sum(len(value) for values in fields.values() for value in values) > MOST:
        fields = {}
    return Typed(user, organisation, page_of(request), fields, bool(request.FILES))


def read(sealed: str, user: UUID | None = None) -> Typed | None:
    """What was sealed less than thirty minutes ago, for this person when one is named; None otherwise."""
    try:
        values = json.loads(crypto.unseal(sealed.encode(), PURPOSE, max_age=int(KEPT.total_seconds())))
    except (crypto.Unreadable, UnicodeEncodeError):
        return None
    organisation = values["organisation"] and UUID(values["organisation"])
    typed = Typed(UUID(values["user"]), organisation, values["path"], values["fields"], values["files"])
    return typed if user is None or typed.user == user else None


def kept(typed: Typed | None) -> dict[str, Any]:
    """As session data: `sessions.open_session(…, **kept(typed))`."""
    return {"typed": {"path": typed.path, "sealed": typed.sealed()}} if typed else {}


def bring_back(request: HttpRequest) -> None:
    """Sets `request.typed`: what the person was typing here when their session was lost, once; else None.

    `request.resumed` is the same, nothing typed included: the page's frame says what became of it.
    """
    request.typed = request.resumed = None
    present = request.present
    waiting = present.data.get("typed") if present.complete else None
    if request.method != "GET" or not waiting or waiting["path"] != request.get_full_path():
        return
    if typed := read(waiting["sealed"], present.user):
        request.resumed = Resumed(typed)
        request.typed = request.resumed or None


def settle(request: HttpRequest, response: HttpResponse) -> None:
    """Shown, it is forgotten. An address that only leads to the page of the form hands it on; a question on the way
    (a proof, an organisation: it says where it leads back) leaves it there."""
    if getattr(request, "resumed", None) is None:
        return
    leads = response["Location"] if response.status_code in (HTTPStatus.FOUND, HTTPStatus.SEE_OTHER) else ""
    if "suite=" in leads:
        return
    path = ways.own(leads.partition("#")[0])
    sessions.remember(request.present.id, typed=request.present.data["typed"] | {"path": path} if path else None)


def page_of(request: HttpRequest) -> str:
    """The page that shows the form: this address, or where the form stood when this one only takes it."""
    if allows(request.resolver_match, "GET"):
        return ways.own(request.get_full_path())
    _, _, rest = request.META.get("HTTP_REFERER", "").partition(f"://{request.get_host()}")
    return ways.own(rest)
