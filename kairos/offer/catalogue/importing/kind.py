"""The file of sessions: its lines compared with the catalogue, taken in bulk, what it no longer names marked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from kairos.foundation import clock, permissions
from kairos.foundation.engine import Run
from kairos.foundation.engine.lifecycle import act_named
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.foundation.imports.kinds import Context, ImportKind, Line, Option, Verdict, declare
from kairos.foundation.text import sort_key
from kairos.identity.organisations.models import Establishment
from kairos.identity.organisations.rules import siren_of
from kairos.offer.catalogue import publishing, queries, rules, settings
from kairos.offer.catalogue.content import COURSE, DELIVERY, EMPTY, SESSION
from kairos.offer.catalogue.events import SessionChanged
from kairos.offer.catalogue.importing import present, writing
from kairos.offer.catalogue.importing.columns import APPRENTICESHIP, COLUMNS, said
from kairos.offer.catalogue.importing.lheo.reading import TREE
from kairos.offer.catalogue.importing.present import Present
from kairos.offer.catalogue.models import CatalogueLine, TrainingSession

State, Source = TrainingSession.State, TrainingSession.Source
WHOLE, PUBLISH = "whole", "publish"
THERE = "_there"
"""In the values of a line: the session it is about, as the judge found it."""
FOUND = (State.PUBLISHED, State.STARTED)


def judge(lines: Sequence[Line], context: Context) -> None:
    """Two statements a batch."""
    there = present.sessions(context.organisation, [line.values["number"] for line in lines])
    sirens = {siren_of(siret) for siret in _own(context.organisation)}
    today = clock.today()
    too_old = today - timedelta(days=settings.ENDED_DAYS.value())
    for line in lines:
        _refuse(line, sirens, too_old)
        known = line.values[THERE] = there.get(line.values["number"])
        if known:
            _compare(line, known)


def _refuse(line: Line, sirens: set[str], too_old: date) -> None:
    values = line.values
    if siren_of(values["responsible_siret"]) not in sirens:
        line.refuse("Ce SIRET n’est pas celui d’un établissement de votre organisme.", "responsible_siret")
    if values[APPRENTICESHIP]:
        line.refuse(
            "L’apprentissage n’est pas pris dans Kairos : cette session reste hors du catalogue.", APPRENTICESHIP
        )
    if values["ends_on"] and values["ends_on"] < values["starts_on"]:
        line.refuse("La fin vient avant le début : vérifiez les deux dates.", "ends_on")
    elif values["ends_on"] and values["ends_on"] < too_old:
        days = settings.ENDED_DAYS.value()
        line.refuse(f"Cette session est terminée depuis plus de {days} jours.", "ends_on")


def _compare(line: Line, known: Present) -> None:
    values, _ = merged(line.values, known)
    line.verdict = Verdict.UNCHANGED if values == known.values and not known.left else Verdict.CHANGED


def merged(given: Mapping[str, Any], known: Present) -> tuple[dict[str, Any], frozenset[str]]:
    return rules.merged(known.values, known.imported, {name: given[name] for name in EMPTY}, EMPTY)


def _own(organisation: UUID | None) -> dict[str, UUID]:
    return dict(Establishment.objects.filter(organisation=organisation).values_list("siret", "pk"))


# Taking


def take(lines: Sequence[Line], run: Run, context: Context) -> None:
    """Seven statements a batch, two more when people could find some of it already."""
    batch = Batch(run, context)
    batch.look_at(lines)
    for line in lines:
        batch.add(line)
    batch.write()


class Batch:
    """Lines on their way into the tables. Of a course that several lines describe, the last one counts."""

    def __init__(self, run: Run, context: Context):
        self.run, self.organisation = run, context.organisation
        self.source = Source.LHEO if context.tree == TREE.name else Source.FILE
        self.establishments = _own(context.organisation)
        self.courses: dict[UUID, dict[str, Any]] = {}
        self.deliveries: dict[UUID, dict[str, Any]] = {}
        self.sessions: list[dict[str, Any]] = []
        self.shown: list[tuple[UUID, Mapping[str, Any], Mapping[str, Any]]] = []

    def look_at(self, lines: Sequence[Line]) -> None:
        self.known_courses = present.courses(self.organisation, _numbers(lines, "course_number"))
        self.known_deliveries = present.deliveries(self.organisation, _numbers(lines, "delivery_number"))

    def add(self, line: Line) -> None:
        known: Present | None = line.values[THERE]
        now = known.values if known else self._around(line.values)
        given = {name: line.values[name] for name in EMPTY}
        values, imported = rules.merged(now, known.imported if known else (), given, EMPTY)
        course = self._key(self.known_courses, values["course_number"], known and known.course, values, COURSE)
        delivery = self._key(
            self.known_deliveries, values["delivery_number"], known and known.delivery, values, DELIVERY
        )
        self.courses[course] = self._row(course, values, COURSE, sort_key=sort_key(values["title"])[:255])
        place = sort_key(values["town"])[:100]
        self.deliveries[delivery] = self._row(delivery, values, DELIVERY, course_id=course, place_key=place)
        session = known.id if known else new_id()
        self.sessions.append(self._session(session, delivery, line, values, imported))
        if known and known.state in FOUND:
            self.shown.append((session, known.values, values))

    def _around(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """What a new session finds of its course and its delivery."""
        _, course = self.known_courses.get(given["course_number"] or "", (None, {}))
        _, delivery = self.known_deliveries.get(given["delivery_number"] or "", (None, {}))
        return {**EMPTY, **course, **delivery}

    def _key(
        self,
        known: dict[str, tuple[UUID, dict[str, Any]]],
        number: str,
        own: UUID | None,
        values: Mapping[str, Any],
        columns: Mapping[str, str],
    ) -> UUID:
        """The row of this number; without a number, the session's own."""
        if number and number in known:
            return known[number][0]
        key = own if own and not number else new_id()
        if number:
            known[number] = (key, {name: values[name] for name in columns})
        return key

    def _row(self, key: UUID, values: Mapping[str, Any], columns: Mapping[str, str], **more: Any) -> dict[str, Any]:
        told = {column: values[name] for name, column in columns.items()}
        return {"id": key, "organisation_id": self.organisation, **told, **more}

    def _session(
        self, key: UUID, delivery: UUID, line: Line, values: Mapping[str, Any], imported: Iterable[str]
    ) -> dict[str, Any]:
        return {
            "id": key,
            "organisation_id": self.organisation,
            "delivery_id": delivery,
            "establishment_id": self.establishments.get(values["delivering_siret"] or values["responsible_siret"]),
            "number": line.values["number"],
            **{column: values[name] for name, column in SESSION.items()},
            "listed_on": values["starts_on"] or rules.FAR,
            "source": self.source,
            "imported": sorted(imported),
            "now": self.run.now,
            "modified_by": self.run.actor.scope_user,
        }

    def write(self) -> None:
        writing.put(writing.COURSE, self.courses.values())
        writing.put(writing.DELIVERY, self.deliveries.values())
        writing.put(writing.SESSION, self.sessions)
        if self.shown:
            publishing.project([key for key, _, _ in self.shown])
            self._tell()

    def _tell(self) -> None:
        rows = TrainingSession.objects.in_bulk([key for key, _, _ in self.shown])
        for key, before, after in self.shown:
            changed = [name for name in EMPTY if before[name] != after[name]]
            then, now = ({name: values[name] for name in changed} for values in (before, after))
            if changed:
                self.run.publish(SessionChanged(rows[key], then, now))


def _numbers(lines: Sequence[Line], key: str) -> Iterator[str]:
    return (line.values[key] for line in lines if line.values[key])


# What remains of a file


def record(lines: Sequence[Line], run: Run, context: Context) -> None:
    """What was said of each number, taken or not."""
    rows = {}
    for line in lines:
        if number := line.values.get("number"):
            verdict = _verdict(line)
            reasons = " ".join(message for _, message in line.errors)
            rows[number] = {
                "id": new_id(),
                "organisation_id": context.organisation,
                "number": number,
                "run_id": context.run,
                "line": line.number,
                "verdict": verdict,
                "reasons": reasons,
                "at": run.now,
            }
    writing.put(writing.LINE, rows.values())


def _verdict(line: Line) -> str:
    if line.errors:
        return CatalogueLine.Verdict.REFUSED
    unchanged = line.verdict == Verdict.UNCHANGED
    return CatalogueLine.Verdict.UNCHANGED if unchanged else CatalogueLine.Verdict.TAKEN


def end(run: Run, context: Context) -> None:
    """What the whole catalogue names no more is marked; what is complete is published, if that was asked for."""
    if context.options.get(WHOLE):
        writing.mark_left(today=clock.today(), organisation=context.organisation, run=context.run)
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
        end=end,
        identity=("number",),
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
