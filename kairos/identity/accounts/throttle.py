"""Failures counted, waits imposed, accounts locked. Why it is ours: docs/decisions/sign-in-throttle.md.

One counter per account (per word typed, when no account has it: what can be seen is the same) and one per network.
`look` comes before anything is verified and holds the account's counter until the transaction ends, so that a hundred
guesses at once are verified one after the other.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from kairos.foundation import clock, crypto
from kairos.identity.accounts import rules, settings
from kairos.identity.accounts.models import Throttle

PURPOSE = "throttle"
LOOK = """
WITH account AS (
  INSERT INTO account_throttle (mark, kind, failures, last_failure_at) VALUES (%(account)s, 'account', 0, %(now)s)
  ON CONFLICT (mark) DO UPDATE SET failures = account_throttle.failures
  RETURNING failures, last_failure_at
)
SELECT a.failures, a.last_failure_at, coalesce(n.failures, 0), coalesce(n.last_failure_at, %(now)s)
FROM account a LEFT JOIN account_throttle n ON n.mark = %(network)s
"""
COUNT = """
INSERT INTO account_throttle AS t (mark, kind, failures, last_failure_at)
VALUES (%(account)s, 'account', %(failures)s, %(now)s), (%(network)s, 'network', 1, %(now)s)
ON CONFLICT (mark) DO UPDATE SET last_failure_at = excluded.last_failure_at, failures = CASE t.kind
  WHEN 'account' THEN excluded.failures
  ELSE greatest(0, t.failures - floor(extract(epoch FROM
         greatest(interval '0', excluded.last_failure_at - t.last_failure_at)) / 60)::int) + 1
END
"""
LOOK_NETWORK = "SELECT failures, last_failure_at FROM account_throttle WHERE mark = %s"
COUNT_NETWORK = COUNT.replace("(%(account)s, 'account', %(failures)s, %(now)s), ", "")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an account and a network stand before an attempt. `wait`: not before that long; nothing when zero."""

    account: bytes
    network: bytes
    failures: int
    last_failure_at: datetime
    wait: timedelta
    whole_network: bool

    @property
    def locked(self) -> bool:
        return self.failures >= settings.LOCK_AFTER.value()


def look(who: UUID | str, network: str) -> Standing:
    """`who`: the account's id, or the word typed when no account has it."""
    now = clock.now()
    marks = {"account": _mark(who), "network": crypto.mark(f"network {network}", PURPOSE)}
    with connection.cursor() as cursor:
        cursor.execute(LOOK, marks | {"now": now})
        failures, last, from_network, network_last = cursor.fetchone()
    failures = rules.of_account(failures, now - last, _forgotten_after(), settings.LOCK_AFTER.value())
    own = rules.left(_delay(failures, settings.DELAY_AFTER.value()), last, now)
    shared = rules.of_network(from_network, now - network_last)
    others = rules.left(_delay(shared, settings.NETWORK_DELAY_AFTER.value()), network_last, now)
    return Standing(**marks, failures=failures, last_failure_at=last, wait=max(own, others), whole_network=others > own)


def left(standing: Standing) -> int:
    """How many more failures before the lock."""
    return settings.LOCK_AFTER.value() - standing.failures


def count(standing: Standing) -> bool:
    """One more failure; True when the account must now be locked."""
    failures = standing.failures + 1
    values = {"account": standing.account, "network": standing.network, "failures": failures, "now": clock.now()}
    with connection.cursor() as cursor:
        cursor.execute(COUNT, values)
    return failures >= settings.LOCK_AFTER.value()


def wait_of(network: str, what: str) -> timedelta:
    """How long a network waits before it asks again a page that is nobody's, and counts its own failures: `what`."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(LOOK_NETWORK, [_of_page(network, what)])
        failures, last = cursor.fetchone() or (0, now)
    counted = rules.of_network(failures, now - last)
    return rules.left(_delay(counted, settings.NETWORK_DELAY_AFTER.value()), last, now)


def count_of(network: str, what: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(COUNT_NETWORK, {"network": _of_page(network, what), "now": clock.now()})


def forgive(standing: Standing) -> None:
    """Signed in all the way: the account starts afresh, its network does not."""
    if standing.failures:
        Throttle.objects.filter(mark=standing.account).update(failures=0)


def forget(account: UUID) -> None:
    """Unlocked, or proved otherwise."""
    Throttle.objects.filter(mark=_mark(account)).update(failures=0)


def forget_word(word: str) -> None:
    """The same, of a word that is no account."""
    Throttle.objects.filter(mark=_mark(word)).update(failures=0)


def _mark(who: UUID | str) -> bytes:
    """An account and a word typed never share a counter, whatever the word."""
    return crypto.mark(f"{'account' if isinstance(who, UUID) else 'word'} {who}", PURPOSE)


def _of_page(network: str, what: str) -> bytes:
    return crypto.mark(f"page {what} {network}", PURPOSE)


def _delay(failures: int, free: int) -> timedelta:
    return rules.delay(failures, free, settings.DELAY_MOST.value())


def _forgotten_after() -> timedelta:
    return timedelta(hours=settings.FORGOTTEN_HOURS.value())
