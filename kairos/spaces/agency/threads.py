"""What an adviser writes with those whom they follow."""

from django.http import HttpRequest, HttpResponse

from kairos.people.access import reading
from kairos.people.jobseekers.models import JobSeeker
from kairos.service.threads import queries, sending
from kairos.spaces.agency.chrome import PLACE
from kairos.spaces.threads import lists, one

SHARED = "Qui suit cette personne dans l’agence, maintenant ou plus tard, lit cette conversation."


def one_of(request: HttpRequest, subject: JobSeeker) -> HttpResponse:
    reading.shown(request.actor, "threads.read", [subject.pk])
    return one.page(
        request,
        PLACE.chrome(request),
        one.Talk(
            thread=queries.with_the_agency(request.actor, subject),
            new=lambda: sending.with_agency(subject),
            other=subject.full_name,
            about="",
            crumbs=[("Conversations", PLACE.url("threads")), (subject.full_name, PLACE.url("person", subject.pk)),
                    ("Messages", None)],
            note=SHARED if subject.user_id else one.MUTE,
        ),
    )  # fmt: skip


def listed(request: HttpRequest) -> HttpResponse:
    return PLACE.render(
        request,
        "threads/list.html",
        listed=lists.page(request),
        here=PLACE.url("threads"),
        lead="Avec les personnes que vous suivez, et celles d’un collègue que vous remplacez.",
        empty="Ouvrez la page d’une personne de votre portefeuille, puis « Messages », pour lui écrire.",
        page_of=lambda key: PLACE.url("thread", key.person),
    )
