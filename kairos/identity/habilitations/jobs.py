"""What an opened file sets going, beyond the reach of whoever opened it."""

from datetime import datetime, timedelta
from uuid import UUID

from kairos.foundation import clock, engine, journal
from kairos.foundation.actor import Actor, system
from kairos.foundation.clock import PARIS
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.foundation.jobs import job, sweep
from kairos.identity.accounts import people
from kairos.identity.habilitations import passwords, queries, rules, settings
from kairos.identity.habilitations.lifecycle import Grant, TeamMember
from kairos.identity.habilitations.models import AccessGrant
from kairos.identity.organisations.lifecycle import ProviderFile
from kairos.identity.organisations.models import Establishment, Organisation

WARNINGS_APART = timedelta(days=1)
AT_ONCE = 500
OVER = "Dernier jour passé."


@job("habilitations.tell_holders")
def tell_holders(organisation: str) -> None:
    """The people of every other file that names the same establishment learn of this one."""
    with scope(system("habilitations.tell_holders")) as actor:
        new = Establishment.objects.filter(organisation_id=UUID(organisation), main=True).first()
        if new is None:
            return
        others = Organisation.objects.filter(establishments__siret=new.siret).exclude(pk=new.organisation_id)
        for other in others.distinct():
            _warn(other, new.siret, actor)


def _warn(other: Organisation, siret: str, actor: Actor) -> None:
    """Once a day at most, whatever the number of files opened."""
    if journal.acted(other, ProviderFile.warn_of_rival.name, after=clock.now() - WARNINGS_APART):
        return
    owners = people.recipients_of(queries.members_of(other))
    engine.run(ProviderFile.warn_of_rival, other, actor, siret=siret, owners=owners)


@sweep("habilitations.end_expired")
def end_expired(actor: Actor, now: datetime) -> None:
    """Grants whose last day is over opened nothing since; they are now told as ended."""
    today = now.astimezone(PARIS).date()
    over = AccessGrant.objects.filter(state=AccessGrant.State.LIVE, ends_on__lt=today)
    for key in over.order_by("ends_on").values_list("pk", flat=True)[:AT_ONCE]:
        engine.run(Grant.end, key, actor, reason=OVER)


@sweep("habilitations.unused")
def watch_unused(actor: Actor, now: datetime) -> None:
    """Warned first, suspended when they did not come; the last account manager is warned and stays."""
    today, notice = now.astimezone(PARIS).date(), settings.INACTIVITY_NOTICE_DAYS.value()
    for one in queries.unused(today, settings.INACTIVITY_DAYS.value(), notice, AT_ONCE):
        warned = one.warned_on is not None and one.warned_on > one.last_on
        over = rules.suspended_on(one.last_on, one.warned_on if warned else today, one.limit, notice)
        if not warned:
            engine.run(TeamMember.warn_idle, one.affiliation, actor, days=one.limit, on=over)
        elif today >= over:
            _suspend(one, actor)


@sweep("habilitations.passwords")
def watch_passwords(actor: Actor, now: datetime) -> None:
    """Whoever will have to change theirs by the organisation's own rule is told before."""
    for one in passwords.to_warn(now, passwords.NOTICE_DAYS.value(), AT_ONCE):
        engine.run(TeamMember.warn_password, one.affiliation, actor, days=one.days, on=one.due_at)


def _suspend(one: queries.Unused, actor: Actor) -> None:
    reason = f"Accès sans usage pendant {one.limit} jours."
    try:
        engine.run(TeamMember.suspend_idle, one.affiliation, actor, reason=reason)
    except Refused:
        return
