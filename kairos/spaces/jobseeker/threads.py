"""What one writes with the provider of a training, and with one's adviser, on a telephone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation.actor import Actor
from kairos.path.enrolments import queries as enrolments
from kairos.path.enrolments.models import Enrolment
from kairos.people.jobseekers import queries as files
from kairos.people.jobseekers.models import JobSeeker
from kairos.service.threads import queries, rules, sending
from kairos.service.threads.conditions import CLOSED, NOBODY_FOLLOWS
from kairos.service.threads.models import Thread
from kairos.spaces.jobseeker.pages import around
from kairos.spaces.threads import one

MOST = 50
ADVISER = "Votre conseiller"


@dataclass(frozen=True, slots=True)
class Line:
    """at, new: of what was written; None before anything is."""

    other: str
    about: str
    href: str
    at: datetime | None = None
    new: bool = False


def listed(request: HttpRequest) -> HttpResponse:
    """Three statements."""
    actor = request.actor
    threads = list(queries.visible_to(actor).order_by("-last_at", "-id")[:MOST])
    lines = [_line(row) for row in threads]
    return render(request, "threads/own.html", around(request), lines=lines, others=list(_others(actor, threads)))


def _line(row: Thread) -> Line:
    href = page_of(row.enrolment_id)
    other = row.place if row.enrolment_id else f"{ADVISER}, {row.place}"
    return Line(other, row.title, href, row.last_at, row.person_new is not None)


def page_of(enrolment: object | None) -> str:
    return reverse("jobseeker:thread", args=[enrolment]) if enrolment else reverse("jobseeker:adviser_thread")


def _others(actor: Actor, threads: list[Thread]) -> Iterator[Line]:
    """To whom one may write and did not yet."""
    me = files.oneself(actor)
    if me.adviser_id and all(row.enrolment_id for row in threads):
        yield Line(ADVISER, me.agency.name, page_of(None))
    rows = enrolments.visible_to(actor).select_related(None).filter(person=actor.jobseeker)
    rows = rows.filter(state__in=(*rules.LIVE, *rules.OVER)).exclude(pk__in=[row.enrolment_id for row in threads])
    for row in rows.order_by("-state_since", "id")[:MOST]:
        if queries.until(row).open:
            yield Line(f"L’organisme de « {row.title} »", "", page_of(row.pk))


def training(request: HttpRequest, subject: Enrolment) -> HttpResponse:
    thread = queries.of_training(subject)
    return one.page(
        request,
        around(request),
        one.Talk(
            thread=thread,
            new=lambda: sending.about(subject),
            other=thread.place if thread else "L’organisme de formation",
            about=subject.title,
            crumbs=_crumbs(thread.place if thread else subject.title),
            closed="" if queries.until(subject).open else CLOSED,
        ),
    )


def adviser(request: HttpRequest) -> HttpResponse:
    me: JobSeeker = files.oneself(request.actor)
    return one.page(
        request,
        around(request),
        one.Talk(
            thread=queries.with_the_agency(request.actor, me),
            new=lambda: sending.with_agency(me),
            other=ADVISER,
            about=me.agency.name,
            crumbs=_crumbs(ADVISER),
            closed="" if me.adviser_id else NOBODY_FOLLOWS,
            note="Qui vous suit dans votre agence lit cette conversation, et qui remplace cette personne.",
        ),
    )


def _crumbs(here: str) -> list[tuple[str, str | None]]:
    return [("Conversations", reverse("jobseeker:threads")), (here, None)]
