"""What changes when an act of a procedure is done."""

from kairos.foundation.engine import Run
from kairos.foundation.working_days import add_working_days
from kairos.identity.accounts import people as accounts
from kairos.identity.memberships.life import people, rules, settings
from kairos.identity.memberships.life.lifecycle import MembershipLife
from kairos.identity.memberships.members.models import Membership, Procedure
from kairos.identity.memberships.procedures import messages


def open_(
    procedure: Procedure, run: Run, *, clause: str, reason: str, urgent: bool = False, urgent_reason: str = ""
) -> None:
    place = people.place(_of_membership(procedure, run))
    answer, decision = settings.ANSWER_DAYS, settings.PROCEDURE_DECISION_DAYS
    procedure.clause, procedure.reason = clause, reason
    procedure.opened_at, procedure.opened_by_id = run.now, run.actor.user
    procedure.answer_due_at = add_working_days(run.now, answer.value(), place)
    procedure.answer_rule = people.rule(place, answer.version())
    procedure.decision_due_at = add_working_days(procedure.answer_due_at, decision.value(), place)
    procedure.decision_rule = people.rule(place, answer.version(), decision.version())
    if urgent:
        run.write_now()
        _suspend(procedure, run, urgent_reason)
    for to in people.concerned(procedure.membership):
        run.tell(messages.Opened(to, *_names(procedure), clause, reason, procedure.answer_due_at, urgent_reason))


def suspend(procedure: Procedure, run: Run, *, reason: str) -> None:
    _suspend(procedure, run, reason)
    for to in people.concerned(procedure.membership):
        run.tell(messages.SuspendedAtOnce(to, *_names(procedure), reason, procedure.answer_due_at))


def _suspend(procedure: Procedure, run: Run, reason: str) -> None:
    """At once, so the decision must come sooner; never before the provider could answer."""
    place, review = people.place(procedure.membership), settings.SUSPENSION_REVIEW_DAYS
    run.perform(MembershipLife.suspend, procedure.membership_id, reason=reason)
    procedure.suspended_at, procedure.urgent_reason = run.now, reason
    sooner = max(add_working_days(run.now, review.value(), place), procedure.answer_due_at)
    if sooner < procedure.decision_due_at:
        procedure.decision_due_at = sooner
        procedure.decision_rule = people.rule(place, review.version())


def answer(procedure: Procedure, run: Run, *, text: str) -> None:
    _of_membership(procedure, run)
    procedure.answer = text
    procedure.answered_at, procedure.answered_by_id = run.now, run.actor.user
    for to in accounts.recipients_of([procedure.opened_by_id]):
        run.tell(messages.Answered(to, *_names(procedure), str(procedure.membership_id)))


def withdraw(procedure: Procedure, run: Run, *, reason: str) -> None:
    run.perform(MembershipLife.withdraw, procedure.membership_id, reason=reason)
    _decide(procedure, run, reason)
    for to in people.concerned(procedure.membership):
        run.tell(messages.Withdrawn(to, *_names(procedure), reason))


def close(procedure: Procedure, run: Run, *, reason: str) -> None:
    """Without effect: what was suspended for it is restored, unless something else stands against it."""
    _decide(procedure, run, reason)
    membership = _of_membership(procedure, run)
    suspended_for_it = procedure.suspended_at and membership.state == Membership.State.SUSPENDED
    if suspended_for_it and membership.irregular_since is None and not _past(membership, run):
        run.perform(MembershipLife.restore, membership, reason=reason)
    for to in people.concerned(membership):
        run.tell(messages.Closed(to, *_names(procedure), reason))


def _past(membership: Membership, run: Run) -> bool:
    return rules.is_past(membership.ends_on, people.day_there(membership, run.now))


def remind(procedure: Procedure, run: Run) -> None:
    procedure.reminded_at = run.now
    for to in people.concerned(_of_membership(procedure, run)):
        run.tell(messages.AnswerAwaited(to, *_names(procedure), procedure.answer_due_at))


def alarm(procedure: Procedure, run: Run) -> None:
    """Every agent is told: access may be shut for nothing."""
    _of_membership(procedure, run)
    procedure.alarmed_at = run.now
    for to in accounts.recipients_of([key for key, _ in accounts.staff()]):
        late = messages.DecisionLate(
            to, *_names(procedure), str(procedure.membership_id), procedure.suspended_at is not None
        )
        run.tell(late)


def _of_membership(procedure: Procedure, run: Run) -> Membership:
    """The entry is one of the membership's own story too."""
    if procedure.membership_id not in run.subjects:
        run.subjects.append(procedure.membership_id)
    return procedure.membership


def _decide(procedure: Procedure, run: Run, reason: str) -> None:
    procedure.decided_at, procedure.decided_by_id, procedure.decision_reason = run.now, run.actor.user, reason


def _names(procedure: Procedure) -> tuple[str, str]:
    return procedure.membership.number, procedure.membership.name
