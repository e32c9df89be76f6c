"""What each line of a file of movements declares: the act and its details, or why it says nothing that can be done."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from kairos.foundation import permissions
from kairos.foundation.actor import Actor
from kairos.foundation.engine import Act
from kairos.foundation.engine.lifecycle import act_named
from kairos.foundation.imports.cells import comparable
from kairos.foundation.imports.checking import batched
from kairos.foundation.imports.kinds import Line, Verdict
from kairos.offer.catalogue.models import TrainingSession
from kairos.path.enrolments import exits, plans, queries
from kairos.path.enrolments.files.columns import WORDS, Kind
from kairos.path.enrolments.models import Enrolment, Movement
from kairos.path.enrolments.training import settings

ACTS = {
    Kind.REGISTRATION: "register",
    Kind.ENTRY: "enter",
    Kind.NO_SHOW: "no_show",
    Kind.INTERRUPTION: "interrupt",
    Kind.RESUMPTION: "resume",
}
ORDER = {str(kind): rank for rank, kind in enumerate(WORDS)}
ENDED = {"", comparable(exits.COMPLETED.label), "fin", "terminee"}
"""What an exit says that is no exit before the end."""


AT_ONCE = 1000


@dataclass(slots=True)
class Declared:
    line: Line
    row: Enrolment
    act: Act
    details: dict[str, Any]

    @property
    def order(self) -> tuple[date, int, int]:
        """What happens to somebody follows by day; who never came has none."""
        return self.line.values["day"] or date.max, ORDER[self.line.values["kind"]], self.line.number


@dataclass(slots=True)
class Known:
    """What the lines speak of, as far as the actor reads it. movements: those that count, by enrolment."""

    actor: Actor
    sessions: dict[str, TrainingSession]
    rows: dict[tuple[UUID, str], Enrolment]
    movements: dict[UUID, list[Movement]]
    exits: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, lines: Iterable[Line], actor: Actor) -> "Known":
        numbers = {line.values["session"] for line in lines}
        own = TrainingSession.objects.filter(organisation=actor.scope_organisation, number__in=numbers)
        sessions = {row.number: row for row in own.select_related("delivery").prefetch_related("modules")}
        keys = [row.pk for row in sessions.values()]
        rows, movements = {}, defaultdict(list)
        for some in batched({line.values["person"] for line in lines}, AT_ONCE):
            found = queries.visible_to(actor).filter(session__in=keys, person__identifier__in=some)
            rows |= {(row.session_id, row.person.identifier): row for row in found}
        for some in batched([row.pk for row in rows.values()], AT_ONCE):
            for one in Movement.objects.filter(enrolment__in=some, voided_at__isnull=True):
                movements[one.enrolment_id].append(one)
        listed = {comparable(one): one for one in settings.EXIT_REASONS.value()}
        return cls(actor, sessions, rows, movements, listed)


def read(lines: Iterable[Line], known: Known) -> Iterator[Declared]:
    """What can be asked of the acts; the others are refused, or said to change nothing."""
    for line in lines:
        session = known.sessions.get(line.values["session"])
        if session is None:
            line.refuse("Aucune session de votre catalogue ne porte ce numéro.", "session")
            continue
        row = known.rows.get((session.pk, line.values["person"]))
        if row is None:
            line.refuse("Cette personne n’est pas sur cette session, ou vous ne la lisez plus.", "person")
            continue
        if line.values["day"] is None and line.values["kind"] != Kind.NO_SHOW:
            line.refuse("Écrivez la date du mouvement.", "day")
            continue
        declared = _declared(line, row, session, known)
        if _is_said(declared, known.movements[row.pk]):
            line.verdict = Verdict.UNCHANGED
        elif not permissions.holds(known.actor, declared.act.permission, row):
            line.refuse("Vous n’avez pas le droit de déclarer ce mouvement : votre RGC l’accorde.", "kind")
        elif not line.errors:
            yield declared


def _declared(line: Line, row: Enrolment, session: TrainingSession, known: Known) -> Declared:
    values = line.values
    details: dict[str, Any] = {}
    match values["kind"]:
        case Kind.REGISTRATION:
            details = _plan(line, session)
        case Kind.NO_SHOW:
            details = {"comment": values["comment"] or ""}
        case Kind.RESUMPTION:
            details = {"on": values["day"], "maintained": values["maintained"] or ""}
        case kind:
            details = {"on": values["day"], "late_reason": values["late"] or ""}
            if kind == Kind.INTERRUPTION:
                details["reason"] = values["reason"] or ""
    name = ACTS.get(values["kind"]) or _exit(line, details, known)
    return Declared(line, row, act_named(f"enrolment.{name}"), details)


def _plan(line: Line, session: TrainingSession) -> dict[str, Any]:
    values, usual = line.values, plans.plan_of(session)
    first, last, hours = values["day"], values["until"] or usual["ends_on"], values["hours"] or usual["hours"]
    if last is None:
        line.refuse("La session n’a pas de dernier jour : écrivez la fin du plan.", "until")
    if hours is None:
        line.refuse("La session ne dit pas ses heures : écrivez celles du plan.", "hours")
    if last is None or hours is None:
        return {"hours": 0, "modules": ()}
    modules = sorted(session.modules.all(), key=lambda one: one.position)
    return {
        "hours": hours,
        "modules": plans.periods(modules, first, last),
        "maintained": values["maintained"] or "",
    }


def _exit(line: Line, details: dict[str, Any], known: Known) -> str:
    said = comparable(line.values["reason"] or "")
    if said in ENDED:
        return "complete"
    details |= {"reason": known.exits.get(said, line.values["reason"]), "comment": line.values["comment"] or ""}
    return "leave"


def _is_said(declared: Declared, movements: list[Movement]) -> bool:
    """The same was declared already; a plan or an exit that says otherwise is corrected on the dossier."""
    kind, day, row = declared.line.values["kind"], declared.line.values["day"], declared.row
    if not any(one.kind == kind and (kind == Kind.NO_SHOW or one.on == day) for one in movements):
        return False
    if kind == Kind.REGISTRATION:
        modules = declared.details["modules"]
        wanted = (declared.details["hours"], max((one.ends_on for one in modules), default=None))
        return wanted == (row.planned_hours, row.plan_ends_on)
    if kind == Kind.EXIT:
        return row.exit_reason == declared.details.get("reason", exits.COMPLETED.label)
    return True
