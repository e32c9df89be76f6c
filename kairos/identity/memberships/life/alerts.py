"""What a register says against a member: told to the operator, who decides; nothing happens by itself."""

from collections.abc import Sequence

from kairos.foundation.engine import Act, Lifecycle, Run
from kairos.foundation.working_days import add_working_days
from kairos.identity.memberships.conditions import given
from kairos.identity.memberships.life import people, settings
from kairos.identity.memberships.life.registered import Found
from kairos.identity.memberships.members.models import Membership, RegisterAlert

State = RegisterAlert.State


def raise_(alert: RegisterAlert, run: Run) -> None:
    place = people.place(alert.membership)
    alert.raised_at = run.now
    alert.due_at = add_working_days(run.now, settings.ALERT_DAYS.value(), place)
    alert.due_rule = people.rule(place, settings.ALERT_DAYS.version())


def settle(alert: RegisterAlert, run: Run, *, reason: str) -> None:
    alert.settled_at, alert.settled_by_id, alert.note = run.now, run.actor.user, reason


def lift(alert: RegisterAlert, run: Run) -> None:
    alert.settled_at = run.now


class Alert(Lifecycle):
    """Raised when members are compared with the registers again (OPEN); an agent settles it and says what was done
    (SETTLED), or the register says otherwise at the next comparison (LIFTED).
    """

    name = "register_alert"
    model = RegisterAlert
    states = State

    open = Act(
        label="Alerter",
        sources=None,
        target=State.OPEN,
        permission="memberships.watch",
        body=raise_,
    )
    settle = Act(
        label="Alerte traitée",
        sources=(State.OPEN,),
        target=State.SETTLED,
        permission="memberships.oversee",
        body=settle,
        guards=(given("reason", "Dites ce que vous avez vérifié et fait."),),
        records=("reason",),
    )
    lift = Act(
        label="Lever l’alerte",
        sources=(State.OPEN,),
        target=State.LIFTED,
        permission="memberships.watch",
        body=lift,
    )


def note_findings(membership: Membership, run: Run, findings: Sequence[Found]) -> None:
    """Those found anew are raised, those found no more are lifted. One settled is not raised again while the register
    goes on saying the same."""
    known = {alert.kind: alert for alert in _latest(membership)}
    for found in findings:
        if found.kind not in known or known[found.kind].state == State.LIFTED:
            alert = RegisterAlert(
                membership=membership,
                organisation_id=membership.organisation_id,
                kind=found.kind,
                found=found.words[:300],
            )
            run.perform(Alert.open, alert)
    kinds = {found.kind for found in findings}
    for alert in known.values():
        if alert.state == State.OPEN and alert.kind not in kinds:
            run.perform(Alert.lift, alert)


def _latest(membership: Membership) -> Sequence[RegisterAlert]:
    """Of each kind; the order makes the last one stay."""
    return RegisterAlert.objects.filter(membership=membership).order_by("raised_at")
