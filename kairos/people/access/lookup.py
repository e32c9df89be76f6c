"""Finding one person exactly: by a provider, the front desk of an agency, an agent of the operator.

Nobody is searched by a name alone. What does not fit is counted; ten wrong answers in a row stop the account. Finding
somebody who was not open yet starts the count afresh; looking again for one whom one reads already does not, or whoever
guesses would ask for their own people in between, for ever.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from kairos.foundation import clock, engine, permissions
from kairos.foundation.actor import Actor, Audience, system
from kairos.foundation.engine import Act
from kairos.foundation.isolation import scope
from kairos.foundation.journal import happened
from kairos.foundation.text import sort_key
from kairos.identity.accounts import throttle
from kairos.identity.accounts.sessions import Device
from kairos.identity.accounts.throttle import Standing
from kairos.identity.habilitations.models import Intervention
from kairos.people.access import queries, settings, volume
from kairos.people.access.lifecycle import Reading
from kairos.people.access.models import PersonAccess, ReadingStop
from kairos.people.access.sources import EMERGENCY, INTERVENTION, LOOKUP, Source
from kairos.people.jobseekers.models import JobSeeker

Kind = PersonAccess.Kind
KINDS = {Audience.PROVIDER: Kind.ORGANISATION, Audience.AGENCY: Kind.ADVISER, Audience.OPERATOR: Kind.AGENT}
FUNCTION = "Organisme de formation"


@dataclass(frozen=True, slots=True)
class Asked:
    """identifier: or, at the front desk, the name. Both are exact."""

    birth_date: date
    reason: str
    identifier: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class NotFound:
    """seconds: before the next try. several: more than one person fits."""

    seconds: int = 0
    several: bool = False


def by_provider(key: UUID, asked: Asked, device: Device, actor: Actor) -> PersonAccess | NotFound:
    """`key`: of the new row. Raises Refused, ReadingsStopped."""
    until = clock.now() + timedelta(days=settings.LOOKUP_DAYS.value())
    row = _row(key, LOOKUP, actor, who=actor.organisation_name, function=FUNCTION, ends_at=until)
    return _looked_up(row, Reading.look_up, asked, device, actor)


def in_emergency(key: UUID, asked: Asked, title: str, device: Device, actor: Actor) -> PersonAccess | NotFound:
    """Within one's own agency. title: the function of whoever opens. Raises Refused, ReadingsStopped."""
    until = clock.now() + timedelta(hours=settings.EMERGENCY_HOURS.value())
    row = _row(key, EMERGENCY, actor, who=actor.organisation_name, function=title, ends_at=until)
    return _looked_up(row, Reading.open_in_emergency, asked, device, actor)


def by_agent(key: UUID, asked: Asked, operator: str, device: Device, actor: Actor) -> PersonAccess | NotFound:
    """During a staff session, until it ends; one for an organisation finds those that organisation reads."""
    until = Intervention.objects.get(pk=actor.intervention).ends_at
    row = _row(key, INTERVENTION, actor, who=operator, function="Agent de l’opérateur", ends_at=until)
    row.subject = actor.intervention
    return _looked_up(row, Reading.intervene, asked, device, actor)


def _row(key: UUID, source: Source, actor: Actor, *, who: str, function: str, ends_at: datetime) -> PersonAccess:
    """An organisation reads as a whole; in an agency, and at the operator's, one person does."""
    return PersonAccess(
        id=key,
        reader_kind=KINDS.get(actor.audience, ""),
        reader_id=actor.organisation or actor.user,
        place_id=actor.scope_organisation,
        source=source.name,
        who=who,
        function=function,
        ends_at=ends_at,
    )


def _looked_up(row: PersonAccess, act: Act, asked: Asked, device: Device, actor: Actor) -> PersonAccess | NotFound:
    """Who may not look up learns nothing."""
    permissions.require(actor, act.permission, row)
    volume.require_open(actor)
    standing = throttle.look(volume.lookups_of(actor.user), device.network)
    if standing.wait:
        return NotFound(seconds=max(1, round(standing.wait.total_seconds())))
    with scope(system("people.lookup", actor.request_id)):
        found = _found(asked, actor)
        if len(found) == 1:
            if standing.failures and not queries.live(actor).filter(person=found[0]).exists():
                throttle.forgive(standing)
            row.person = found[0]
            return engine.run(act, row, actor, reason=asked.reason)
    if found:
        return NotFound(several=True)
    return _missed(standing, actor)


def _found(asked: Asked, actor: Actor) -> list[JobSeeker]:
    """Two at most. An agency finds its own people alone."""
    rows = JobSeeker.objects.filter(birth_date=asked.birth_date).exclude(state=JobSeeker.State.LEFT)
    if actor.agency is not None:
        rows = rows.filter(agency=actor.agency)
    if asked.identifier:
        rows = rows.filter(identifier=asked.identifier)
    else:
        rows = rows.filter(agency=actor.agency, sort_key=sort_key(asked.name)[:200])
    if actor.intervention_for is not None:
        open_there = PersonAccess.objects.filter(reader_id=actor.intervention_for, closed_at__isnull=True)
        rows = rows.filter(pk__in=open_there.values("person_id"))
    return list(rows[:2])


def _missed(standing: Standing, actor: Actor) -> NotFound:
    happened(actor, "people.not_found")
    if throttle.count(standing):
        volume.stop(actor.user, actor, ReadingStop.Cause.GUESSES, standing.failures + 1)
    return NotFound()
