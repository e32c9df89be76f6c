"""What changes when portfolios arrive by file, inside the act that takes it, and when one is handed on."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from kairos.foundation.engine import Run
from kairos.people.agencies.models import Adviser
from kairos.people.jobseekers import jobs
from kairos.people.jobseekers.acts import HANDED_ON
from kairos.people.jobseekers.events import PortfolioChanged
from kairos.people.jobseekers.models import JobSeeker, PortfolioMove

COLUMNS = ("first_name", "last_name", "sort_key", "email", "phone", "adviser_id")


def load(
    agency: UUID,
    lines: Sequence[tuple[JobSeeker | None, Mapping[str, Any]]],
    advisers: Mapping[str, UUID],
    run: Run,
    *,
    invite: bool,
) -> None:
    """Each with the row that is there, or None."""
    new = [_new(agency, values, advisers, run) for row, values in lines if row is None]
    changed = [(row, row.adviser_id) for row, _ in lines if row is not None]
    for row, values in lines:
        if row is not None:
            _note(row, values, advisers)
    JobSeeker.objects.bulk_create(new)
    JobSeeker.objects.bulk_update([row for row, _ in changed], COLUMNS)
    moved = [row for row, before in changed if row.adviser_id != before]
    run.publish(PortfolioChanged([*new, *moved], HANDED_ON))
    if invite:
        jobs.invite_all([row.pk for row in new if row.email])


def _new(agency: UUID, values: Mapping[str, Any], advisers: Mapping[str, UUID], run: Run) -> JobSeeker:
    row = JobSeeker(
        agency_id=agency,
        state=JobSeeker.State.WAITING,
        identifier=values["identifier"],
        birth_date=values["birth_date"],
        loaded_at=run.now,
    )
    _note(row, values, advisers)
    return row


def _note(row: JobSeeker, values: Mapping[str, Any], advisers: Mapping[str, UUID]) -> None:
    """An empty cell says nothing."""
    row.call(values["first_name"] or row.first_name, values["last_name"] or row.last_name)
    row.email = values["email"] or row.email
    row.phone = values["phone"] or row.phone
    if wanted := values["adviser"]:
        row.adviser_id = advisers[wanted.lower()]


def hand_on(move: PortfolioMove, run: Run, *, heirs: Sequence[Adviser], reason: str) -> None:
    """In turn, by name, so that each gets as many as the others."""
    rows = list(JobSeeker.objects.select_for_update().filter(adviser=move.giver_id).exclude(state="left"))
    rows.sort(key=lambda row: (row.sort_key, row.pk))
    move.takers, move.people = [heir.pk for heir in heirs], len(rows)
    move.reason, move.moved_at, move.moved_by = reason, run.now, run.actor.scope_user
    for place, heir in enumerate(heirs):
        share: list[UUID] = [row.pk for row in rows[place :: len(heirs)]]
        JobSeeker.objects.filter(pk__in=share).update(adviser=heir)
    for place, row in enumerate(rows):
        row.adviser = heirs[place % len(heirs)]
    run.publish(PortfolioChanged(rows, HANDED_ON))
