"""What changes when an adviser covers a colleague, and when that is over."""

from datetime import date

from kairos.foundation.engine import Run
from kairos.people.access.models import Cover
from kairos.people.access.portfolio_acts import close_cover, open_cover


def grant(cover: Cover, run: Run, *, starts_on: date, ends_on: date, reason: str) -> None:
    cover.starts_on, cover.ends_on, cover.reason = starts_on, ends_on, reason
    cover.granted_by, cover.granted_at = run.actor.scope_user, run.now
    run.write_now()
    open_cover(cover, run)


def end(cover: Cover, run: Run) -> None:
    cover.ended_at = run.now
    close_cover(cover, run)
