"""One session: read, published, stopped, its warnings maintained."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import clock, engine, permissions
from kairos.foundation.actor import Actor
from kairos.foundation.engine import Act
from kairos.foundation.guards import Refused
from kairos.offer.catalogue import codes, conditions, doubts, printing, queries, rules
from kairos.offer.catalogue import content as contents
from kairos.offer.catalogue.content import EMPTY, LABELS
from kairos.offer.catalogue.doubts import Doubt
from kairos.offer.catalogue.lifecycle import Session
from kairos.offer.catalogue.models import TrainingSession
from kairos.offer.catalogue.queries import State
from kairos.offer.catalogue.rules import HalfDay
from kairos.path.enrolments import queries as enrolments
from kairos.spaces import headers
from kairos.spaces.provider.kairos import chrome, lists
from kairos.spaces.provider.kairos.forms import ReasonForm
from kairos.spaces.published import place

MONTHS = 3


@dataclass(frozen=True, slots=True)
class Month:
    """What attendance will ask of a month."""

    first: date
    half_days: list[HalfDay]

    @property
    def hours(self) -> str:
        return rules.duration(rules.minutes_of(self.half_days))


class Page:
    """A session as its page shows it."""

    def __init__(self, row: TrainingSession, actor: Actor):
        self.row, self.actor, self.course = row, actor, row.delivery.course
        self.content = contents.of(row)
        self.badge = lists.BADGES[State(row.state)]
        self.place = place(row.delivery.teaching, row.delivery.postcode, row.delivery.town)
        self.over = row.state in queries.OVER
        self.held = 0 if row.state == State.DRAFT else enrolments.held([row.pk]).get(row.pk, 0)
        self.full = row.capacity is not None and self.held >= row.capacity

    @cached_property
    def doubts(self) -> list[Doubt]:
        return [] if self.over else doubts.about(self.content, self.row.organisation_id, self.row.pk)

    @property
    def left(self) -> list[Doubt]:
        return doubts.left(self.doubts, self.row.maintained)

    @property
    def maintained(self) -> list[tuple[Doubt, str]]:
        known = self.row.maintained
        return [(doubt, known[doubt.key]) for doubt in self.doubts if doubt.key in known]

    @cached_property
    def lacking(self) -> list[str]:
        return [reason.message for reason in conditions.lacks(self.content)]

    @property
    def funders(self) -> str:
        return ", ".join(codes.FUNDERS[code] for code in self.row.delivery.funders)

    @property
    def goal(self) -> str:
        return codes.GOALS.get(self.course.goal, "")

    @property
    def source(self) -> str:
        brought = f", Carif-Oref : {self.row.get_carif_display()}" if self.row.carif else ""
        return f"{self.row.get_source_display()}{brought}"

    @property
    def imported(self) -> list[str]:
        return [LABELS[name] for name in EMPTY if name in self.row.imported]

    @cached_property
    def months(self) -> list[Month]:
        """This month or the first one of the session, and the next ones."""
        start = max(self.row.starts_on or clock.today(), clock.today()).replace(day=1)
        found = []
        for _ in range(MONTHS):
            found.append(Month(start, rules.expected_in(self.content.programme(), start.year, start.month)))
            start = rules.month_of(start.year, start.month)[1] + rules.ONE_DAY
        return [month for month in found if month.half_days]

    def may(self, permission: str) -> bool:
        return permissions.holds(self.actor, permission, self.row)


def page(request: HttpRequest, subject: TrainingSession) -> HttpResponse:
    return _page(request, subject)


def doing(act: Act) -> Callable[[HttpRequest, TrainingSession], HttpResponse]:
    """The page of an act without details: done when it is sent, asked again it leads to the session."""

    def view(request: HttpRequest, subject: TrainingSession) -> HttpResponse:
        if request.method != "POST":
            return _to(subject)
        try:
            engine.run(act, subject, request.actor)
        except Refused as refused:
            return _page(request, queries.session(request.actor, subject.pk), refused)
        return _to(subject)

    return view


@dataclass(frozen=True, slots=True)
class Way:
    act: Act
    title: str
    lead: str
    kind: str


WAYS = {
    "suspend": Way(
        Session.suspend,
        "Suspendre la session",
        "Elle n’apparaît plus dans les recherches, jusqu’à ce que vous la repreniez.",
        "primary",
    ),
    "cancel": Way(
        Session.cancel, "Annuler la session", "C’est définitif : pour la refaire, copiez-la à d’autres dates.", "danger"
    ),
}


def asking(way: str) -> Callable[[HttpRequest, TrainingSession], HttpResponse]:
    """The page of an act that takes a reason."""
    chosen = WAYS[way]

    def view(request: HttpRequest, subject: TrainingSession) -> HttpResponse:
        form = ReasonForm.of(request)
        if request.method == "POST" and form.is_valid():
            try:
                engine.run(chosen.act, subject, request.actor, reason=form.cleaned_data["reason"])
                return _to(subject)
            except Refused as refused:
                form.take(refused)
        return render(
            request, "kairos/reason.html", chrome.of(request), status=_status(form.is_bound), way=chosen, form=form,
            subject=subject,
        )  # fmt: skip

    return view


def maintain(request: HttpRequest, subject: TrainingSession) -> HttpResponse:
    """One warning, by its key."""
    if request.method != "POST":
        return _to(subject)
    form = ReasonForm(request.POST)
    key = request.POST.get("avertissement", "")
    known = {doubt.key for doubt in Page(subject, request.actor).doubts}
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        engine.run(Session.maintain, subject, request.actor, keys={key} & known, reason=reason)
    except Refused as refused:
        return _page(request, queries.session(request.actor, subject.pk), refused)
    return _to(subject)


def sheet(request: HttpRequest, subject: TrainingSession) -> HttpResponse:
    """The session on paper."""
    content = printing.pdf(subject, request.actor.organisation_name)
    told = headers.file(f"session-{subject.number}.pdf")
    return HttpResponse(content, content_type="application/pdf", headers=told)


def _page(request: HttpRequest, subject: TrainingSession, refused: Refused | None = None) -> HttpResponse:
    shown = Page(subject, request.actor)
    reasons = [(reason.message, None) for reason in refused.reasons] if refused else []
    return render(
        request, "kairos/session.html", chrome.of(request), status=_status(bool(reasons)), page=shown, row=subject,
        reasons=reasons,
    )  # fmt: skip


def _status(refused: bool) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK


def _to(subject: TrainingSession) -> HttpResponse:
    return HttpResponseRedirect(reverse("kairos:session", args=[subject.pk]))
