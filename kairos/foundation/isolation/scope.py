"""Telling the database who is asking, for one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection, transaction

from kairos.foundation import clock, dated_settings
from kairos.foundation.actor import Actor

ENTER = """
SELECT set_config('role', %s, true), set_config('kairos.user', %s, true),
       set_config('kairos.organisation', %s, true), context.clock_offset, context.rules_version
FROM kairos_context() AS context
"""
ASKING = """
SELECT current_setting('role'), coalesce(current_setting('kairos.user', true), ''),
       coalesce(current_setting('kairos.organisation', true), '')
"""
RETURN = """
SELECT set_config('role', %s, true), set_config('kairos.user', %s, true), set_config('kairos.organisation', %s, true)
"""


def enter(actor: Actor) -> None:
    """Give the rest of this transaction the rows of `actor`; brings the clock and the rules version along."""
    with connection.cursor() as cursor:
        cursor.execute(ENTER, [actor.role, str(actor.scope_user), str(actor.scope_organisation)])
        *_, offset, rules_version = cursor.fetchone()
    bring(offset, rules_version)


def bring(offset: timedelta, rules_version: int) -> None:
    clock.set_offset(offset)
    dated_settings.expect_version(rules_version)


@contextmanager
def scope(actor: Actor) -> Iterator[Actor]:
    """One transaction as `actor`, for jobs, commands and tests (a request has its frame).

    Inside another transaction it is a part of it, and at its end whoever asked before asks again: PostgreSQL
    undoes a local setting with a savepoint that is rolled back, not with one that is kept.
    """
    nested = connection.in_atomic_block
    with transaction.atomic():
        before = _asking() if nested else None
        enter(actor)
        yield actor
        if before:
            _return_to(before)


def _asking() -> tuple[str, str, str]:
    with connection.cursor() as cursor:
        cursor.execute(ASKING)
        return cursor.fetchone()


def _return_to(before: tuple[str, str, str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(RETURN, before)
