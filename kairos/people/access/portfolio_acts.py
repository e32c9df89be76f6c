"""Who follows whom decides who reads whom: portfolios, and the covers of absent advisers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from kairos.foundation.actor import system
from kairos.foundation.clock import PARIS
from kairos.foundation.engine import Run
from kairos.foundation.engine.lifecycle import act_named
from kairos.foundation.isolation import scope
from kairos.people.access.models import Cover, PersonAccess
from kairos.people.access.sources import COVER, PORTFOLIO, Source
from kairos.people.agencies.events import AdviserLeft
from kairos.people.agencies.models import Adviser
from kairos.people.jobseekers.events import PortfolioChanged
from kairos.people.jobseekers.models import JobSeeker
from kairos.people.jobseekers.queries import followed_by

OF_PORTFOLIO = (PORTFOLIO.name, COVER.name)
FOLLOWED = "Vous êtes dans son portefeuille"
COVERED = "Votre conseiller est absent"


@dataclass(frozen=True, slots=True)
class For:
    """Why, from when, until when an adviser reads the people of a portfolio."""

    source: Source
    reason: str
    starts_at: datetime
    ends_at: datetime | None = None
    subject: UUID | None = None


def on_portfolio_changed(event: PortfolioChanged, run: Run) -> None:
    """Those who read these people because of who followed them read them no more; those who follow them now do."""
    with scope(system("people.access", run.actor.request_id)):
        _close(event.people, run)
        followed = [row for row in event.people if row.adviser_id is not None]
        advisers = _advisers({row.adviser_id for row in followed})
        for adviser, rows in _by_adviser(followed).items():
            _open(rows, advisers[adviser], For(PORTFOLIO, FOLLOWED, run.now), run)
            for cover in Cover.objects.filter(absent=adviser, state=Cover.State.LIVE).select_related("by__agency"):
                _open(rows, cover.by, _covering(cover, run.now), run)


def _close(people: Sequence[JobSeeker], run: Run) -> None:
    """Everything, for whom the agency follows no more."""
    gone = [row.pk for row in people if row.state == JobSeeker.State.LEFT or row.left_at is not None]
    live = PersonAccess.objects.filter(closed_at__isnull=True)
    told = {"closed_at": run.now, "closed_by": run.actor.scope_user}
    live.filter(person__in=[row.pk for row in people], source__in=OF_PORTFOLIO).update(**told)
    live.filter(person__in=gone).update(**told)


def open_cover(cover: Cover, run: Run) -> None:
    with scope(system("people.access", run.actor.request_id)):
        _open(list(followed_by(cover.absent_id)), cover.by, _covering(cover, run.now), run)


def close_cover(cover: Cover, run: Run) -> None:
    with scope(system("people.access", run.actor.request_id)):
        rows = PersonAccess.objects.filter(subject=cover.pk, closed_at__isnull=True)
        rows.update(closed_at=run.now, closed_by=run.actor.scope_user)


def on_adviser_left(event: AdviserLeft, run: Run) -> None:
    """Whatever they read for the agency, and the covers they gave or took, are over."""
    adviser = event.adviser
    with scope(system("people.access", run.actor.request_id)):
        rows = PersonAccess.objects.filter(reader_id=adviser.user_id, place_id=adviser.agency_id)
        rows.filter(closed_at__isnull=True).update(closed_at=run.now, closed_by=run.actor.scope_user)
        covers = Cover.objects.filter(state=Cover.State.LIVE)
        for key in (covers.filter(absent=adviser) | covers.filter(by=adviser)).values_list("pk", flat=True):
            run.perform(act_named("adviser_cover.end"), key)


def _covering(cover: Cover, now: datetime) -> For:
    starts, ends = _midnight(cover.starts_on), _midnight(cover.ends_on + timedelta(days=1))
    return For(COVER, COVERED, max(starts, now), max(ends, now), cover.pk)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), PARIS)


def _open(people: Iterable[JobSeeker], adviser: Adviser, why: For, run: Run) -> None:
    """By hundreds at once: one row each, one statement for all."""
    rows = [
        PersonAccess(
            person=person,
            reader_kind=PersonAccess.Kind.ADVISER,
            reader_id=adviser.user_id,
            place_id=adviser.agency_id,
            who=adviser.agency.name,
            function=adviser.title,
            source=why.source.name,
            subject=why.subject,
            reason=why.reason,
            starts_at=why.starts_at,
            ends_at=why.ends_at,
            opened_by=run.actor.scope_user,
            opened_at=run.now,
        )
        for person in people
    ]
    PersonAccess.objects.bulk_create(rows)


def _advisers(keys: set[UUID]) -> Mapping[UUID, Adviser]:
    return Adviser.objects.select_related("agency").in_bulk(keys)


def _by_adviser(people: Iterable[JobSeeker]) -> dict[UUID, list[JobSeeker]]:
    found: dict[UUID, list[JobSeeker]] = {}
    for row in people:
        found.setdefault(row.adviser_id, []).append(row)
    return found
