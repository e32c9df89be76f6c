"""What each audience may see and do in a table, declared on the model as `isolation = tenant(…)`.

One scope kind per audience, each with its own policy for its own database role: two OR-ed policies for one
request would cost the ordered index scan. A scope that was never set is an error ('' is not a uuid), never an
empty page.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kairos.foundation.actor import Audience

READ = ("select",)
ADD = ("insert",)
WRITE = ("select", "insert", "update")
ALL = ("select", "insert", "update", "delete")

EVERYONE = tuple(Audience)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows one audience reaches (a SQL condition on the row itself) and the commands it has there."""

    commands: tuple[str, ...]
    condition: str = "true"
    check: str = ""

    @property
    def written(self) -> str:
        """The condition a row must meet when it is written; the read condition unless said otherwise."""
        return self.check or self.condition


@dataclass(frozen=True, slots=True)
class Isolation:
    """policed: row-level security on; tracked: every write must stand in a journal entry.

    login: commands of the application's own login role, before any scope is set (jobs alone need it).
    """

    kind: str
    rows: Mapping[Audience, Rows]
    policed: bool = False
    tracked: bool = False
    login: tuple[str, ...] = ()


def own_organisation(column: str) -> str:
    return f"{column} = (SELECT current_setting('kairos.organisation')::uuid)"


def own_user(column: str) -> str:
    return f"{column} = (SELECT current_setting('kairos.user')::uuid)"


def public(*, written_by: Iterable[Audience] = (), commands: tuple[str, ...] = ALL) -> Isolation:
    """Nothing personal: everyone reads, `written_by` writes. No policy."""
    rows = {audience: Rows(READ) for audience in EVERYONE} | {a: Rows(commands) for a in written_by}
    return Isolation("public", rows)


def credentials(*, tracked: bool = False) -> Isolation:
    """Accounts, sessions, factors: no policy (nobody is known yet when they are read), touched by `accounts` only."""
    return Isolation("credentials", {audience: Rows(ALL) for audience in EVERYONE}, tracked=tracked)


def tenant(
    column: str = "organisation_id",
    *,
    operator: tuple[str, ...] = WRITE,
    provider: tuple[str, ...] = ALL,
    tracked: bool = True,
) -> Isolation:
    """Rows of one organisation: its own people reach them, the operator and the jobs reach all."""
    rows = {
        Audience.PROVIDER: Rows(provider, own_organisation(column)),
        Audience.OPERATOR: Rows(operator),
        Audience.SYSTEM: Rows(ALL),
    }
    return Isolation("tenant", rows, policed=True, tracked=tracked)


def personal(column: str = "user_id", *, commands: tuple[str, ...] = WRITE, tracked: bool = False) -> Isolation:
    """Rows of one person, read by that person alone; anyone may add one for them, jobs reach all."""
    mine = Rows(commands, own_user(column))
    rows = {
        Audience.ANONYMOUS: Rows(ADD),
        Audience.PROVIDER: mine,
        Audience.OPERATOR: mine,
        Audience.AGENCY: mine,
        Audience.JOBSEEKER: mine,
        Audience.SYSTEM: Rows(ALL),
    }
    return Isolation("personal", rows, policed=True, tracked=tracked)
