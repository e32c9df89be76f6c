"""The home of a job seeker, on a telephone: the next appointment answered in one tap, what is to be done, my training,
who reads me."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.prepared import prepared
from kairos.identity.accounts import signing_in
from kairos.offer.catalogue import queries as catalogue
from kairos.offer.catalogue.models import PublishedSession
from kairos.path.appointments import queries as appointments
from kairos.path.appointments import wording
from kairos.path.appointments.models import Booking, Slot
from kairos.path.enrolments import queries as enrolments
from kairos.path.enrolments.models import Enrolment
from kairos.people.access import queries as access
from kairos.people.jobseekers import queries as files
from kairos.service.threads import rules as threads
from kairos.spaces import todo
from kairos.spaces.jobseeker.pages import around
from kairos.spaces.planning import SAID, SIGNS
from kairos.spaces.published import place

MOST = 4


@dataclass(frozen=True, slots=True)
class Next:
    """The appointment that comes first."""

    row: Booking

    @property
    def when(self) -> str:
        return wording.when(self.row.slot)

    @property
    def where(self) -> str:
        return wording.where(self.row.slot)


@dataclass(frozen=True, slots=True)
class Training:
    """An enrolment, and what everyone finds of its session: None once it is withdrawn."""

    row: Enrolment
    session: PublishedSession | None

    @property
    def badge(self) -> tuple[str, str]:
        return SIGNS.get(self.row.state, "info"), self.row.get_state_display()

    @property
    def said(self) -> str:
        return SAID.get(self.row.state, "")

    @property
    def talks(self) -> bool:
        """One writes to its provider."""
        return self.row.state in threads.LIVE

    @property
    def days(self) -> tuple[date, date | None] | None:
        return (self.session.starts_on, self.session.ends_on) if self.session else None

    @property
    def where(self) -> str:
        found = self.session
        return f"{found.organisation_name} · {place(found.teaching, found.postcode, found.town)}" if found else ""


def home(request: HttpRequest) -> HttpResponse:
    """Seven statements."""
    actor, now = request.actor, clock.now()
    me = files.oneself(actor)
    first = _next.first(actor, now)
    waiting = todo.of(actor, "jobseeker", more=_factor(actor), but=(first.pk,) if first else ())
    return render(
        request,
        "jobseeker/home.html",
        around(request),
        me=me,
        today=clock.today(),
        next=Next(first) if first else None,
        todo=waiting,
        trainings=_trainings(actor),
        readers=[reader for reader in access.readers_of(actor) if not reader.over],
    )


@prepared
def _next(actor: Actor, now: datetime) -> QuerySet[Booking]:
    rows = appointments.bookings_visible_to(actor).filter(person=actor.jobseeker, state=Booking.State.BOOKED)
    rows = rows.filter(slot__state=Slot.State.OPEN, slot__ends_at__gt=now)
    return rows.order_by("slot__starts_at", "id")[:1]


def _factor(actor: Actor) -> list[todo.Task]:
    """A code sent by mail is enough; an application or a passkey is safer."""
    person = signing_in.person_of(actor.user)
    if person.has_totp or person.has_key:
        return []
    return [
        todo.Task("Protéger mieux mon compte", reverse("session:security"), "Ajouter",
                  "Une clé d’accès ou une application de codes remplace le code envoyé par courriel.", state="info",
                  label="Sécurité")
    ]  # fmt: skip


def _trainings(actor: Actor) -> list[Training]:
    found = _enrolments(actor)
    sessions = catalogue.published().in_bulk([row.session_id for row in found]) if found else {}
    return [Training(row, sessions.get(row.session_id)) for row in found]


@prepared
def _enrolments(actor: Actor) -> QuerySet[Enrolment]:
    """Under way, the last decided first."""
    rows = enrolments.visible_to(actor).filter(person=actor.jobseeker, state__in=enrolments.LIVE)
    return rows.select_related(None).order_by("-state_since", "id")[:MOST]
