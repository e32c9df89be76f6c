"""The home of an agency: what is to be done, who has an appointment soon, then figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse

from kairos.design import french
from kairos.foundation import clock, permissions
from kairos.foundation.actor import Actor
from kairos.foundation.prepared import prepared
from kairos.path.appointments import queries as appointments
from kairos.path.appointments import wording
from kairos.path.appointments.models import Booking
from kairos.path.enrolments import queries as enrolments
from kairos.path.enrolments.models import Enrolment
from kairos.path.following import queries as following
from kairos.people.access import queries as access
from kairos.people.access import reading, volume
from kairos.people.agencies import queries as agencies
from kairos.people.jobseekers import queries as files
from kairos.spaces import todo
from kairos.spaces.agency import portfolio
from kairos.spaces.agency.chrome import PLACE

MONTH, WEEK = timedelta(days=30), timedelta(days=7)
MOST = 6
RIGHTS = ("agencies.manage", "jobseekers.follow", "people.emergency")
State = Enrolment.State
OF_THE_AGENCY = "Les absences, les réponses qui tardent, les remplacements qui finissent se liront ici."
OF_THE_DESK = "Une personne se présente à l’accueil ? Ouvrez son dossier en urgence, avec un motif."


@dataclass(frozen=True, slots=True)
class Expected:
    """An appointment of somebody of the portfolio."""

    row: Booking

    @property
    def when(self) -> str:
        return wording.when(self.row.slot)


def home(request: HttpRequest) -> HttpResponse:
    """Names are readings: who is stopped sees the rest, and why."""
    actor, now = request.actor, clock.now()
    heads, follows, welcomes = (permissions.holds(actor, name) for name in RIGHTS)
    me, sizes = agencies.own(actor, **following.beside_its_agency()), files.sizes(actor.agency)
    mine = portfolio.followed(actor, following.limits_of(me)).tasks if follows else ()
    known = (*(_nobody(sizes.get(None, 0)) if heads else ()), *mine)
    waiting = todo.of(actor, "agency", more=known)
    expected = list(_expected(actor, now, now + WEEK)) if follows else []
    opened = access.opened_in_emergency(actor, now) if welcomes else []
    named = {*waiting.people, *(row.person_id for row in (*expected, *opened))}
    try:
        reading.shown(actor, "people.home", sorted(named))
    except volume.ReadingsStopped:
        waiting, expected, opened = waiting.unnamed(), [], []
    return PLACE.render(
        request,
        "agency/home.html",
        me=me,
        today=clock.today(),
        todo=waiting,
        expected=[Expected(row) for row in expected],
        heads=heads,
        welcomes=welcomes,
        opened=opened,
        empty=OF_THE_DESK if welcomes and not (heads or follows) else OF_THE_AGENCY,
        emergencies=len(access.emergencies(actor.agency, now - MONTH)) if heads else 0,
        figures=_figures(actor, now, sizes.get(me.pk, 0)) if follows else None,
    )


def _nobody(people: int) -> Iterator[todo.Task]:
    if people:
        title = french.plural(people, "personne n’a pas de conseiller", "personnes n’ont pas de conseiller")
        yield todo.Task(title, PLACE.url("files"), "Charger un fichier",
                        "Confiez-les par un fichier qui nomme leur conseiller.", label="Sans conseiller")  # fmt: skip


@prepared
def _expected(actor: Actor, now: datetime, until: datetime) -> QuerySet[Booking]:
    """Of those whom one follows, the soonest first."""
    rows = appointments.bookings_visible_to(actor).filter(state=Booking.State.BOOKED, slot__starts_at__gt=now)
    rows = rows.filter(slot__starts_at__lt=until, person__in=access.followed(actor, now))
    return rows.order_by("slot__starts_at", "id")[:MOST]


@dataclass(frozen=True, slots=True)
class Figures:
    """people: of one's own portfolio; the others, of whom one follows: under way, and of the last thirty days."""

    people: int
    waiting: int
    retained: int
    not_retained: int


def _figures(actor: Actor, now: datetime, people: int) -> Figures:
    return Figures(people, *next(iter(_counted(actor, now, now - MONTH)), (0, 0, 0)))


@prepared
def _counted(actor: Actor, now: datetime, since: datetime) -> QuerySet[Any]:
    rows = enrolments.visible_to(actor).select_related(None).filter(person__in=access.followed(actor, now))
    lately = Q(state_since__gte=since)
    counted: dict[str, Any] = {
        "asked": Count("pk", filter=Q(state__in=(State.REFERRED, State.REQUESTED, State.WAITING))),
        "kept": Count("pk", filter=enrolments.retained_since(since)),
        "refused": Count("pk", filter=lately & Q(state=State.NOT_RETAINED)),
    }
    return rows.order_by().values("person__agency").annotate(**counted).values_list(*counted)
