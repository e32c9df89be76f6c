"""The whole group of a session at once: inscription (AIS), entry (AES), exit, with what is common and what is apart."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design import french
from kairos.design.page import render
from kairos.foundation import clock, permissions
from kairos.foundation.engine.several import Said
from kairos.foundation.guards import Reason
from kairos.foundation.text import contains_nir
from kairos.offer.catalogue.models import SessionModule, TrainingSession
from kairos.path.enrolments import plans, queries, together
from kairos.path.enrolments.models import Enrolment
from kairos.path.enrolments.training import settings
from kairos.people.access import reading
from kairos.spaces.forms import NIR, parse_day
from kairos.spaces.provider.candidates import applied, dossier, hundreds
from kairos.spaces.provider.kairos import chrome

State = Enrolment.State
ASIDE = ""
"""What is chosen for who stays where they are."""


@dataclass(frozen=True, slots=True)
class Step:
    """One act for the group. first: what most will have; act: whose permission is asked."""

    key: str
    label: str
    button: str
    act: str
    states: tuple[str, ...]
    permission: str
    day: str = ""

    def among(self, counts: Mapping[str, int]) -> int:
        return sum(counts.get(state, 0) for state in self.states)

    def choices(self) -> list[tuple[str, str]]:
        found = {
            "inscrire": [("register", "Avec le groupe")],
            "entrer": [("enter", "Entre en formation"), ("no_show", "Jamais venu")],
            "sortir": [("complete", "Formation terminée"), *((f"leave:{one}", one) for one in _exits())],
        }[self.key]
        return [*found, (ASIDE, "Pas maintenant")]


def _exits() -> list[str]:
    return list(settings.EXIT_REASONS.value())


STEPS = {
    one.key: one
    for one in (
        Step("inscrire", "Inscrire (AIS)", "Inscrire le groupe", "register", (State.RETAINED,), "enrolments.register"),
        Step("entrer", "Entrées (AES)", "Déclarer les entrées", "enter", (State.REGISTERED,), "enrolments.declare",
             "Premier jour en formation"),
        Step("sortir", "Sorties", "Déclarer les sorties", "complete", (State.IN_TRAINING, State.INTERRUPTED),
             "enrolments.declare", "Dernier jour en formation"),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """said: what is chosen for them; on: their own date as it is typed, else the group's."""

    row: Enrolment
    said: str
    on: str
    reasons: tuple[Reason, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.row.person.last_name} {self.row.person.first_name}".strip()

    @property
    def badge(self) -> tuple[str, str]:
        return applied.badge(self.row.state)


@dataclass(frozen=True, slots=True)
class Common:
    """What is typed for all: days and hours of the plan, the day of the movement, why it is late."""

    on: str = ""
    starts_on: str = ""
    ends_on: str = ""
    hours: str = ""
    late: str = ""


def page(request: HttpRequest, subject: TrainingSession) -> HttpResponse:
    """What is chosen is done for all of them, or for nobody."""
    steps = [one for one in STEPS.values() if permissions.holds(request.actor, one.permission, subject)]
    group = queries.of_session(request.actor, subject.pk)
    counts = queries.by_state(group)
    step = _chosen(request, steps, counts)
    sent = request.method == "POST"
    common = _common(request, step, subject)
    shown = _shown(request, group, step, counts)
    lines = [_line(one, step, request) for one in shown.rows if step]
    reading.shown(request.actor, "enrolments.group", [one.row.person_id for one in lines])
    faults: list[tuple[str, str | None]] = []
    refused: dict[UUID, list[Reason]] = {}
    if sent and step:
        said, faults = _said(step, lines, common, subject)
        if not faults:
            refused = together.decide(said, request.actor)
        if not faults and not refused:
            return _done(subject, step, len(said))
    lines = [replace(one, reasons=tuple(refused.get(one.row.pk, ()))) for one in lines]
    return render(
        request,
        "candidates/movements.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if sent else HTTPStatus.OK,
        row=subject,
        steps=[(one, one.among(counts)) for one in steps],
        step=step,
        lines=lines,
        common=common,
        choices=step.choices() if step else [],
        summary=faults or _summary(lines),
        done=request.GET.get("fait", "")[:3] if request.GET.get("fait", "").isdecimal() else "",
        page=shown,
        files=permissions.holds(request.actor, "enrolments.import"),
    )


def _chosen(request: HttpRequest, steps: list[Step], counts: Mapping[str, int]) -> Step | None:
    """The one asked for, else the first that somebody waits for."""
    asked = [one for one in steps if one.key == request.GET.get("etape", "")]
    waited = [one for one in steps if one.among(counts)]
    return next(iter([*asked, *waited, *steps]), None)


def _shown(
    request: HttpRequest, group: QuerySet[Enrolment], step: Step | None, counts: Mapping[str, int]
) -> hundreds.Hundred:
    """Those of the step; those whom a form names, whatever step they came to since: the act refuses them."""
    if step is None:
        return hundreds.Hundred([])
    rows = group if request.method == "POST" else group.filter(state__in=step.states)
    return hundreds.of(request, rows, step.among(counts))


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "").strip()[:300]


def _common(request: HttpRequest, step: Step | None, session: TrainingSession) -> Common:
    if request.method == "POST":
        return Common(*(_text(request, name) for name in Common.__slots__))
    plan = plans.plan_of(session)
    days = {name: _day(plan[name]) for name in ("starts_on", "ends_on")}
    on = {"entrer": session.starts_on, "sortir": min(filter(None, (session.ends_on, clock.today())))}
    return Common(_day(on.get(step.key)) if step else "", **days, hours=str(plan["hours"] or ""))


def _day(day: date | None) -> str:
    return french.numeric_day(day) if day else ""


def _line(row: Enrolment, step: Step, request: HttpRequest) -> Line:
    if request.method != "POST":
        return Line(row, step.choices()[0][0] if _awaited(row) else ASIDE, "")
    said = request.POST.get(f"d-{row.pk}", ASIDE)
    return Line(row, said if said in dict(step.choices()) else ASIDE, _text(request, f"t-{row.pk}"))


def _awaited(row: Enrolment) -> bool:
    """Nothing is chosen beforehand that has not come: an exit before the last day, an entry before the first."""
    if row.state == State.RETAINED:
        return True
    return row.state != State.INTERRUPTED and row.due_from is not None and row.due_from <= clock.today()


Faults = list[tuple[str, str | None]]


def _said(step: Step, lines: list[Line], common: Common, session: TrainingSession) -> tuple[Said, Faults]:
    """The acts, or what was typed wrongly, each beside its field."""
    chosen = [(rank, one) for rank, one in enumerate(lines, 1) if one.said]
    if not chosen:
        return {}, [("Choisissez au moins une personne.", None)]
    if step.act == "register":
        return _registered(chosen, common, session)
    faults: Faults = [(NIR, "late")] if contains_nir(common.late) else []
    said = {}
    for rank, one in chosen:
        on = parse_day(one.on) if one.on else parse_day(common.on)
        if on is None and one.said != "no_show":
            field = f"t{rank}" if one.on else "on"
            faults.append((f"Écrivez une date qui existe pour {one.name}, par exemple 3/9/2026.", field))
        else:
            said[one.row.pk] = _moved(one.said, on, common.late)
    return said, faults[:1] if not parse_day(common.on) else faults


def _moved(said: str, on: date | None, late: str) -> tuple[Any, Mapping[str, Any]]:
    name, _, reason = said.partition(":")
    details: dict[str, Any] = {} if name == "no_show" else {"on": on, "late_reason": late}
    return dossier.act_of(name), details | ({"reason": reason} if reason else {})


def _registered(chosen: list[tuple[int, Line]], common: Common, session: TrainingSession) -> tuple[Said, Faults]:
    """Their own first day, when they come later than the group."""
    first, last = parse_day(common.starts_on), parse_day(common.ends_on)
    faults: Faults = []
    if first is None or last is None:
        faults.append(("Écrivez les deux dates du plan.", "starts_on" if first is None else "ends_on"))
    if not common.hours.isdecimal() or not 0 < int(common.hours[:5]) < 10000:
        faults.append(("Écrivez le nombre d’heures prévues.", "hours"))
    own = {one.row.pk: parse_day(one.on) if one.on else first for _, one in chosen}
    faults += [
        (f"Écrivez une date qui existe pour {one.name}.", f"t{rank}")
        for rank, one in chosen
        if one.on and own[one.row.pk] is None
    ]
    if faults:
        return {}, faults
    modules: list[SessionModule] = list(session.modules.order_by("position"))
    act, hours = dossier.act_of("register"), int(common.hours)
    return {
        key: (act, {"hours": hours, "modules": plans.periods(modules, since, last)}) for key, since in own.items()
    }, []


def _done(session: TrainingSession, step: Step, count: int) -> HttpResponse:
    there = reverse("candidates:movements", args=[session.pk])
    return HttpResponseRedirect(f"{there}?etape={step.key}&fait={count}")


def _summary(lines: list[Line]) -> Faults:
    return [
        (f"{one.name} : {reason.message}", f"d{rank}") for rank, one in enumerate(lines, 1) for reason in one.reasons
    ]
