"""What changes when an existing member is taken over."""

from dataclasses import dataclass
from datetime import date, datetime, time

from kairos.foundation.clock import PARIS
from kairos.foundation.engine import Run
from kairos.identity.memberships import numbers, snapshot
from kairos.identity.memberships.events import MembershipTakenOver
from kairos.identity.memberships.life.lifecycle import MembershipLife
from kairos.identity.memberships.models import Membership, MembershipApplication
from kairos.identity.organisations.models import Person

TERM_RULE = "reprise"


@dataclass(frozen=True, slots=True)
class Existing:
    """A membership as it stood before Kairos. number: empty when it had none. letters: the RGC is written to."""

    number: str
    starts_on: date
    ends_on: date
    letters: bool


def take_over(application: MembershipApplication, run: Run, *, existing: Existing, manager: Person) -> None:
    """The request of then, as decided, without version nor paper: who asked and accepted what is not in Kairos. Its
    membership has no version of the terms, so that the next one is asked of its people."""
    then = datetime.combine(existing.starts_on, time(), PARIS)
    snapshot.copy_onto(application, snapshot.sheet_of(application))
    application.number = numbers.application_number(run.now)
    application.created_at = application.modified_at = application.decided_at = run.now
    application.created_by_id = application.decided_by_id = run.actor.user
    application.submitted_at = application.due_at = application.terms_accepted_at = then
    application.due_rule = TERM_RULE
    run.write_now()
    membership = Membership(
        number=existing.number or numbers.membership_number(run.now),
        organisation=application.organisation,
        application=application,
        siret=application.siret,
        name=application.name,
        sort_key=application.sort_key,
        town=application.town,
        starts_on=existing.starts_on,
        ends_on=existing.ends_on,
        term_rule=TERM_RULE,
    )
    run.perform(MembershipLife.begin, membership)
    if existing.letters:
        run.publish(MembershipTakenOver(membership, manager, application.organisation))
