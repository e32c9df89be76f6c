"""One person on one session: where it stands, the next act, what happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import engine
from kairos.foundation.actor import Actor
from kairos.foundation.engine import Act
from kairos.foundation.engine.lifecycle import act_named
from kairos.foundation.guards import Refused
from kairos.foundation.journal.models import JournalEntry
from kairos.foundation.journal.reading import history
from kairos.identity.accounts import people
from kairos.path.appointments import queries as appointments
from kairos.path.appointments import wording
from kairos.path.enrolments import queries, settings
from kairos.path.enrolments.models import Enrolment
from kairos.people.access import reading
from kairos.service.threads import rules as threads
from kairos.spaces.forms import typed_line
from kairos.spaces.provider.candidates import applied, training
from kairos.spaces.provider.candidates.training_forms import ASKS, MoveForm
from kairos.spaces.provider.kairos import chrome

State = Enrolment.State
MOMENT = timedelta(seconds=1)
LABELS = {"retain": "Retenir", "not_retain": "Ne pas retenir", "wait": "Mettre en attente", "miss": "Noter absent"}
"""The acts of the provider until the decision, by their short name: the first that is open is the next act."""
WITH_REASON = ("not_retain",)
HAPPENED: Mapping[str, tuple[str, str, str]] = {
    "enrolment.retain": ("Retenu", "circle-check", "ok"),
    "enrolment.not_retain": ("Non retenu", "octagon-x", "bad"),
    "enrolment.wait": ("Mis en attente", "clock", "info"),
    "enrolment.miss": ("Noté absent", "x", "bad"),
    "enrolment.register": ("Inscrit (AIS)", "circle-check", "ok"),
    "enrolment.enter": ("Entrée déclarée (AES)", "circle-check", "ok"),
    "enrolment.no_show": ("Déclaré jamais venu", "x", "bad"),
    "enrolment.interrupt": ("Interruption déclarée", "clock", "warn"),
    "enrolment.resume": ("Reprise déclarée", "circle-check", "ok"),
    "enrolment.complete": ("Fin de la formation déclarée", "circle-check", "ok"),
    "enrolment.leave": ("Sortie avant la fin déclarée", "octagon-x", "idle"),
    "enrolment.keep": ("Absences examinées, reste en formation", "circle-check", "info"),
    "enrolment.correct_plan": ("Plan corrigé", "pencil", "info"),
    "enrolment.correct_entry": ("Date d’entrée corrigée", "pencil", "info"),
    "enrolment.correct_exit": ("Date de sortie corrigée", "pencil", "info"),
    "enrolment.correct_interruption": ("Interruption corrigée", "pencil", "info"),
    "enrolment.undo_entry": ("Entrée annulée", "pencil", "warn"),
    "enrolment.restore_registration": ("Inscription rétablie", "pencil", "info"),
    "enrolment.restore_training": ("Sortie annulée", "pencil", "info"),
    "enrolment.restore_interruption": ("Sortie annulée, interruption en cours", "pencil", "info"),
    "appointment_slot.close": ("Résultats du rendez-vous notés", "calendar-clock", "info"),
}
"""First act of an entry of the journal → what is said once it is done, its icon, its state."""


@dataclass(frozen=True, slots=True)
class Event:
    """state: as the timeline draws it."""

    label: str
    icon: str
    state: str
    who: str
    at: datetime


def act_of(name: str) -> Act:
    return act_named(f"enrolment.{name}")


def details(name: str, reason: str) -> dict[str, Any]:
    return {"reason": reason} if name in WITH_REASON else {}


def offered(row: Enrolment, actor: Actor) -> list[Act]:
    """Those of the provider that one may press now."""
    open_ = {act.short_name: act for act in engine.available(row, actor)}
    return [open_[name] for name in LABELS if name in open_]


def page(
    request: HttpRequest, subject: Enrolment, refused: Refused | None = None, sent: MoveForm | None = None
) -> HttpResponse:
    """refused: a decision that was. sent: the form of a movement that was."""
    actor, person = request.actor, subject.person
    reading.shown(actor, "enrolments.read", [subject.person_id])
    places = appointments.bookings_visible_to(actor).filter(enrolment=subject.pk).order_by("slot__starts_at", "id")
    return render(
        request,
        "candidates/dossier.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if refused or sent else HTTPStatus.OK,
        row=subject,
        person=person,
        training=training.of(request, subject, sent),
        sent=sent,
        moves=training.LABELS,
        badge=applied.badge(subject.state),
        contacts=applied.masked(person.phone, person.email),
        acts=offered(subject, actor),
        labels=LABELS,
        talks=(*threads.LIVE, *threads.OVER),
        motives=settings.NOT_RETAINED_REASONS.value(),
        chosen=request.POST.get("reason", ""),
        places=[(wording.when(one.slot), one) for one in places[:20]],
        events=_events(subject),
        reasons=[(reason.message, reason.field) for reason in refused.reasons] if refused else [],
    )


def decide(request: HttpRequest, subject: Enrolment) -> HttpResponse:
    name = request.POST.get("acte", "")
    if name not in LABELS:
        return page(request, subject, Refused("Choisissez une décision."))
    try:
        engine.run(act_of(name), subject.pk, request.actor, **details(name, typed_line(request, "reason")))
    except Refused as refused:
        return page(request, subject, refused)
    return HttpResponseRedirect(reverse("candidates:enrolment", args=[subject.pk]))


def move(request: HttpRequest, subject: Enrolment) -> HttpResponse:
    """An AIS, a movement, a correction."""
    name = request.POST.get("acte", "")
    if name not in ASKS:
        return page(request, subject, Refused("Choisissez ce qui est à déclarer."))
    outs = list(queries.interruptions_of(subject.pk)[:20]) if "interruption" in ASKS[name] else []
    form = MoveForm(name, request.POST, outs=outs)
    if form.is_valid():
        modules = list(subject.session.modules.order_by("position")) if "starts_on" in form.fields else []
        try:
            engine.run(act_of(name), subject.pk, request.actor, **form.details(modules))
        except Refused as refused:
            form.take(refused)
        else:
            return HttpResponseRedirect(reverse("candidates:enrolment", args=[subject.pk]))
    return page(request, subject, sent=form)


def _events(row: Enrolment) -> list[Event]:
    """The latest first. What the adviser or the person did stands in their own journal: the row says it here."""
    entries = [(entry, told) for entry in history(row) if (told := _told(entry))]
    names = people.names_of(entry.actor_user for entry, _ in entries)
    found = [Event(*told, names.get(entry.actor_user, "Kairos"), entry.at) for entry, told in entries]
    began = "Orienté par son conseiller" if row.referred_by else "Demande envoyée"
    if row.state == State.REFERRED and row.state_since - row.created_at > MOMENT:
        found.insert(0, Event("Orienté de nouveau", "user-plus", "info", "Son conseiller", row.state_since))
        began = "Dossier ouvert"
    return [*found, Event(began, "user-plus", "info", "Son agence" if row.referred_by else "La personne",
                          row.created_at)]  # fmt: skip


def _told(entry: JournalEntry) -> tuple[str, str, str] | None:
    return HAPPENED.get(entry.acts[0])
