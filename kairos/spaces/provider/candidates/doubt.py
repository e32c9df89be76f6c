"""Whether somebody may have dropped out: suggested on their dossier, decided by whoever asks them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet

from kairos.foundation import clock, permissions
from kairos.foundation.actor import Actor
from kairos.path.attendance import dropping
from kairos.path.attendance.settings import DROPPING, DROPPING_DAYS
from kairos.path.enrolments.models import Enrolment, Movement
from kairos.spaces.provider.candidates.training_forms import MoveForm

NEEDED = ("enrolments.declare", "attendance.consult")
"""To be told: to see attendance, and to be able to do something about it."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """missed: half-days that nothing justifies; since: the first. form: by which one says that they stay."""

    missed: int
    since: date
    form: MoveForm


def read_with(movements: QuerySet[Movement], row: Enrolment, actor: Actor) -> QuerySet[Movement]:
    """What was declared of somebody in training, and in the same statement the days they missed lately."""
    if row.state != Enrolment.State.IN_TRAINING or not all(permissions.holds(actor, one, row) for one in NEEDED):
        return movements
    since = clock.today() - timedelta(days=DROPPING_DAYS.value())
    return movements.annotate(missed=ArraySubquery(dropping.days(actor, row.pk, since)))


def of(movements: Sequence[Movement], sent: MoveForm | None) -> Doubt | None:
    days = getattr(movements[0], "missed", ()) if movements else ()
    if len(days) < DROPPING.value():
        return None
    return Doubt(len(days), days[0], sent if sent and sent.act == "keep" else MoveForm("keep"))
