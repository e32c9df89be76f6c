"""A job seeker comes back from FranceConnect for the first time: their identifier says whose file it would be, their
name and birth date, of which FranceConnect answers, whether it is theirs. No account is ever opened here.

Wrong identifiers wait, then stop for a day: one counter an identity, one a network. What is said tells of nobody.
"""

from datetime import timedelta

from kairos.foundation import clock, engine, journal
from kairos.foundation.actor import Actor, system
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.identity.accounts import throttle
from kairos.identity.accounts.models import User
from kairos.identity.accounts.oidc import Identity
from kairos.identity.accounts.sessions import Device
from kairos.identity.accounts.signing_in import Stopped, Why
from kairos.people.jobseekers.lifecycle import JobSeekerFile
from kairos.people.jobseekers.models import JobSeeker

State = JobSeeker.State
A_DAY = timedelta(days=1)


def link(identity: Identity, identifier: str, device: Device, actor: Actor) -> User | Stopped:
    word = f"{identity.issuer} {identity.subject}"
    standing = throttle.look(word, device.network)
    if standing.locked:
        if clock.now() - standing.last_failure_at < A_DAY:
            return Stopped(Why.LOCKED)
        throttle.forget_word(word)
        standing = throttle.look(word, device.network)
    if standing.wait:
        return Stopped(Why.WAIT, seconds=max(1, round(standing.wait.total_seconds())))
    with scope(system("jobseekers.linking", actor.request_id)):
        if user := _linked(identity, identifier, actor):
            throttle.forgive(standing)
            return user
        journal.happened(actor, "session.refused", how="franceconnect", network=device.network)
        return Stopped(Why.LOCKED if throttle.count(standing) else Why.WRONG)


def _linked(identity: Identity, identifier: str, actor: Actor) -> User | None:
    """Of the files that have this identifier (several agencies may), the one that is theirs."""
    rows = JobSeeker.objects.select_related("user").filter(identifier=identifier, state=State.ACTIVE)
    for row in rows.filter(user__state=User.State.ACTIVE)[:5]:
        try:
            engine.run(JobSeekerFile.link_identity, row.pk, actor, identity=identity, identifier=identifier)
        except Refused:
            continue
        return row.user
    return None
