"""« À faire » of an agency: who was absent or was not retained, whom nobody answers, who wrote, who asks about their
data, who cannot be written to, covers, readings stopped."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from kairos.design import french
from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.path.appointments import queries as appointments
from kairos.path.completion import queries as completion
from kairos.path.completion.settings import REVIEW_DAYS
from kairos.path.enrolments import queries as enrolments
from kairos.path.enrolments.models import Enrolment
from kairos.path.enrolments.settings import ANSWER_DAYS
from kairos.path.following.settings import MISSED_DAYS
from kairos.people.access import queries as access
from kairos.people.access.models import Cover, ReadingStop
from kairos.people.jobseekers import queries as files
from kairos.people.jobseekers.models import JobSeeker
from kairos.people.requests import queries as requests
from kairos.service.threads import queries as conversations
from kairos.spaces.todo import Line, Task, days_after, instants_before, lines, source

HERE = "agency"
FOLLOW = "appointments.follow_portfolio"
COVER_NEAR = 7
State = Enrolment.State


def _name(whose: str) -> Concat:
    return Concat(f"{whose}__first_name", Value(" "), f"{whose}__last_name")


def _page(line: Line) -> str:
    return reverse("agency:appointments", args=[line.key])


def _since(line: Line) -> str:
    return f"Depuis le {french.short_day(line.at.astimezone(clock.PARIS).date(), clock.today())}"


def _missed(line: Line) -> Task:
    """Absent, or not retained."""
    title, absent = line.title, bool(line.count)
    said = "absence à un rendez-vous" if absent else "non retenue"
    return Task(f"{title} : {said}", _page(line), "Réorienter", f"« {line.detail} »", label=_since(line),
                person=line.key)  # fmt: skip


@source(HERE, FOLLOW, _missed, MISSED_DAYS.value)
def missed(actor: Actor, now: datetime, today: date, days: int) -> QuerySet:
    """Lately, unless the person is referred elsewhere meanwhile."""
    rows = enrolments.visible_to(actor).filter(person__in=access.followed(actor, now))
    rows = rows.filter(state__in=(State.ABSENT, State.NOT_RETAINED), state_since__gte=instants_before(now, days))
    later = Enrolment.objects.filter(person=OuterRef("person"), created_at__gt=OuterRef("state_since"))
    later = later.exclude(pk=OuterRef("pk"))
    booked = appointments.bookings_visible_to(actor).filter(enrolment=OuterRef("pk"), state__in=appointments.LIVE)
    rows = rows.exclude(Exists(later)).exclude(Exists(booked))
    shown = rows.annotate(name=_name("person"), absent=Q(state=State.ABSENT))
    return lines(shown, "name", key="person", detail="title", at="state_since", count="absent")


def _unanswered(line: Line) -> Task:
    return Task(f"{line.title} attend une réponse de l’organisme", _page(line), "Relancer", f"« {line.detail} »",
                label=_since(line), person=line.key)  # fmt: skip


@source(HERE, FOLLOW, _unanswered, ANSWER_DAYS.value)
def unanswered(actor: Actor, now: datetime, today: date, days: int) -> QuerySet:
    rows = enrolments.visible_to(actor).filter(person__in=access.followed(actor, now))
    rows = rows.filter(state__in=(State.REFERRED, State.REQUESTED), state_since__lt=instants_before(now, days))
    booked = appointments.bookings_visible_to(actor).filter(enrolment=OuterRef("pk"), state__in=appointments.LIVE)
    named = rows.exclude(Exists(booked)).annotate(name=_name("person"))
    return lines(named, "name", key="person", detail="title", at="state_since")


def _mute(line: Line) -> Task:
    title = french.plural(line.count, "personne sans courriel ni téléphone", "personnes sans courriel ni téléphone")
    return Task(title, reverse("agency:portfolio") + "?sans=coordonnees", "Voir",
                "Demandez-leur comment les joindre : leur espace ne peut pas s’ouvrir.",
                label="Sans contact")  # fmt: skip


@source(HERE, "jobseekers.follow", _mute)
def without_contact(actor: Actor, now: datetime, today: date) -> QuerySet:
    rows = _portfolio(actor, now).filter(email="", phone="")
    return lines(rows.order_by().values("agency"), Value(""), key="agency", count=Count("pk"))


def _uninvited(line: Line) -> Task:
    title = french.plural(line.count, "personne n’a pas reçu le lien de son espace",
                          "personnes n’ont pas reçu le lien de leur espace")  # fmt: skip
    return Task(title, reverse("agency:portfolio") + "?sans=lien", "Voir", state="info", label="Espace à activer")


@source(HERE, "jobseekers.follow", _uninvited)
def uninvited(actor: Actor, now: datetime, today: date) -> QuerySet:
    rows = _portfolio(actor, now).filter(state=JobSeeker.State.WAITING, invited_at__isnull=True).exclude(email="")
    return lines(rows.order_by().values("agency"), Value(""), key="agency", count=Count("pk"))


def _portfolio(actor: Actor, now: datetime) -> QuerySet[JobSeeker]:
    rows = files.visible_to(actor).select_related(None).exclude(state=JobSeeker.State.LEFT)
    return rows.filter(pk__in=access.followed(actor, now))


def _cover(line: Line) -> Task:
    """count: 1 for whoever replaces, 0 for who is replaced."""
    title = f"Vous remplacez {line.title}" if line.count else f"{line.title} vous remplace"
    return Task(f"{title} : fin proche", reverse("agency:covers"), "Prolonger", "Dernier jour compris.", line.day)


@source(HERE, "covers.see", _cover)
def covers_ending(actor: Actor, now: datetime, today: date) -> QuerySet:
    live = access.covers_visible_to(actor).filter(state=Cover.State.LIVE, ends_on__lte=days_after(today, COVER_NEAR))
    live = live.filter(starts_on__lte=today)
    mine = live.filter(Q(by__user=actor.user) | Q(absent__user=actor.user))
    other = Case(When(by__user=actor.user, then=_name("absent")), default=_name("by"))
    named = mine.annotate(replaces=Q(by__user=actor.user), other=other)
    return lines(named, "other", at="ends_on", count="replaces")


def _stopped(line: Line) -> Task:
    title = french.plural(line.count, "compte ne lit plus personne", "comptes ne lisent plus personne")
    return Task(title, reverse("agency:readings"), "Vérifier", "Appelez la personne, puis rétablissez ses lectures.",
                state="bad", label="Lectures arrêtées")  # fmt: skip


@source(HERE, "readings.see_agency", _stopped)
def stops(actor: Actor, now: datetime, today: date) -> QuerySet:
    rows = access.stops_visible_to(actor).filter(state=ReadingStop.State.STOPPED)
    return lines(rows.order_by().values("place_id"), Value(""), key="place_id", count=Count("pk"))


def _own_stop(line: Line) -> Task:
    return Task("Vous ne lisez plus personne", reverse("public:help"), "Comprendre",
                "Trop de dossiers ouverts en peu de temps : voyez-le avec le responsable de votre agence.",
                state="bad", label="Lectures arrêtées")  # fmt: skip


@source(HERE, "agencies.enter", _own_stop)
def own_stops(actor: Actor, now: datetime, today: date) -> QuerySet:
    rows = access.stops_visible_to(actor).filter(state=ReadingStop.State.STOPPED, holder_id=actor.user)
    return lines(rows, Value(""))


def _without_review(line: Line) -> Task:
    href = reverse("agency:reviews", args=[line.key])
    return Task(f"{line.title} : sortie sans bilan", href, "Voir", f"« {line.detail} »", label=_since(line),
                person=line.key)  # fmt: skip


@source(HERE, FOLLOW, _without_review, REVIEW_DAYS.value)
def without_review(actor: Actor, now: datetime, today: date, days: int) -> QuerySet:
    """Out for longer than a bilan may take, and none is shared."""
    rows = completion.without(actor, instants_before(now, days)).filter(person__in=access.followed(actor, now))
    return lines(rows.annotate(name=_name("person")), "name", key="person", detail="title", at="state_since")


def _wrote(line: Line) -> Task:
    href = reverse("agency:thread", args=[line.key]) + "#dernier"
    return Task(f"{line.title} vous a écrit", href, "Lire", label=_since(line), person=line.key)


@source(HERE, "threads.follow", _wrote)
def to_read(actor: Actor, now: datetime, today: date) -> QuerySet:
    rows = conversations.unread(actor, now).annotate(name=_name("person"))
    return lines(rows, "name", key="person", at="place_new")


def _asked(line: Line) -> Task:
    """detail: the person's key."""
    return Task(f"{line.title} demande quelque chose sur ses données", reverse("agency:data_request", args=[line.key]),
                "Répondre", "Correction ou opposition : un droit de la personne.", line.day,
                person=UUID(line.detail))  # fmt: skip


@source(HERE, "requests.answer", _asked)
def requests_waiting(actor: Actor, now: datetime, today: date) -> QuerySet:
    """Of those whom one follows, and of nobody's people for a head: the database says whose."""
    rows = requests.waiting(actor)
    return lines(rows, "who", detail=Cast("person_id", TextField()), at="due_on")
