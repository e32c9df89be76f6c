"""The pure rules of sign-in: how long to wait, what is forgotten.

Source: CNIL, délibération n° 2022-100 du 21 juillet 2022, annexe, cas n° 2 (restriction d’accès).
"""

from collections.abc import Container
from datetime import datetime, timedelta
from enum import StrEnum

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


class Moved(StrEnum):
    """What changed under an open session."""

    BROWSER = "browser"
    NETWORK = "network"


def delay(failures: int, free: int, most: int) -> timedelta:
    """How long to wait after that many failures in a row: nothing below `free`, then 2 s, 4 s… up to `most` seconds."""
    excess = failures - free
    if excess < 0:
        return timedelta()
    return timedelta(seconds=min(2 ** (excess + 1), most) if excess < 32 else most)


def left(wait: timedelta, since: datetime, now: datetime) -> timedelta:
    """What is left of a wait; never more than the whole of it, even if the demonstration clock was put back."""
    return min(max(since + wait - now, timedelta()), wait)


def of_account(failures: int, elapsed: timedelta, forgotten_after: timedelta, lock_after: int) -> int:
    """The failures of one account that still count `elapsed` after the last one; what is locked stays so."""
    return 0 if elapsed >= forgotten_after and failures < lock_after else failures


def of_network(failures: int, elapsed: timedelta) -> int:
    """A network is many people: one of its failures is forgotten each minute."""
    return max(0, failures - max(0, int(elapsed / MINUTE)))


def next_link(sent_today: int, first: timedelta) -> timedelta:
    """How long after the last of `sent_today` links the next may leave: `first`, then twice as long each time."""
    return min(first * 2 ** (sent_today - 1), DAY) if sent_today else timedelta()


def moved(
    same_browser: bool, network: str, known: Container[str], proved: timedelta, patience: timedelta
) -> Moved | None:
    """Why an open session must be proved again where it now is: see docs/decisions/0015.

    known: the networks where it was proved. proved: how long ago it last was. patience: a telephone that moves is not
    asked before that long; nothing: never for its network alone.
    """
    if not same_browser:
        return Moved.BROWSER
    return Moved.NETWORK if patience and network not in known and proved >= patience else None
