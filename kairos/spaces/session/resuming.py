"""A lost session returns to the same form, still filled.

A page sent after its session ended is not done: what was typed (no password, no file) is sealed into the page that asks
to sign in, for that person, that address, thirty minutes. Signed in again, the same person finds the same page with
`request.typed`; a view that builds its form with `Form.of(request)` shows it filled, and nothing is done until they
send it again. The same serves when a fresh proof is asked (see `fresh`).
"""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict

from kairos.foundation import crypto
from kairos.identity.accounts import sessions
from kairos.spaces.routes import allows
from kairos.spaces.session import ways

PURPOSE = "typed"
KEPT = timedelta(minutes=30)
MOST = 60_000
"""Characters: a session's row is no place for more."""
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
    """Sets `request.typed`: what the person was typing here when their session was lost, once; else None."""
    request.typed, request.resumed = None, ""
    present = request.present
    waiting = present.data.get("typed") if present.complete else None
    if request.method != "GET" or not waiting or waiting["path"] != request.get_full_path():
        return
    typed = read(waiting["sealed"], present.user)
    sessions.remember(present.id, typed=None)
    if typed:
        request.typed = _query(typed.fields)
        request.resumed = "files" if typed.files else "fields" if typed.fields else "nothing"


def _query(fields: dict[str, list[str]]) -> QueryDict:
    found = QueryDict(mutable=True)
    for name, values in fields.items():
        found.setlist(name, values)
    return found


def page_of(request: HttpRequest) -> str:
    """The page that shows the form: this address, or where the form stood when this one only takes it."""
    if allows(request.resolver_match, "GET"):
        return ways.own(request.get_full_path())
    _, _, rest = request.META.get("HTTP_REFERER", "").partition(f"://{request.get_host()}")
    return ways.own(rest)
