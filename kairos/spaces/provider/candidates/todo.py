"""« À faire » with candidates: whom nobody has answered yet, session by session."""

from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, Max, Min, OuterRef, QuerySet
from django.urls import reverse

from kairos.design import french
from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.path.appointments import queries as appointments
from kairos.path.attendance import dropping
from kairos.path.attendance.settings import DROPPING, DROPPING_DAYS
from kairos.path.completion import queries as completion
from kairos.path.completion.settings import REVIEW_DAYS
from kairos.path.enrolments import queries
from kairos.path.enrolments.models import Enrolment
from kairos.path.enrolments.settings import ANSWER_DAYS
from kairos.people.access import queries as access
from kairos.people.access.permissions import APPROVE, ENTER
from kairos.spaces.provider.candidates import doubt
from kairos.spaces.todo import Line, Task, days_after, lines, source, where_held

HERE = "kairos"
State = Enrolment.State


def _to_answer(line: Line) -> Task:
    """The clock runs from the first who waits."""
    title = french.plural(line.count, "personne attend une réponse", "personnes attendent une réponse")
    due = line.at + timedelta(days=ANSWER_DAYS.value())
    href = reverse("candidates:group", args=[line.key])
    return Task(title, href, "Répondre", f"« {line.title} », sans rendez-vous.", due)


@source(HERE, "enrolments.decide", _to_answer)
def to_answer(actor: Actor, now: datetime, today: date) -> QuerySet:
    """Referred or asking, with no appointment: those who hold or await one are answered by its results."""
    expected = appointments.bookings_visible_to(actor).filter(enrolment=OuterRef("pk"), state__in=appointments.LIVE)
    rows = queries.visible_to(actor).filter(state__in=(State.REFERRED, State.REQUESTED)).exclude(Exists(expected))
    grouped = where_held(rows, actor, APPROVE).order_by().values("session")
    return lines(grouped, Max("title"), key="session", at=Min("state_since"), count=Count("pk"))


def _to_declare(line: Line) -> Task:
    entries = line.detail == State.REGISTERED
    step, act = ("entrer", "Déclarer l’entrée") if entries else ("sortir", "Déclarer la sortie")
    words = ("entrée à déclarer", "entrées à déclarer") if entries else ("sortie à déclarer", "sorties à déclarer")
    href = f"{reverse('candidates:movements', args=[line.key])}?etape={step}"
    return Task(french.plural(line.count, *words), href, act, f"« {line.title} ».", line.day)


@source(HERE, "enrolments.declare", _to_declare)
def entries_to_declare(actor: Actor, now: datetime, today: date) -> QuerySet:
    """By session, until the first of their legal days."""
    return _awaited(actor, today, State.REGISTERED)


@source(HERE, "enrolments.declare", _to_declare)
def exits_to_declare(actor: Actor, now: datetime, today: date) -> QuerySet:
    return _awaited(actor, today, State.IN_TRAINING, State.INTERRUPTED)


def _awaited(actor: Actor, today: date, *states: str) -> QuerySet:
    rows = queries.visible_to(actor).filter(state__in=states, due_from__lte=today).select_related(None)
    grouped = where_held(rows, actor, ENTER, APPROVE).order_by().values("session")
    return lines(grouped, Max("title"), key="session", detail=Max("state"), at=Min("due_on"), count=Count("pk"))


def _dropping(line: Line) -> Task:
    title = french.plural(line.count, "demi-journée d’absence sans explication",
                          "demi-journées d’absence sans explication")  # fmt: skip
    return Task(title, reverse("candidates:enrolment", args=[line.key]), "Voir ce qu’il en est",
                f"« {line.title} » : une personne a-t-elle quitté la formation ?",
                label=f"Depuis le {french.short_day(line.day, clock.today())}")  # fmt: skip


@source(HERE, doubt.NEEDED, _dropping, DROPPING.value, DROPPING_DAYS.value)
def dropping_out(actor: Actor, now: datetime, today: date, least: int, days: int) -> QuerySet:
    """Somebody in training who may have dropped out, whom nobody has asked about. A line each, which names nobody."""
    since = days_after(today, -days)
    rows = dropping.of_the_missing(dropping.absences(actor, since), actor, since, least)
    own = where_held(queries.visible_to(actor), actor, ENTER, APPROVE).select_related(None).values("pk")
    found = dropping.by_person(rows.filter(statement__enrolment__in=own), least)
    return lines(found, Max("statement__title"), key=dropping.OF, at=Min("day"), count="missed")


def _to_review(line: Line) -> Task:
    """The clock runs from the first who is out."""
    title = french.plural(line.count, "bilan à écrire ou à partager", "bilans à écrire ou à partager")
    due = line.at + timedelta(days=REVIEW_DAYS.value())
    return Task(title, reverse("candidates:group", args=[line.key]), "Ouvrir", f"« {line.title} »", due)


@source(HERE, "completion.write", _to_review)
def to_review(actor: Actor, now: datetime, today: date) -> QuerySet:
    """Whoever is out of training, read still, and whose bilan is not shared, session by session."""
    rows = completion.without(actor).filter(person__in=access.live(actor, now).values("person_id"))
    grouped = where_held(rows, actor, ENTER, APPROVE).order_by().values("session")
    return lines(grouped, Max("title"), key="session", at=Min("state_since"), count=Count("pk"))
