"""The file of a Carif-Oref, national or of a region: sessions of many organisations, that the operator brings.

Each line goes to the member organisation of its responsible SIRET. What the file said of each number is kept apart
(`carif_line`), so that whoever it concerns reads it; what it names no more is marked among its own sessions alone.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from uuid import UUID

from kairos.foundation import clock
from kairos.foundation.engine import Run
from kairos.foundation.engine.lifecycle import act_named
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.foundation.imports.kinds import Context, ImportKind, Line, Option, declare
from kairos.offer.catalogue import codes, settings
from kairos.offer.catalogue.importing import judging, turns, whose, writing
from kairos.offer.catalogue.importing.columns import COLUMNS, said
from kairos.offer.catalogue.importing.judging import FOR
from kairos.offer.catalogue.importing.lheo.reading import TREE
from kairos.offer.catalogue.importing.taking import Batch
from kairos.offer.catalogue.models import TrainingSession

SIRET = "responsible_siret"
CARIF, WHOLE, PUBLISH = "carif", "whole", "publish"
OWN_COLUMNS = tuple(
    replace(column, reads="14 chiffres ; celui d’un adhérent") if column.key == SIRET else column for column in COLUMNS
)


def judge(lines: Sequence[Line], context: Context) -> None:
    """Five statements a batch."""
    owners = whose.owners(line.values[SIRET] for line in lines)
    for line in lines:
        owner = owners[line.values[SIRET]]
        line.values[FOR] = owner.organisation
        if owner.reason:
            line.refuse(owner.reason, SIRET)
    judging.judge(lines, context.options[CARIF])


def take(lines: Sequence[Line], run: Run, context: Context) -> None:
    sirets = (line.values["delivering_siret"] or line.values[SIRET] for line in lines)
    published = bool(context.options.get(PUBLISH))
    Batch(run, context, whose.establishments(sirets), context.options[CARIF], published=published).take(lines)


def record(lines: Sequence[Line], run: Run, context: Context) -> None:
    """What was said of each number, taken or not."""
    owners = _owners(lines)
    rows = {line.values["number"]: _recorded(line, owners, run, context) for line in lines if line.values["number"]}
    writing.put(writing.CARIF_LINE, rows.values())


def _owners(lines: Sequence[Line]) -> dict[str, UUID | None]:
    """Of lines whose cells were wrong, and that nobody judged."""
    unread = {line.values[SIRET] for line in lines if FOR not in line.values and line.values[SIRET]}
    return {siret: owner.organisation for siret, owner in whose.owners(unread).items()} if unread else {}


def _recorded(line: Line, owners: dict[str, UUID | None], run: Run, context: Context) -> dict[str, object]:
    siret = line.values[SIRET] or ""
    return {
        "id": new_id(),
        "carif": context.options[CARIF],
        "number": line.values["number"],
        "organisation_id": line.values.get(FOR, owners.get(siret)),
        "siret": siret,
        "run_id": context.run,
        "line": line.number,
        "verdict": judging.verdict(line),
        "reasons": judging.reasons(line),
        "at": run.now,
    }


def end(run: Run, context: Context) -> None:
    """What the whole offer names no more is marked; drafts of it that are complete by now are published."""
    if context.options.get(WHOLE):
        writing.mark_left(writing.LEFT_CARIF, today=clock.today(), carif=context.options[CARIF], run=context.run)
    if context.options.get(PUBLISH):
        _publish(run, context)


def _publish(run: Run, context: Context) -> None:
    """Drafts that an earlier file left, and that this one changed: since this act, to the thousandth of a second."""
    since = run.now.replace(microsecond=run.now.microsecond // 1000 * 1000)
    drafts = TrainingSession.objects.filter(
        carif=context.options[CARIF], state=TrainingSession.State.DRAFT, modified_at__gte=since
    )
    act = act_named("training_session.publish")
    for session in drafts.order_by("number"):
        with suppress(Refused):
            run.perform(act, session)


KIND = declare(
    ImportKind(
        name="carif",
        title="Offre d’un Carif-Oref",
        permission="catalogue.carif",
        columns=OWN_COLUMNS,
        judge=judge,
        take=take,
        record=record,
        begin=turns.alone,
        end=end,
        identity=("number",),
        said=said,
        whole=False,
        of_itself=True,
        largest=settings.CARIF_LARGEST,
        trees=(TREE.name,),
        options=(
            Option(
                CARIF,
                "De qui vient ce fichier",
                "Ses sessions forment un ensemble à part : un fichier ne marque que celles du même ensemble.",
                tuple(codes.CARIFS.items()),
            ),
            Option(
                WHOLE,
                "Ce fichier contient toute l’offre de cet ensemble",
                "Ses sessions que le fichier ne nomme plus seront marquées ; aucune n’est supprimée.",
            ),
            Option(
                PUBLISH,
                "Publier aussitôt les sessions complètes",
                "Le Carif-Oref les a déjà validées. Les autres restent des brouillons de leur organisme.",
            ),
        ),
        explanation="Les sessions de nombreux organismes en un fichier, en LHÉO 2.2 ou 2.3, CSV ou XLSX. Chacune va à "
        "l’organisme adhérent de son SIRET responsable ; ce qu’il y a ajouté reste.",
    )
)
