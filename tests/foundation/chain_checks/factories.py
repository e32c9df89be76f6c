"""Verifications of the journal in each of their states."""

from kairos.foundation import engine
from kairos.foundation.actor import system
from kairos.foundation.chain_checks.lifecycle import ChainChecking
from kairos.foundation.chain_checks.models import ChainCheck
from kairos.foundation.isolation import scope
from tests.support.factories import factory
from tests.support.people import People

State = ChainCheck.State


@factory("chain_check", State.WAITING)
def waiting(people: People) -> ChainCheck:
    with scope(people.manager.actor) as who:
        return engine.run(ChainChecking.ask, ChainCheck(organisation_id=who.organisation), who)


def _by_a_job(act: engine.Act, row: ChainCheck, **details) -> ChainCheck:
    with scope(system("tests")) as who:
        return engine.run(act, row.pk, who, **details)


@factory("chain_check", State.RUNNING)
def running(people: People) -> ChainCheck:
    return _by_a_job(ChainChecking.start, waiting(people), numbers=(3, 1, 3))


@factory("chain_check", State.WHOLE)
def whole(people: People) -> ChainCheck:
    return _by_a_job(ChainChecking.find_whole, running(people), entries=12)


@factory("chain_check", State.BROKEN)
def broken(people: People) -> ChainCheck:
    return _by_a_job(ChainChecking.find_broken, running(people), entries=12)


@factory("chain_check", State.FAILED)
def failed(people: People) -> ChainCheck:
    return _by_a_job(ChainChecking.fail, waiting(people))
