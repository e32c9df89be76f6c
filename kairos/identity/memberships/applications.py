"""The acts of an application as screens ask for them: what was sent twice is done once, and said to be done."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from kairos.foundation import engine
from kairos.foundation.actor import Actor
from kairos.foundation.engine import Act
from kairos.foundation.guards import Refused
from kairos.identity.memberships.lifecycle import Application
from kairos.identity.memberships.models import ApplicationVersion, MembershipApplication

State = MembershipApplication.State


def save(key: UUID, actor: Actor) -> MembershipApplication:
    """A new request for whom the actor acts for. Raises Refused, AlreadyDone when `key` was saved before."""
    return engine.run(Application.save, MembershipApplication(id=key, organisation_id=actor.organisation), actor)


def submit(application: MembershipApplication, actor: Actor, *, terms: str, token: UUID, accepted: bool) -> None:
    """The first submission, or the next one after a complement. Raises Refused."""
    act = Application.resubmit if application.state == State.COMPLEMENT else Application.submit
    try:
        engine.run(act, application, actor, terms=terms, token=token, accepted=accepted)
    except Refused:
        if not ApplicationVersion.objects.filter(pk=token, submitted_by=actor.user).exists():
            raise


def decide(act: Act, application: MembershipApplication, actor: Actor, **details: Any) -> None:
    """Accept, refuse or ask a complement. Raises Refused, unless the very same person already did the very same."""
    try:
        engine.run(act, application, actor, **details)
    except Refused:
        now = MembershipApplication.objects.get(pk=application.pk)
        if now.state != act.target or now.decided_by_id != actor.user:
            raise


def take(keys: Iterable[UUID], actor: Actor) -> tuple[list[MembershipApplication], list[str]]:
    """Take each request; returns those taken, and why the others were not, each named by its number."""
    taken, refusals = [], []
    rows = MembershipApplication.objects.filter(pk__in=list(keys), version__gt=0).order_by("pk")
    for application in rows:
        try:
            taken.append(engine.run(Application.take, application, actor))
        except Refused as refused:
            refusals += [f"{application.number} : {reason.message}" for reason in refused.reasons]
    return taken, refusals
