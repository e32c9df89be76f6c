"""What is said of several people at once: all of it is done, or nothing is."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from kairos.foundation import engine
from kairos.foundation.actor import Actor
from kairos.foundation.engine import Act
from kairos.foundation.guards import Reason, Refused
from kairos.path.enrolments import messages, queries

Said = Mapping[UUID, tuple[Act, Mapping[str, Any]]]
"""Enrolment → the act, and its details."""


class _Undone(Exception):
    """Somebody was refused: what was done for the others is taken back with it."""


def decide(said: Said, actor: Actor) -> dict[UUID, list[Reason]]:
    """Who was refused, and why; nobody: everything is done. Raises Denied, and then nothing is done either."""
    refused: dict[UUID, list[Reason]] = {}
    try:
        with transaction.atomic():
            with messages.addressed(queries.hold(said)):
                _each(said, actor, refused)
            if refused:
                raise _Undone
    except _Undone:
        pass
    return refused


def _each(said: Said, actor: Actor, refused: dict[UUID, list[Reason]]) -> None:
    for key in sorted(said):
        act, details = said[key]
        try:
            engine.run(act, key, actor, **details)
        except Refused as found:
            refused[key] = list(found.reasons)
