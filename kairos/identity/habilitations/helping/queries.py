"""Helps: whose code it is, which are in force, those there were."""

from uuid import UUID

from django.db.models import Q, QuerySet

from kairos.foundation import clock
from kairos.foundation.actor import Actor, Audience
from kairos.identity.accounts import sessions
from kairos.identity.habilitations.helping import codes
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.habilitations.records.models import HELP_LIVE, Helping
from kairos.identity.habilitations.stops import queries as stops

State = Helping.State


def visible_to(actor: Actor) -> QuerySet[Helping]:
    """Those that began, the latest first: one's own for an agent, all of them for a supervisor."""
    rows = Helping.objects.select_related("agent", "person", "organisation").order_by("-begun_at", "id")
    began = rows.filter(begun_at__isnull=False)
    if "operator.settings" in actor.rights:
        return began
    return began.filter(agent=actor.user) if actor.audience == Audience.OPERATOR else began.none()


def one(actor: Actor, key: UUID) -> Helping:
    """Of whoever asks, helped or helping. Raises Helping.DoesNotExist for another's."""
    if actor.audience not in (Audience.PROVIDER, Audience.OPERATOR):
        raise Helping.DoesNotExist
    return Helping.objects.select_related("agent", "person").get(Q(person=actor.user) | Q(agent=actor.user), pk=key)


def live_of(person: UUID | None) -> Helping | None:
    """The code that waits, or the help under way."""
    return Helping.objects.select_related("agent").filter(HELP_LIVE, person=person).first()


def offered_with(typed: str) -> Helping | None:
    return Helping.objects.filter(state=State.OFFERED, code_mark=codes.mark(typed)).first()


def lasts(row: Helping) -> bool:
    """There is time left, and nobody signed out."""
    until = row.ends_at if row.state == State.OPEN else row.code_ends_at
    needed = {row.person_session, row.agent_session} - {None}
    return clock.now() < until and sessions.alive(needed) == needed


def goes_on(row: Helping) -> bool:
    """What `kairos_frame` asks at every request: nobody signed out, was suspended or stopped, and there is time left.

    Of a code: whether it may still be taken.
    """
    return (
        lasts(row)
        and not stops.is_stopped(row.organisation_id)
        and Affiliation.objects.filter(
            user=row.person_id, organisation=row.organisation_id, state=Affiliation.State.ACTIVE
        ).exists()
    )
