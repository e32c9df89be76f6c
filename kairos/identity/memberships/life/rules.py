"""When a membership may be renewed, when it is over: plain values alone."""

from datetime import date, datetime, timedelta

from kairos.identity.memberships.rules import last_day

ONE_DAY = timedelta(days=1)


def next_term(ends_on: date, years: int) -> tuple[date, date]:
    """The first and last day of the term after one that ends on that day: no day is lost, none is counted twice."""
    starts_on = ends_on + ONE_DAY
    return starts_on, last_day(starts_on, years)


def renewal_opens_on(ends_on: date, notice: int) -> date:
    return ends_on - timedelta(days=notice)


def renewal_closes_on(ends_on: date, grace: int) -> date:
    """The last day, included, on which the renewal may still be asked."""
    return ends_on + timedelta(days=grace)


def may_be_renewed(ends_on: date, today: date, notice: int, grace: int) -> bool:
    return renewal_opens_on(ends_on, notice) <= today <= renewal_closes_on(ends_on, grace)


def is_past(last: date | None, today: date) -> bool:
    """Whether the last day, included, is behind."""
    return last is not None and today > last


def is_due(last_done: datetime | None, now: datetime, days: int) -> bool:
    """Never done, or done that many days ago."""
    return last_done is None or now - last_done >= timedelta(days=days)
