"""The links of many spaces at once."""

from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID

from kairos.foundation.actor import system
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.foundation.jobs import job
from kairos.people.jobseekers import inviting
from kairos.people.jobseekers.models import JobSeeker

AT_ONCE = 100


@job("jobseekers.invite")
def invite(ids: list[str]) -> None:
    """Whoever was invited meanwhile is left alone."""
    for key in ids:
        with scope(system("jobseekers.invite")) as kairos:
            row = JobSeeker.objects.filter(pk=UUID(key), state=JobSeeker.State.WAITING, invited_at=None).first()
            if row is not None:
                with suppress(Refused):
                    inviting.invite(row.pk, kairos)


def invite_all(people: Iterable[UUID]) -> None:
    keys = [str(key) for key in people]
    for start in range(0, len(keys), AT_ONCE):
        invite.defer(ids=keys[start : start + AT_ONCE])
