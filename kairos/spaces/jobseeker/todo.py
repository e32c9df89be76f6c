"""« À faire » of a job seeker: appointments to answer or to choose, what was written to them, a telephone to
give."""

from datetime import date, datetime

from django.db.models import (
    Count,
    ExpressionWrapper,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
)
from django.urls import reverse

from kairos.design import french
from kairos.foundation.actor import Actor
from kairos.path.appointments import queries as appointments
from kairos.path.appointments.models import Booking, Slot
from kairos.path.attendance import queries as attendance
from kairos.path.attendance import wording
from kairos.path.attendance.models import AttendanceMonth
from kairos.path.enrolments import queries as enrolments
from kairos.path.enrolments.models import Enrolment
from kairos.people.jobseekers import queries as files
from kairos.service.threads import queries as conversations
from kairos.spaces.jobseeker.threads import page_of
from kairos.spaces.todo import Line, Task, lines, source

HERE = "jobseeker"
KINDS = dict(Slot.Kind.choices)
State, Who = Enrolment.State, Slot.Who


def _to_answer(line: Line) -> Task:
    where = reverse("appointments_own:home")
    return Task("Dire si je viens", where, "Répondre", f"{KINDS[line.detail]}, « {line.title} »", line.at)


@source(HERE, "appointments.answer", _to_answer)
def to_answer(actor: Actor, now: datetime, today: date) -> QuerySet:
    rows = appointments.bookings_visible_to(actor).select_related(None)
    rows = rows.filter(person=actor.jobseeker, state=Booking.State.BOOKED, coming=False)
    rows = rows.filter(slot__state=Slot.State.OPEN, slot__starts_at__gt=now)
    return lines(rows, "slot__title", detail="slot__kind", at="slot__starts_at")


def _to_choose(line: Line) -> Task:
    free = french.plural(line.count, "rendez-vous libre", "rendez-vous libres")
    return Task("Choisir un rendez-vous", reverse("appointments_own:home"), "Choisir", f"« {line.title} » · {free}",
                line.at)  # fmt: skip


@source(HERE, "appointments.book", _to_choose)
def to_choose(actor: Actor, now: datetime, today: date) -> QuerySet:
    """Due when the first free one begins."""
    mine = enrolments.visible_to(actor).filter(person=actor.jobseeker, state__in=(State.REFERRED, State.REQUESTED))
    held = appointments.bookings_visible_to(actor).filter(person=actor.jobseeker, state__in=appointments.LIVE)
    mine = mine.exclude(pk__in=held.select_related(None).values("enrolment"))
    free = appointments.running(appointments.visible_to(actor))
    free = free.filter(session=OuterRef("session"), state=Slot.State.OPEN)
    free = free.filter(starts_at__gt=now, taken__lt=F("capacity"))
    free = free.annotate(referred=ExpressionWrapper(OuterRef("referred_by"), UUIDField()))
    free = free.filter(Q(who=Who.ANYONE) | Q(who=Who.REFERRED, referred__isnull=False)).order_by().values("session")
    mine = mine.annotate(
        first=Subquery(free.annotate(first=Min("starts_at")).values("first")),
        free=Subquery(free.annotate(many=Count("pk")).values("many"), IntegerField()),
    ).filter(first__isnull=False)
    return lines(mine, "title", at="first", count="free")


def _to_confirm(line: Line) -> Task:
    title = f"Confirmer ou contester votre mois {wording.of_month(date.fromisoformat(line.detail))}"
    return Task(title, reverse("attendance_own:home"), "Vérifier", f"« {line.title} »", line.at)


@source(HERE, "attendance.answer", _to_confirm)
def to_confirm(actor: Actor, now: datetime, today: date) -> QuerySet:
    rows = attendance.months_visible_to(actor).select_related(None)
    rows = rows.filter(person=actor.jobseeker, state=AttendanceMonth.State.SUBMITTED, answer_by__gt=now)
    return lines(rows, "title", detail="month", at="answer_by")


def _to_read(line: Line) -> Task:
    detail = f"« {line.title} »" if line.title else "De votre agence."
    return Task(f"{line.detail} vous a écrit", f"{page_of(line.key)}#dernier", "Lire", detail, label="Nouveau message")


@source(HERE, "threads.own", _to_read)
def to_read(actor: Actor, now: datetime, today: date) -> QuerySet:
    return lines(conversations.unread(actor, now), "title", key="enrolment", detail="place", at="person_new")


def _no_phone(line: Line) -> Task:
    return Task("Ajouter mon téléphone", reverse("jobseeker:data"), "Ajouter",
                "Pour recevoir aussi les rappels par SMS.", state="info", label="Rappels")  # fmt: skip


@source(HERE, "jobseekers.own", _no_phone)
def no_phone(actor: Actor, now: datetime, today: date) -> QuerySet:
    rows = files.visible_to(actor).select_related(None).filter(pk=actor.jobseeker, phone="")
    return lines(rows, Value(""))
