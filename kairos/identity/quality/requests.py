"""The acts of a request as screens ask for them: what was sent twice is done once, and said to be done."""

from datetime import datetime
from typing import Any
from uuid import UUID

from kairos.foundation import engine
from kairos.foundation.actor import Actor
from kairos.foundation.engine import Act
from kairos.foundation.guards import AlreadyDone, Refused
from kairos.foundation.uploads.examining import Document
from kairos.identity.quality.facts import Facts
from kairos.identity.quality.lifecycle import Request
from kairos.identity.quality.models import QualityRequest, QualityVersion

State = QualityRequest.State


def open_(key: UUID, kind: str, actor: Actor) -> QualityRequest:
    """A draft for whom the actor acts for; the one that `key` opened before, if any. Raises Refused."""
    try:
        return engine.run(Request.open, QualityRequest(id=key, organisation_id=actor.organisation, kind=kind), actor)
    except AlreadyDone:
        return QualityRequest.objects.get(pk=key, organisation=actor.organisation)


def attach(request: QualityRequest, actor: Actor, document: Document, kind: str) -> None:
    """Raises Refused."""
    engine.run(Request.attach, request, actor, document=document, kind=kind)


def edit(request: QualityRequest, actor: Actor, facts: Facts, seen: datetime | None) -> QualityRequest:
    """`seen`: the last change the page knew of. Raises Refused."""
    return engine.run(Request.edit, request, actor, facts=facts, seen=seen)


def send(request: QualityRequest, actor: Actor, token: UUID) -> None:
    """The first sending, or the next one after a complement. Raises Refused."""
    try:
        engine.run(sending(request), request, actor, token=token)
    except Refused:
        if not QualityVersion.objects.filter(pk=token, submitted_by=actor.user).exists():
            raise


def sending(request: QualityRequest) -> Act:
    return Request.resubmit if request.state == State.COMPLEMENT else Request.submit


def decide(act: Act, request: QualityRequest, actor: Actor, **details: Any) -> None:
    """Accept, refuse or ask a complement. Raises Refused, unless the very same person already did the very same."""
    try:
        engine.run(act, request, actor, **details)
    except Refused:
        now = QualityRequest.objects.get(pk=request.pk)
        if now.state != act.target or (now.decided_by_id or now.officer_id) != actor.user:
            raise
