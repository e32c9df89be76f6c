"""What a membership asks of its people now, from one row of `queries.latest`: pure, for screens."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kairos.identity.memberships.life import rules, settings
from kairos.identity.memberships.models import Membership

State = Membership.State
ANSWER, REGULARISE, TERMS, RENEW = "answer", "regularise", "terms", "renew"


@dataclass(frozen=True, slots=True)
class Waiting:
    """kind: one of the words above; until: the last day."""

    kind: str
    until: date | datetime


def waiting(membership: Any, today: date) -> list[Waiting]:
    """`membership`: a row of `queries.latest`. The gravest first."""
    found = []
    if membership.procedure_state == "open":
        found.append(Waiting(ANSWER, membership.answer_due_at))
    if membership.regularise_by and membership.state == State.ACTIVE:
        found.append(Waiting(REGULARISE, membership.regularise_by))
    if terms_wait(membership):
        found.append(Waiting(TERMS, membership.newest_terms_from))
    if may_renew(membership, today):
        last = membership.ends_on
        if membership.state == State.EXPIRED:
            last = rules.renewal_closes_on(last, settings.RENEWAL_GRACE_DAYS.value())
        found.append(Waiting(RENEW, last))
    return found


def terms_wait(membership: Any) -> bool:
    return membership.state in (State.ACTIVE, State.SUSPENDED) and membership.newest_terms != membership.terms_id


def terms_come_first(membership: Any, today: date) -> bool:
    """Whether the portal asks for the terms before anything else: they are in force, and nothing is shut for it."""
    asked = settings.TERMS_ASKED_FIRST.value()
    return asked and terms_wait(membership) and membership.newest_terms_from <= today


def may_renew(membership: Any, today: date) -> bool:
    """Whether the button is worth showing: nothing stands against it that waiting does not change."""
    if membership.state not in (State.ACTIVE, State.EXPIRED):
        return False
    if membership.renewal_asked_at or membership.leaves_on or membership.procedure_state:
        return False
    notice, grace = settings.RENEWAL_NOTICE_DAYS.value(), settings.RENEWAL_GRACE_DAYS.value()
    return rules.may_be_renewed(membership.ends_on, today, notice, grace)
