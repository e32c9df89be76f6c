"""The worker makes the files, and erases them when their days are over."""

import logging
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings as installation
from django.utils.module_loading import import_string

from kairos.foundation import clock, engine, permissions
from kairos.foundation.actor import Actor, system
from kairos.foundation.engine.lifecycle import act_named
from kairos.foundation.isolation import scope
from kairos.foundation.jobs import job, sweep
from kairos.foundation.uploads import orphans
from kairos.foundation.uploads.storing import Lost
from kairos.path.bundles import contents, keeping, packing, progress, settings
from kairos.path.bundles.models import SessionBundle
from kairos.path.bundles.packing import Made

log = logging.getLogger("kairos.bundles")
State = SessionBundle.State
NAME = "bundles.make"
LOST_RIGHT = "La personne qui l’a demandé n’en a plus le droit."
LOST_FILE = "Une feuille numérisée manque au dépôt des documents : prévenez l’assistance."
TOO_LARGE = "Cette session dépasse ce qu’un seul dossier peut contenir."
AT_A_TIME = 100


@job("bundles.make", lock="bundles.make")
def make(key: str) -> None:
    """One at a time. Nothing when it is made already."""
    with scope(system(NAME)):
        row = SessionBundle.objects.filter(pk=UUID(key), state=State.WAITING).first()
        actor = row and import_string(installation.KAIROS_ACTOR)(row.asked_by, row.organisation_id)
    if row is None:
        return
    if actor is None or not permissions.holds(actor, "bundles.export", row):
        _fail(row, LOST_RIGHT)
        return
    try:
        _make(row, actor)
    except Lost:
        log.exception("bundle %s: bytes of a scan are missing", row.pk)
        _fail(row, LOST_FILE)
    except packing.TooLarge:
        _fail(row, TOO_LARGE)


def _make(row: SessionBundle, actor: Actor) -> None:
    """Read in one transaction of its author's, written outside any, named in another."""
    with scope(actor):
        found = contents.of(row, actor, clock.now())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bundle.zip"
        entries = packing.pack(found.parts, found.said, path, progress.telling(row.pk))
        made = Made(path, packing.sha256_of(path), path.stat().st_size, len(entries), found.people)
        with scope(system(NAME)) as who:
            engine.run(act_named("session_bundle.finish"), row.pk, who, made=made)


def _fail(row: SessionBundle, note: str) -> None:
    with scope(system(NAME)) as who:
        engine.run(act_named("session_bundle.fail"), row.pk, who, note=note)


@sweep("bundles.erase")
def erase(actor: Actor, now: datetime) -> None:
    before = now - timedelta(days=settings.KEPT_DAYS.value())
    rows = SessionBundle.objects.filter(state=State.READY, state_since__lt=before).order_by("state_since", "id")
    for key in rows.values_list("pk", flat=True)[:AT_A_TIME]:
        engine.run(act_named("session_bundle.erase"), key, actor)


@sweep("bundles.orphans")
def remove_orphans(actor: Actor, now: datetime) -> None:
    orphans.remove_from(int(now.timestamp() // 60) % orphans.DRAWERS, keeping.SHELF, keeping.named)
