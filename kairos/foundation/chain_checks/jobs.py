"""Computing a verification, group of seals after group, each in a short transaction that holds nothing back."""

import logging
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from kairos.foundation import engine
from kairos.foundation.actor import system
from kairos.foundation.chain_checks.lifecycle import ChainChecking
from kairos.foundation.chain_checks.models import ChainCheck
from kairos.foundation.ids import NOBODY
from kairos.foundation.isolation import scope
from kairos.foundation.jobs import job
from kairos.foundation.journal import own, verifying
from kairos.foundation.journal.faults import Fault
from kairos.foundation.journal.models import JournalSeal
from kairos.foundation.journal.sealing import Link

log = logging.getLogger("kairos.chain_checks")
NAME = "journal.check"
MOST_TOLD = 100
"""Faults kept of one verification: a journal with more is looked into from the command line."""


@job("journal.check", lock="journal.check", retry=False)
def check_chain(check: str) -> None:
    """One at a time; one that cannot end says so on the page rather than being tried for hours."""
    try:
        _compute(UUID(check))
    except Exception:
        log.exception("verification %s failed", check)
        with scope(system(NAME)) as who:
            engine.run(ChainChecking.fail, UUID(check), who)
        raise


def _compute(key: UUID) -> None:
    with scope(system(NAME)):
        row = ChainCheck.objects.get(pk=key)
    if not row.live:
        return
    found = _whole(row) if row.organisation_id == NOBODY else _of_one(row)
    act = ChainChecking.find_broken if found["faults"] else ChainChecking.find_whole
    with scope(system(NAME)) as who:
        engine.run(act, key, who, **found)


def _of_one(row: ChainCheck) -> dict[str, Any]:
    organisation = row.organisation_id
    with scope(system(NAME)):
        verdict = own.begin(organisation)
    numbers = verdict.covering or [0]
    _start(row, (len(verdict.covering), numbers[0], numbers[-1]))
    steps = own.walk(organisation, verdict)
    while _next(steps) is not None:
        _note(row, verdict.done)
    with scope(system(NAME)):
        own.conclude(organisation, verdict)
    return {"entries": verdict.entries, "pending": verdict.pending, "faults": _told(verdict.faults)}


def _whole(row: ChainCheck) -> dict[str, Any]:
    with scope(system(NAME)):
        bounds = JournalSeal.objects.aggregate(count=models.Count("*"), last=models.Max("number"))
    _start(row, (bounds["count"], min(bounds["count"], 1), bounds["last"] or 0))
    verdict, link = verifying.Verdict(), Link()
    steps = verifying.walk(verdict)
    while (reached := _next(steps)) is not None:
        link = reached
        _note(row, verdict.seals)
    copy = Path(settings.KAIROS_SEALS)
    with scope(system(NAME)):
        verifying.conclude(verdict, link, copy if copy.exists() else None)
    return {"entries": verdict.entries, "pending": verdict.pending, "faults": _told(verdict.faults)}


def _next(steps: Any) -> Any:
    """One group, read in its own transaction; True stands for a step that says nothing."""
    with scope(system(NAME)):
        try:
            return next(steps) or True
        except StopIteration:
            return None


def _start(row: ChainCheck, numbers: tuple[int, int, int]) -> None:
    with scope(system(NAME)) as who:
        engine.run(ChainChecking.start, row.pk, who, numbers=numbers)


def _note(row: ChainCheck, done: int) -> None:
    """How far it is: for the page that waits, not for the journal."""
    with scope(system(NAME)):
        ChainCheck.objects.filter(pk=row.pk).update(done=done)


def _told(faults: list[Fault]) -> list[dict[str, Any]]:
    encoder = DjangoJSONEncoder()
    kept = [asdict(fault) for fault in faults[:MOST_TOLD]]
    return [{**fault, "at": fault["at"] and encoder.default(fault["at"])} for fault in kept]
