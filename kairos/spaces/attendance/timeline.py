"""What of a person's path is told by their months."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from kairos.foundation.actor import Actor, Audience
from kairos.path.attendance import queries, wording
from kairos.path.attendance.models import AttendanceContest, AttendanceMonth, AttendanceVersion
from kairos.spaces.timeline import Line, Said, entries, source, to

State = AttendanceMonth.State
MAY = {
    Audience.PROVIDER: "attendance.consult",
    Audience.AGENCY: "attendance.follow_portfolio",
    Audience.JOBSEEKER: "attendance.own",
}
MONTH = to(provider="attendance:statement", agency="agency:attendance", own="attendance_own:home")
SETTLED = {State.CONFIRMED: ("confirmé", "ok"), State.LOCKED: ("arrêté", "ok")}


def _month(line: Line) -> str:
    return f"Mois {wording.of_month(date.fromisoformat(line.kind.rpartition(' ')[2]))}"


def _submitted(line: Line) -> Said:
    present, planned, version = line.detail.split("/")
    hours = f"{line.title} : {wording.hours(int(present))} h de présence sur {wording.hours(int(planned))} h prévues"
    if version == "1":
        return Said(f"{_month(line)} rendu", hours, "info", "clipboard-check")
    return Said(f"{_month(line)} corrigé, version {version}", hours, "warn", "pencil")


@source("submitted", may=MAY, say=_submitted, lead=MONTH)
def submitted(actor: Actor, person: UUID) -> QuerySet:
    rows = AttendanceVersion.objects.filter(statement__in=_of(actor, person).values("pk"))
    numbers = [Cast(name, TextField()) for name in ("present", "planned", "version")]
    said = Concat(numbers[0], Value("/"), numbers[1], Value("/"), numbers[2], output_field=TextField())
    return entries(rows, "statement__title", at="submitted_at", kind=Cast("statement__month", TextField()),
                   key="statement_id", detail=said)  # fmt: skip


def _contested(line: Line) -> Said:
    return Said(f"{_month(line)} : une demi-journée contestée", line.title, "warn", "message-square")


@source("contested", may=MAY, say=_contested, lead=MONTH)
def contested(actor: Actor, person: UUID) -> QuerySet:
    rows = AttendanceContest.objects.filter(statement__in=_of(actor, person).values("pk"))
    return entries(rows, "statement__title", at="said_at", kind=Cast("statement__month", TextField()),
                   key="statement_id")  # fmt: skip


def _settled(line: Line) -> Said:
    word, state = SETTLED[State(line.kind.partition(" ")[0])]
    return Said(f"{_month(line)} {word}", line.title, state, "lock" if word == "arrêté" else "check")


@source("settled", may=MAY, say=_settled, lead=MONTH)
def settled(actor: Actor, person: UUID) -> QuerySet:
    rows = _of(actor, person).filter(state__in=list(SETTLED))
    kind = Concat("state", Value(" "), Cast("month", TextField()), output_field=TextField())
    return entries(rows, "title", at="state_since", kind=kind)


def _of(actor: Actor, person: UUID) -> QuerySet[AttendanceMonth]:
    return queries.months_visible_to(actor).select_related(None).filter(person=person)
