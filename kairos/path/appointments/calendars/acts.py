"""What changes when a calendar's address is made or withdrawn."""

from kairos.foundation.engine import Run
from kairos.foundation.engine.lifecycle import act_named
from kairos.path.appointments.models import CalendarFeed


def open_(row: CalendarFeed, run: Run) -> None:
    """The former address of the same calendar opens nothing any more."""
    row.created_at = run.now
    former = CalendarFeed.objects.filter(
        user_id=row.user_id, organisation=row.organisation_id, person=row.person_id, agency=row.agency_id
    )
    for key in former.filter(state=CalendarFeed.State.LIVE).values_list("pk", flat=True):
        run.perform(act_named("calendar_feed.revoke"), key)


def revoke(row: CalendarFeed, run: Run) -> None:
    row.revoked_at = run.now
