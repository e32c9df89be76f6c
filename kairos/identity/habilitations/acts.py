"""What changes when somebody's place in an organisation, or their rights, change."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from kairos.foundation.clock import PARIS
from kairos.foundation.engine import Run
from kairos.foundation.engine.lifecycle import act_named
from kairos.identity.accounts import people
from kairos.identity.habilitations import messages, queries, rules
from kairos.identity.habilitations.leaving import leave, not_asked
from kairos.identity.habilitations.models import AccessGrant, Affiliation, Team
from kairos.identity.habilitations.rules import Wanted

State = AccessGrant.State


def set_rights(affiliation: Affiliation, run: Run, *, wanted: Sequence[Wanted], seen: int | None = None) -> None:
    """What is the same stays; what one gives oneself waits for a second person, unless one is alone."""
    today = run.now.astimezone(PARIS).date()
    held = list(queries.open_grants(affiliation))
    ending, opening = rules.differences(held, wanted, today)
    if not ending and not opening:
        return
    states = [_state(affiliation, one, ending, run, today) for one in opening]
    for grant in ending:
        run.perform(act_named("access_grant.end"), grant)
    opened = [_open(affiliation, one, state, run, today) for one, state in zip(opening, states, strict=True)]
    affiliation.rights_version += 1
    _tell(affiliation, ending, opened, run)
    live = [grant.right for grant in opened if grant.state == State.LIVE]
    for request in queries.open_requests(affiliation).filter(right__in=live):
        run.perform(act_named("right_request.grant"), request)


def _state(affiliation: Affiliation, one: Wanted, ending: Iterable[AccessGrant], run: Run, today: date) -> State:
    if affiliation.user_id != run.actor.user or queries.is_alone(affiliation.organisation_id):
        return State.LIVE
    had = (grant for grant in ending if grant.state == State.LIVE)
    return State.LIVE if any(rules.is_within(one, grant, today) for grant in had) else State.PROPOSED


def _open(affiliation: Affiliation, one: Wanted, state: State, run: Run, today: date) -> AccessGrant:
    grant = AccessGrant(
        affiliation=affiliation,
        organisation_id=affiliation.organisation_id,
        right=one.right,
        establishments=sorted(one.establishments),
        starts_on=one.starts_on or today,
        ends_on=one.ends_on,
    )
    act = "access_grant.propose" if state == State.PROPOSED else "access_grant.give"
    return run.perform(act_named(act), grant)


def _tell(affiliation: Affiliation, ending: Iterable[AccessGrant], opened: Iterable[AccessGrant], run: Run) -> None:
    live = [grant.right for grant in opened if grant.state == State.LIVE]
    waiting = [grant.right for grant in opened if grant.state == State.PROPOSED]
    lost = {grant.right for grant in ending} - set(live)
    if affiliation.state == Affiliation.State.INVITED:
        return  # the page of the invitation says them
    if affiliation.user_id != run.actor.user:
        run.tell(messages.rights_changed(affiliation, given=live, withdrawn=lost))
    elif waiting:
        for one in people.recipients_of(queries.who_may_agree(affiliation)):
            run.tell(messages.agreement_asked(one, affiliation, waiting))


def given(grant: AccessGrant, run: Run) -> None:
    """Given by one person to another, or proposed for oneself."""
    grant.given_by = run.actor.scope_user
    grant.given_at = run.now


def agree(grant: AccessGrant, run: Run) -> None:
    _decided(grant, run)
    run.tell(messages.rights_changed(grant.affiliation, given=[grant.right], withdrawn=[]))


def refuse(grant: AccessGrant, run: Run, *, reason: str) -> None:
    _decided(grant, run)
    grant.why = reason
    run.tell(messages.agreement_refused(grant, reason))


def end(grant: AccessGrant, run: Run, *, reason: str = "") -> None:
    grant.ended_at = run.now
    grant.ended_by = run.actor.scope_user
    grant.why = reason


def _decided(grant: AccessGrant, run: Run) -> None:
    grant.decided_by = run.actor.user
    grant.decided_at = run.now
    grant.affiliation.rights_version += 1
    grant.affiliation.save(update_fields=["rights_version"])


def suspend(affiliation: Affiliation, run: Run, *, reason: str) -> None:
    affiliation.suspended_at = run.now
    affiliation.suspended_why = reason
    not_asked(affiliation)
    run.tell(messages.suspended(affiliation, reason))


def resume(affiliation: Affiliation, run: Run) -> None:
    affiliation.suspended_at = None
    affiliation.suspended_why = ""
    affiliation.awake_on = run.now.astimezone(PARIS).date()
    affiliation.idle_warned_on = None
    run.tell(messages.resumed(affiliation))


def warn_idle(affiliation: Affiliation, run: Run, *, days: int, on: date) -> None:
    """`days`: of the limit. `on`: the day of the suspension, if they do not come."""
    affiliation.idle_warned_on = run.now.astimezone(PARIS).date()
    run.tell(messages.idle(affiliation, days, on))


def set_limits(
    team: Team, run: Run, *, idle_minutes: int | None, session_hours: int | None, inactivity_days: int | None
) -> None:
    """None: the operator's."""
    team.idle_minutes = idle_minutes
    team.session_hours = session_hours
    team.inactivity_days = inactivity_days


def remove(affiliation: Affiliation, run: Run, *, reason: str) -> None:
    leave(affiliation, run, reason)
    run.tell(messages.removed(affiliation, reason))


def describe(affiliation: Affiliation, run: Run, *, first_name: str, last_name: str, title: str, seen: int) -> None:
    """`seen`: the version that the page showed."""
    affiliation.call(first_name, last_name)
    affiliation.title = title
    affiliation.rights_version += 1


def open_team(team: Team, run: Run) -> None:
    """With the file of the organisation."""


def allow_alone(team: Team, run: Run) -> None:
    team.alone_since = run.now


def end_alone(team: Team, run: Run) -> None:
    team.alone_since = None


def set_many(team: Team, run: Run, *, changes: Mapping[UUID, tuple[int | None, Sequence[Wanted]]]) -> None:
    """The grid, saved at once: {affiliation: (version seen, wanted)}; all of it or nothing."""
    rows = {row.pk: row for row in queries.people_of(team.organisation_id).filter(pk__in=changes)}
    for key, (seen, wanted) in sorted(changes.items()):
        run.perform(act_named("affiliation.set_rights"), rows[key], wanted=wanted, seen=seen)


def suspend_many(team: Team, run: Run, *, people: Sequence[UUID], reason: str) -> None:
    """All of them or none."""
    for row in queries.people_of(team.organisation_id).filter(pk__in=people).select_related("user").order_by("pk"):
        run.perform(act_named("affiliation.suspend"), row, reason=reason)
