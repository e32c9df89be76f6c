"""How long each column is kept, after what, and what becomes of it: declared on the model as `retention = kept(…)`.

Every column of every table is classified; a test fails on a new one that is not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Fate(StrEnum):
    """What becomes of a column's value when its time has come.

    PLAIN: says nothing of a person; stays with its row.
    BLANK: emptied. PSEUDONYM: replaced by a word that says nothing. DELETED: goes with its row.
    """

    PLAIN = "plain"
    BLANK = "blank"
    PSEUDONYM = "pseudonym"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Retention:
    """after: the event that starts the clock; months: how long the row is kept as it is, then each column's fate."""

    after: str
    months: int | None
    columns: Mapping[str, Fate]

    def is_over(self, event: datetime, now: datetime) -> bool:
        """Whether a row whose event was then need not be kept any more; the month that ends is kept whole."""
        elapsed = (now.year - event.year) * 12 + now.month - event.month
        return self.months is not None and elapsed > self.months


def kept(
    after: str,
    months: int | None,
    *,
    plain: str = "",
    blank: str = "",
    pseudonym: str = "",
    deleted: str = "",
) -> Retention:
    """Space-separated column names for each fate; `months=None`: as long as the service lives."""
    groups = {Fate.PLAIN: plain, Fate.BLANK: blank, Fate.PSEUDONYM: pseudonym, Fate.DELETED: deleted}
    columns = {name: fate for fate, names in groups.items() for name in names.split()}
    return Retention(after, months, columns)


THIRD_PARTY = {
    "django_migrations",
    "procrastinate_jobs",
    "procrastinate_events",
    "procrastinate_periodic_defers",
    "procrastinate_workers",
}
"""Tables of libraries: ids and times, nothing personal; jobs done are deleted at once, failed ones after 30 days."""
