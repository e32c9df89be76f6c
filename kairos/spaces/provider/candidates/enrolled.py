"""Those referred to one's sessions: the list, the whole group of a session, its decisions, a file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design import french
from kairos.design.page import render
from kairos.foundation import clock, permissions
from kairos.foundation.actor import Actor
from kairos.foundation.clock import PARIS
from kairos.foundation.engine import Act
from kairos.foundation.guards import Reason
from kairos.foundation.imports import writing
from kairos.foundation.text import contains_nir
from kairos.offer.catalogue.models import TrainingSession
from kairos.path.completion import queries as completion
from kairos.path.enrolments import queries, settings, together
from kairos.path.enrolments.models import Enrolment
from kairos.people.access import reading
from kairos.people.access.permissions import APPROVE
from kairos.spaces import headers
from kairos.spaces.forms import NIR
from kairos.spaces.provider.candidates import applied, dossier, hundreds
from kairos.spaces.provider.candidates.applied import TABS, Asked
from kairos.spaces.provider.candidates.forms import ExportForm
from kairos.spaces.provider.kairos import chrome
from kairos.spaces.session.fresh import require_fresh

MOST = 5000
COLUMNS = (
    "Session", "Formation", "Identifiant", "Nom", "Prénom", "Date de naissance", "Courriel", "Téléphone", "Agence",
    "État", "Depuis le", "Motif",
)  # fmt: skip


def listed(request: HttpRequest) -> HttpResponse:
    """Who waits for a decision first, the oldest first."""
    actor, asked = request.actor, Asked.of(request.GET)
    tab = TABS.get(request.GET.get("etat", ""), TABS[""])
    page = applied.page(actor, tab, asked, request.GET)
    reading.shown(actor, "enrolments.listed", [line.person for line in page.rows])
    return render(
        request,
        "candidates/list.html",
        chrome.of(request),
        page=page,
        tab=tab,
        tabs=applied.counts(actor),
        asked=asked,
        may=lambda name: permissions.holds(actor, name),
    )


# The group


@dataclass(frozen=True, slots=True)
class Member:
    """acts: those one may press now. said, why: as they were chosen. reasons: why it was refused."""

    row: Enrolment
    acts: list[Act]
    said: str = ""
    why: str = ""
    reasons: tuple[Reason, ...] = ()

    @property
    def badge(self) -> tuple[str, str]:
        return applied.badge(self.row.state)


def group(request: HttpRequest, subject: TrainingSession) -> HttpResponse:
    """Everybody on one screen. What is chosen is done for all of them, or for nobody."""
    actor = request.actor
    everybody = queries.of_session(actor, subject.pk)
    page = hundreds.of(request, everybody, sum(queries.by_state(everybody).values()))
    shown = [_member(row, request) for row in page.rows]
    reading.shown(actor, "enrolments.group", [one.row.person_id for one in shown])
    said = {one.row.pk: _said(one) for one in shown if one.said}
    refused = (_forbidden(shown) or together.decide(said, actor)) if request.method == "POST" and said else {}
    if said and not refused:
        return HttpResponseRedirect(f"{reverse('candidates:group', args=[subject.pk])}?fait={len(said)}")
    return render(
        request,
        "candidates/group.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK,
        row=subject,
        members=[replace(one, reasons=tuple(refused.get(one.row.pk, ()))) for one in shown],
        summary=_summary(shown, refused, request.method == "POST"),
        page=page,
        held=queries.held([subject.pk]).get(subject.pk, 0),
        done=request.GET.get("fait", "")[:3] if request.GET.get("fait", "").isdecimal() else "",
        decides=any(one.acts for one in shown),
        declares=permissions.holds(actor, "enrolments.declare", subject),
        exports=permissions.holds(actor, "bundles.export", subject),
        files=permissions.holds(actor, "enrolments.import"),
        unreviewed=_unreviewed(actor, subject, shown),
        month=_month(actor, subject, shown),
        labels=dossier.LABELS,
        motives=settings.NOT_RETAINED_REASONS.value(),
    )


def _unreviewed(actor: Actor, session: TrainingSession, shown: list[Member]) -> set[UUID]:
    """Who is out, and whose bilan is not shared: one statement, none while nobody is out."""
    if not any(one.row.is_out for one in shown) or not permissions.holds(actor, "completion.write", session):
        return set()
    return set(completion.without(actor).filter(session=session.pk).values_list("pk", flat=True))


def _month(actor: Actor, session: TrainingSession, shown: list[Member]) -> str:
    """The address of the last month of the group, once somebody has been in training."""
    if not any(one.row.entered_on for one in shown) or not permissions.holds(actor, "attendance.consult", session):
        return ""
    last = min(filter(None, (clock.today(), session.ends_on)))
    return reverse("attendance:month", kwargs={"key": session.pk, "month": last.replace(day=1)})


def _member(row: Enrolment, request: HttpRequest) -> Member:
    """What was chosen for somebody whose state changed meanwhile is still tried, and refused by the act itself."""
    said = request.POST.get(f"d-{row.pk}", "")
    why = request.POST.get(f"m-{row.pk}", "").replace("\x00", "")[:300]
    return Member(row, dossier.offered(row, request.actor), said if said in dossier.LABELS else "", why)


def _forbidden(shown: list[Member]) -> dict[UUID, list[Reason]]:
    """Nobody's social security number is kept in a reason."""
    return {one.row.pk: [Reason(NIR)] for one in shown if one.said and contains_nir(one.why)}


def _said(one: Member) -> tuple[Act, Mapping[str, Any]]:
    return dossier.act_of(one.said), dossier.details(one.said, one.why)


def _summary(shown: list[Member], refused: dict[UUID, list[Reason]], sent: bool) -> list[tuple[str, str | None]]:
    if sent and not refused:
        return [("Choisissez une décision pour une personne au moins.", None)]
    return [
        (f"{one.row.person.full_name} : {reason.message}", f"d{rank}")
        for rank, one in enumerate(shown, 1)
        for reason in refused.get(one.row.pk, ())
    ]


# The file


def export(request: HttpRequest) -> HttpResponse:
    """Those of the list as it is filtered, after a fresh proof, with a reason."""
    require_fresh(request)
    tab, asked = TABS.get(request.GET.get("etat", ""), TABS[""]), Asked.of(request.GET)
    form = ExportForm.of(request)
    if form.is_bound and form.is_valid():
        return _file(request, tab, asked, **form.cleaned_data)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "candidates/export.html", chrome.of(request), status=status, form=form, tab=tab, asked=asked)


def _file(request: HttpRequest, tab: applied.Tab, asked: Asked, reason: str, kind: str) -> HttpResponse:
    """Who, when and why are its first line. Those whom one may export: the right may be held at one place alone."""
    found = queries.where_held(applied.found(request.actor, tab, asked), request.actor, APPROVE)
    found = found.select_related("person__agency", "session")
    rows = list(found.order_by("person__sort_key", "id")[:MOST])
    reading.shown(request.actor, "enrolments.exported", [row.person_id for row in rows], reason=reason)
    when = french.moment(clock.now(), PARIS)
    title = f"Candidatures lues par {request.actor.organisation_name} : {tab.label.lower()}"
    lines = [[title, f"{request.actor.name}, le {when}", reason], list(COLUMNS), *map(_line, rows)]
    told = headers.file(f"candidatures.{kind}", saved=True)
    type_ = writing.type_of(replace(writing.OWN, kind=kind))
    return HttpResponse(writing.rows(lines, kind), content_type=type_, headers=told)


def _line(row: Enrolment) -> list[str]:
    person = row.person
    return [
        row.session.number, row.title, person.identifier, person.last_name, person.first_name,
        f"{person.birth_date:%d/%m/%Y}", person.email, person.phone, person.agency.name, row.get_state_display(),
        f"{row.state_since.astimezone(PARIS):%d/%m/%Y}", row.reason,
    ]  # fmt: skip
