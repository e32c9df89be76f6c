"""An agent types the code that somebody gave: guesses are counted, each code serves once."""

from dataclasses import dataclass

from kairos.foundation import engine, journal
from kairos.foundation.actor import Actor
from kairos.identity.accounts import throttle
from kairos.identity.accounts.sessions import Device
from kairos.identity.habilitations.helping import queries
from kairos.identity.habilitations.helping.lifecycle import HelpSession
from kairos.identity.habilitations.models import Helping


@dataclass(frozen=True, slots=True)
class Held:
    """Why a code was not even looked at. seconds: before the next one; 0 until tomorrow, after too many."""

    seconds: int


def enter(actor: Actor, code: str, device: Device, *, motive: str, text: str) -> Helping | Held | None:
    """The help that begins, or None: nobody gave such a code. Raises Refused when it does not open, or without reason.

    Counted apart from the agent's sign-in, which stays as it is.
    """
    standing = throttle.look(f"helping {actor.user}", device.network)
    if standing.locked:
        return Held(0)
    if standing.wait:
        return Held(max(1, round(standing.wait.total_seconds())))
    row = queries.offered_with(code)
    if row is None:
        throttle.count(standing)
        journal.happened(actor, "helping.refused", network=device.network)
        return None
    done = engine.run(HelpSession.begin, row, actor, motive=motive, text=text)
    throttle.forgive(standing)
    return done
