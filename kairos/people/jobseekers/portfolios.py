"""What the manager of an agency does with portfolios, past the wall between advisers: she reads nobody.

Each act is hers: asked of her permissions, written under her name in the journal.
"""

from collections.abc import Sequence
from uuid import UUID

from kairos.foundation import engine
from kairos.foundation.actor import Actor, system
from kairos.foundation.isolation import scope
from kairos.people.agencies.models import Adviser
from kairos.people.jobseekers.lifecycle import JobSeekerFile
from kairos.people.jobseekers.models import JobSeeker, PortfolioMove
from kairos.people.jobseekers.moves.lifecycle import PortfolioHandedOn


def hand_on(key: UUID, giver: Adviser, heirs: Sequence[Adviser], reason: str, actor: Actor) -> PortfolioMove:
    """Raises Refused, Denied. `key`: of the new row, so that the same form sent twice is AlreadyDone."""
    move = PortfolioMove(id=key, agency_id=giver.agency_id, giver=giver)
    with scope(system("portfolios", actor.request_id)):
        return engine.run(PortfolioHandedOn.hand_on, move, actor, heirs=list(heirs), reason=reason)


def assign(person: UUID, adviser: Adviser | None, actor: Actor) -> JobSeeker:
    """Raises Refused, Denied."""
    with scope(system("portfolios", actor.request_id)):
        return engine.run(JobSeekerFile.assign, person, actor, adviser=adviser)


def leave(person: UUID, reason: str, actor: Actor) -> JobSeeker:
    """The agency follows them no more. Raises Refused, Denied."""
    with scope(system("portfolios", actor.request_id)):
        return engine.run(JobSeekerFile.leave, person, actor, reason=reason)
