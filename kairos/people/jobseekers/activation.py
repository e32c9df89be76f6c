"""A job seeker opens their space: the link of the mail, their identifier, their birth date, a password.

Wrong guesses wait, then lock, as at the sign-in: one counter a person, whoever holds the link.
"""

from dataclasses import dataclass
from datetime import date

from kairos.foundation import engine
from kairos.foundation.actor import Actor, Strength, system
from kairos.foundation.isolation import scope
from kairos.identity.accounts import links, sessions, throttle
from kairos.identity.accounts.models import OneUseToken, User
from kairos.identity.accounts.sessions import Device
from kairos.identity.accounts.signing_in import Stopped, Why
from kairos.identity.accounts.throttle import Standing
from kairos.identity.accounts.tokens import Problem
from kairos.people.jobseekers.lifecycle import JobSeekerFile
from kairos.people.jobseekers.models import JobSeeker

State = JobSeeker.State


@dataclass(frozen=True, slots=True)
class Waiting:
    """Whose space a link opens, as far as whoever holds it may know before they say who they are."""

    link: OneUseToken
    agency: str

    @property
    def taken(self) -> bool:
        """The address is somebody's account already."""
        return self.link.user.state != User.State.CREATED


def found(token: str) -> tuple[Waiting | None, Problem | None]:
    """What this link opens, or why it opens nothing."""
    link, problem = links.found(token, OneUseToken.Kind.INVITATION)
    if problem:
        return None, problem
    row = _person(link)
    return (Waiting(link, row.agency.name), None) if row else (None, Problem.REPLACED)


def open_space(
    waiting: Waiting, identifier: str, birth_date: date, password: str, device: Device, actor: Actor
) -> User | Stopped:
    """Their account, or why not. Raises Refused for a password that is not good enough."""
    row = _person(waiting.link)
    if row is None:
        return Stopped(Why.LOCKED)
    standing = throttle.look(row.pk, device.network)
    if standing.locked:
        return Stopped(Why.LOCKED)
    if standing.wait:
        return Stopped(Why.WAIT, seconds=max(1, round(standing.wait.total_seconds())))
    if (identifier, birth_date) != (row.identifier, row.birth_date):
        return _wrong(row, standing)
    with scope(system("jobseekers.activation", actor.request_id)):
        details = {"identifier": identifier, "birth_date": birth_date, "password": password}
        return engine.run(JobSeekerFile.activate, row.pk, actor, link=waiting.link, **details).user


def _wrong(row: JobSeeker, standing: Standing) -> Stopped:
    if not throttle.count(standing):
        return Stopped(Why.WRONG, left=throttle.left(standing) - 1)
    with scope(system("jobseekers.activation")) as guardian:
        engine.run(JobSeekerFile.lock_activation, row.pk, guardian)
    return Stopped(Why.LOCKED)


def open_session(user: User, device: Device) -> str:
    """The mailbox was proved by the link, the person by what the agency knows: signed in all the way."""
    return sessions.open_session(user, Strength.SECOND_FACTOR, device)


def _person(link: OneUseToken) -> JobSeeker | None:
    with scope(system("jobseekers.activation")):
        rows = JobSeeker.objects.select_related("agency")
        return rows.filter(pk=link.organisation, state=State.WAITING).first()
