"""Telling the database who is asking, for one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from kairos.foundation import clock, dated_settings
from kairos.foundation.actor import Actor

ENTER = """
SELECT set_config('role', %s, true), set_config('kairos.user', %s, true),
       set_config('kairos.organisation', %s, true), context.clock_offset, context.rules_version
FROM kairos_context() AS context
"""


def enter(actor: Actor) -> None:
    """Give the rest of this transaction the rows of `actor`; brings the clock and the rules version along."""
    with connection.cursor() as cursor:
        cursor.execute(ENTER, [actor.role, str(actor.scope_user), str(actor.scope_organisation)])
        *_, offset, rules_version = cursor.fetchone()
    bring(offset, rules_version)


def bring(offset, rules_version: int) -> None:
    clock.set_offset(offset)
    dated_settings.expect_version(rules_version)


@contextmanager
def scope(actor: Actor) -> Iterator[Actor]:
    """One transaction as `actor`: for jobs, commands and tests; a request has its frame."""
    with transaction.atomic():
        enter(actor)
        yield actor
