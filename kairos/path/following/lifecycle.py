"""The choice of an agency's alerts."""

from collections.abc import Iterator, Mapping
from typing import Any

from kairos.foundation.actor import Actor
from kairos.foundation.engine import Act, Lifecycle, Run
from kairos.foundation.guards import Reason
from kairos.identity.habilitations.guards import given
from kairos.path.following import queries
from kairos.path.following.models import AlertChoice
from kairos.path.following.settings import ABSENCES, PAUSE_DAYS

Details = Mapping[str, Any]
SETTINGS = {"absences": ABSENCES, "pause_days": PAUSE_DAYS}
says_why = given("reason", "Dites pourquoi : c’est gardé avec le choix, et au journal.")


def numbers_are_possible(row: AlertChoice, actor: Actor, details: Details) -> Iterator[Reason]:
    """Bounded as the operator's own setting is."""
    for name, setting in SETTINGS.items():
        if details[name] is not None and (problem := setting.problem(details[name])):
            yield Reason(problem, field=name)


def something_changes(row: AlertChoice, actor: Actor, details: Details) -> Iterator[Reason]:
    now = queries.choice_of(row.agency_id)
    if all(details[name] == (getattr(now, name) if now else None) for name in SETTINGS):
        yield Reason("Ces seuils sont déjà ceux de votre agence : changez-en un.", field="absences")


def choose(row: AlertChoice, run: Run, *, absences: int | None, pause_days: int | None, reason: str) -> None:
    row.absences, row.pause_days, row.reason = absences, pause_days, reason
    row.set_at, row.set_by, row.who = run.now, run.actor.scope_user, run.actor.name[:200]


class AgencyAlerts(Lifecycle):
    """Chosen by the head of an agency, over the operator's dated settings; another choice replaces it from then on."""

    name = "alert_choice"
    model = AlertChoice

    choose = Act(
        label="Régler les alertes",
        sources=None,
        permission="agencies.alerts",
        body=choose,
        guards=(numbers_are_possible, something_changes, says_why),
        records=("absences", "pause_days"),
    )
