"""What changes when an organisation asks its people for new passwords."""

from datetime import datetime, timedelta

from kairos.foundation.engine import Run
from kairos.foundation.engine.lifecycle import act_named
from kairos.identity.habilitations import password_messages, passwords
from kairos.identity.habilitations.models import Affiliation, Team


def require(affiliation: Affiliation, run: Run, *, reason: str) -> None:
    """Of the person, wherever else they act: the password is theirs."""
    name = affiliation.organisation.name
    run.perform(act_named("account.require_password_change"), affiliation.user, reason=reason, organisation=name)


def require_all(team: Team, run: Run, *, reason: str) -> None:
    """Whoever asks, too."""
    for affiliation in passwords.to_ask(team.organisation_id).select_related("user", "organisation"):
        run.perform(act_named("affiliation.require_password"), affiliation, reason=reason)


def set_days(team: Team, run: Run, *, password_days: int | None) -> None:
    """The same again changes nothing; nobody is asked before having been told."""
    if password_days == team.password_days:
        return
    team.password_days = password_days
    team.password_days_at = run.now if password_days else None
    notice = timedelta(days=passwords.NOTICE_DAYS.value())
    team.password_days_from = run.now + notice if password_days else None


def warn(affiliation: Affiliation, run: Run, *, days: int, on: datetime) -> None:
    """`days`: of the rule. `on`: from when nothing else opens."""
    affiliation.password_warned_at = run.now
    run.tell(password_messages.ageing(affiliation, days, on))
