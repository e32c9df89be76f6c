"""Of one's own data: one's months as they were submitted, their exceptions, what one contested."""

from django.db.models import QuerySet

from kairos.foundation.actor import Actor
from kairos.offer.catalogue.rules import Half
from kairos.path.attendance import queries
from kairos.path.attendance.models import AttendanceContest, AttendanceMark, AttendanceMonth, AttendanceVersion
from kairos.spaces.own_data.sections import Column, day, hours, moment, one_of, section

OURS = "id person organisation"
HALVES = one_of((half.value, half.label) for half in Half)


@section(
    "months",
    "Mes mois de présence",
    Column("id"),
    Column("enrolment", of="enrolment_id"),
    Column("title", "Formation"),
    Column("month", "Mois qui commence le", day),
    Column("state", "État", one_of(AttendanceMonth.State.choices)),
    Column("version", "Version"),
    Column("planned", "Prévu", hours),
    Column("present", "Présent", hours),
    Column("justified", "Absence justifiée", hours),
    Column("unjustified", "Absence non justifiée", hours),
    Column("submitted_at", "Rendu", moment),
    Column("answer_by", "À confirmer jusqu’à", moment),
    Column("reason", "Motif de la correction"),
    at="month",
    without=f"{OURS} establishment sheet state_since complete plan submitted_by",
)
def months(actor: Actor) -> QuerySet:
    return queries.months_visible_to(actor).filter(person=actor.jobseeker)


@section(
    "marks",
    "Mes absences, retards et départs",
    Column("month", of="statement_id"),
    Column("title", "Formation", of="statement__title"),
    Column("day", "Jour", day),
    Column("half", "Demi-journée", HALVES),
    Column("kind", "Nature", one_of(AttendanceMark.KINDS)),
    Column("minutes", "Minutes"),
    Column("motive", "Motif"),
    Column("justified", "Justifié"),
    Column("comment", "Commentaire"),
    Column("noted_at", "Noté", moment),
    at="day",
    without=f"{OURS} proof noted_by",
)
def marks(actor: Actor) -> QuerySet:
    return AttendanceMark.objects.filter(statement__in=months(actor).values("pk"))


@section(
    "month_versions",
    "Ce qui a été rendu de chaque mois",
    Column("month", of="statement_id"),
    Column("title", "Formation", of="statement__title"),
    Column("version", "Version"),
    Column("planned", "Prévu", hours),
    Column("present", "Présent", hours),
    Column("justified", "Absence justifiée", hours),
    Column("unjustified", "Absence non justifiée", hours),
    Column("marks"),
    Column("reason", "Motif"),
    Column("submitted_at", "Rendu", moment),
    at="submitted_at",
    without=f"{OURS} plan submitted_by",
)
def month_versions(actor: Actor) -> QuerySet:
    return AttendanceVersion.objects.filter(statement__in=months(actor).values("pk"))


@section(
    "contests",
    "Ce que j’ai contesté",
    Column("month", of="statement_id"),
    Column("title", "Formation", of="statement__title"),
    Column("version", "Version"),
    Column("day", "Jour", day),
    Column("half", "Demi-journée", HALVES),
    Column("word", "Mes mots"),
    Column("said_at", "Le", moment),
    at="said_at",
    without=OURS,
)
def contests(actor: Actor) -> QuerySet:
    return AttendanceContest.objects.filter(statement__in=months(actor).values("pk"))
