"""The list of conversations, and that of one enrolment."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kairos.design.page import render
from kairos.path.enrolments.models import Enrolment
from kairos.people.access import reading
from kairos.service.threads import queries, rules, sending
from kairos.service.threads.conditions import CLOSED
from kairos.spaces.provider.kairos import chrome
from kairos.spaces.threads import lists, one

EARLY = "On s’écrit à partir du moment où la personne est retenue. D’ici là, ses contacts sont sur sa page."


def listed(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "threads/list.html",
        chrome.of(request),
        listed=lists.page(request),
        here=reverse("threads:threads"),
        lead="Avec les personnes retenues ou en formation sur vos sessions.",
        empty="Ouvrez le dossier d’une personne retenue ou en formation, puis « Messages », pour lui écrire.",
        page_of=lambda key: reverse("threads:thread", args=[key.enrolment]),
    )


def one_of(request: HttpRequest, subject: Enrolment) -> HttpResponse:
    reading.shown(request.actor, "threads.read", [subject.person_id])
    person = subject.person
    return one.page(
        request,
        chrome.of(request),
        one.Talk(
            thread=queries.of_training(subject),
            new=lambda: sending.about(subject),
            other=person.full_name,
            about=subject.title,
            crumbs=[("Conversations", reverse("threads:threads")),
                    (person.full_name, reverse("candidates:enrolment", args=[subject.pk])), ("Messages", None)],
            closed=_closed(subject),
            note="" if person.user_id else one.MUTE,
        ),
    )  # fmt: skip


def _closed(row: Enrolment) -> str:
    if queries.until(row).open:
        return ""
    return CLOSED if row.state in rules.OVER or row.is_out else EARLY
