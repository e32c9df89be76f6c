"""The file of sessions: its lines compared with the catalogue, taken in bulk, what it no longer names marked."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from kairos.foundation import clock, permissions
from kairos.foundation.engine import Run
from kairos.foundation.engine.lifecycle import act_named
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.foundation.imports.kinds import Context, ImportKind, Line, Option, declare
from kairos.identity.organisations.models import Establishment
from kairos.identity.organisations.rules import siren_of
from kairos.offer.catalogue import queries
from kairos.offer.catalogue.importing import judging, present, turns, writing
from kairos.offer.catalogue.importing.columns import COLUMNS, said
from kairos.offer.catalogue.importing.judging import FOR
from kairos.offer.catalogue.importing.lheo.reading import TREE
from kairos.offer.catalogue.importing.present import Key
from kairos.offer.catalogue.importing.taking import Batch
from kairos.offer.catalogue.models import CatalogueLine, TrainingSession

State = TrainingSession.State
WHOLE, PUBLISH = "whole", "publish"


def judge(lines: Sequence[Line], context: Context) -> None:
    """Three statements a batch."""
    sirens = {siren_of(siret) for _, siret in _own(context.organisation)}
    for line in lines:
        line.values[FOR] = context.organisation
        if siren_of(line.values["responsible_siret"]) not in sirens:
            line.refuse("Ce SIRET n’est pas celui d’un établissement de votre organisme.", "responsible_siret")
    judging.judge(lines)


def _own(organisation: UUID | None) -> dict[Key, UUID]:
    rows = Establishment.objects.filter(organisation=organisation).values_list("organisation", "siret", "pk")
    return {(owner, siret): key for owner, siret, key in rows}


def take(lines: Sequence[Line], run: Run, context: Context) -> None:
    Batch(run, context, _own(context.organisation)).take(lines)


# What remains of a file


def record(lines: Sequence[Line], run: Run, context: Context) -> None:
    """What was said of each number, taken or not."""
    rows = {}
    for line in lines:
        if number := line.values.get("number"):
            rows[number] = {
                "id": new_id(),
                "organisation_id": context.organisation,
                "number": number,
                "run_id": context.run,
                "line": line.number,
                "verdict": judging.verdict(line),
                "reasons": judging.reasons(line),
                "at": run.now,
            }
    writing.put(writing.LINE, rows.values())


def end(run: Run, context: Context) -> None:
    """What the whole catalogue names no more is marked; what is complete is published, if that was asked for."""
    if context.options.get(WHOLE):
        writing.mark_left(writing.LEFT, today=clock.today(), organisation=context.organisation, run=context.run)
    if context.options.get(PUBLISH):
        _publish(run, context)


def _publish(run: Run, context: Context) -> None:
    """By whoever may publish; the others, and what is not complete, stay drafts."""
    numbers = CatalogueLine.objects.filter(organisation=context.organisation, run_id=context.run).values("number")
    rows = TrainingSession.objects.filter(organisation=context.organisation, state=State.DRAFT, number__in=numbers)
    act = act_named("training_session.publish")
    for session in rows.order_by("number"):
        if permissions.holds(run.actor, act.permission, session):
            with suppress(Refused):
                run.perform(act, session)


def export(context: Context) -> Iterator[dict[str, Any]]:
    """The catalogue of the organisation, as a file says it."""
    return (said(row) for row in rows(context.organisation))


def rows(organisation: UUID | None) -> Iterator[dict[str, Any]]:
    """The same, as values."""
    kept = TrainingSession.objects.filter(organisation=organisation).exclude(state__in=queries.OVER)
    found = kept.order_by("delivery__course__number", "delivery__number", "listed_on", "number")
    for number, *values in found.values_list("number", *present.PATHS):
        yield {"number": number, **dict(zip(present.NAMES, values, strict=True))}


KIND = declare(
    ImportKind(
        name="sessions",
        title="Sessions de formation",
        permission="catalogue.import",
        columns=COLUMNS,
        judge=judge,
        take=take,
        record=record,
        begin=turns.beside,
        end=end,
        identity=("number",),
        said=said,
        whole=False,
        trees=(TREE.name,),
        options=(
            Option(
                WHOLE,
                "Ce fichier contient tout mon catalogue",
                "Les sessions d’un fichier précédent qu’il ne nomme plus seront marquées ; aucune n’est supprimée.",
            ),
            Option(
                PUBLISH,
                "Publier aussitôt les sessions complètes",
                "Si vous en avez le droit. Les autres restent des brouillons.",
            ),
        ),
        explanation="Votre catalogue en LHÉO 2.2 ou 2.3, tel que l’envoie votre Carif, ou en CSV, XLSX. Un numéro de "
        "session déjà connu est mis à jour ; vos propres ajouts restent.",
        export=export,
    )
)
