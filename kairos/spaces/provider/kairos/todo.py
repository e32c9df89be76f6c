"""« À faire » in the catalogue: drafts whose first day nears, sessions that left their file, readings stopped."""

from datetime import date, datetime

from django.db.models import Count, QuerySet, Value
from django.urls import reverse

from kairos.design import french
from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.offer.catalogue import queries
from kairos.offer.catalogue.models import TrainingSession
from kairos.offer.catalogue.permissions import ENTER
from kairos.people.access import queries as access
from kairos.people.access.models import ReadingStop
from kairos.spaces.todo import Line, Task, days_after, lines, source, where_held

HERE = "kairos"
NEAR = 30
State = TrainingSession.State
TITLE, NUMBER = "delivery__course__title", "number"


def _draft(line: Line) -> Task:
    detail = f"Brouillon {line.detail}, premier jour le {french.short_day(line.day, clock.today())}"
    href = reverse("kairos:session", args=[line.key])
    return Task(f"Publier « {line.title or 'Sans titre'} »", href, "Ouvrir", detail, line.day)


@source(HERE, "catalogue.enter", _draft)
def drafts(actor: Actor, now: datetime, today: date) -> QuerySet:
    rows = queries.visible_to(actor).filter(state=State.DRAFT, starts_on__lte=days_after(today, NEAR))
    return lines(where_held(rows, actor, ENTER), TITLE, detail=NUMBER, at="starts_on")


def _gone(line: Line) -> Task:
    detail = f"{line.detail} : son fichier ne la nomme plus. Gardez-la, corrigez-la ou annulez-la."
    href = reverse("kairos:session", args=[line.key])
    return Task(f"« {line.title} » a quitté son fichier", href, "Voir", detail,
                label=f"Depuis le {french.short_day(line.day, clock.today())}")  # fmt: skip


@source(HERE, "catalogue.enter", _gone)
def gone(actor: Actor, now: datetime, today: date) -> QuerySet:
    rows = queries.visible_to(actor).filter(left_file_on__isnull=False).exclude(state__in=queries.OVER)
    return lines(where_held(rows, actor, ENTER), TITLE, detail=NUMBER, at="left_file_on")


def _stopped(line: Line) -> Task:
    title = french.plural(line.count, "compte ne lit plus personne", "comptes ne lisent plus personne")
    return Task(title, reverse("candidates:readings"), "Vérifier", "Kairos a arrêté des lectures trop nombreuses.",
                state="bad", label="Lectures arrêtées")  # fmt: skip


@source(HERE, "readings.see", _stopped)
def stops(actor: Actor, now: datetime, today: date) -> QuerySet:
    rows = access.stops_visible_to(actor).filter(state=ReadingStop.State.STOPPED)
    return lines(rows.order_by().values("place_id"), Value(""), key="place_id", count=Count("pk"))


def _own_stop(line: Line) -> Task:
    return Task("Vous ne lisez plus personne", reverse("public:help"), "Comprendre",
                "Trop de dossiers ouverts en peu de temps : voyez-le avec votre RGC.", state="bad",
                label="Lectures arrêtées")  # fmt: skip


@source(HERE, "people.list", _own_stop)
def own_stops(actor: Actor, now: datetime, today: date) -> QuerySet:
    rows = access.stops_visible_to(actor).filter(state=ReadingStop.State.STOPPED, holder_id=actor.user)
    return lines(rows, Value(""))
