"""The month of one person: what it says, its versions, what was contested; corrected, maintained. One exception: its
motive, its document."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import clock, engine, permissions
from kairos.foundation.engine import Act
from kairos.foundation.guards import Refused
from kairos.foundation.uploads.receiving import takes_files
from kairos.identity.accounts.people import names_of
from kairos.path.attendance import board as boards
from kairos.path.attendance import queries, rules, settings, wording
from kairos.path.attendance.board import Line
from kairos.path.attendance.lifecycle import Month
from kairos.path.attendance.models import AttendanceContest, AttendanceMark, AttendanceMonth
from kairos.people.access import reading
from kairos.spaces.attendance import shown
from kairos.spaces.forms import Form, TextField
from kairos.spaces.provider.kairos import chrome
from kairos.spaces.uploads import DocumentsField, attachment, what_is_taken


def page(request: HttpRequest, subject: AttendanceMonth) -> HttpResponse:
    reading.shown(request.actor, "attendance.person", [subject.person_id])
    found = shown.Statement(
        subject, list(subject.versions.order_by("version")), list(subject.contests.order_by("said_at", "id")),
        clock.now(),
    )  # fmt: skip
    marks = list(queries.marks_of(subject.pk))
    people = [row.noted_by for row in marks] + [row.submitted_by for row in found.versions]
    return render(
        request,
        "attendance/statement.html",
        chrome.of(request),
        row=subject,
        found=found,
        marks=[(row, wording.half_day(subject.month, row.rank), shown.badge_of(row.mark)) for row in marks],
        names=names_of(people),
        open=subject.state == AttendanceMonth.State.OPEN,
        said=wording.of_month(subject.month),
        hours=wording.hours,
        month=reverse("attendance:month", kwargs={"key": subject.sheet.session_id, "month": subject.month}),
        may=lambda name: permissions.holds(request.actor, name, subject),
        exceptions=lambda version: list(shown.exceptions(subject, version.marks)),
    )


@dataclass(frozen=True, slots=True)
class Way:
    act: Act
    title: str
    lead: str


WAYS = {
    "correct": Way(
        Month.correct,
        "Corriger le mois",
        "Le mois s’ouvre de nouveau, à partir de ce qu’il dit. Ce qui a été rendu reste lisible, avec la raison ; la "
        "personne est prévenue, et reçoit le nouveau mois quand vous le rendez.",
    ),
    "maintain": Way(
        Month.maintain,
        "Maintenir le mois",
        "Le mois est arrêté tel que vous l’avez rendu. La personne lit votre réponse ; son conseiller voit ce qu’elle "
        "a contesté.",
    ),
}


class ReasonForm(Form):
    reason = TextField(label="Pourquoi", max_length=300, multiline=True, empty="Dites pourquoi : la personne le lira.")


def _contested(row: AttendanceMonth) -> list[tuple[AttendanceContest, str]]:
    """What the person says of the version that stands, with its half-day in words."""
    rows = row.contests.filter(version=row.version).order_by("day", "half")
    return [(one, wording.half_day(row.month, rules.rank_of(one.day, one.half))) for one in rows]


def asking(way: str) -> Callable[[HttpRequest, AttendanceMonth], HttpResponse]:
    """The page of an act that takes a reason."""
    chosen = WAYS[way]

    def view(request: HttpRequest, subject: AttendanceMonth) -> HttpResponse:
        form = ReasonForm.of(request)
        if form.is_bound and form.is_valid():
            try:
                engine.run(chosen.act, subject.pk, request.actor, reason=form.cleaned_data["reason"])
                return HttpResponseRedirect(reverse("attendance:statement", args=[subject.pk]))
            except Refused as refused:
                form.take(refused)
        reading.shown(request.actor, "attendance.person", [subject.person_id])
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return render(request, "attendance/reason.html", chrome.of(request), status=status, form=form, way=chosen,
                      row=subject, said=wording.of_month(subject.month), contests=_contested(subject))  # fmt: skip

    return view


# One exception


LISTED, MINUTES = "Choisissez dans la liste.", "Écrivez un nombre de minutes, de 1 à 360."


class MarkForm(Form):
    ranks = forms.MultipleChoiceField(
        label="Pour quelles demi-journées", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins une demi-journée.", "invalid_choice": LISTED},
    )  # fmt: skip
    minutes = forms.IntegerField(
        label="Minutes manquées", required=False, min_value=1, max_value=360,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w1"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), MINUTES),
    )  # fmt: skip
    motive = forms.ChoiceField(label="Motif", required=False, error_messages={"invalid_choice": LISTED})
    comment = TextField(label="Précision", max_length=300, required=False, multiline=True,
                        help_text="La personne peut la lire. Rien de médical : le motif suffit.")  # fmt: skip
    proof = DocumentsField(label="Justificatif")

    def __init__(self, line: Line, month: AttendanceMonth, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["proof"].help_text = what_is_taken()
        self.fields["ranks"].choices = [
            (str(rank), wording.half_day(month.month, rank)) for rank in sorted(line.marks) if line.plan[rank]
        ]
        known = settings.motives(month.month).values()
        self.fields["motive"].choices = [("", "Sans motif")] + [
            (one.label, f"{one.label}{'' if one.justifies else ' (ne justifie pas)'}") for one in known
        ]
        if not any(mark.partial for mark in line.marks.values()):
            del self.fields["minutes"]


@takes_files
def mark(request: HttpRequest, subject: AttendanceMark) -> HttpResponse:
    """One exception, and those of the same person that the same motive explains."""
    month = subject.statement
    line = boards.of(month.sheet).lines.get(month.enrolment_id)
    if line is None:
        raise Http404
    form = MarkForm.of(request, line, month, initial=_initial(subject, line))
    if form.is_bound and form.is_valid() and _described(request, subject, form):
        return HttpResponseRedirect(reverse("attendance:statement", args=[month.pk]))
    reading.shown(request.actor, "attendance.person", [subject.person_id])
    return render(
        request,
        "attendance/mark.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
        form=form,
        mark=subject,
        row=month,
        badge=shown.badge_of(subject.mark),
        when=wording.half_day(month.month, subject.rank),
        said=wording.of_month(month.month),
        open=month.state == AttendanceMonth.State.OPEN,
    )


def _initial(subject: AttendanceMark, line: Line) -> dict[str, Any]:
    """The half-days around it that say the same."""
    own = subject.mark
    same = [] if own.partial else [rank for rank, mark in line.marks.items() if mark == own]
    return {
        "ranks": [str(rank) for rank in same or [subject.rank]],
        "minutes": subject.minutes,
        "motive": subject.motive,
        "comment": subject.comment,
    }


def _described(request: HttpRequest, subject: AttendanceMark, form: MarkForm) -> bool:
    data = form.cleaned_data
    try:
        engine.run(
            Month.describe, subject.statement_id, request.actor, ranks=[int(rank) for rank in data["ranks"]],
            minutes=data.get("minutes"), motive=data["motive"], comment=data["comment"],
            document=next(iter(data["proof"]), None),
        )  # fmt: skip
    except Refused as refused:
        form.take(refused)
        return False
    return True


def proof(request: HttpRequest, subject: AttendanceMark) -> HttpResponse:
    if subject.proof is None:
        raise Http404
    reading.shown(request.actor, "attendance.proof", [subject.person_id])
    return attachment(subject.proof)
