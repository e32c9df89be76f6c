"""What attests a movement that the provider declared."""

from django.http import HttpRequest, HttpResponse

from kairos.path.enrolments.models import Movement
from kairos.people.access import reading
from kairos.spaces import papers


def attestation(request: HttpRequest, subject: Movement) -> HttpResponse:
    reading.shown(request.actor, "enrolments.attested", [subject.person_id])
    return papers.attestation(subject)
