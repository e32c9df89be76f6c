"""One person of the portfolio; the front desk; emergencies; stops."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kairos.foundation import clock, journal, permissions
from kairos.foundation.actor import Actor
from kairos.foundation.guards import Refused
from kairos.identity.accounts import people
from kairos.people.access import lookup
from kairos.people.access import queries as access
from kairos.people.access.models import ReadingStop
from kairos.people.agencies import queries as agencies
from kairos.people.jobseekers import inviting
from kairos.people.jobseekers.models import JobSeeker
from kairos.people.requests import queries as requests
from kairos.spaces import planning
from kairos.spaces.agency.chrome import PLACE
from kairos.spaces.persons import one, searching, stopped
from kairos.spaces.persons.forms import EmergencyForm

MONTH = timedelta(days=30)
BESIDE = (
    ("Formations et rendez-vous", "appointments", "appointments.follow_portfolio"),
    ("Assiduité", "attendance", "attendance.follow_portfolio"),
    ("Documents", "papers", "enrolments.read_papers"),
)
"""What else is read of a person, by whom: the front desk opens none of it."""
EMERGENCY = searching.Search(
    "Ouvrir un dossier en urgence",
    "Pour une personne à l’accueil que vous ne suivez pas. Le dossier s’ouvre deux heures ; le responsable de l’agence "
    "est prévenu à chaque fois, et la personne le verra.",
    "person_access.open_in_emergency",
    "Ouvrir en urgence",
)


def person(request: HttpRequest, subject: JobSeeker, reasons: list | None = None) -> HttpResponse:
    return one.shown(request, PLACE, subject, reasons, **_around(request.actor, subject))


def reveal(request: HttpRequest, subject: JobSeeker) -> HttpResponse:
    return one.revealed(request, PLACE, subject, **_around(request.actor, subject))


def send_link(request: HttpRequest, subject: JobSeeker) -> HttpResponse:
    try:
        inviting.invite(subject.pk, request.actor)
    except Refused as refused:
        return person(request, subject, [(reason.message, None) for reason in refused.reasons])
    return HttpResponseRedirect(PLACE.url("person", subject.pk))


def _around(actor: Actor, row: JobSeeker) -> dict:
    who = agencies.visible_to(actor).filter(pk=row.adviser_id).first() if row.adviser_id else None
    sent = [("Lien envoyé", f"{row.invited_at:%d/%m/%Y}")] if row.invited_at else []
    asked = requests.waiting(actor).filter(person=row.pk).order_by("due_on", "id")
    waiting = row.state == JobSeeker.State.WAITING
    label = "Envoyer un autre lien" if row.invited_at else "Envoyer le lien de son espace"
    return {
        "facts": [("Conseiller", who.shown_name if who else "aucun"), *sent],
        "links": [
            *((label, PLACE.url(page, row.pk)) for label, page, may in BESIDE if permissions.holds(actor, may)),
            *(("Demande sur ses données", PLACE.url("data_request", one.pk)) for one in asked),
        ],
        "conversation": PLACE.url("thread", row.pk),
        "trainings": planning.trainings_of(actor, row.pk),
        "acts": [("job_seeker.invite", label, PLACE.url("send_link", row.pk))] if waiting else [],
    }


def emergency(request: HttpRequest) -> HttpResponse:
    form = EmergencyForm.of(request)
    title = agencies.own(request.actor).title

    def find(form: EmergencyForm, device: object):  # noqa: ANN202
        return lookup.in_emergency(form.cleaned_data["token"], form.asked(), title, device, request.actor)

    return searching.page(request, PLACE, EMERGENCY, form, find)


def emergencies(request: HttpRequest) -> HttpResponse:
    rows = access.emergencies(request.actor.agency, clock.now() - 12 * MONTH)
    names = people.names_of(row.opened_by for row in rows)
    counts: dict[str, int] = {}
    for row in rows:
        if row.opened_at > clock.now() - MONTH:
            counts[names.get(row.opened_by, "?")] = counts.get(names.get(row.opened_by, "?"), 0) + 1
    journal.reading(request.actor, "people.emergencies", [row.pk for row in rows], "access.personaccess")
    return PLACE.render(request, "agency/emergencies.html", rows=rows, names=names, counts=sorted(counts.items()))


def stops(request: HttpRequest) -> HttpResponse:
    return stopped.listed(request, PLACE)


def lift(request: HttpRequest, subject: ReadingStop) -> HttpResponse:
    return stopped.lift(request, PLACE, subject)
