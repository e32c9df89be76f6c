"""The table of acts of a verification."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.chain_checks import settings
from kairos.foundation.chain_checks.models import ChainCheck, latest
from kairos.foundation.clock import PARIS
from kairos.foundation.engine import Act, Lifecycle, Run
from kairos.foundation.guards import Reason

State = ChainCheck.State


def is_not_too_soon(check: ChainCheck, actor: Actor, details: Mapping[str, Any]) -> Iterator[Reason]:
    """It costs the database some work: once in a while is enough."""
    last = latest(check.organisation_id)
    if last is None:
        return
    if last.live:
        yield Reason("Une vérification est déjà en cours.")
    elif clock.now() < (again := last.asked_at + timedelta(minutes=settings.MINUTES.value())):
        moment = again.astimezone(PARIS)
        yield Reason(f"Le journal vient d’être vérifié. Vous pourrez recommencer à {moment.hour} h {moment:%M}.")


def _ask(check: ChainCheck, run: Run) -> None:
    from kairos.foundation.chain_checks import jobs

    check.asked_at, check.asked_by = run.now, run.actor.scope_user
    jobs.check_chain.defer(check=str(check.pk))


def _start(check: ChainCheck, run: Run, *, numbers: tuple[int, int, int]) -> None:
    """numbers: how many seals, the first, the last. Taken again after its worker died, it starts anew."""
    check.seals, check.first_seal, check.last_seal = numbers
    check.done = 0


def _end(check: ChainCheck, run: Run, *, entries: int = 0, pending: int = 0, faults: Any = ()) -> None:
    check.entries, check.pending, check.faults = entries, pending, list(faults)
    check.done, check.ended_at = check.seals, run.now


def _fail(check: ChainCheck, run: Run) -> None:
    check.ended_at = run.now


LIVE = (State.WAITING, State.RUNNING)


class ChainChecking(Lifecycle):
    """Asked by who reads the journal; run by a job, which finds the journal whole, or where it is not."""

    name = "chain_check"
    model = ChainCheck
    states = State

    ask = Act(
        label="Vérifier le journal",
        sources=None,
        target=State.WAITING,
        permission="journal.verify",
        body=_ask,
        guards=(is_not_too_soon,),
    )
    start = Act(label="Commencer la vérification", sources=LIVE, target=State.RUNNING, permission="journal.compute",
                body=_start)  # fmt: skip
    find_whole = Act(label="Constater que le journal est intact", sources=(State.RUNNING,), target=State.WHOLE,
                     permission="journal.compute", body=_end)  # fmt: skip
    find_broken = Act(label="Constater que le journal est altéré", sources=(State.RUNNING,), target=State.BROKEN,
                      permission="journal.compute", body=_end)  # fmt: skip
    fail = Act(label="Interrompre la vérification", sources=LIVE, target=State.FAILED, permission="journal.compute",
               body=_fail)  # fmt: skip
