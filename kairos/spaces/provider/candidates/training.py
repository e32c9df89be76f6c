"""Somebody registered or in training, on their dossier: the plan, the movements, the clock, the acts that are open."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from kairos.design import french
from kairos.foundation import clock, engine
from kairos.path.enrolments import queries
from kairos.path.enrolments.models import PLANNED, Enrolment, Interruption, Movement
from kairos.path.enrolments.training import reading
from kairos.spaces.provider.candidates import doubt, training_forms
from kairos.spaces.provider.candidates.doubt import Doubt
from kairos.spaces.provider.candidates.training_forms import ASKS, MoveForm

State = Enrolment.State
LABELS = {
    "register": "Inscrire (AIS)",
    "enter": "Déclarer l’entrée (AES)",
    "no_show": "Jamais venu",
    "resume": "Déclarer la reprise",
    "interrupt": "Déclarer une interruption",
    "complete": "Formation terminée",
    "leave": "Sortie avant la fin",
    "correct_plan": "Corriger le plan",
    "correct_entry": "Corriger la date d’entrée",
    "correct_exit": "Corriger la date de sortie",
    "correct_interruption": "Corriger une interruption",
    "undo_entry": "Annuler l’entrée",
    "restore_registration": "Rétablir l’inscription",
    "restore_training": "Annuler la sortie",
    "restore_interruption": "Annuler la sortie, l’interruption reprend",
}
"""Those of the training first: what is awaited is the next act, corrections are folded."""
CORRECTS = tuple(name for name in LABELS if name.startswith(("correct", "undo", "restore")))
AWAITED = {State.REGISTERED: "Entrée à déclarer", State.IN_TRAINING: "Sortie à déclarer",
           State.INTERRUPTED: "Sortie à déclarer"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clock:
    state: str
    label: str
    detail: str


@dataclass(frozen=True, slots=True)
class Training:
    """What the dossier shows once somebody is retained. forms: of the acts that are open, in their order."""

    plan: list[tuple[str, str]]
    movements: list[Movement]
    clock: Clock | None
    forms: list[MoveForm]
    corrections: list[MoveForm]
    doubt: Doubt | None

    @property
    def all(self) -> list[MoveForm]:
        return [*self.forms, *self.corrections]


def of(request: HttpRequest, row: Enrolment, sent: MoveForm | None = None) -> Training | None:
    """None before the decision. Two statements more once there is a plan, three for who left before the end."""
    if not row.is_out and row.state not in (*PLANNED, State.RETAINED):
        return None
    planned = row.is_out or row.state in PLANNED
    outs = list(queries.interruptions_of(row.pk)[:20]) if planned else []
    open_ = _open(request, row, outs, sent)
    shown = [
        sent
        if sent and sent.act == name
        else MoveForm(name, outs=outs, initial=training_forms.initial(name, row, row.session, outs))
        for name in LABELS
        if name in open_
    ]
    movements = list(doubt.read_with(queries.movements_of(row.pk), row, request.actor)[:50]) if planned else []
    return Training(
        _plan(row) if planned else [],
        movements,
        _clock(row),
        [form for form in shown if form.act not in CORRECTS],
        [form for form in shown if form.act in CORRECTS],
        doubt.of(movements, sent),
    )


def _open(request: HttpRequest, row: Enrolment, outs: list[Interruption], sent: MoveForm | None) -> set[str]:
    """Of two ways to take an exit back, the one of how they were when they left; what was refused is shown again."""
    found = {act.short_name for act in engine.available(row, request.actor)} & ASKS.keys()
    again = found & {sent.act if sent else ""}
    if not outs:
        found.discard("correct_interruption")
    if row.state == State.LEFT:
        found.discard("restore_training" if reading.left_while_out(row) else "restore_interruption")
    return found | again


def _plan(row: Enrolment) -> list[tuple[str, str]]:
    said = [("Plan", f"du {_day(row.plan_starts_on)} au {_day(row.plan_ends_on)}"), ("Heures", str(row.planned_hours))]
    if row.entered_on:
        said.append(("Entrée", _day(row.entered_on)))
    if row.left_on:
        said.append(("Dernier jour", f"{_day(row.left_on)} : {row.exit_reason}"))
    return said


def _day(day: date | None) -> str:
    return french.numeric_day(day) if day else ""


def _clock(row: Enrolment) -> Clock | None:
    if row.due_from is None or row.due_from > clock.today():
        return None
    left = (row.due_on - clock.today()).days
    state = "bad" if left < 0 else "warn"
    return Clock(state, AWAITED[State(row.state)], f"avant le {_day(row.due_on)}, {french.countdown(left)}")
