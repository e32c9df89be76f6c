"""The choice of an agency's alerts, made."""

from kairos.path.following.lifecycle import AgencyAlerts
from kairos.path.following.models import AlertChoice
from tests.support import agencies
from tests.support.factories import factory
from tests.support.people import People
from tests.support.team import run

WHY = "Nos groupes sont de trois jours par semaine."


@factory("alert_choice")
def alert_choice(people: People) -> AlertChoice:
    return chosen(people, absences=2, pause_days=None)


def chosen(people: People, **numbers: int | None) -> AlertChoice:
    """By the head of the adviser's agency."""
    row = AlertChoice(agency_id=agencies.row_of(people.adviser).agency_id)
    return run(people.agency_head, AgencyAlerts.choose, row, reason=WHY, **numbers)
