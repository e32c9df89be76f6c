"""What the worker does with large files, and what time makes due."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings as installation
from django.utils.module_loading import import_string

from kairos.foundation import engine
from kairos.foundation.actor import Actor, system
from kairos.foundation.engine.lifecycle import act_named
from kairos.foundation.guards import Refused
from kairos.foundation.imports import keeping, queries, settings
from kairos.foundation.imports.models import ImportRun
from kairos.foundation.isolation import scope
from kairos.foundation.jobs import job, sweep
from kairos.foundation.permissions import Denied
from kairos.foundation.uploads import orphans

State, Asked = ImportRun.State, ImportRun.Asked
LOST_RIGHT = "La personne qui l’a demandé n’en a plus le droit."
AT_A_TIME = 200


@job("imports.check")
def check(key: str) -> None:
    from kairos.foundation.imports import runs

    with _asked(key, Asked.CHECK) as (row, actor):
        if row:
            runs.check(row, actor, lambda: scope(actor), _telling(row, actor))


@job("imports.take")
def take(key: str) -> None:
    with _asked(key, Asked.TAKE) as (row, actor):
        if row:
            with scope(actor):
                engine.run(act_named("import_run.take"), row, actor, by_worker=True)


@contextmanager
def _asked(key: str, what: str) -> Iterator[tuple[ImportRun | None, Actor | None]]:
    """The file and whoever sent it, with the rights they have now; nothing when it is done, or they lost them.

    A refusal gives the file back with its reasons.
    """
    with scope(system("imports")):
        row = ImportRun.objects.filter(pk=UUID(key), asked=what).first()
        actor = row and import_string(installation.KAIROS_ACTOR)(row.received_by, row.organisation_id)
    if row is None:
        yield None, None
        return
    try:
        if actor is None:
            raise Refused(LOST_RIGHT)
        yield row, actor
    except Refused as refused:
        _give_back(row, " ".join(reason.message for reason in refused.reasons))
    except Denied:
        _give_back(row, LOST_RIGHT)


def _give_back(row: ImportRun, reason: str) -> None:
    with scope(system("imports.give_back")) as who:
        now = ImportRun.objects.get(pk=row.pk)
        if now.state in queries.WAITING:
            engine.run(act_named("import_run.give_back"), now, who, reason=reason)


def _telling(row: ImportRun, actor: Actor) -> Callable[[int], None]:
    def told(done: int) -> None:
        with scope(actor):
            ImportRun.objects.filter(pk=row.pk).update(done=done)

    return told


@sweep("imports.abandon")
def abandon(actor: Actor, now: datetime) -> None:
    """What nobody came back to."""
    before = now - timedelta(days=settings.WAITING_DAYS.value())
    for row in ImportRun.objects.filter(state__in=queries.WAITING, received_at__lt=before)[:AT_A_TIME]:
        engine.run(act_named("import_run.expire"), row, actor)


@sweep("imports.forget")
def forget(actor: Actor, now: datetime) -> None:
    before = now - timedelta(days=settings.KEPT_DAYS.value())
    for row in ImportRun.objects.filter(state__in=queries.ENDED, ended_at__lt=before).exclude(sha256="")[:AT_A_TIME]:
        engine.run(act_named("import_run.forget"), row, actor)


@sweep("imports.orphans")
def remove_orphans(actor: Actor, now: datetime) -> None:
    orphans.remove_from(int(now.timestamp() // 60) % orphans.DRAWERS, keeping.SHELF, keeping.named)
